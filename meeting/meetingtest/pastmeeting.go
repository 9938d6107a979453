package meetingtest

import (
	"encoding/json"
	"time"
)

// keptMonths is how long the history is kept unless an enterprise says
// otherwise.
const retentionMonths = 6

// holding is one time that a meeting was held, as it was then.
type pastMeeting struct {
	uuid    string
	meeting Meeting
	people  invitees
	span    span
	visits  []visit
}

// recorded names a holding by meeting and start, in Unix seconds.
type historyKey struct {
	id    string
	start int64
}

// settle brings the server up to a moment: meetings that are running have
// people in them, and those that are over are history. It is called with mu
// held, before anything is read or changed that depends on it.
func (s *Server) advance(now time.Time) {
	for id, m := range s.meetings {
		for _, at := range m.endedSpans(now) {
			s.addToHistory(m, at)
		}
		switch running := m.stateAt(now) == Running; {
		case running && s.running[id] == nil:
			start := m.currentSpan(now).Start
			if start.IsZero() || start.After(now) {
				start = now
			}
			s.running[id] = m.newRunning(start)
		case !running:
			delete(s.running, id)
		}
	}
}

// held are the times that the meeting was held and that are over. What is fixed
// as running is not over, and nobody comes to what is fixed as scheduled.
func (m *Meeting) endedSpans(now time.Time) []span {
	if m.Unattended || m.State != "" && m.State != Ended && m.State != Running {
		return nil
	}
	var list []span
	for _, at := range m.allSpans() {
		switch {
		case at.Start.IsZero() || m.State == Running && at == m.currentSpan(now):
		case at.ended(now):
			list = append(list, at)
		case m.State == Ended:
			list = append(list, span{at.Start, now})
		}
	}
	return list
}

// spans are all times that the meeting is booked for.
func (m *Meeting) allSpans() []span {
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
func (s *Server) addToHistory(m Meeting, at span) {
	once := historyKey{m.ID, at.Start.Unix()}
	if s.inHistory[once] {
		return
	}
	s.inHistory[once] = true
	g := s.running[m.ID]
	if g == nil || !g.start.Equal(at.Start) {
		g = m.newRunning(at.Start)
	} else {
		delete(s.running, m.ID)
	}
	h := &pastMeeting{uuid: confUUID(m.ID, at.Start), meeting: m, people: m.invitees(), span: at}
	for _, one := range g.visits {
		if one.joined.Before(at.End) {
			if one.left.IsZero() || one.left.After(at.End) {
				one.left = at.End
			}
			h.visits = append(h.visits, one)
		}
	}
	h.meeting.Start, h.meeting.End, h.meeting.State, h.meeting.Occurrences = at.Start, at.End, Ended, nil
	s.history = append(s.history, h)
}

// kept reports whether the history still has it.
func (h *pastMeeting) retained(now time.Time) bool {
	return h.span.End.After(now.AddDate(0, -retentionMonths, 0))
}

// conference describes the holding as a user may see it. Its details lack the
// state and the UUID, as the documents' sample does; its entry in the list has
// them.
func (h *pastMeeting) renderConference(u identity, now time.Time, listed bool) json.RawMessage {
	if h.meeting.Raw != nil {
		return h.rawConference(listed)
	}
	return h.meeting.renderConference(u, h.people, now, func(c *wireConference) {
		c.Role = ""
		c.State, c.UUID = "", ""
		if listed {
			c.State, c.UUID = Ended, h.uuid
		}
	})
}

// raw is the holding of a meeting with a raw answer.
func (h *pastMeeting) rawConference(listed bool) json.RawMessage {
	fields := map[string]json.RawMessage{}
	_ = json.Unmarshal(h.people.conference, &fields) // what cannot be understood is not recorded
	delete(fields, "conferenceState")
	delete(fields, "confUUID")
	if listed {
		fields["conferenceState"] = jsonResponse(Ended).body
		fields["confUUID"] = jsonResponse(h.uuid).body
	}
	return jsonResponse(fields).body
}
