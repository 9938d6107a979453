package phrase

import (
	"cmp"
	"slices"
	"time"
)

// choice is what of a sentence counts.
type choice struct {
	date, clock, moment, zone *item
	others                    []item // more dates and times
	length                    time.Duration
	taken                     []item  // what is not part of the subject
	doubts                    []found // in any order
}

// found is a doubt and where it is in the phrase.
type found struct {
	Doubt
	at int
}

// doubt notes a doubt about an item.
func (s *sentence) doubt(c *choice, kind DoubtKind, it item, choices ...time.Time) {
	c.doubts = append(c.doubts, found{Doubt{Kind: kind, Words: s.src.words(it.from, it.to), Choices: choices}, it.from})
}

// choose decides which date and which time count: those that are typed beside
// each other, else the first ones.
func (s *sentence) choose() *choice {
	c := &choice{}
	for i := range s.items {
		if s.is(i, isMoment) && c.moment == nil {
			c.moment = &s.items[i]
		}
		if c.date != nil && c.clock != nil {
			continue
		}
		if (s.is(i, isDate) && s.is(i+1, isClock) || s.is(i, isClock) && s.is(i+1, isDate)) && s.follows(i, beside) {
			c.date, c.clock = &s.items[i], &s.items[i+1]
			if s.is(i, isClock) {
				c.date, c.clock = c.clock, c.date
			}
		}
	}
	if c.moment != nil {
		c.date, c.clock = nil, nil
		return c
	}
	for i := range s.items {
		if s.is(i, isDate) && c.date == nil {
			c.date = &s.items[i]
		}
		if s.is(i, isClock) && c.clock == nil {
			c.clock = &s.items[i]
		}
	}
	if c.date != nil && c.clock != nil && c.clock.part == anyPart {
		c.clock.part = c.date.part // "tomorrow morning at 9"
	}
	return c
}

// take sorts out what is taken out of the subject. A second date stays in it: it
// may be what the meeting is about.
func (s *sentence) take(c *choice) {
	for i := range s.items {
		it := &s.items[i]
		switch it.kind {
		case isDate, isClock, isMoment:
			s.takeTime(c, it)
		case isLength:
			s.takeLength(c, *it)
		case isPerson, isEmail:
			c.taken = append(c.taken, *it)
		case isRepeat:
			c.taken = append(c.taken, *it)
			s.doubt(c, DoubtRepeats, *it)
		case isZone:
			s.takeZone(c, i)
		case isImpossible:
			s.doubt(c, DoubtImpossible, *it)
		case isVague:
			s.leaveVague(c, *it)
		case isNumber, isPart, isProtected: // dropped before
		}
	}
	slices.SortFunc(c.taken, func(a, b item) int { return cmp.Compare(a.from, b.from) })
}

func (s *sentence) takeTime(c *choice, it *item) {
	switch {
	case it == c.date, it == c.clock, it == c.moment:
		c.taken = append(c.taken, *it)
	case it.kind == isDate && c.date != nil && it.days[0].Equal(c.date.days[0]): // the same day again
	case it.kind == isDate && c.moment != nil && it.days[0].Equal(s.today):
		c.taken = append(c.taken, *it) // "today in an hour"
	default:
		c.others = append(c.others, *it)
	}
}

func (s *sentence) takeLength(c *choice, it item) {
	switch c.length {
	case 0:
		c.length = it.length
		c.taken = append(c.taken, it)
		if len(it.alternatives) > 0 {
			s.doubt(c, DoubtLength, it)
		}
	case it.length:
		c.taken = append(c.taken, it)
	default:
		s.doubt(c, DoubtLength, it)
	}
}

// takeZone takes a zone out that is typed beside the chosen time.
func (s *sentence) takeZone(c *choice, i int) {
	it := &s.items[i]
	after := s.is(i-1, isClock) && s.follows(i-1, blank)
	before := it.zone == nil && s.is(i+1, isDate, isClock) || s.is(i+1, isDate, isClock, isPart) && s.src.han
	if c.clock == nil || !after && (!before || !s.follows(i, beside)) {
		return
	}
	c.taken = append(c.taken, *it)
	c.zone = it
}

// leaveVague leaves "next week" in the subject, since it says no day.
func (s *sentence) leaveVague(c *choice, it item) {
	switch {
	case it.repeats:
		s.doubt(c, DoubtRepeats, it)
	case c.date == nil && c.moment == nil:
		s.doubt(c, DoubtVague, it)
	}
}
