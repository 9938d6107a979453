package view

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// joinLink returns the guests' link of a meeting, "" when the API gives none
// that may become a button: it must be https, lead to a host, and not be the
// link that makes its holder host. Installations have hosts of their own, so
// the host is not looked at.
func joinLink(c *meeting.Conference) string {
	if strings.TrimSpace(c.GuestJoin.Reveal()) == strings.TrimSpace(c.ChairJoin.Reveal()) {
		return ""
	}
	return webLink(c.GuestJoin)
}

// webLink returns a link of the API, "" for one that must not become a button.
func webLink(s secret.Secret) string {
	link := strings.TrimSpace(s.Reveal())
	if link == "" || strings.ContainsFunc(link, notInLink) {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil || !strings.EqualFold(u.Scheme, "https") || u.Hostname() == "" || u.User != nil {
		return ""
	}
	if raw, err := json.Marshal(link); err != nil || len(raw) > maxURL {
		return ""
	}
	return link
}

// notInLink reports characters that no link has, and that would break out of
// Slack's mark-up for links.
func notInLink(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("<>|\"\\`^{}", r)
}

// guestPassword returns the password that guests type to join by number, ""
// when there is none, when only asterisks stand for it, when it lets its holder
// in as host, or when it could not be copied as it is.
func guestPassword(c *meeting.Conference) string {
	if c.Config.GuestFree {
		return ""
	}
	guest, chair := c.Config.GuestPassword, secret.Secret("")
	for _, p := range c.Passwords {
		switch {
		case p.Role == meeting.PasswordChair:
			chair = p.Password
		case p.Role == meeting.PasswordGeneral && !masked(p.Password):
			guest = p.Password
		}
	}
	if masked(guest) || guest == chair {
		return ""
	}
	return copyable(guest.Reveal())
}

// copyable returns s for a fixed font, where Slack sees no mark-up, or ""
// when it could not be shown there as it is.
func copyable(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > maxWord || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '`' }) {
		return ""
	}
	return escapeControl(s)
}

// masked reports whether a password is empty or nothing but asterisks.
func masked(s secret.Secret) bool {
	return strings.Trim(s.Reveal(), "* ") == ""
}
