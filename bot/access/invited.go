package access

import (
	"strings"

	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// ProvenHost reports whether somebody is proven to be a host of a meeting:
// their Slack e-mail address is that of a host on the invitation list, and they
// are a full member of this very workspace, whose addresses Slack has
// confirmed.
func ProvenHost(m *meeting.Snapshot, who person.Person) bool {
	return who.AccountType == person.Member && who.Local && who.Email != "" && Hosts(m, who.Email)
}

// Hosts reports whether a host on the invitation list has this e-mail address.
func Hosts(m *meeting.Snapshot, email string) bool {
	for i := range m.Participants {
		p := &m.Participants[i]
		if p.Host() && sameAddress(p.Email, email) {
			return true
		}
	}
	return false
}

// Invited reports whether somebody with this e-mail address is on the
// invitation list. Companies often use the address as the name of the account.
func Invited(m *meeting.Snapshot, email string) bool {
	for i := range m.Participants {
		p := &m.Participants[i]
		if sameAddress(p.Email, email) || sameAddress(p.Account, email) {
			return true
		}
	}
	return false
}

// sameAddress reports whether the API means this e-mail address.
func sameAddress(t meeting.Text, email string) bool {
	return strings.EqualFold(strings.TrimSpace(t.String()), email)
}
