package phrase

import (
	"slices"
	"strings"
	"time"
)

// sentence is a phrase whose items are brought together: "tomorrow", "morning"
// and "9" are one beginning.
type sentence struct {
	reader
	src   *source
	items []item
}

// What may stand between items that belong together.
var (
	beside  = compile(`^[ ,;(]*(?:at about|at|@|on|from|around|by|in|的|从|在|于)?[ ,)]*$`)
	upTo    = compile(`^ ?(?:-+|~+|to|till?|until|到|至) ?(?:次日|第二天)?$`)
	either  = compile(`^[ ,]*(?:or|或者?|还是|/)[ ,]*(?:at|on|在)? ?$`)
	also    = compile(`^[ ,]*(?:和|及|与|and|&)?[ ,]*$`)
	andTo   = compile(`^ and $`)
	between = compile(`(?:^|[ ,])between ?$`)
	blank   = compile(`^[ ,(]*$`)
	atHour  = compile(`(?:^|[ ,])(?:at|@|from) ?$`)
	// A number before one thing is an hour ("tomorrow 9 sync"), before several it counts them.
	oneThing = compile(`^ [a-z][a-z-]+\b`)
	counted  = compile(`^ (?:[a-z-]*s|people|persons?|men|women|day|week|month|year|minute|hour|new|more|open|of|or|and|page|point|step|part|percent|way|person)\b`)
	ending   = compile(`^(?: ?[,;:.!?)]| ?$| (?:for|with|about|on|to|in|sharp|re)\b)`)
)

// between returns what is read between two neighbours.
func (s *sentence) between(i int) string { return s.src.read[s.items[i].to:s.items[i+1].from] }

// follows reports whether an item follows another one, with no more than this
// in between.
func (s *sentence) follows(i int, gap pattern) bool {
	return i >= 0 && i+1 < len(s.items) && gap.match(s.between(i))
}

func (s *sentence) is(i int, kinds ...kind) bool {
	return i >= 0 && i < len(s.items) && slices.Contains(kinds, s.items[i].kind)
}

// combine brings together what belongs together, and drops what is nothing by
// itself.
func (s *sentence) combine() {
	s.each(s.joinPart)
	s.each(s.joinDates)
	s.each(s.joinNumber)
	s.each(s.joinRange)
	s.each(s.joinAlternative)
	s.dropWeak()
}

// each calls a step for each place until nothing more is joined there. A step that
// returns true has joined the item at this place with its neighbour.
func (s *sentence) each(join func(i int) bool) {
	for i := 0; i < len(s.items); i++ {
		for join(i) {
		}
	}
}

// merge puts an item in the place of two neighbours.
func (s *sentence) merge(i int, it item) bool {
	it.from, it.to = s.items[i].from, s.items[i+1].to
	s.items[i] = it
	s.items = slices.Delete(s.items, i+1, i+2)
	return true
}

// joinPart brings a part of the day to its time or its date.
func (s *sentence) joinPart(i int) bool {
	if s.is(i, isPart) && s.is(i+1, isClock, isNumber) && s.follows(i, beside) {
		it := s.items[i+1]
		it.kind, it.part, it.weak = isClock, s.items[i].part, false
		return s.merge(i, it)
	}
	if !s.is(i+1, isPart) || !s.follows(i, beside) || s.partBelongsToNext(i+1) {
		return false
	}
	it := s.items[i]
	switch {
	case s.is(i, isClock, isNumber):
		it.kind, it.weak = isClock, false
	case !s.is(i, isDate) || it.part != anyPart:
		return false
	}
	it.part = s.items[i+1].part
	return s.merge(i, it)
}

// partBelongsToNext reports whether a part of the day is that of a time that
// follows.
func (s *sentence) partBelongsToNext(i int) bool {
	return s.is(i+1, isClock, isNumber) && s.follows(i, beside)
}

// joinDates brings a weekday to the date or the week that it is typed with. One
// that is not the date's own is another date.
func (s *sentence) joinDates(i int) bool {
	if !s.is(i, isDate, isVague) || !s.is(i+1, isDate, isVague) || !s.follows(i, beside) {
		return false
	}
	a, b := s.items[i], s.items[i+1]
	if !a.weekday || a.kind == isVague {
		a, b = b, a
	}
	if a.kind != isDate || !a.weekday || a.repeats {
		return false
	}
	if b.kind == isVague && b.weekday && !b.repeats {
		day := s.weekdayOf(int(b.length/(7*oneDay)), a.days[0].Weekday())
		return s.merge(i, item{kind: isDate, weekday: true, days: []time.Time{day}, part: a.part})
	}
	if b.kind != isDate || b.weekday {
		return false
	}
	if b.days[0].Weekday() != a.days[0].Weekday() {
		if b.weak {
			return false // "Friday 2nd interviews", or a slip: both are said
		}
		b.alternatives = append(b.alternatives, a)
	}
	b.part = max(a.part, b.part)
	b.weak = false
	return s.merge(i, b)
}

// joinNumber makes a time of a bare hour where what is beside it says so.
func (s *sentence) joinNumber(i int) bool {
	if s.is(i, isNumber) && s.isHour(i) {
		s.items[i].kind = isClock
	}
	return false
}

// isHour reports whether a bare number is an hour: "at 3", "Fri 11", "3-4pm".
func (s *sentence) isHour(i int) bool {
	it := s.items[i]
	before, after := before(s.src.read, it.from), s.src.read[it.to:]
	afterDate := s.is(i-1, isDate) && s.follows(i-1, beside)
	nothingBefore := it.from < nearby && i == 0 && atHour.find(before) == before && before != ""
	end := ending.match(after)
	switch {
	case s.is(i+1, isClock) && (s.upTo(i) || s.follows(i, either)):
		return true
	case s.is(i-1, isClock) && (s.upTo(i-1) || s.follows(i-1, either)):
		return true
	case s.is(i+1, isNumber) && s.follows(i, upTo):
		return afterDate || atHour.match(before)
	case atHour.match(before):
		return end || afterDate || nothingBefore || s.follows(i, beside)
	default:
		beforeWord := it.clock.hour >= 7 && it.clock.hour < 20 && oneThing.match(after) && !counted.match(after)
		return afterDate && blank.match(s.between(i-1)) && (end || beforeWord || s.items[i-1].part != anyPart)
	}
}

// upTo reports whether an item begins a range that ends with the next one.
func (s *sentence) upTo(i int) bool {
	return s.follows(i, upTo) || s.follows(i, andTo) && between.match(before(s.src.read, s.items[i].from))
}

// joinRange makes one item of "from … to …".
func (s *sentence) joinRange(i int) bool {
	if !s.is(i, isClock) || !s.is(i+1, isClock) || s.items[i].ranged || !s.upTo(i) {
		return false
	}
	it, end := s.items[i], s.items[i+1]
	it.clock, it.until = it.clock.in(it.part), end.clock.in(end.part)
	it.ranged, it.weak = true, false
	return s.merge(i, it)
}

// joinAlternative makes one item of "Monday or Tuesday", "3pm or 4pm".
func (s *sentence) joinAlternative(i int) bool {
	if !s.is(i, isDate, isClock, isLength) || !s.is(i+1, s.items[i].kind) {
		return false
	}
	listed := s.items[i+1].weak && strings.TrimSpace(s.between(i)) == "" // "Friday 2nd interviews"
	list := s.follows(i, also) && !listed || s.follows(i, upTo)
	if !s.follows(i, either) && (!s.is(i, isDate) || !list) {
		return false
	}
	it, other := s.items[i], s.items[i+1]
	if it.kind == isClock && !it.clock.certain() && it.part == anyPart {
		it.clock.half = other.clock.half
	}
	if other.part == anyPart {
		other.part = it.part
	}
	if it.inWeek && other.weekday && !other.inWeek && other.days[0].Before(it.days[0]) { // "next Monday and Wednesday"
		other.days, other.doubt = []time.Time{s.sameWeek(it.days[0], other.days[0].Weekday())}, 0
	}
	it.alternatives, it.weak = append(it.alternatives, other), false
	return s.merge(i, it)
}

// sameWeek returns a weekday of the week that a day is in.
func (s *sentence) sameWeek(day time.Time, weekday time.Weekday) time.Time {
	return reader{today: day}.weekdayOf(0, weekday)
}

// dropWeak drops what is only something beside a date or a time, and is not.
// It stays in the subject.
func (s *sentence) dropWeak() {
	var kept []item
	for i, it := range s.items {
		near := s.is(i-1, isDate, isClock, isPart) && s.follows(i-1, beside) || s.is(i+1, isDate, isClock, isPart) && s.follows(i, beside)
		alone := len(s.items) == 1 && it.from == 0 && it.to == len(s.src.read)
		if it.kind == isClock && it.weak {
			near = near && s.isDotTime(i)
		}
		if it.weak && !near && !alone || it.kind == isNumber {
			continue
		}
		if it.kind == isPart && it.part == atNoon && near {
			it.kind, it.clock = isClock, clock{hour: 12, half: fullDay}
		}
		if it.kind != isPart {
			kept = append(kept, it)
		}
	}
	s.items = kept
}

// isDotTime reports whether a number such as 9.30 is a time: not a version before
// a date, and not beside a time that is one for certain.
func (s *sentence) isDotTime(i int) bool {
	for j, it := range s.items {
		if j != i && it.kind == isClock && !it.weak {
			return false
		}
	}
	c := s.items[i].clock
	afterDate := s.is(i-1, isDate) && s.follows(i-1, beside)
	return c.minute%5 == 0 && (afterDate || c.hour > 7 || atHour.match(before(s.src.read, s.items[i].from)))
}
