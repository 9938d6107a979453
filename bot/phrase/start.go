package phrase

import (
	"time"
)

// calendar places days and times in the zone of a person.
type calendar struct {
	now  time.Time
	zone *time.Location
}

func (c calendar) at(day time.Time, minutes int) time.Time {
	t, _, _ := local(day, minutes, c.zone)
	return t
}

func (c calendar) today() time.Time { return dayOf(c.now, c.zone) }

// next returns the next moment with this time of day.
func (c calendar) next(minutes int) time.Time {
	if t := c.at(c.today(), minutes); t.After(c.now) {
		return t
	}
	return c.at(later(c.today(), 1), minutes)
}

// begin fills in when the meeting begins and how long it takes, and notes what
// is doubtful about it.
func (s *sentence) begin(c *choice, cal calendar, d *Draft) {
	d.Length = c.length
	if c.clock == nil && c.date != nil && c.date.part == atNoon {
		c.clock = &item{kind: isClock, from: c.date.from, to: c.date.to, clock: clock{hour: 12, half: fullDay}}
	}
	own := cal
	cal = c.inZone(cal)
	switch {
	case c.moment != nil:
		d.Start, d.HasDate, d.HasTime = upToMinute(cal.now.Add(c.moment.length)).In(cal.zone), true, true
	case c.clock != nil:
		s.beginAt(c, cal, d)
	case c.date != nil:
		s.beginOn(c, cal, d)
	}
	s.doubtOthers(c, cal, d)
	s.fromZone(c, own, d)
}

func upToMinute(t time.Time) time.Time {
	if whole := t.Truncate(time.Minute); whole.Before(t) {
		return whole.Add(time.Minute)
	}
	return t
}

// beginOn begins on a date without a time of day.
func (s *sentence) beginOn(c *choice, cal calendar, d *Draft) {
	d.Start, d.HasDate = cal.at(c.date.days[0], 0), true
	if c.date.part != anyPart {
		s.doubt(c, DoubtVague, *c.date)
	}
	s.doubtDate(c, cal, 0)
	if c.date.doubt == 0 && c.date.days[0].Before(cal.today()) {
		s.doubt(c, DoubtPast, *c.date)
	}
}

// beginAt begins at a time of day, with or without a date.
func (s *sentence) beginAt(c *choice, cal calendar, d *Draft) {
	d.HasTime = true
	first, other := s.halves(c, cal)
	s.setLength(c, first, d)
	minutes := first.minutes()
	if c.date == nil {
		d.Start = cal.next(minutes)
		if other != first {
			s.doubt(c, DoubtHalfDay, *c.clock, d.Start, cal.next(other.minutes()))
		}
	} else {
		d.HasDate = true
		s.dropPassedWeekday(c, cal, minutes)
		day := c.date.days[0]
		d.Start = cal.at(day, minutes)
		if other != first {
			s.doubt(c, DoubtHalfDay, *c.clock, d.Start, cal.at(day, other.minutes()))
		}
		s.doubtDate(c, cal, minutes)
		s.doubtPast(c, cal, d.Start)
	}
	s.doubtChange(c, cal, d.Start, minutes)
}

// halves returns the likelier reading of the chosen clock and the other one,
// which is the same where there is no doubt. Nobody meets between one and
// eight at night without saying so.
func (s *sentence) halves(c *choice, cal calendar) (first, other clock) {
	it := c.clock
	first = it.clock.in(it.part)
	if it.ranged && it.until.certain() && !first.certain() {
		first.half = nearerHalf(first, it.until)
	}
	if first.certain() || first.hour == 12 {
		return first, first
	}
	morning, after := first, first
	morning.half, after.half = am, pm
	today := c.date != nil && c.date.days[0].Equal(cal.today()) && len(c.date.days) == 1
	passed := !cal.at(cal.today(), morning.minutes()).After(cal.now) && cal.at(cal.today(), after.minutes()).After(cal.now)
	if first.hour < 8 || passed && (today || c.date == nil && first.bare && !it.ranged) {
		return after, morning
	}
	return first, first
}

// nearerHalf returns the half of the day from which the end is nearer: "11-1pm".
func nearerHalf(start, end clock) half {
	morning, after := start, start
	morning.half, after.half = am, pm
	if span(morning, end) < span(after, end) {
		return am
	}
	return pm
}

// span returns the minutes from one certain clock to the next time that
// another one shows.
func span(from, to clock) int {
	return (to.minutes()-from.minutes()+2*24*60-1)%(24*60) + 1
}

// setLength takes the length from a range. An end without a half of the day is
// the first one after the start.
func (s *sentence) setLength(c *choice, start clock, d *Draft) {
	if !c.clock.ranged {
		return
	}
	minutes := span(start, c.clock.until)
	if !c.clock.until.certain() {
		minutes = (minutes-1)%(12*60) + 1
	}
	length := time.Duration(minutes) * time.Minute
	if length >= longest {
		return
	}
	d.Length = length
}

// dropPassedWeekday takes a weekday for that of next week where today's time is
// over.
func (s *sentence) dropPassedWeekday(c *choice, cal calendar, minutes int) {
	it := c.date
	if it.doubt == DoubtWeek && it.days[0].Equal(cal.today()) && !cal.at(it.days[0], minutes).After(cal.now) {
		it.days, it.doubt = it.days[1:], 0
	}
}

// doubtDate notes what is doubtful about the chosen date itself.
func (s *sentence) doubtDate(c *choice, cal calendar, minutes int) {
	if c.date.repeats {
		s.doubt(c, DoubtRepeats, *c.date)
	}
	if c.date.doubt == 0 {
		return
	}
	var choices []time.Time
	for _, day := range c.date.days {
		choices = append(choices, cal.at(day, minutes))
	}
	s.doubt(c, c.date.doubt, *c.date, choices...)
}

func (s *sentence) doubtPast(c *choice, cal calendar, start time.Time) {
	if c.date.doubt == 0 && !start.After(cal.now) {
		s.doubt(c, DoubtPast, *c.date)
	}
}

// doubtChange notes where a change of the clock skips or repeats the time.
func (s *sentence) doubtChange(c *choice, cal calendar, start time.Time, minutes int) {
	day := dayOf(start, cal.zone)
	if c.date != nil {
		day = c.date.days[0]
	}
	t, again, skipped := local(day, minutes, cal.zone)
	switch {
	case skipped:
		s.doubt(c, DoubtSkipped, *c.clock, t)
	case !again.IsZero():
		s.doubt(c, DoubtRepeated, *c.clock, t, again)
	}
}

// doubtOthers notes dates and times beside the chosen ones.
func (s *sentence) doubtOthers(c *choice, cal calendar, d *Draft) {
	others := c.others
	for _, it := range []*item{c.date, c.clock} {
		if it != nil {
			others = append(others, it.alternatives...)
		}
	}
	for kind, doubt := range map[kind]DoubtKind{isDate: DoubtSeveralDates, isClock: DoubtSeveralTimes, isMoment: DoubtSeveralTimes} {
		s.doubtSeveral(c, cal, kind, doubt, others, d.Start)
	}
}

// doubtSeveral notes all dates or all times but the chosen one, as one doubt.
func (s *sentence) doubtSeveral(c *choice, cal calendar, of kind, doubt DoubtKind, others []item, start time.Time) {
	choices := []time.Time{start}
	var first *item
	for i, it := range others {
		if it.kind != of {
			continue
		}
		if first == nil {
			first = &others[i]
		}
		if t, ok := s.instead(c, cal, it, start); ok {
			choices = append(choices, t)
		}
	}
	if first != nil && first.to == 0 { // within the chosen one: "周一、三"
		first = c.date
	}
	if first != nil {
		s.doubt(c, doubt, *first, choices...)
	}
}

// instead returns the beginning with another date or time in place of the chosen
// one.
func (s *sentence) instead(c *choice, cal calendar, it item, start time.Time) (time.Time, bool) {
	switch it.kind {
	case isDate:
		return cal.at(it.days[0], start.Hour()*60+start.Minute()), true
	case isClock:
		with := &choice{date: c.date, clock: &it}
		first, _ := s.halves(with, cal)
		if c.date == nil {
			return cal.next(first.minutes()), true
		}
		return cal.at(c.date.days[0], first.minutes()), true
	default:
		return time.Time{}, false
	}
}
