package view

import (
	"fmt"

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
	ActionGroup    = "participants_group"   // a menu: which of the invited people
	ActionInvited  = "participants_invited" // am I one of them?

	ActionDates         = "series_dates" // all meetings of a series
	ActionDatesPrevious = "series_dates_previous"
	ActionDatesNext     = "series_dates_next"
	ActionOpen          = "meeting_open" // the card of a meeting, or of one of a series
)

// button makes a button that is explained to screen readers.
func button(action, words, label string, value fmt.Stringer) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(action, value.String(), plain(words))
	b.AccessibilityLabel = label
	return b
}

// actions are what can be done with a meeting: join it, read it again, and
// what is done rarely.
func (c card) actions() slack.Block {
	say, t := c.say, c.ref
	var all []slack.BlockElement
	if c.link != "" {
		all = append(all, joining(c.link, say.Say(text.ButtonJoin), say.Say(text.LabelJoin)))
	}
	all = append(all, button(ActionRefresh, say.Say(text.ButtonRefresh), say.Say(text.LabelRefresh), t))
	if len(c.series) > 1 {
		all = append(all, button(ActionDates, say.Say(text.ButtonDates), say.Say(text.LabelDates), c.datesPage()))
	}
	if c.attended {
		all = append(all, button(ActionAttendance, say.Say(text.ButtonAttendance), say.Say(text.LabelAttendance), PageRef{ID: t.ID, Page: 1}))
	}
	if c.host {
		all = append(all, button(ActionHost, say.Say(text.ButtonHost), say.Say(text.LabelHost), t))
	}
	if c.sharer == "" {
		all = append(all, c.menu())
	}
	return slack.NewActionBlock(BlockActions, all...)
}

// joining makes the button that opens a link into a meeting.
func joining(link, words, label string) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(ActionJoin, "", plain(words))
	b.URL, b.Style, b.AccessibilityLabel = link, slack.StylePrimary, label
	return b
}

// pager makes the buttons that turn the page with those ids and labels; those
// that would lead nowhere are left out.
type pager struct {
	paging
	previous, next           string   // ids
	labelPrevious, labelNext text.Key // for screen readers
	total                    int
	to                       func(page int) fmt.Stringer // what the button to a page carries
}

func (p pager) buttons(say text.Localizer) []slack.BlockElement {
	var buttons []slack.BlockElement
	if page := p.number - 1; page >= 1 {
		label := say.Say(p.labelPrevious, text.Args{"From": p.from(page), "To": p.until(page), "Total": p.total})
		buttons = append(buttons, button(p.previous, say.Say(text.ButtonPrevious), label, p.to(page)))
	}
	if page := p.number + 1; page <= p.pages {
		label := say.Say(p.labelNext, text.Args{"From": p.from(page), "To": p.until(page), "Total": p.total})
		buttons = append(buttons, button(p.next, say.Say(text.ButtonNext), label, p.to(page)))
	}
	return buttons
}
