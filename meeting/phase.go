package meeting

import "time"

// Phase is where an occurrence of a meeting is in its life.
type Phase string

// The phases.
const (
	Upcoming Phase = "upcoming" // not begun, or not known to have begun
	Running  Phase = "running"
	Over     Phase = "over"
)

// Phase returns where the occurrence is in its life, by the state that the API
// tells of it. Where the API tells none, the booked times do. A meeting that has
// not begun at its start is upcoming until its booked end, and one that runs is
// running beyond that.
func (o Occurrence) Phase(state State, now time.Time) Phase {
	switch {
	case state == StateRunning:
		return Running
	case state == StateEnded, o.Over(now):
		return Over
	case state == "" && o.Begun(now):
		return Running
	default:
		return Upcoming
	}
}

// Phase returns where one of the meeting's occurrences is in its life. A series
// has one state. It is taken for that of the occurrence that began last, even
// if that should be over, and before its start for that of the current one. Of
// the others, the earlier ones are over and the later ones upcoming.
//
// An unknown end never comes. Callers that assume a length put the end that
// they assume into o.
func (c *Conference) Phase(o Occurrence, now time.Time) Phase {
	if c.begunAfter(o, now) {
		return Over
	}
	if !o.Begun(now) && !o.SameTime(c.Current(now)) {
		return o.Phase(StateScheduled, now)
	}
	return o.Phase(c.State, now)
}

// begunAfter reports whether an occurrence later than o should have begun.
func (c *Conference) begunAfter(o Occurrence, now time.Time) bool {
	for _, later := range c.Series() {
		if later.Start.After(o.Start) && later.Begun(now) {
			return true
		}
	}
	return false
}

// Phase is that of Conference; a reading from the history is over.
func (s *Snapshot) Phase(o Occurrence, now time.Time) Phase {
	if s.Ended {
		return Over
	}
	return s.Conference.Phase(o, now)
}

// rank orders the meetings of one cloud room: 0 for a running meeting or one
// about to begin, 1 for one to come, 2 for one whose booked time is over.
func (c *Conference) rank(now time.Time) int {
	switch o := c.Booked(); {
	case c.State == StateCreating || o.Phase(c.State, now) == Running:
		return 0
	case o.Phase(c.State, now) == Upcoming:
		return 1
	default:
		return 2
	}
}
