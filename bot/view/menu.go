package view

import (
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// ActionMenu is the id of the card's overflow menu.
const ActionMenu = "meeting_menu"

// Entries of the card's menu.
const (
	ChoiceShare  = "share"
	ChoiceRemind = "remind"
	ChoiceChange = "change"
	ChoiceCancel = "cancel"
)

// ParseChoice splits the value of a menu entry into the entry's name and its
// PageRef.
func ParseChoice(value string) (choice, ref string, ok bool) {
	return strings.Cut(value, " ")
}

// menu is the overflow menu of a card that only one person sees, nothing where it
// has no entries, and in a modal: somebody who is alone with the bot has nobody to share the card with.
func (c card) menu() []slack.BlockElement {
	if c.modal {
		return nil
	}
	var choices []*slack.OptionBlockObject
	remind := text.MenuRemindMe
	if !c.direct {
		choices = append(choices, c.menuOption(ChoiceShare, text.MenuShare))
		remind = text.MenuRemind
	}
	if c.remindable {
		choices = append(choices, c.menuOption(ChoiceRemind, remind))
	}
	if c.ownJoin {
		choices = append(choices, c.menuOption(ChoiceJoin, text.MenuJoinOwn))
	}
	if c.changeable {
		choices = append(choices, c.menuOption(ChoiceChange, text.MenuChange), c.menuOption(ChoiceCancel, text.MenuCancel))
	}
	if len(choices) == 0 {
		return nil
	}
	return []slack.BlockElement{slack.NewOverflowBlockElement(ActionMenu, choices...)}
}

func (c card) menuOption(name string, words text.Key) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(name+" "+c.ref.String(), caption(c.Say(words)), nil)
}
