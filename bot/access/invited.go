package access

import (
	"strings"

	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// ProvenHost reports whether somebody is proven to be a host of a meeting:
// their Slack e-mail address is that of a host on the invitation list, Slack has
// confirmed it, and they are a full member of this very workspace.
func ProvenHost(m *meeting.Snapshot, who person.Person) bool {
	return who.AccountType == person.Member && who.Local && who.Confirmed && Hosts(m, who.Email)
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

// sameAddress reports whether the API means this e-mail address. Only the
// letters A to Z have another case: to Unicode ſ is an s, and the Kelvin sign a K, but their
// addresses belong to other people.
func sameAddress(t meeting.Text, email string) bool {
	address := strings.Trim(t.String(), " \t\r\n")
	if email == "" || len(address) != len(email) {
		return false
	}
	for i := range len(email) {
		if lower(address[i]) != lower(email[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
