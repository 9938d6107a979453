package view

import (
	"strings"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// name is what an invited person is called, as plain text. People invited by
// number or e-mail address often have it for a name, or in it: neither is
// shown.
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

// without takes private out of a name, and the brackets that held it.
func removePrivate(name, private string) string {
	if private == "" || !strings.Contains(name, private) {
		return name
	}
	return strings.NewReplacer("<>", "", "()", "", "（）", "").Replace(strings.ReplaceAll(name, private, ""))
}

// called makes a name fit to be shown: of an e-mail address what stands before
// the @, and nothing of a telephone number.
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

// telephone reports whether s looks like a telephone number, masked or not.
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
