package meetingtest

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Actions on meetings. Each of them reports whether the API allows it: a meeting
// that has started can be neither moved nor started again.

// Join adds an attendee to a running meeting that is not locked.
func (s *Server) Join(id string, a Attendee) bool {
	joined := false
	s.change(id, Running, func(_ *Meeting, now time.Time) {
		r := s.running[id]
		if joined = !r.locked; joined {
			r.visits = append(r.visits, visit{Attendee: a, joined: now})
		}
	})
	return joined
}

// Leave removes an attendee from a running meeting, by name, account or ID,
// with all their devices.
func (s *Server) Leave(id, who string) bool {
	left := false
	s.change(id, Running, func(_ *Meeting, now time.Time) {
		visits := s.running[id].visits
		for i := range visits {
			if visits[i].isCalled(who) && visits[i].covers(now) {
				visits[i].left, left = now, true
			}
		}
	})
	return left
}

// Start starts a meeting now; it then lasts as long as it was booked for. A
// meeting that has ended starts again, for an hour, unless it was cancelled.
func (s *Server) Start(id string) bool {
	return s.change(id, Scheduled, func(m *Meeting, now time.Time) {
		m.State, m.Unattended = "", false
		m.moveStart(now, now)
	}) || s.change(id, Ended, func(m *Meeting, now time.Time) {
		m.State, m.Unattended = "", false
		m.setSpan(now, span{now, now.Add(time.Hour)})
	})
}

// End ends a running meeting. It moves into the history with its attendees.
func (s *Server) End(id string) bool {
	return s.change(id, Running, func(m *Meeting, now time.Time) {
		at := m.currentSpan(now)
		if r := s.running[id]; r != nil {
			s.addToHistory(*m, span{r.start, now})
			at.Start = r.start
		}
		m.State = ""
		m.setSpan(now, span{at.Start, now})
		if m.stateAt(now) == Running {
			m.State = Ended // a meeting with Raw has no End
		}
	})
}

// Move books a meeting that has not started for another start; its length
// visits. In a series it moves the next occurrence.
func (s *Server) Move(id string, start time.Time) bool {
	return s.change(id, Scheduled, func(m *Meeting, now time.Time) { m.moveStart(now, start) })
}

// Postpone moves a meeting that has not started by a time, which may be
// negative, and returns the new start; its length visits. In a series it moves
// the next occurrence. It does nothing with a meeting without a start, and
// moves none into the past.
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

// Rename changes the subject of a meeting that has not started.
func (s *Server) Rename(id, subject string) bool {
	return s.change(id, Scheduled, func(m *Meeting, _ time.Time) { m.Subject = subject })
}

// Rehouse moves a meeting into the cloud room with a number, which people type from
// then on.
func (s *Server) Rehouse(id, number string) bool {
	return s.Edit(id, func(m *Meeting) { m.Room = &Room{Number: number, ID: digest("room", number)} })
}

// Cancel deletes a meeting. If it is running, it ends first.
func (s *Server) Cancel(id string) bool {
	if !s.change(id, Scheduled, func(*Meeting, time.Time) {}) && !s.End(id) {
		return false
	}
	s.Remove(id)
	return true
}

// CancelNext deletes the next occurrence of a series. After the last one the
// series has ended.
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

// Attendees returns who is in a meeting now.
func (s *Server) Attendees(id string) []Attendee {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	list := []Attendee{}
	for _, v := range s.running[id].visitsAt(now) {
		list = append(list, v.Attendee)
	}
	return list
}

// Snapshot returns all meetings, by ID, as they were passed to Add and
// changed since.
func (s *Server) Snapshot() []Meeting {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Values(s.meetings), func(a, b Meeting) int { return cmp.Compare(a.ID, b.ID) })
}

// Meetings returns all meetings, by ID, with their current states.
func (s *Server) Meetings() []Meeting {
	now := s.opts.Now()
	list := s.Snapshot()
	for i := range list {
		list[i].State = list[i].stateAt(now)
	}
	return list
}

// change changes a meeting if it is in a state, and reports whether it is.
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

// moveStart moves the current span to another start.
func (m *Meeting) moveStart(now, start time.Time) {
	at := m.currentSpan(now)
	to := span{Start: start}
	if !at.End.IsZero() {
		to.End = start.Add(at.End.Sub(at.Start))
	}
	m.setSpan(now, to)
}

// setSpan replaces the current span.
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
