package meetingtest

import "time"

// span is the time that a meeting or an occurrence is booked for.
type span struct{ Start, End time.Time }

// ended reports whether the span is over. A span without an end never is.
func (s span) ended(now time.Time) bool { return !s.End.IsZero() && !now.Before(s.End) }

// currentSpan is the span that decides the meeting's state: its own, or that
// of the first occurrence that has not ended, or of the last one.
func (m *Meeting) currentSpan(now time.Time) span {
	at := span{m.Start, m.End}
	for _, o := range m.Occurrences {
		at = span{o.Start, o.End}
		if !at.ended(now) {
			break
		}
	}
	return at
}

// bookedSpan is the span in the meeting's startTime and endTime.
func (m *Meeting) bookedSpan(now time.Time) span {
	if m.Start.IsZero() {
		return m.currentSpan(now)
	}
	return span{m.Start, m.End}
}

// stateAt is the meeting's state at a time. The documents leave open what
// happens when nobody joins or leaves. Here somebody joins every meeting at
// its booked start, unless it is Unattended, and nobody stays after its
// booked end.
func (m *Meeting) stateAt(now time.Time) string {
	at := m.currentSpan(now)
	switch {
	case m.State != "":
		return m.State
	case m.Raw != nil:
		return Running
	case at.ended(now):
		return Ended
	case m.Kind == Instant && !m.Unattended:
		return Running
	case at.Start.IsZero() || now.Before(at.Start) || m.Unattended:
		return Scheduled
	}
	return Running
}
