package access

import (
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// NotHost says that somebody neither booked a meeting nor is a host of it, as far
// as anything proves.
const NotHost Denial = "not_host"

// Change says why somebody may not change, cancel or run a meeting, "" when they may.
// Its hosts may, who are proven by their address, and so may people who are linked with
// the one at the meeting account who booked it or is a host of it. They must have been
// looked up for this very question.
func (p Policy) Change(m *meeting.Snapshot, who person.Person, user MeetingUser) Denial {
	return p.ChangeAs(m, who, user, InvitationOf(m, who, user))
}

// ChangeAs is Change where it is known what the invitation list says of them.
func (p Policy) ChangeAs(m *meeting.Snapshot, who person.Person, user MeetingUser, i Invitation) Denial {
	if denial := p.SeeSettings(who); denial != "" {
		return denial
	}
	switch {
	case who.AccountType != person.Member:
		return Unknown
	case i.ProvesHost(who), who.Local && user.Hosts(m):
		return ""
	case HostsUnclear(m):
		return Unclear
	case i == ListCut:
		return ListUnread
	default:
		return NotHost
	}
}

// Booked reports whether they booked a meeting.
func (u MeetingUser) Booked(m *meeting.Snapshot) bool {
	return u.UUID != "" && u.UUID == m.Conference.BookerUUID.String()
}

// Hosts reports whether they booked a meeting or the invitation list has their account
// as that of a host.
func (u MeetingUser) Hosts(m *meeting.Snapshot) bool {
	if u.Booked(m) {
		return true
	}
	if u == (MeetingUser{}) {
		return false
	}
	for i := range m.Participants {
		if p := &m.Participants[i]; p.Host() && u.is(trimmed(p.Account)) {
			return true
		}
	}
	return false
}

// is reports whether an account on an invitation list is theirs: its name or, where it
// was invited under an App ID, their third-party User ID.
func (u MeetingUser) is(account string) bool {
	return account != "" && (account == u.Account || account == u.UserID)
}
