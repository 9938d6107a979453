package view

import (
	"cmp"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the question whether to share a card. Both buttons carry the PageRef of
// the card.
const (
	BlockShare        = "share"
	BlockShareActions = "share_actions"

	ActionShare        = "share_yes"
	ActionShareDecline = "share_no"
)

// ShareFacts describe a card that may be shared.
type ShareFacts struct {
	PageRef        // to the card
	Subject string // of the meeting
	Number  string // what people type to join, "" where only the meeting's id is known
	Channel string // C… or G…, "" for a direct message
}

// ShareQuestion asks one person whether everybody in a conversation is to see the
// card.
func ShareQuestion(loc text.Localizer, f ShareFacts) Message {
	about := ReminderFacts{Subject: f.Subject, Number: cmp.Or(f.Number, f.ID)}
	args, sentence := text.Args{"Meeting": about.meetingText(loc)}, text.ShareQuestionDirect
	if f.Channel != "" {
		sentence, args["Channel"] = text.ShareQuestion, channelMention(loc, f.Channel)
	}
	question := loc.Say(sentence, args)
	yes := button(ActionShare, loc.Say(text.ButtonShare), loc.Say(text.LabelShare), f.PageRef)
	yes.Style = slack.StylePrimary
	no := button(ActionShareDecline, loc.Say(text.ButtonShareDecline), loc.Say(text.LabelShareDecline), f.PageRef)
	return Message{Text: question, Blocks: []slack.Block{section(BlockShare, question), slack.NewActionBlock(BlockShareActions, yes, no)}}
}
