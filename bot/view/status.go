package view

import (
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Signs that stand before a status, never without its words.
const (
	signScheduled = "🗓️"
	signStarting  = "⏳"
	signRunning   = "▶️"
	signOver      = "⌛"
	signEnded     = "⏹️"
	signUnknown   = "❔"
)

// status says where a meeting is in its life, with a sign. What the API says
// counts; the booked times fill in what it leaves out.
func status(say text.Localizer, state meeting.State, s meeting.Occurrence, now time.Time) (sign, words string) {
	switch state {
	case meeting.StateScheduled, "":
		return waiting(say, state, s, now)
	case meeting.StateCreating:
		return signStarting, say.Say(text.StatusCreating)
	case meeting.StateRunning:
		if s.Over(now) {
			return signOver, say.Say(text.StatusOverRunning)
		}
		return signRunning, say.Say(text.StatusRunning)
	case meeting.StateEnded:
		return signEnded, say.Say(text.StatusEnded)
	default:
		return signUnknown, safe(state.String(), maxWord)
	}
}

// waiting is the status of a meeting that has not begun, or of which the API
// does not say whether it has.
func waiting(say text.Localizer, state meeting.State, s meeting.Occurrence, now time.Time) (sign, words string) {
	switch wait := s.Start.Sub(now); {
	case s.Over(now):
		return signOver, say.Say(text.StatusOver)
	case s.Start.IsZero() && state == "":
		return signUnknown, say.Say(text.StatusUnknown)
	case s.Start.IsZero():
		return signScheduled, say.Say(text.StatusScheduled)
	case wait > 0:
		return signScheduled, say.Say(text.StatusStartsIn, text.Args{"Duration": say.Duration(wait)})
	case wait == 0:
		return signStarting, say.Say(text.StatusStartsNow)
	case state == "":
		return signRunning, say.Say(text.StatusPresumed)
	default:
		return signStarting, say.Say(text.StatusOverdue, text.Args{"Duration": say.Duration(wait)})
	}
}
