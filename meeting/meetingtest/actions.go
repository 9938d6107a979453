package meetingtest

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// What people do to meetings. Each of these says whether it could be done, as
// the API allows it: what has begun is neither moved nor begun again.

// Join brings somebody into a running meeting.
func (s *Server) Join(id string, c Attendee) bool {
	return s.change(id, Running, func(_ *Meeting, now time.Time) {
		g := s.running[id]
		g.visits = append(g.visits, visit{Attendee: c, joined: now})
	})
}

// Leave takes somebody out of a running meeting, by name, account or id, with
// all their devices.
func (s *Server) Leave(id, who string) bool {
	left := false
	s.change(id, Running, func(_ *Meeting, now time.Time) {
		stays := s.running[id].visits
		for i := range stays {
			if stays[i].isCalled(who) && stays[i].covers(now) {
				stays[i].left, left = now, true
			}
		}
	})
	return left
}

// Start begins a meeting now, which then lasts as long as it was booked for. One
// that has ended, and was not cancelled, begins anew, for an hour.
func (s *Server) Start(id string) bool {
	return s.change(id, Scheduled, func(m *Meeting, now time.Time) {
		m.State, m.Unattended = "", false
		m.moveStart(now, now)
	}) || s.change(id, Ended, func(m *Meeting, now time.Time) {
		m.State, m.Unattended = "", false
		m.setSpan(now, span{now, now.Add(time.Hour)})
	})
}

// End ends a running meeting. It becomes history, with those who were in it.
func (s *Server) End(id string) bool {
	return s.change(id, Running, func(m *Meeting, now time.Time) {
		at := m.currentSpan(now)
		if g := s.running[id]; g != nil {
			s.addToHistory(*m, span{g.start, now})
			at.Start = g.start
		}
		m.State = ""
		m.setSpan(now, span{at.Start, now})
		if m.stateAt(now) == Running {
			m.State = Ended // a raw answer has no times of its own
		}
	})
}

// Move books a meeting that has not begun for another time, as long as before;
// of a series, its next occurrence.
func (s *Server) Move(id string, start time.Time) bool {
	return s.change(id, Scheduled, func(m *Meeting, now time.Time) { m.moveStart(now, start) })
}

// Postpone books a meeting that has not begun for so much later, or earlier, as
// long as before; of a series, its next occurrence. It tells the new start.
// What has no time has none to change, and nothing is booked for the past.
func (s *Server) Postpone(id string, by time.Duration) (start time.Time, ok bool) {
	s.change(id, Scheduled, func(m *Meeting, now time.Time) {
		at := m.currentSpan(now)
		start = at.Start.Add(by)
		if ok = !at.Start.IsZero() && !start.Before(now); ok {
			m.moveStart(now, start)
		}
	})
	return start, ok
}

// Rename gives a meeting that has not begun another subject.
func (s *Server) Rename(id, subject string) bool {
	return s.change(id, Scheduled, func(m *Meeting, _ time.Time) { m.Subject = subject })
}

// Cancel takes a meeting away. A running one ends first.
func (s *Server) Cancel(id string) bool {
	if !s.change(id, Scheduled, func(*Meeting, time.Time) {}) && !s.End(id) {
		return false
	}
	s.Remove(id)
	return true
}

// CancelNext takes the next occurrence of a series away. With its last one, the
// series is over.
func (s *Server) CancelNext(id string) bool {
	cancelled := false
	s.change(id, Scheduled, func(m *Meeting, now time.Time) {
		next := m.currentSpan(now)
		booked := len(m.Occurrences)
		m.Occurrences = slices.DeleteFunc(m.Occurrences, func(o Occurrence) bool { return o.Start.Equal(next.Start) })
		cancelled = len(m.Occurrences) < booked
		if cancelled && len(m.Occurrences) == 0 {
			m.State, m.Unattended = Ended, true // it was never held
		}
	})
	return cancelled
}

// In returns who is in a meeting now.
func (s *Server) Attendees(id string) []Attendee {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	list := []Attendee{}
	for _, one := range s.running[id].visitsAt(now) {
		list = append(list, one.Attendee)
	}
	return list
}

// Booked returns the meetings that are known, by ID, as Add was given them and
// Edit has changed them since.
func (s *Server) Snapshot() []Meeting {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Values(s.meetings), func(a, b Meeting) int { return cmp.Compare(a.ID, b.ID) })
}

// Meetings returns the meetings that are known, by ID, with their states of now:
// what a control panel shows.
func (s *Server) Meetings() []Meeting {
	now := s.opts.Now()
	list := s.Snapshot()
	for i := range list {
		list[i].State = list[i].stateAt(now)
	}
	return list
}

// act changes a meeting that is in a state.
func (s *Server) change(id, state string, change func(m *Meeting, now time.Time)) bool {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	m, ok := s.meetings[id]
	if !ok || m.stateAt(now) != state {
		return false
	}
	m.Participants = slices.Clone(m.Participants)
	m.Occurrences = slices.Clone(m.Occurrences)
	change(&m, now)
	s.meetings[id] = m
	s.advance(now)
	return true
}

// shift books the meeting's current time for another start.
func (m *Meeting) moveStart(now, start time.Time) {
	at := m.currentSpan(now)
	to := span{Start: start}
	if !at.End.IsZero() {
		to.End = start.Add(at.End.Sub(at.Start))
	}
	m.setSpan(now, to)
}

// book puts another time in the place of the current one.
func (m *Meeting) setSpan(now time.Time, at span) {
	current := m.currentSpan(now)
	for i, o := range m.Occurrences {
		if o.Start.Equal(current.Start) {
			m.Occurrences[i].Start, m.Occurrences[i].End = at.Start, at.End
			return
		}
	}
	m.Start, m.End = at.Start, at.End
}
