package meetingtest

import (
	"encoding/json"
	"slices"
)

// invitees are the people of a meeting and who booked it, as far as known.
type invitees struct {
	list       []invitee
	booker     Booker
	readable   bool            // false when a raw answer cannot be understood
	conference json.RawMessage // conferenceData of a raw answer
}

// invitee is one of them; raw is how a raw answer has it.
type invitee struct {
	Participant
	raw json.RawMessage
}

// invited returns the people of a meeting, read from its raw answer where it
// has one and does not name them itself.
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

// readRaw takes what it can from a raw answer.
func (i *invitees) readRaw(raw []byte) {
	var body struct {
		Conference json.RawMessage `json:"conferenceData"`
		Page       struct {
			Data []json.RawMessage `json:"data"`
		} `json:"data"`
	}
	var about struct {
		Booker string `json:"scheduserName"`
	}
	i.readable = json.Unmarshal(raw, &body) == nil && json.Unmarshal(body.Conference, &about) == nil
	i.conference = body.Conference
	if i.booker == (Booker{}) {
		i.booker.Name = about.Booker
	}
	for _, one := range body.Page.Data {
		var p wireParticipant
		_ = json.Unmarshal(one, &p) // what could be read is enough to search by
		i.list = append(i.list, invitee{raw: one, Participant: Participant{
			Number: p.Number, Name: p.Name, Type: p.Type, Account: p.Account, Email: p.Email,
		}})
	}
}

// visibleTo reports whether a user may see the meeting: administrators see
// every one, others those they booked or are invited to. An account login has
// an account, an App ID login a third-party user id; both stand in accountId.
func (m *Meeting) visibleTo(u identity, people invitees) bool {
	if m.Forbidden {
		return false
	}
	return u.isAdmin() || !people.readable || people.booked(u) || people.includes(u)
}

// booked reports whether the user booked the meeting.
func (i *invitees) booked(u identity) bool {
	return u.account != "" && (u.account == i.booker.Account || u.account == i.booker.Name)
}

// include reports whether the user is invited.
func (i *invitees) includes(u identity) bool {
	return slices.ContainsFunc(i.list, func(p invitee) bool { return p.is(u) })
}

// roleOf is the asking user's own role in the meeting, "" for an administrator
// who has none.
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

// matching returns those whom a question is about, in the order it wants. No
// source shows what X-Type changes in the body, so its description is taken by
// the word: 1 tells terminals and participants apart and returns both, here
// participants first; 2 returns one of the two.
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

// matches reports whether a search finds the invitee. Nothing says what
// searchKey looks at; its sister for running meetings looks at name, number
// and third-party account.
func (i *invitee) matches(p pageQuery) bool { return p.matches(i.Name, i.Number, i.Account) }
