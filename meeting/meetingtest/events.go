package meetingtest

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// eventInfo is what is signed of an event.
type eventInfo struct {
	Event     string        `json:"event"`
	Timestamp int64         `json:"timestamp"` // ms
	Payload   *eventPayload `json:"payload,omitempty"`
}

type eventPayload struct {
	Meeting  eventMeeting   `json:"meetingInfo"`
	Attendee *eventAttendee `json:"attendeeInfo,omitempty"`
}

type eventMeeting struct {
	ID   string `json:"meetingID"`
	UUID string `json:"meetingUUID,omitempty"`
}

type eventAttendee struct {
	Account       string `json:"account,omitempty"`
	ParticipantID string `json:"participantID"`
	DisplayName   string `json:"displayName"`
	JoinTime      int64  `json:"joinTime"`
	LeftTime      int64  `json:"leftTime"` // 0 on join
	Role          string `json:"role"`
	CallNumber    string `json:"callNumber,omitempty"`
}

// moment is what events tell of the meetings at one time.
type moment struct {
	at       time.Time
	meetings map[string]meetingMoment
}

type meetingMoment struct {
	booked string // all that the booker has decided, as text
	state  string
	uuid   string // of this time that it is held, "" while it is not
	inside map[string]visit

	recorded bool // while it is held
}

// moment returns what events tell of the meetings now.
func (s *Server) moment() moment {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	m := moment{at: now, meetings: make(map[string]meetingMoment, len(s.meetings))}
	for id, booked := range s.meetings {
		one := meetingMoment{state: booked.stateAt(now), inside: make(map[string]visit)}
		booked.State, booked.Unattended, booked.Attendees = "", false, nil
		text, _ := json.Marshal(booked) // it consists of texts and numbers
		one.booked = string(text)
		if r := s.running[id]; r != nil {
			one.uuid, one.recorded = confUUID(id, r.start), booked.records(span{Start: r.start})
			for _, v := range r.visitsAt(now) {
				one.inside[v.id()] = v
			}
		}
		m.meetings[id] = one
	}
	return m
}

// since returns the events that lead from one moment to the next, in the order in which
// they happen.
func (m moment) since(before moment) []eventInfo {
	var all []eventInfo
	for _, id := range slices.Sorted(maps.Keys(before.meetings)) {
		was := before.meetings[id]
		is, still := m.meetings[id]
		all = append(all, m.between(id, was, is)...)
		if !still && was.uuid == "" {
			all = append(all, m.event("meeting.cancel", id, "", nil))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(m.meetings)) {
		if _, known := before.meetings[id]; !known {
			all = append(all, m.event("meeting.create", id, "", nil))
			all = append(all, m.between(id, meetingMoment{booked: m.meetings[id].booked}, m.meetings[id])...)
		}
	}
	return all
}

// between returns the events of one meeting.
func (m moment) between(id string, was, is meetingMoment) []eventInfo {
	var all []eventInfo
	if is.booked != "" && is.booked != was.booked && was.uuid == "" && is.uuid == "" {
		all = append(all, m.event("meeting.modify", id, "", nil))
	}
	begun := is.uuid != "" && is.uuid != was.uuid
	if begun {
		all = append(all, m.event("meeting.started", id, is.uuid, nil))
	}
	for _, key := range slices.Sorted(maps.Keys(is.inside)) {
		if _, inside := was.inside[key]; !inside || begun {
			all = append(all, m.event("meeting.join", id, is.uuid, is.inside[key].told(0)))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(was.inside)) {
		if _, inside := is.inside[key]; !inside || begun {
			all = append(all, m.event("meeting.left", id, was.uuid, was.inside[key].told(m.at.UnixMilli())))
		}
	}
	if was.uuid != "" && is.uuid != was.uuid {
		all = append(all, m.event("meeting.end", id, was.uuid, nil), m.event("meeting.conclude", id, was.uuid, nil))
		if was.recorded {
			all = append(all, m.event("record.finish", id, was.uuid, nil))
		}
	}
	return all
}

func (m moment) event(kind, id, uuid string, who *eventAttendee) eventInfo {
	return eventInfo{Event: kind, Timestamp: m.at.UnixMilli(), Payload: &eventPayload{Meeting: eventMeeting{ID: id, UUID: uuid}, Attendee: who}}
}

// told is what events tell of an attendee.
func (v visit) told(left int64) *eventAttendee {
	role := "GENERAL"
	if v.Host {
		role = "CHAIR"
	}
	return &eventAttendee{
		Account: v.Account, ParticipantID: v.id(), DisplayName: v.Name, JoinTime: v.joined.UnixMilli(), LeftTime: left, Role: role, CallNumber: v.Number,
	}
}
