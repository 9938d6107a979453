package view

import (
	"fmt"
	"strings"
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Formats of Slack's date tokens; each reader sees their own clock.
const (
	tokenMoment = "{date_long_pretty} {time}"
	tokenClock  = "{time}"
)

// span is a booked time, in UTC; a side that is not known is zero.
type span struct{ start, end time.Time }

func (s span) empty() bool { return s.start.IsZero() && s.end.IsZero() }

// over reports whether the booked time has passed; unknown ends never do.
func (s span) over(now time.Time) bool { return !s.end.IsZero() && !now.Before(s.end) }

// holds reports whether now is within the booked time.
func (s span) holds(now time.Time) bool {
	return !s.start.IsZero() && !now.Before(s.start) && !s.end.IsZero() && now.Before(s.end)
}

// last is the end, or the start of a span without one.
func (s span) last() time.Time {
	if s.end.IsZero() {
		return s.start
	}
	return s.end
}

// booked returns a time of the API as a span. An end before its start is not
// believed.
func booked(t interface {
	Start() (time.Time, bool)
	End() (time.Time, bool)
},
) span {
	var s span
	if at, ok := t.Start(); ok {
		s.start = at
	}
	if at, ok := t.End(); ok && !at.Before(s.start) {
		s.end = at
	}
	return s
}

// clock says times to one reader: in blocks as tokens that follow the reader's
// device, elsewhere in words on the clock of their zone.
type clock struct {
	say  text.Localizer
	now  time.Time
	zone *time.Location // of the words
	own  *time.Location // of the meeting, nil when not known
	read bool           // zone is the reader's own
}

// newClock takes the reader's zone, else the meeting's, else universal time.
func newClock(say text.Localizer, f Facts, now time.Time) clock {
	c := clock{say: say, now: now, zone: time.UTC}
	if own, ok := f.Meeting.Conference.Zone(); ok {
		c.own, c.zone = own, own
	}
	if f.Zone != nil {
		c.zone, c.read = f.Zone, true
	}
	return c
}

// token shows t on the reader's device, and as words where that cannot be.
func token(t time.Time, format, words string) string {
	return fmt.Sprintf("<!date^%d^%s|%s>", t.Unix(), format, words)
}

// zoned adds the distance from universal time to words about t.
func (c clock) zoned(words string, t time.Time) string {
	return c.say.Say(text.WithZone, text.Args{"Text": words, "Zone": text.Zone(t)})
}

// moment is t as a token: day and time.
func (c clock) moment(t time.Time) string {
	local := t.In(c.zone)
	return token(t, tokenMoment, c.zoned(c.say.DateTime(local, c.now), local))
}

// minute is t as a token: the time of day alone.
func (c clock) minute(t time.Time) string {
	local := t.In(c.zone)
	return token(t, tokenClock, c.zoned(text.Clock(local), local))
}

// until is the end of a span as a token, without the day where that is the day
// of the start.
func (c clock) until(s span) string {
	if sameDay(s.start.In(c.zone), s.end.In(c.zone)) {
		return c.minute(s.end)
	}
	return c.moment(s.end)
}

// when says a booked time with tokens.
func (c clock) when(s span) string {
	switch {
	case s.empty():
		return c.say.Say(text.WhenUnknown)
	case s.end.IsZero():
		return c.moment(s.start)
	case s.start.IsZero():
		return c.say.Say(text.WhenUntil, text.Args{"End": c.moment(s.end)})
	default:
		return c.say.Say(text.WhenRange, text.Args{"Start": c.moment(s.start), "End": c.until(s)})
	}
}

// words says a booked time in words, on the clock of zone.
func (c clock) words(s span, zone *time.Location) string {
	start, end := s.start.In(zone), s.end.In(zone)
	switch {
	case s.empty():
		return c.say.Say(text.WhenUnknown)
	case s.end.IsZero():
		return c.zoned(c.say.DateTime(start, c.now), start)
	case s.start.IsZero():
		return c.zoned(c.say.Say(text.WhenUntil, text.Args{"End": c.say.DateTime(end, c.now)}), end)
	}
	until := text.Clock(end)
	if !sameDay(start, end) {
		until = c.say.DateTime(end, c.now)
	}
	return c.zoned(c.say.Say(text.WhenRange, text.Args{"Start": c.say.DateTime(start, c.now), "End": until}), start)
}

// there says a booked time on the meeting's own clock where that shows another
// time than the reader's, "" elsewhere. The day is left out where both have
// the same.
func (c clock) there(s span) string {
	if c.own == nil || s.empty() || c.read && sameOffset(s.last(), c.zone, c.own) {
		return ""
	}
	when := c.words(s, c.own)
	if c.read && !s.start.IsZero() && !s.end.IsZero() {
		start, end := s.start.In(c.own), s.end.In(c.own)
		if sameDay(start, s.start.In(c.zone)) && sameDay(end, s.end.In(c.zone)) && sameDay(start, end) {
			clocks := c.say.Say(text.Span, text.Args{"Start": text.Clock(start), "End": text.Clock(end)})
			when = c.zoned(clocks, start)
		}
	}
	return c.say.Say(text.WhenOwnZone, text.Args{"When": when})
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

func sameOffset(t time.Time, a, b *time.Location) bool {
	_, x := t.In(a).Zone()
	_, y := t.In(b).Zone()
	return x == y
}

// current is the booked time that a card is about: the meeting's own, or in a
// series the one that runs now or comes next.
func current(c *meeting.Conference, series []span, now time.Time) span {
	best := booked(c)
	if c.State == meeting.StateRunning {
		return nearest(best, series, now)
	}
	for _, s := range series {
		if s.last().After(now) {
			return s
		}
	}
	return best
}

// NextStart returns the first start of a meeting that lies ahead, zero for
// none.
func NextStart(c *meeting.Conference, now time.Time) time.Time {
	for _, s := range append(occurrences(c), booked(c)) {
		if s.start.After(now) {
			return s.start
		}
	}
	return time.Time{}
}

// nearest is the booked time that a running meeting belongs to: meetings begin
// early and run late.
func nearest(best span, series []span, now time.Time) span {
	distance := func(s span) time.Duration {
		if s.holds(now) {
			return 0
		}
		return min(s.start.Sub(now).Abs(), s.last().Sub(now).Abs())
	}
	for i, s := range series {
		if i == 0 || distance(s) < distance(best) {
			best = s
		}
	}
	return best
}

// lines joins the lines that are not empty.
func lines(all ...string) string {
	var kept []string
	for _, line := range all {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
