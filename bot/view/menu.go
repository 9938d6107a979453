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
)

// ParseChoice splits the value of a menu entry into the entry's name and its
// PageRef.
func ParseChoice(value string) (choice, ref string, ok bool) {
	return strings.Cut(value, " ")
}

// menu is the overflow menu of a card that only one person sees.
func (c card) menu() slack.BlockElement {
	choices := []*slack.OptionBlockObject{c.menuOption(ChoiceShare, text.MenuShare)}
	if c.remindable {
		choices = append(choices, c.menuOption(ChoiceRemind, text.MenuRemind))
	}
	return slack.NewOverflowBlockElement(ActionMenu, choices...)
}

func (c card) menuOption(name string, words text.Key) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(name+" "+c.ref.String(), caption(c.Say(words)), nil)
}
