package view

import (
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// pattern is what most occurrences of a series have in common. Occurrences that
// were moved differ from it.
type pattern struct {
	rule  *meeting.CycleParams // nil when not known: every day matches
	zone  *time.Location       // of the rule's dates
	usual timing               // zero when most occurrences have different ones
}

// timing is the time of day and the length of an occurrence.
type timing struct {
	minute int // of the day, in the meeting's zone
	length time.Duration
}

// newPattern derives the pattern of a series. Without the meeting's own zone the
// rule is not used, because its days are unknown.
func newPattern(c *meeting.Conference, series []meeting.Occurrence) pattern {
	p := pattern{zone: time.UTC}
	if zone, ok := c.Zone(); ok {
		p.zone, p.rule = zone, c.Cycle
	}
	counts := make(map[timing]int, 1)
	for _, s := range series {
		t := p.timingOf(s)
		counts[t]++
		if counts[t]*2 > len(series) {
			p.usual = t
		}
	}
	return p
}

func (p pattern) timingOf(s meeting.Occurrence) timing {
	local := s.Start.In(p.zone)
	t := timing{minute: local.Hour()*60 + local.Minute()}
	if !s.End.IsZero() {
		t.length = s.End.Sub(s.Start)
	}
	return t
}

// deviation says how an occurrence differs from the pattern, "" when it matches.
func (p pattern) deviation(loc text.Localizer, s meeting.Occurrence) string {
	t := p.timingOf(s)
	switch {
	case !p.matchesRule(s.Start.In(p.zone)):
		return loc.Say(text.SeriesOtherDay)
	case p.usual == timing{}:
		return ""
	case t.minute != p.usual.minute:
		return loc.Say(text.SeriesOtherTime)
	case t.length != p.usual.length:
		return loc.Say(text.SeriesOtherLength)
	default:
		return ""
	}
}

// matchesRule reports whether the rule has an occurrence on the day of t. A rule
// that cannot be parsed matches every day.
func (p pattern) matchesRule(t time.Time) bool {
	if p.rule == nil {
		return true
	}
	first, ok := parseDate(p.rule.StartDate)
	if !ok {
		return true
	}
	date := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	days := int(date.Sub(first) / (24 * time.Hour))
	n := int(max(p.rule.Interval, 1))
	switch p.rule.Cycle {
	case cycleDay:
		return days%n == 0
	case cycleWeek:
		return onWeekday(weekdays(p.rule.Points), date) && onWeek(first, date, n)
	case cycleMonth:
		months := (date.Year()-first.Year())*12 + int(date.Month()-first.Month())
		return months%n == 0 && onMonthDay(monthDays(p.rule.Points), date)
	default:
		return true
	}
}

func onWeekday(days []time.Weekday, date time.Time) bool {
	for _, d := range days {
		if date.Weekday() == d {
			return true
		}
	}
	return len(days) == 0
}

// onWeek reports whether date is in every nth week since first. The API does not
// say whether weeks begin on Sunday or Monday, so both match.
func onWeek(first, date time.Time, n int) bool {
	for begin := time.Sunday; begin <= time.Monday; begin++ {
		if (weekNumber(date, begin)-weekNumber(first, begin))%n == 0 {
			return true
		}
	}
	return false
}

// weekNumber numbers weeks that begin on the given weekday.
func weekNumber(date time.Time, begin time.Weekday) int {
	days := int(date.Unix() / (24 * 60 * 60))
	return (days - int(date.Weekday()-begin+7)%7) / 7
}

// onMonthDay reports whether date is one of days. In a month that is too short
// the last day counts instead.
func onMonthDay(days []int, date time.Time) bool {
	last := date.AddDate(0, 1, -date.Day()).Day()
	for _, d := range days {
		if date.Day() == min(d, last) {
			return true
		}
	}
	return len(days) == 0
}
