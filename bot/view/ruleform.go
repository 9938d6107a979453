package view

import (
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// ModalRule is the form that changes a rule.
const ModalRule = "rule_form"

// RuleState is the private metadata of the form: the rule, and where it was opened.
type RuleState struct {
	ID       string
	OpenedIn string // C… or G…, or U… or W… for the conversation with a person
}

// String writes it as a modal's metadata.
func (s RuleState) String() string { return s.ID + " " + s.OpenedIn }

// ParseRuleState parses a modal's metadata.
func ParseRuleState(metadata string) (RuleState, bool) {
	id, where, ok := strings.Cut(metadata, " ")
	return RuleState{id, where}, ok && id != "" && where != "" && len(metadata) <= maxFormState
}

// RuleForm asks when a conversation is reminded of the meetings that it follows.
func RuleForm(loc text.Localizer, s RuleState, f RuleFacts) slack.ModalViewRequest {
	m := modal(loc.Say(text.RuleFormTitle), loc.Say(text.FormCancel),
		section(BlockRule, lines(f.title(loc), f.countLine(loc))), leadsInput(loc, f.Typed))
	m.Submit = plain(loc.Say(text.FormSubmit))
	m.CallbackID, m.PrivateMetadata = ModalRule, s.String()
	return m
}
