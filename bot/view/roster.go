package view

import (
	"slices"
	"strconv"

	"meetingbot/meeting"
)

// Roster is everybody whom the card of a meeting lists: who is invited and, while it
// runs, who is in it, in the order of the card. Hosts in the meeting come first, then
// the others in it, then hosts who are not, then everybody else. It is made once for a
// reading and shared between readers: nobody changes it.
type Roster struct {
	people    []listed
	sizes     groupSizes
	read      int  // invitees that could be read
	invited   int  // invitees that there are
	joined    int  // invitees in the meeting
	others    int  // people in the meeting whom no invitee that could be read matches
	attendees bool // it is known who is in the meeting
	reading   string

	connections, allConnections int // to the meeting: those that could be read, and all
}

// listed is one of those on a roster.
type listed struct {
	*meeting.Participant
	in        bool // in the meeting now
	guest     bool // in the meeting, and no invitee that could be read matches them
	uninvited bool // a guest for certain
}

// NewRoster lists the invitees of a meeting and those in it, nil where that is not
// known. Where not all invitees could be read, nobody knows who is none.
func NewRoster(m *meeting.Snapshot, in *meeting.Attendees) *Roster {
	r := &Roster{read: len(m.Participants), invited: max(m.Count, len(m.Participants))}
	if in == nil {
		r.people = appendHostsFirst(make([]listed, 0, len(m.Participants)), entries(m.Participants, listed{}))
	} else {
		r.attendees, r.reading = true, ReadingOf(m, in)
		r.addAttendees(m.Participants, in)
	}
	r.sizes = groupSizes{GroupAll: max(r.invited, len(r.people))}
	for _, one := range r.people {
		r.sizes[groupOf(one.Participant)]++
	}
	return r
}

// addAttendees lists those in the meeting before the invitees who are not.
func (r *Roster) addAttendees(invitees []meeting.Participant, in *meeting.Attendees) {
	joined, others := in.MatchInvitees(invitees)
	r.joined, r.others = len(joined), len(others)
	r.connections, r.allConnections = in.Connections, in.Count
	present := entries(joined, listed{in: true})
	for i := range others {
		present = append(present, listed{Participant: asParticipant(&others[i]), in: true, guest: true, uninvited: !r.cut()})
	}
	r.people = appendHostsFirst(make([]listed, 0, len(invitees)+len(others)), present)
	r.people = appendHostsFirst(r.people, entries(absent(invitees, joined), listed{}))
}

// entries lists participants, each as one is.
func entries(all []meeting.Participant, one listed) []listed {
	list := make([]listed, len(all))
	for i := range all {
		one.Participant = &all[i]
		list[i] = one
	}
	return list
}

func appendHostsFirst(list, all []listed) []listed {
	for _, host := range []bool{true, false} {
		for _, one := range all {
			if one.Host() == host {
				list = append(list, one)
			}
		}
	}
	return list
}

// absent returns the invitees who have not joined, both in the order of the API. Who
// has joined was found by account and number.
func absent(invitees, joined []meeting.Participant) []meeting.Participant {
	all := make([]meeting.Participant, 0, len(invitees)-len(joined))
	for _, i := range invitees {
		if len(joined) > 0 && i.Account == joined[0].Account && i.ID == joined[0].ID {
			joined = joined[1:]
			continue
		}
		all = append(all, i)
	}
	return all
}

// asParticipant is somebody in the meeting as an entry of the list of invitees. Their
// number is the id, which no name is shown with.
func asParticipant(a *meeting.Attendee) *meeting.Participant {
	return &meeting.Participant{ID: a.Number, Name: a.Name, Role: a.Role, Account: a.Account}
}

// ReadingOf names the reading that NewRoster makes a roster of, for PageRef: pages of
// one reading agree with each other. It is "" where it is not known who is in the
// meeting.
func ReadingOf(m *meeting.Snapshot, in *meeting.Attendees) string {
	if in == nil {
		return ""
	}
	return strconv.FormatUint(m.Version, 36) + "." + strconv.FormatInt(max(in.ReadAt.UnixNano(), 0), 36)
}

// group returns those of a group.
func (r *Roster) group(g Group) []listed {
	if g == GroupAll {
		return r.people
	}
	var members []listed
	for _, one := range r.people {
		if groupOf(one.Participant) == g {
			members = append(members, one)
		}
	}
	return members
}

// cut reports whether not all invitees could be read.
func (r *Roster) cut() bool { return r.invited > r.read }

// invitees is the roster without those whom no invitee matches.
func (r *Roster) invitees() *Roster {
	only := *r
	only.people = slices.DeleteFunc(slices.Clone(r.people), func(one listed) bool { return one.guest })
	return &only
}
