package meeting

import (
	"cmp"
	"context"
	"time"
)

// maxAttendees bounds the running meetings whose attendees are kept.
const maxAttendees = 1000

// Attendees is who was in a meeting at one moment. It is shared between readers:
// nobody changes it.
type Attendees struct {
	// People are those in the meeting, in the API's order, each once however
	// many devices they came with: the first of their connections, as host if
	// they are one on any of them.
	People []Attendee
	// Connections is how many connections were read, and Count how many there were.
	// Count exceeds Connections where there were more than are read, which is
	// 10,000, or than the API lists.
	Connections, Count int
	// ReadAt is when it was read from the API.
	ReadAt time.Time
}

// Attendees returns who is in a running meeting now, invited or not. Answers are
// kept for 10 s. Errors are *Error.
func (a *Account) Attendees(ctx context.Context, id string) (*Attendees, error) {
	return a.attendees.get(ctx, id, id, a.readAttendees(id))
}

// PeekAttendees is Attendees from memory, without I/O: nil where the API has
// refused to tell a while ago. It reports false where the API must be asked. What
// was read more than 4 to 7 s ago is read anew meanwhile, for those who ask later.
func (a *Account) PeekAttendees(id string) (*Attendees, bool) {
	known, ok := a.attendees.peek(id)
	switch {
	case !ok:
		return nil, a.source.refusal(opListAttendees, id) != nil
	case known.err != nil:
		return nil, true
	}
	a.attendees.renew(id, id, known, a.readAttendees(id))
	return known.value, true
}

// readAttendees makes the call that asks who is in a meeting.
func (a *Account) readAttendees(id string) func(context.Context) (*Attendees, error) {
	return func(ctx context.Context) (*Attendees, error) {
		r, err := (&list[Attendee, [5]Text]{
			op: opListAttendees, rules: a.rules, identify: (*Attendee).identify, most: maxPeople, passes: maxListPasses,
			read: func(page PageOptions) (*Page[Attendee], error) { return a.source.ListAttendees(ctx, id, page) },
		}).collect()
		if err != nil {
			return nil, err
		}
		return &Attendees{
			People: distinct(r.records), Connections: len(r.records), Count: r.total(), ReadAt: a.o.Now(),
		}, nil
	}
}

// identify returns what tells a connection from all others, and whether there is any
// of it.
func (p *Attendee) identify() ([5]Text, bool) {
	key := [5]Text{p.ID, p.Number, p.UserID, p.ThirdAccount, p.Account}
	return key, key != [5]Text{}
}

// distinct merges the connections of one person.
func distinct(connections []Attendee) []Attendee {
	people := make([]Attendee, 0, len(connections))
	places := map[identity]int{}
	for _, p := range connections {
		at, known := place(places, p.identities())
		if !known {
			at = len(people)
			people = append(people, p)
		}
		people[at].Role = max(people[at].Role, p.Role)
		for _, id := range p.identities() {
			places[id] = at
		}
	}
	return people
}

// place finds where one of the identities is known.
func place(places map[identity]int, ids []identity) (int, bool) {
	for _, id := range ids {
		if at, ok := places[id]; ok {
			return at, true
		}
	}
	return 0, false
}

// identity is one of the names that tell a person from all others.
type identity struct {
	kind string
	name Text
}

// identities are those of a connection: the person's own, or the connection's
// where the person has none, as guests do.
func (p *Attendee) identities() []identity {
	var ids []identity
	for _, id := range [...]identity{{"user", p.UserID}, {"third", p.ThirdAccount}, {"account", p.Account}} {
		if id.name != "" {
			ids = append(ids, id)
		}
	}
	if connection := cmp.Or(p.ID, p.Number); ids == nil && connection != "" {
		ids = append(ids, identity{"connection", connection})
	}
	return ids
}

// MatchInvitees compares the people in the meeting with its invitees, by account
// and number; names are not unique. It returns the invitees who are in the
// meeting, as hosts if they are one in it, and the people in it whom no invitee
// matches, each in their order.
func (p *Attendees) MatchInvitees(invitees []Participant) (joined []Participant, uninvited []Attendee) {
	roles, invited := map[Text]Int{}, map[Text]bool{}
	for i := range p.People {
		one := &p.People[i]
		for _, name := range [...]Text{one.ThirdAccount, one.Account, one.Number} {
			if name != "" {
				roles[name] = max(roles[name], one.Role)
			}
		}
	}
	for _, i := range invitees {
		note(invited, i.Account, i.ID)
		byAccount, in := roles[i.Account]
		byNumber, dialled := roles[i.ID]
		if in || dialled {
			if max(byAccount, byNumber) == RoleHost {
				i.Role = RoleHost
			}
			joined = append(joined, i)
		}
	}
	for _, one := range p.People {
		if !invited[one.ThirdAccount] && !invited[one.Account] && !invited[one.Number] {
			uninvited = append(uninvited, one)
		}
	}
	return joined, uninvited
}

// note adds names to a set, but not "", which is nobody's.
func note(set map[Text]bool, names ...Text) {
	for _, name := range names {
		if name != "" {
			set[name] = true
		}
	}
}
