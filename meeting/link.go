package meeting

import (
	"net/url"
	"strings"
	"unicode"
)

// The shortest and longest number that is taken for a meeting's. Every sample
// of the documents has nine digits and the server takes up to 32 characters;
// fewer than six are more likely a time, a count or a slip.
const (
	minDigits = 6
	maxDigits = 32
)

// maxText bounds what ParseID looks at, in bytes. Real links have about 120.
const maxText = 2048

// ParseID finds the meeting's id in one number or one pasted link, and reports
// whether there is one. A number may be grouped with spaces or dashes and typed
// with full-width digits. A link may lead to one of the vendor's hosts, or to
// one of linkHosts ("host", any port, or "host:port", that one only), or be one
// of the client applications' own (cloudlink, ysx).
//
// A link is only read, never fetched. The code in it stands for a password: it
// is dropped, and the id does not share its memory.
func ParseID(text string, linkHosts ...string) (id string, ok bool) {
	if len(text) > maxText {
		return "", false
	}
	text = strings.TrimFunc(text, blank)
	if id, ok := parseNumber(text); ok {
		return id, true
	}
	return parseLink(text, linkHosts)
}

// parseNumber reads digits in groups; it begins and ends with a digit.
func parseNumber(text string) (string, bool) {
	digits := make([]byte, 0, maxDigits)
	last := ' '
	for _, r := range text {
		last = r
		d, ok := digit(r)
		switch {
		case !ok && (len(digits) == 0 || !blank(r) && !dash(r)):
			return "", false
		case !ok:
		case len(digits) == maxDigits:
			return "", false
		default:
			digits = append(digits, d)
		}
	}
	if _, ok := digit(last); !ok || len(digits) < minDigits {
		return "", false
	}
	return string(digits), true
}

// digit returns the ASCII form of an ASCII or full-width digit.
func digit(r rune) (byte, bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true
	case r >= '０' && r <= '９':
		return byte(r - '０' + '0'), true
	default:
		return 0, false
	}
}

// blank reports whether r is a space of any kind, or one of the invisible
// marks (direction, zero width) that copying from chats and calendars brings.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// dash reports whether r is a dash of any kind, the minus sign included.
func dash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' }

// parseLink reads the id out of a link.
func parseLink(text string, linkHosts []string) (string, bool) {
	text = strings.TrimPrefix(text, "<") // the usual wrapping of links in text
	text = strings.TrimRight(text, ".,;:!?)>]}'\"。，；：！？）》」』")
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.User != nil {
		return "", false
	}
	switch u.Scheme {
	case "https", "http":
		if !linkHost(u, linkHosts) {
			return "", false
		}
		return joinNumber(u.Fragment)
	case "cloudlink":
		return queryNumber(u, "conf_id")
	case "ysx":
		return queryNumber(u, "num")
	default:
		return "", false
	}
}

// joinNumber reads the id in the fragment of a join link: /j/<id>[/<code>].
func joinNumber(fragment string) (string, bool) {
	rest, ok := strings.CutPrefix(fragment, "/j/")
	if !ok {
		return "", false
	}
	if end := strings.IndexAny(rest, "/?&"); end >= 0 {
		rest = rest[:end]
	}
	return parseDigits(rest)
}

// queryNumber reads the id in the one query parameter called key.
func queryNumber(u *url.URL, key string) (string, bool) {
	values := u.Query()[key]
	if len(values) != 1 {
		return "", false
	}
	return parseDigits(values[0])
}

// parseDigits reads an id of plain digits, as links have it.
func parseDigits(s string) (string, bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return "", false
		}
	}
	return parseNumber(s)
}

// linkHost reports whether u leads to a host whose links are known. Names are
// compared whole: huaweicloud.com.example.org is not the vendor's.
func linkHost(u *url.URL, linkHosts []string) bool {
	name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if name == "" {
		return false
	}
	if vendorHost(name) {
		return true
	}
	for _, host := range linkHosts {
		h, err := url.Parse("//" + strings.ToLower(strings.TrimSpace(host)))
		if err != nil || strings.TrimSuffix(h.Hostname(), ".") != name {
			continue
		}
		if h.Port() == "" || h.Port() == port(u) {
			return true
		}
	}
	return false
}

// vendorHost reports whether name is one of the hosts that the vendor's join
// links lead to: c.meeting, intl.meeting, meeting and bmeeting.huaweicloud.com.
func vendorHost(name string) bool {
	return name == "meeting.huaweicloud.com" ||
		name == "bmeeting.huaweicloud.com" ||
		strings.HasSuffix(name, ".meeting.huaweicloud.com")
}

// port returns u's port, or the one that its scheme implies.
func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "http":
		return "80"
	default:
		return "443"
	}
}
