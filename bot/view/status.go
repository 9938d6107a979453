package view

import (
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Signs that stand before a status, never without its words.
const (
	emojiScheduled = "🗓️"
	emojiStarting  = "⏳"
	emojiRunning   = "▶️"
	emojiOver      = "⌛"
	emojiEnded     = "⏹️"
	emojiUnknown   = "❔"
)

// status says where a meeting is in its life, with a sign. What the API says
// counts; the booked times fill in what it leaves out.
func statusText(loc text.Localizer, state meeting.State, s meeting.Occurrence, now time.Time) (emoji, words string) {
	switch state {
	case meeting.StateScheduled, "":
		return scheduledStatus(loc, state, s, now)
	case meeting.StateCreating:
		return emojiStarting, loc.Say(text.StatusCreating)
	case meeting.StateRunning:
		if s.Over(now) {
			return emojiOver, loc.Say(text.StatusOverRunning)
		}
		return emojiRunning, loc.Say(text.StatusRunning)
	case meeting.StateEnded:
		return emojiEnded, loc.Say(text.StatusEnded)
	default:
		return emojiUnknown, safe(state.String(), maxWord)
	}
}

// waiting is the status of a meeting that has not begun, or of which the API
// does not say whether it has.
func scheduledStatus(loc text.Localizer, state meeting.State, s meeting.Occurrence, now time.Time) (emoji, words string) {
	switch wait := s.Start.Sub(now); {
	case s.Over(now):
		return emojiOver, loc.Say(text.StatusOver)
	case s.Start.IsZero() && state == "":
		return emojiUnknown, loc.Say(text.StatusUnknown)
	case s.Start.IsZero():
		return emojiScheduled, loc.Say(text.StatusScheduled)
	case wait > 0:
		return emojiScheduled, loc.Say(text.StatusStartsIn, text.Args{"Duration": loc.Duration(wait)})
	case wait == 0:
		return emojiStarting, loc.Say(text.StatusStartsNow)
	case state == "":
		return emojiRunning, loc.Say(text.StatusPresumed)
	default:
		return emojiStarting, loc.Say(text.StatusOverdue, text.Args{"Duration": loc.Duration(wait)})
	}
}
