package meetingtest

import (
	"encoding/json"
	"slices"
)

// invitees are the people invited to a meeting, and its booker.
type invitees struct {
	list       []invitee
	booker     Booker
	readable   bool            // false if Raw cannot be parsed
	conference json.RawMessage // conferenceData of Raw
}

// invitee is one invited person; raw is the JSON in Raw.
type invitee struct {
	Participant
	raw json.RawMessage
}

// invitees returns who is invited: Participants, or the people in Raw without
// them.
func (m *Meeting) invitees() invitees {
	all := invitees{booker: m.Booker, readable: true}
	if m.Raw != nil {
		all.readRaw(m.Raw)
	}
	if m.Raw == nil || m.Participants != nil {
		all.list = nil
		for _, p := range m.Participants {
			all.list = append(all.list, invitee{Participant: p})
		}
	}
	return all
}

// readRaw reads what it can from Raw.
func (i *invitees) readRaw(raw []byte) {
	var body struct {
		Conference json.RawMessage `json:"conferenceData"`
		Page       struct {
			Data []json.RawMessage `json:"data"`
		} `json:"data"`
	}
	var conference struct {
		Booker string `json:"scheduserName"`
	}
	i.readable = json.Unmarshal(raw, &body) == nil && json.Unmarshal(body.Conference, &conference) == nil
	i.conference = body.Conference
	if i.booker == (Booker{}) {
		i.booker.Name = conference.Booker
	}
	for _, one := range body.Page.Data {
		var p wireParticipant
		_ = json.Unmarshal(one, &p) // fields that cannot be parsed are not searched
		i.list = append(i.list, invitee{raw: one, Participant: Participant{
			Number: p.Number, Name: p.Name, Type: p.Type, Account: p.Account, Email: p.Email,
		}})
	}
}

// visibleTo reports whether a user may see the meeting: administrators see
// all, others those they booked or are invited to. Both an account and a
// third-party user ID are in accountId.
func (m *Meeting) visibleTo(u identity, people invitees) bool {
	if m.Forbidden {
		return false
	}
	return u.isAdmin() || !people.readable || people.booked(u) || people.includes(u)
}

// booked reports whether the user booked the meeting.
func (i *invitees) booked(u identity) bool {
	return u.account != "" && (u.account == i.booker.Account || u.account == i.booker.Name) ||
		u.uuid != "" && u.uuid == i.booker.UUID
}

// includes reports whether the user is invited.
func (i *invitees) includes(u identity) bool {
	return slices.ContainsFunc(i.list, func(p invitee) bool { return p.is(u) })
}

// roleOf is the user's role in the meeting; "" for an administrator without
// one.
func (i *invitees) roleOf(u identity) string {
	if i.booked(u) {
		return "chair"
	}
	for _, p := range i.list {
		switch {
		case p.is(u) && p.Host:
			return "chair"
		case p.is(u):
			return "general"
		}
	}
	return ""
}

// is reports whether the invitee is the user.
func (i *invitee) is(u identity) bool {
	return u.account != "" && (u.account == i.Account || u.account == i.Email)
}

// filterInvitees returns the invitees that a query asks for, in its order. No
// source shows how X-Type changes the body, so this follows its description:
// 1 separates terminals from participants and returns both, here participants
// first; 2 returns only one of the two.
func filterInvitees(q detailQuery, list []invitee) []invitee {
	found := slices.DeleteFunc(slices.Clone(list), func(p invitee) bool { return !p.matches(q.pageQuery) })
	terminals := make([]invitee, 0, len(found))
	people := make([]invitee, 0, len(found))
	for _, p := range found {
		if p.Type == "terminal" {
			terminals = append(terminals, p)
		} else {
			people = append(people, p)
		}
	}
	switch {
	case q.inviteeType == 1:
		return append(people, terminals...)
	case q.inviteeType == 2 && q.onlyTerminals:
		return terminals
	case q.inviteeType == 2:
		return people
	}
	return found
}

// matches reports whether a search finds the invitee. The documents do not
// say which fields searchKey matches; search_key of running meetings matches
// name, number and third-party account.
func (i *invitee) matches(p pageQuery) bool { return p.matches(i.Name, i.Number, i.Account) }
