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

// maxText bounds what ParseID looks at, in bytes. Real links have about 120, and
// some hundred when a mail server has wrapped them.
const maxText = 4096

// ParseID finds the meeting's id in one number or one pasted link, and reports
// whether there is one. A number may be grouped with spaces or dashes and typed
// with the digits of any script. A link may lead to one of the vendor's hosts, or
// to one of linkHosts ("host", any port, or "host:port", that one only), or be one
// of the client applications' own (cloudlink, ysx). Services that wrap links, such
// as Outlook's Safe Links, are known.
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
		d, ok := Digit(r)
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
	if _, ok := Digit(last); !ok || len(digits) < minDigits {
		return "", false
	}
	return string(digits), true
}

// Digit returns the ASCII form of a decimal digit of any script.
func Digit(r rune) (byte, bool) {
	const digits = "0123456789"
	if !unicode.IsDigit(r) {
		return 0, false
	}
	// Unicode's decimal digits stand in sets from 0 to 9, some sets side by side.
	before := 0
	for unicode.IsDigit(r - 1) {
		before, r = before+1, r-1
	}
	return digits[before%len(digits)], true
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
	switch u = unwrapLink(u); u.Scheme {
	case "https", "http":
		if !linkHost(u, linkHosts) {
			return "", false
		}
		return joinNumber(fragment(u))
	case "cloudlink":
		return queryNumber(u, "conf_id")
	case "ysx":
		return queryNumber(u, "num")
	default:
		return "", false
	}
}

// fragment returns the fragment of a link, also where its "#" was escaped once
// or twice and so became a part of the path.
func fragment(u *url.URL) string {
	if u.Fragment != "" {
		return u.Fragment
	}
	path := strings.ReplaceAll(u.Path, "%23", "#")
	_, fragment, _ := strings.Cut(path, "#")
	return fragment
}

// joinNumber reads the id in the fragment of a join link: /j/<id>[/<code>]. Chinese
// may follow it without a space.
func joinNumber(fragment string) (string, bool) {
	rest, ok := strings.CutPrefix(fragment, "/j/")
	if !ok {
		return "", false
	}
	if end := strings.IndexFunc(rest, endsNumber); end >= 0 {
		rest = rest[:end]
	}
	return parseDigits(rest)
}

// endsNumber reports whether r may follow the number in a join link: a digit of
// another script may not.
func endsNumber(r rune) bool {
	return strings.ContainsRune("/?&", r) || r > unicode.MaxASCII && !unicode.IsDigit(r)
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
	name := hostName(u)
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

// hostName returns the host that u leads to, in lower case, without the dot that
// may end it.
func hostName(u *url.URL) string { return strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")) }

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
