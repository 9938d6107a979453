package access

import (
	"strings"

	"meetingbot/meeting"
)

// addressOf is the e-mail address of an invitee: the one on the list, else their
// account where that is an address. "" for none.
func addressOf(p *meeting.Participant) string {
	if address := trimmed(p.Email); address != "" {
		return address
	}
	if account := trimmed(p.Account); localPart(account) != "" {
		return account
	}
	return ""
}

// localPart is what is before the last @ of an address, "" where nothing is
// before or after it.
func localPart(address string) string {
	i := strings.LastIndexByte(address, '@')
	if i < 0 || i == len(address)-1 {
		return ""
	}
	return address[:i]
}

// trimmed is a text without spaces around it. Nearly all have none, and each card asks
// this of everybody who is invited.
func trimmed(t meeting.Text) string {
	s := t.String()
	if s == "" || s[0] > ' ' && s[len(s)-1] > ' ' {
		return s
	}
	return strings.Trim(s, " \t\r\n")
}

// sameAddress reports whether the API means this e-mail address. Only the
// letters A to Z have another case: to Unicode ſ is an s, and the Kelvin sign a K, but their
// addresses belong to other people.
func sameAddress(address, email string) bool {
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
