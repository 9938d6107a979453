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
func (c clock) until(s meeting.Occurrence) string {
	if sameDay(s.Start.In(c.zone), s.End.In(c.zone)) {
		return c.minute(s.End)
	}
	return c.moment(s.End)
}

// when says a booked time with tokens.
func (c clock) when(s meeting.Occurrence) string {
	switch {
	case s.Unknown():
		return c.say.Say(text.WhenUnknown)
	case s.End.IsZero():
		return c.moment(s.Start)
	case s.Start.IsZero():
		return c.say.Say(text.WhenUntil, text.Args{"End": c.moment(s.End)})
	default:
		return c.say.Say(text.WhenRange, text.Args{"Start": c.moment(s.Start), "End": c.until(s)})
	}
}

// words says a booked time in words, on the clock of zone.
func (c clock) words(s meeting.Occurrence, zone *time.Location) string {
	start, end := s.Start.In(zone), s.End.In(zone)
	switch {
	case s.Unknown():
		return c.say.Say(text.WhenUnknown)
	case s.End.IsZero():
		return c.zoned(c.say.DateTime(start, c.now), start)
	case s.Start.IsZero():
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
func (c clock) there(s meeting.Occurrence) string {
	if c.own == nil || s.Unknown() || c.read && sameOffset(s.Last(), c.zone, c.own) {
		return ""
	}
	when := c.words(s, c.own)
	if c.read && !s.Start.IsZero() && !s.End.IsZero() {
		start, end := s.Start.In(c.own), s.End.In(c.own)
		if sameDay(start, s.Start.In(c.zone)) && sameDay(end, s.End.In(c.zone)) && sameDay(start, end) {
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
