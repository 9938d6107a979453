package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the card's buttons.
const (
	ActionJoin     = "meeting_join" // opens the link in the browser; the bot ignores the click
	ActionRefresh  = "meeting_refresh"
	ActionHost     = "meeting_host"
	ActionPrevious = "participants_previous"
	ActionNext     = "participants_next"
	ActionGroup    = "participants_group"   // a menu of groups of invitees
	ActionInvited  = "participants_invited" // on cards in Slack from before cards said whether their reader is invited

	ActionDates         = "series_dates" // all occurrences of a series
	ActionDatesPrevious = "series_dates_previous"
	ActionDatesNext     = "series_dates_next"
	ActionOpen          = "meeting_open" // the card of a meeting or of one occurrence
)

// button makes a button with a label for screen readers, "" where its words say
// enough.
func button(action, words, label string, value fmt.Stringer) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(action, value.String(), caption(words))
	b.AccessibilityLabel = label
	return b
}

// actions are the buttons and the menu of a card.
func (c card) actions() slack.Block {
	loc, ref := c.Localizer, c.ref
	var all []slack.BlockElement
	if c.link != "" {
		all = append(all, joinButton(c.link, loc.Say(text.ButtonJoin), loc.Say(text.LabelJoin)))
	}
	if !c.attendanceButton || !c.recordingButton { // nothing changes any more, and a phone has room for two buttons
		all = append(all, button(ActionRefresh, loc.Say(text.ButtonRefresh), "", ref))
	}
	if c.attendanceButton {
		all = append(all, button(ActionAttendance, loc.Say(text.ButtonAttendance), loc.Say(text.LabelAttendance), PageRef{ID: ref.ID, Page: 1}))
	}
	if c.recordingButton {
		all = append(all, button(ActionRecording, loc.Say(text.ButtonRecording), loc.Say(text.LabelRecording), PageRef{ID: ref.ID, Page: 1}.ofRun(c.occurrence.Start)))
	}
	if c.hostButton {
		all = append(all, button(ActionHost, loc.Say(text.ButtonHost), loc.Say(text.LabelHost), ref))
	}
	return slack.NewActionBlock(BlockActions, append(all, c.menu()...)...)
}

// joinButton makes the button that opens a link into a meeting.
func joinButton(link, words, label string) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(ActionJoin, "", caption(words))
	b.URL, b.Style, b.AccessibilityLabel = link, slack.StylePrimary, label
	return b
}

// pager makes the buttons to the previous and the next page, as far as there are
// such pages.
type pager struct {
	paging
	previous, next           string   // action ids
	labelPrevious, labelNext text.Key // for screen readers
	total                    int
	ref                      func(page int) fmt.Stringer // the value of the button to a page
}

func (p pager) buttons(loc text.Localizer) []slack.BlockElement {
	var buttons []slack.BlockElement
	if page := p.number - 1; page >= 1 {
		label := loc.Say(p.labelPrevious, text.Args{"From": p.first(page), "To": p.last(page), "Total": p.total})
		buttons = append(buttons, button(p.previous, loc.Say(text.ButtonPrevious), label, p.ref(page)))
	}
	if page := p.number + 1; page <= p.pages {
		label := loc.Say(p.labelNext, text.Args{"From": p.first(page), "To": p.last(page), "Total": p.total})
		buttons = append(buttons, button(p.next, loc.Say(text.ButtonNext), label, p.ref(page)))
	}
	return buttons
}
