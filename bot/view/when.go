package view

import (
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Formats of a day of which the weekday is said beside it, and of day and time.
const (
	formatDay   = "{date_short_pretty}"
	formatShort = formatDay + " {time}"
)

// bookedTokens writes a booked time in tokens, so that it is true for every reader.
// One whose zone is known reads start and end; the end has its day where that is
// another one than the start's. Several readers may be in any zone, and any end is
// on another day for some of them: they read the start and how long it takes. Only
// a meeting that passes midnight in its own zone, or takes a day or longer, has its
// end there, with the day.
func (l locale) bookedTokens(s meeting.Occurrence) string {
	length := s.End.Sub(s.Start)
	switch {
	case s.Unknown():
		return l.Say(text.WhenUnknown)
	case s.End.IsZero():
		return l.dayToken(s.Start)
	case s.Start.IsZero():
		return l.Say(text.WhenUntil, text.Args{"End": l.dayToken(s.End)})
	}
	start := l.withOffset(l.dayToken(s.Start), s, s.Start)
	oneDay := length > 0 && length < 24*time.Hour && sameDay(s.Start.In(l.zone), s.End.In(l.zone))
	end := l.dayToken(s.End)
	switch {
	case oneDay && !l.zoneIsReaders:
		return joined(start, l.Duration(length))
	case oneDay && !clockChanges(s, l.zone):
		return clockSpan(start, l.timeToken(s.End))
	case oneDay:
		end = l.timeToken(s.End)
	}
	return l.Say(text.Span, text.Args{"Start": start, "End": l.withOffset(end, s, s.End)})
}

// dayToken writes day and time as tokens.
func (l locale) dayToken(t time.Time) string {
	if !l.zoneIsReaders {
		return l.dateTimeToken(t)
	}
	local := t.In(l.zone)
	words := l.withZone(l.Say(text.DateClock, text.Args{"Date": l.Day(local, l.now), "Clock": text.Clock(local)}), local)
	return l.withWeekday(dateToken(t, formatShort, words), local)
}

// otherDay is dayToken for a date beside another, without the time where that is
// the same for the reader.
func (l locale) otherDay(t, beside time.Time) string {
	local := t.In(l.zone)
	if !l.zoneIsReaders || text.Clock(local) != text.Clock(beside.In(l.zone)) {
		return l.dayToken(t)
	}
	token := dateToken(t, formatDay, l.Day(local, l.now))
	if isNear(local, l.now.In(l.zone)) {
		return token
	}
	return l.Say(text.DateWeekday, text.Args{"Weekday": l.Weekday(local.Weekday()), "Date": token})
}

// withWeekday adds the weekday to the token of a day, unless Slack writes "today"
// or the like.
func (l locale) withWeekday(token string, local time.Time) string {
	if isNear(local, l.now.In(l.zone)) {
		return token
	}
	return l.Say(text.WeekdayWhen, text.Args{"Weekday": l.Weekday(local.Weekday()), "When": token})
}

// clockSpan writes a time of one day: "Today 15:04–16:04".
func clockSpan(start, end string) string { return start + "–" + end }

// isNear reports whether t is yesterday, today or tomorrow.
func isNear(t, now time.Time) bool {
	for days := -1; days <= 1; days++ {
		if sameDay(t, dayStart(now, days)) {
			return true
		}
	}
	return false
}

// ownZoneClock writes a booked time by the clock of the meeting's own zone, "" where
// the reader's is the same: on the line of the time if it is short, else as a
// sentence.
func (l locale) ownZoneClock(s meeting.Occurrence) (short, sentence string) {
	zone := l.meetingZone
	if zone == nil || s.Unknown() || l.zoneIsReaders && sameOffset(s.Last(), l.zone, zone) {
		return "", ""
	}
	if s.Start.IsZero() || s.End.IsZero() || clockChanges(s, zone) || s.End.Sub(s.Start) >= 24*time.Hour {
		return "", l.Say(text.WhenOwnZone, text.Args{"When": l.rangeText(s, zone)})
	}
	start, end := s.Start.In(zone), s.End.In(zone)
	from := l.weekdayClock(start)
	if !sameDay(start, end) {
		return unbroken(l.withZone(l.Say(text.Span, text.Args{"Start": from, "End": l.weekdayClock(end)}), start)), ""
	}
	if l.zoneIsReaders && sameDay(start, s.Start.In(l.zone)) {
		from = text.Clock(start)
	}
	return unbroken(l.withZone(clockSpan(from, text.Clock(end)), start)), ""
}

func (l locale) weekdayClock(t time.Time) string {
	return l.Say(text.WeekdayClock, text.Args{"Weekday": l.Weekday(t.Weekday()), "Clock": text.Clock(t)})
}
