package blockkit

import (
	"slices"
	"time"
)

// elementRule says how an element is checked, and in which blocks and on which
// surfaces it is allowed.
type elementRule struct {
	check func(node)
	in    []string
	on    []surface // all if empty
}

// elementRules lists Slack's elements.
func elementRules() map[string]elementRule {
	pressed := []string{"section", "actions"}
	picked := []string{"section", "actions", "input"}
	typed := []string{"input"}
	modals, views := []surface{modal}, []surface{modal, home}
	return map[string]elementRule{
		"button":                     {check: node.button, in: pressed},
		"channels_select":            {check: node.channelsSelect, in: picked},
		"checkboxes":                 {check: node.checkboxes, in: picked},
		"conversations_select":       {check: node.conversationsSelect, in: picked},
		"datepicker":                 {check: node.datepicker, in: picked},
		"datetimepicker":             {check: node.datetimepicker, in: []string{"actions", "input"}, on: []surface{message, modal}},
		"email_text_input":           {check: node.lineInput, in: typed, on: modals},
		"external_select":            {check: node.externalSelect, in: picked},
		"feedback_buttons":           {check: node.feedbackButtons, in: []string{"context_actions"}},
		"file_input":                 {check: node.fileInput, in: typed, on: modals},
		"icon_button":                {check: node.iconButton, in: []string{"context_actions"}},
		"image":                      {check: node.imageElement, in: []string{"section", "context"}},
		"multi_channels_select":      {check: node.multiChannelsSelect, in: picked},
		"multi_conversations_select": {check: node.multiConversationsSelect, in: picked},
		"multi_external_select":      {check: node.multiExternalSelect, in: picked},
		"multi_static_select":        {check: node.multiStaticSelect, in: picked},
		"multi_users_select":         {check: node.multiUsersSelect, in: picked},
		"number_input":               {check: node.numberInput, in: typed, on: modals},
		"overflow":                   {check: node.overflow, in: pressed},
		"plain_text_input":           {check: node.plainTextInput, in: typed},
		"radio_buttons":              {check: node.radioButtons, in: picked},
		"rich_text_input":            {check: node.richTextInput, in: typed, on: views},
		"static_select":              {check: node.staticSelect, in: picked},
		"timepicker":                 {check: node.timepicker, in: picked},
		"url_text_input":             {check: node.lineInput, in: typed, on: modals},
		"users_select":               {check: node.usersSelect, in: picked},
		"workflow_button":            {check: node.workflowButton, in: pressed},
	}
}

// element checks an element in a block of the given type.
func (c *checker) element(n node, block string) {
	kind, ok := n.kind()
	if !ok {
		return
	}
	rule, known := c.elements[kind]
	switch {
	case !known:
		n.problem("type", RuleUnsupported, "unsupported type: %s", truncate(kind))
	case !slices.Contains(rule.in, block):
		n.problem("type", RulePlace, "%s elements are not allowed in a %s block", kind, block)
	case len(rule.on) > 0 && !slices.Contains(rule.on, c.surface):
		n.problem("type", RulePlace, "%s elements are not allowed in a %s", kind, c.surface)
	default:
		c.id(n, "action_id", c.actionIDs)
		rule.check(n)
	}
}

func (n node) button() {
	n.allowOnly("action_id", "text", "value", "url", "style", "confirm", "accessibility_label", "visible_to_user_ids",
		"agent_prompt", "agent_prompt_display")
	n.require("text")
	n.text("text", 75)
	n.str("value", 1, 2000)
	n.link("url", clickable()...)
	n.style()
	n.confirm()
	n.str("accessibility_label", 1, 75)
}

func (n node) workflowButton() {
	n.allowOnly("action_id", "text", "workflow", "style", "accessibility_label")
	n.require("text", "workflow")
	n.text("text", 75)
	n.style()
	n.str("accessibility_label", 1, 75)
	w, ok := n.object("workflow")
	if !ok {
		return
	}
	w.require("trigger")
	if t, ok := w.object("trigger"); ok {
		t.require("url")
		t.link("url", "https")
	}
}

func (n node) iconButton() {
	n.allowOnly("action_id", "icon", "text", "value", "confirm", "accessibility_label", "visible_to_user_ids")
	n.require("icon", "text")
	n.str("icon", 1, 255)
	n.text("text", 75)
	n.str("value", 1, 2000)
	n.confirm()
	n.str("accessibility_label", 1, 75)
}

func (n node) feedbackButtons() {
	n.allowOnly("action_id", "positive_button", "negative_button")
	n.require("positive_button", "negative_button")
	for _, key := range []string{"positive_button", "negative_button"} {
		if b, ok := n.object(key); ok {
			b.allowOnly("text", "value", "accessibility_label")
			b.require("text", "value")
			b.text("text", 75)
			b.str("value", 1, 2000)
			b.str("accessibility_label", 1, 75)
		}
	}
}

func (n node) imageElement() {
	n.allowOnly("image_url", "slack_file", "alt_text")
	n.imageSource()
}

func (n node) overflow() {
	n.allowOnly("action_id", "options", "confirm")
	n.require("options")
	n.options(5, overflowOptions())
	n.confirm()
}

func (n node) checkboxes() {
	n.allowOnly("action_id", "options", "initial_options", "confirm", "focus_on_load", "visible_to_user_ids")
	n.require("options")
	n.options(10, listOptions())
	n.initial("initial_options", listOptions())
	n.confirm()
	n.focus()
}

func (n node) radioButtons() {
	n.allowOnly("action_id", "options", "initial_option", "confirm", "focus_on_load")
	n.require("options")
	n.options(10, listOptions())
	n.initial("initial_option", listOptions())
	n.confirm()
	n.focus()
}

func (n node) datepicker() {
	n.allowOnly("action_id", "initial_date", "placeholder", "confirm", "focus_on_load")
	n.timeLayout("initial_date", time.DateOnly)
	n.placeholderConfirmFocus()
}

func (n node) timepicker() {
	n.allowOnly("action_id", "initial_time", "timezone", "placeholder", "confirm", "focus_on_load")
	n.timeLayout("initial_time", "15:04")
	n.str("timezone", 1, 255)
	n.placeholderConfirmFocus()
}

func (n node) datetimepicker() {
	n.allowOnly("action_id", "initial_date_time", "confirm", "focus_on_load")
	n.number("initial_date_time", 1e9, 9999999999)
	n.confirm()
	n.focus()
}

// timeLayout checks that a date or time of day has the layout.
func (n node) timeLayout(key, layout string) {
	if s, ok := n.str(key, 1, 255); ok {
		if _, err := time.Parse(layout, s); err != nil {
			n.problem(key, RuleValue, "must have the form of %s", layout)
		}
	}
}

// placeholderConfirmFocus checks the properties that pickers and selects share.
func (n node) placeholderConfirmFocus() {
	n.text("placeholder", 150)
	n.confirm()
	n.focus()
}

// focus checks that at most one element takes the focus.
func (n node) focus() {
	n.bools("focus_on_load")
	if n.props["focus_on_load"] != true {
		return
	}
	if n.checker.focused != "" {
		n.problem("focus_on_load", RuleDuplicate, "only one element may have focus_on_load")
		return
	}
	n.checker.focused = n.ptr
}
