package view

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// JoinLink returns the guest link of a meeting, "" when the API gives none that
// is safe for a button: it must be https, name a server, and differ from the
// link of the meeting's host. Any server is allowed, because customers have
// their own. The guest link of a webinar is for its panelists; all others get the
// link of the audience.
func JoinLink(c *meeting.Conference, panelist bool) string {
	link := c.GuestJoin
	if bool(c.Webinar) && !panelist {
		link = c.AudienceJoin
	}
	if strings.TrimSpace(link.Reveal()) == strings.TrimSpace(c.ChairJoin.Reveal()) {
		return ""
	}
	return webLink(link)
}

// webLink returns a link of the API, "" when it is not safe for a button.
func webLink(s secret.Secret) string {
	link := strings.TrimSpace(s.Reveal())
	if link == "" || strings.ContainsFunc(link, notInLink) {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil || !strings.EqualFold(u.Scheme, "https") || u.Hostname() == "" || u.User != nil {
		return ""
	}
	if len(link)*len(`\u0026`)+len(`""`) <= maxURL {
		return link
	}
	if raw, err := json.Marshal(link); err != nil || len(raw) > maxURL {
		return ""
	}
	return link
}

// notInLink reports characters that are not allowed in links and could end
// Slack's link mark-up.
func notInLink(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("<>|\"\\`^{}", r)
}

// guestPassword returns the password that guests type to join by number, ""
// when there is none, when the API masks it with asterisks, when it is also the
// host's password, or when it cannot be shown unchanged.
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

// copyable returns s escaped for a fixed font, or "" when it cannot be shown
// there unchanged.
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
