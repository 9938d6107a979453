package watch

import (
	"time"

	"meetingbot/meeting"
)

// Occurrence is one booked time of a meeting.
type Occurrence = meeting.Occurrence

// Facts are what was last known of a meeting. No secret is among them: not even
// the link for guests, which holds a code.
type Facts struct {
	Subject     string
	Number      string           // what people type to join
	Booker      string           // without addresses and phone numbers
	Series      bool             // its occurrences are those of a series
	Occurrences meeting.Schedule // those that are not over, or have not been for long
	ReadAt      time.Time
}

// FactsOf takes from a reading what is stored of a meeting. There are no
// occurrences if the reading tells no times, or if there is nothing to wait for.
func FactsOf(id string, m *meeting.Snapshot) Facts {
	c := m.Conference
	f := Facts{
		Subject: c.Subject.String(),
		Number:  c.Number(),
		Booker:  c.BookerName.String(),
		Series:  c.Recurring(),
		ReadAt:  m.ReadAt.UTC().Truncate(time.Millisecond),
	}
	if f.Number == "" {
		f.Number = id
	}
	if c.Kind != meeting.KindInstant && !m.Over() {
		f.Occurrences = c.Schedule()
	}
	return f
}

// saysSame reports whether facts differ in nothing but when they were read.
func (f Facts) saysSame(as Facts) bool {
	return f.Subject == as.Subject && f.Number == as.Number && f.Booker == as.Booker && f.Series == as.Series &&
		equal(f.Occurrences, as.Occurrences)
}

// isRunning reports whether the API says that the meeting is in progress.
func isRunning(m *meeting.Snapshot) bool {
	return m != nil && m.Conference.State == meeting.StateRunning
}

// Rebooked returns an occurrence where it is by now: at its time still, else the
// one with its id, else the one that has its time under another id. In a series
// without ids, one that has moved cannot be found.
func (f Facts) Rebooked(o Occurrence) (Occurrence, bool) {
	identified := o.ID != "" || !f.Series && len(f.Occurrences) == 1
	if p, ok := f.Occurrences.Find(o.ID); ok && identified && !has(f.Occurrences, o) {
		return p, true
	}
	return f.Occurrences.StartingAt(o.Start)
}

// Has reports whether an occurrence is booked with its id and its start.
func (f Facts) Has(o Occurrence) bool { return has(f.Occurrences, o) }
