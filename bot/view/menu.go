package view

import (
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// ActionMenu is the id of the menu of what is rarely done with a card.
const ActionMenu = "meeting_menu"

// Entries of the card's menu.
const ChoiceShare = "share"

// ParseChoice reads the value of an entry of the card's menu: which entry it
// is, and what it carries.
func ParseChoice(value string) (choice, carried string, ok bool) {
	return strings.Cut(value, " ")
}

// menu is what can be done with a card that only its reader sees.
func menu(say text.Speaker, t Turn) slack.BlockElement {
	return slack.NewOverflowBlockElement(ActionMenu,
		slack.NewOptionBlockObject(ChoiceShare+" "+t.String(), plain(say.Say(text.MenuShare)), nil),
	)
}
