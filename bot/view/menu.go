package view

import (
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// ActionMenu is the id of the menu of what is rarely done with a card.
const ActionMenu = "meeting_menu"

// Entries of the card's menu.
const (
	ChoiceShare  = "share"
	ChoiceRemind = "remind"
)

// ParseChoice reads the value of an entry of the card's menu: which entry it
// is, and what it carries.
func ParseChoice(value string) (choice, carried string, ok bool) {
	return strings.Cut(value, " ")
}

// menu is what can be done with a card that only its reader sees.
func (c card) menu() slack.BlockElement {
	choices := []*slack.OptionBlockObject{c.choice(ChoiceShare, text.MenuShare)}
	if c.remind {
		choices = append(choices, c.choice(ChoiceRemind, text.MenuRemind))
	}
	return slack.NewOverflowBlockElement(ActionMenu, choices...)
}

func (c card) choice(name string, words text.Key) *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(name+" "+c.ref.String(), plain(c.say.Say(words)), nil)
}
