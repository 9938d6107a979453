package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// ActionRemind opens the form for reminders of a meeting; it carries a PageRef.
const ActionRemind = "meeting_remind"

// sharedBlocks are those of a card that a channel sees: what, when, and how to
// join. All else is for those who ask for it.
func (c card) sharedBlocks() []slack.Block {
	words := lines(bold(escapeMrkdwn(clean(c.title(), maxShared))), c.statusLine(), c.timeLine(), c.noLinkNote())
	return []slack.Block{
		section(BlockTitle, words),
		slack.NewActionBlock(BlockActions, c.sharedButtons()...),
		slack.NewContextBlock(BlockFooter, mrkdwn(c.footer(c.timeToken(c.readAt)))),
	}
}

func (c card) sharedButtons() []slack.BlockElement {
	var all []slack.BlockElement
	if c.link != "" {
		all = append(all, joinButton(c.link, c.Say(text.ButtonJoin), c.Say(text.LabelJoin)))
	}
	all = append(all, button(ActionOpen, c.Say(text.ButtonDetails), c.Say(text.LabelDetails), c.ref))
	if c.remindable {
		all = append(all, button(ActionRemind, c.Say(text.ButtonRemind), c.Say(text.LabelRemind), c.ref))
	}
	return all
}
