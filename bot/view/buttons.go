package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the card's buttons.
const (
	ActionJoin     = "meeting_join" // opens the link; Slack tells the bot, which has nothing to do
	ActionRefresh  = "meeting_refresh"
	ActionHost     = "meeting_host"
	ActionPrevious = "participants_previous"
	ActionNext     = "participants_next"
)

// Turn is what a button on a card carries: show this page of this meeting.
type Turn struct {
	ID   string // of the meeting, 1 to 32 digits
	Page int    // from 1 to 9999
}

// Bounds of a Turn.
const (
	maxTurnID   = 32
	maxTurnPage = 9999
)

// String writes a turn as the value of a button: "914083136:2".
func (t Turn) String() string { return t.ID + ":" + strconv.Itoa(t.Page) }

// ParseTurn reads the value of a button. It takes only what String writes.
func ParseTurn(value string) (Turn, bool) {
	id, number, ok := strings.Cut(value, ":")
	if !ok || id == "" || len(id) > maxTurnID || strings.Trim(id, "0123456789") != "" {
		return Turn{}, false
	}
	page, err := strconv.Atoi(number)
	t := Turn{ID: id, Page: page}
	if err != nil || page < 1 || page > maxTurnPage || t.String() != value {
		return Turn{}, false
	}
	return t, true
}

// button makes a button that is explained to screen readers.
func button(action, words, label string, t Turn) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(action, t.String(), plain(words))
	b.AccessibilityLabel = label
	return b
}

// actions are what can be done with a meeting: join it, read it again, and
// what is done rarely.
func (c card) actions() slack.Block {
	say, t := c.say, Turn{c.id, c.page.number}
	var all []slack.BlockElement
	if c.link != "" {
		all = append(all, joining(c.link, say.Say(text.ButtonJoin), say.Say(text.LabelJoin)))
	}
	all = append(all, button(ActionRefresh, say.Say(text.ButtonRefresh), say.Say(text.LabelRefresh), t))
	if c.host {
		all = append(all, button(ActionHost, say.Say(text.ButtonHost), say.Say(text.LabelHost), t))
	}
	if c.sharer == "" {
		all = append(all, menu(say, t))
	}
	return slack.NewActionBlock(BlockActions, all...)
}

// joining makes the button that opens a link into a meeting.
func joining(link, words, label string) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(ActionJoin, "", plain(words))
	b.URL, b.Style, b.AccessibilityLabel = link, slack.StylePrimary, label
	return b
}

// buttons turn the page; those that would lead nowhere are left out.
func (p page) buttons(say text.Speaker, id string) []slack.BlockElement {
	var buttons []slack.BlockElement
	if to := p.number - 1; to >= 1 {
		label := say.Say(text.LabelPrevious, text.Args{"From": p.from(to), "To": p.to(to), "Total": p.total})
		buttons = append(buttons, button(ActionPrevious, say.Say(text.ButtonPrevious), label, Turn{id, to}))
	}
	if to := p.number + 1; to <= p.pages {
		label := say.Say(text.LabelNext, text.Args{"From": p.from(to), "To": p.to(to), "Total": p.total})
		buttons = append(buttons, button(ActionNext, say.Say(text.ButtonNext), label, Turn{id, to}))
	}
	return buttons
}
