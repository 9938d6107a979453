package view

import (
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the buttons that link somebody with their Meeting account.
const (
	ActionLink        = "link_start"
	ActionLinkConfirm = "link_confirm"
	ActionLinkDecline = "link_decline"
	ActionUnlink      = "link_end"

	BlockLink        = "link"
	BlockLinkActions = "link_actions"

	// The question stands in the conversation with the bot alone: see bot.IsDirect.
	blockLinkAsked        = "direct_link"
	blockLinkAskedActions = "direct_link_actions"
)

// LinkFacts are whether somebody is linked with their Meeting account.
type LinkFacts struct {
	Linked bool
	Since  time.Time
}

// LinkQuestion asks somebody in private whether a Meeting account is theirs. The value
// is what the button carries that says so.
func LinkQuestion(loc text.Localizer, name meeting.Name, value string) Message {
	question := loc.Say(text.LinkQuestionUnnamed)
	if name := safe(name.String(), maxName); name != "" {
		question = loc.Say(text.LinkQuestion, text.Args{"Name": name})
	}
	words := lines(question, loc.Say(text.LinkUnasked))
	yes := slack.NewButtonBlockElement(ActionLinkConfirm, value, caption(loc.Say(text.LinkYes)))
	yes.Style = slack.StylePrimary
	no := slack.NewButtonBlockElement(ActionLinkDecline, "", caption(loc.Say(text.LinkNo)))
	return Message{Text: words, Blocks: []slack.Block{
		section(blockLinkAsked, words), slack.NewActionBlock(blockLinkAskedActions, yes, no),
	}}
}

// Linked tells somebody that they are linked now, in place of the question.
func Linked(loc text.Localizer) Message {
	words := loc.Say(text.LinkDone)
	return Message{Text: words, Blocks: []slack.Block{
		section(blockLinkAsked, words), slack.NewActionBlock(blockLinkAskedActions, unlinkButton(loc)),
	}}
}

// LinkShown tells somebody whether they are linked, with what changes that.
func LinkShown(r Reader, f LinkFacts) Message {
	return Message{Text: f.sentence(r), Blocks: f.blocks(r)}
}

// LinkSection is LinkShown below a heading, as a part of a modal or of the Home tab.
func LinkSection(r Reader, f LinkFacts) []slack.Block {
	all := f.blocks(r)
	all[0] = section(BlockLink, lines(bold(r.Say(text.LinkTitle)), f.sentence(r)))
	return all
}

func (f LinkFacts) sentence(r Reader) string {
	if !f.Linked {
		return r.Say(text.LinkNone)
	}
	return r.Say(text.LinkStands, text.Args{"When": r.locale().dateTimeToken(f.Since)})
}

func (f LinkFacts) blocks(r Reader) []slack.Block {
	b := unlinkButton(r.Localizer)
	if !f.Linked {
		b = slack.NewButtonBlockElement(ActionLink, "", caption(r.Say(text.LinkButton)))
	}
	return []slack.Block{section(BlockLink, f.sentence(r)), slack.NewActionBlock(BlockLinkActions, b)}
}

// unlinkButton is the button that ends a link. Slack asks first.
func unlinkButton(loc text.Localizer) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(ActionUnlink, "", caption(loc.Say(text.UnlinkButton)))
	b.AccessibilityLabel = loc.Say(text.UnlinkLabel)
	return b.WithConfirm(slack.NewConfirmationBlockObject(
		plain(loc.Say(text.UnlinkTitle)), plain(loc.Say(text.UnlinkSure)), plain(loc.Say(text.UnlinkYes)), plain(loc.Say(text.UnlinkNo))))
}

// LinkAgain is a sentence that says with which command a link is asked for again.
func LinkAgain(loc text.Localizer, command string, sentence text.Key) Message {
	return Message{Text: loc.Say(sentence, text.Args{"Command": example(command, loc.Say(text.LinkWord))})}
}
