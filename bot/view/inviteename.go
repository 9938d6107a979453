package view

import (
	"strings"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// inviteeName returns the name of an invitee as plain text. Names often are or
// contain the phone number or e-mail address of the invitation: these are
// removed.
func inviteeName(loc text.Localizer, who *meeting.Participant) string {
	s := who.Name.String()
	for _, private := range []meeting.Text{who.Email, who.ID, who.SMS, who.Phone2, who.Phone3} {
		s = removePrivate(s, private.String())
	}
	if s = displayName(s); s == "" {
		s = displayName(who.Name.String())
	}
	if s == "" {
		return loc.Say(text.Unnamed)
	}
	return s
}

// removePrivate removes private from a name, and the brackets around it.
func removePrivate(name, private string) string {
	if private == "" || !strings.Contains(name, private) {
		return name
	}
	return strings.NewReplacer("<>", "", "()", "", "（）", "").Replace(strings.ReplaceAll(name, private, ""))
}

// displayName cleans a name: it keeps only the part of an e-mail address before
// the @, and returns "" for a phone number.
func displayName(s string) string {
	s = strings.TrimSpace(s)
	if !strings.ContainsAny(s, " \t\n") {
		s, _, _ = strings.Cut(s, "@")
	}
	if isPhoneNumber(s) {
		return ""
	}
	return clean(s, maxName)
}

// isPhoneNumber reports whether s looks like a phone number, masked or not.
func isPhoneNumber(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', r >= '０' && r <= '９', r == '*':
			digits++
		case !strings.ContainsRune("+＋-()（）. ", r):
			return false
		}
	}
	return digits >= 7 || digits > 0 && strings.HasPrefix(s, "+")
}
