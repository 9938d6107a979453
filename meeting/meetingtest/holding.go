package meetingtest

import (
	"encoding/json"
	"time"
)

// keptMonths is how long the history is kept unless an enterprise says
// otherwise.
const keptMonths = 6

// holding is one time that a meeting was held, as it was then.
type holding struct {
	uuid   string
	was    Meeting
	people invitees
	span   span
	stays  []stay
}

// recorded names a holding by meeting and start, in Unix seconds.
type recorded struct {
	id    string
	start int64
}

// settle brings the server up to a moment: meetings that are running have
// people in them, and those that are over are history. It is called with mu
// held, before anything is read or changed that depends on it.
func (s *Server) settle(now time.Time) {
	for id, m := range s.meetings {
		for _, at := range m.held(now) {
			s.record(m, at)
		}
		switch running := m.stateAt(now) == Running; {
		case running && s.gatherings[id] == nil:
			start := m.current(now).Start
			if start.IsZero() || start.After(now) {
				start = now
			}
			s.gatherings[id] = m.gather(start)
		case !running:
			delete(s.gatherings, id)
		}
	}
}

// held are the times that the meeting was held and that are over. What is fixed
// as running is not over, and nobody comes to what is fixed as scheduled.
func (m *Meeting) held(now time.Time) []span {
	if m.Unattended || m.State != "" && m.State != Ended && m.State != Running {
		return nil
	}
	var list []span
	for _, at := range m.spans() {
		switch {
		case at.Start.IsZero() || m.State == Running && at == m.current(now):
		case at.over(now):
			list = append(list, at)
		case m.State == Ended:
			list = append(list, span{at.Start, now})
		}
	}
	return list
}

// spans are all times that the meeting is booked for.
func (m *Meeting) spans() []span {
	if m.Raw != nil {
		return nil
	}
	list := []span{}
	for _, o := range m.Occurrences {
		list = append(list, span{o.Start, o.End})
	}
	if len(list) == 0 {
		list = append(list, span{m.Start, m.End})
	}
	return list
}

// record makes a holding history, once.
func (s *Server) record(m Meeting, at span) {
	once := recorded{m.ID, at.Start.Unix()}
	if s.recorded[once] {
		return
	}
	s.recorded[once] = true
	g := s.gatherings[m.ID]
	if g == nil || !g.start.Equal(at.Start) {
		g = m.gather(at.Start)
	} else {
		delete(s.gatherings, m.ID)
	}
	h := &holding{uuid: confUUID(m.ID, at.Start), was: m, people: m.invited(), span: at}
	for _, one := range g.stays {
		if one.joined.Before(at.End) {
			if one.left.IsZero() || one.left.After(at.End) {
				one.left = at.End
			}
			h.stays = append(h.stays, one)
		}
	}
	h.was.Start, h.was.End, h.was.State, h.was.Occurrences = at.Start, at.End, Ended, nil
	s.past = append(s.past, h)
}

// kept reports whether the history still has it.
func (h *holding) kept(now time.Time) bool {
	return h.span.End.After(now.AddDate(0, -keptMonths, 0))
}

// conference describes the holding as a user may see it. Its details lack the
// state and the UUID, as the documents' sample does; its entry in the list has
// them.
func (h *holding) conference(u identity, now time.Time, listed bool) json.RawMessage {
	if h.was.Raw != nil {
		return h.raw(listed)
	}
	return h.was.conference(u, h.people, now, func(c *wireConference) {
		c.Role = ""
		c.State, c.UUID = "", ""
		if listed {
			c.State, c.UUID = Ended, h.uuid
		}
	})
}

// raw is the holding of a meeting with a raw answer.
func (h *holding) raw(listed bool) json.RawMessage {
	fields := map[string]json.RawMessage{}
	_ = json.Unmarshal(h.people.about, &fields) // what cannot be understood is not recorded
	delete(fields, "conferenceState")
	delete(fields, "confUUID")
	if listed {
		fields["conferenceState"] = reply(Ended).body
		fields["confUUID"] = reply(h.uuid).body
	}
	return reply(fields).body
}
