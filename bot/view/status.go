package view

import (
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Emoji in front of a status. The words of the status always follow.
const (
	emojiScheduled = "🗓️"
	emojiStarting  = "⏳"
	emojiLate      = "⏰"
	emojiRunning   = "▶️"
	emojiOver      = "⌛"
	emojiEnded     = "⏹️"
	emojiUnknown   = "❔"
	emojiVoid      = "🚫"
)

// statusText describes the state of a meeting, with an emoji. The booked times
// are used where the API does not say.
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

// scheduledStatus describes a meeting that has not started, or whose state the
// API does not say.
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
