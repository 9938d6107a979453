package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of what lets somebody join as themselves.
const (
	ChoiceJoin    = "join"             // an entry of the card's menu
	ActionJoinOwn = "meeting_join_own" // opens the link in the browser; the bot ignores the click

	blockOwnJoin        = "own_join"
	blockOwnJoinActions = "own_join_actions"
)

// OwnJoin offers a link that signs its reader in and lets them join, for a short
// while, beside the ordinary link.
func OwnJoin(loc text.Localizer, f Facts, link string, panelist bool) Message {
	words := loc.Say(text.JoinOwn, text.Args{"Subject": bold(ownSubject(loc, f))})
	own := joinButton(link, loc.Say(text.ButtonJoinOwn), loc.Say(text.LabelJoinOwn))
	own.ActionID = ActionJoinOwn
	buttons := []slack.BlockElement{own}
	if ordinary := JoinLink(f.Meeting.Conference, panelist); ordinary != "" {
		other := joinButton(ordinary, loc.Say(text.ButtonJoinOrdinary), "")
		other.Style = slack.StyleDefault
		buttons = append(buttons, other)
	}
	return Message{Text: words, Blocks: []slack.Block{section(blockOwnJoin, words), slack.NewActionBlock(blockOwnJoinActions, buttons...)}}
}

// OrdinaryJoin offers the ordinary link to somebody who cannot join as themselves.
func OrdinaryJoin(loc text.Localizer, f Facts, panelist bool) Message {
	words := loc.Say(text.JoinNotOwn, text.Args{"Subject": bold(ownSubject(loc, f))})
	m := Message{Text: words, Blocks: []slack.Block{section(blockOwnJoin, words)}}
	if link := JoinLink(f.Meeting.Conference, panelist); link != "" {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(blockOwnJoinActions, joinButton(link, loc.Say(text.ButtonJoin), loc.Say(text.LabelJoin))))
	}
	return m
}

func ownSubject(loc text.Localizer, f Facts) string {
	if subject := safe(f.Meeting.Conference.Subject.String(), maxName); subject != "" {
		return subject
	}
	return loc.Say(text.UntitledMeeting)
}
