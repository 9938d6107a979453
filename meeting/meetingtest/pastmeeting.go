package meetingtest

import (
	"encoding/json"
	"time"
)

// retentionMonths is how long the history is kept, in months, unless an
// enterprise changes it.
const retentionMonths = 6

// pastMeeting is one run of a meeting that has ended, with the meeting as it
// was then.
type pastMeeting struct {
	uuid    string
	meeting Meeting
	people  invitees
	span    span
	visits  []visit

	recorded bool
}

// historyKey identifies a past meeting by meeting ID and start, in Unix
// seconds.
type historyKey struct {
	id    string
	start int64
}

// advance brings the server's state up to now: it fills the meetings that are
// running with attendees and moves those that have ended into the history.
// Call it with mu locked for writing, before reading or changing what depends
// on it.
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

// endedSpans are the times that the meeting was held and that have ended. A
// meeting with State Running has not ended, and nobody joins one with State
// Scheduled.
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

// allSpans are all times that the meeting is booked for.
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

// addToHistory records a meeting that has ended, once.
func (s *Server) addToHistory(m Meeting, at span) {
	key := historyKey{m.ID, at.Start.Unix()}
	if s.inHistory[key] {
		return
	}
	s.inHistory[key] = true
	r := s.running[m.ID]
	if r == nil || !r.start.Equal(at.Start) {
		r = m.newRunning(at.Start)
	} else {
		delete(s.running, m.ID)
	}
	h := &pastMeeting{uuid: confUUID(m.ID, at.Start), meeting: m, people: m.invitees(), span: at}
	h.visits, h.recorded = r.visitsUntil(at.End), m.records(at)
	h.meeting.Start, h.meeting.End, h.meeting.State, h.meeting.Occurrences = at.Start, at.End, Ended, nil
	h.meeting.HasRecordFile = h.recorded
	s.history = append(s.history, h)
}

// retained reports whether the history still has the meeting.
func (h *pastMeeting) retained(now time.Time) bool {
	return h.span.End.After(now.AddDate(0, -retentionMonths, 0))
}

// renderConference renders conferenceData as a user may see it. The details
// lack the state and the UUID, as in the documents' sample; an entry in the
// list has them.
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

// rawConference renders conferenceData of a meeting with Raw.
func (h *pastMeeting) rawConference(listed bool) json.RawMessage {
	fields := map[string]json.RawMessage{}
	_ = json.Unmarshal(h.people.conference, &fields) // what cannot be parsed is left out
	delete(fields, "conferenceState")
	delete(fields, "confUUID")
	if listed {
		fields["conferenceState"] = jsonResponse(Ended).body
		fields["confUUID"] = jsonResponse(h.uuid).body
	}
	return jsonResponse(fields).body
}
