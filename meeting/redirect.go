package meeting

import (
	"encoding/base64"
	"net/url"
	"strings"
	"unicode/utf8"
)

// maxRedirects is how many services may have wrapped a link one after the other.
const maxRedirects = 3

// redirect is a service that wraps links in mails, calendars and chats in links
// of its own.
type redirect struct {
	host   string
	path   string // what the path begins with
	target func(*url.URL) (string, bool)
}

// redirects are the services that write the address that their links lead to in a way
// of their own. All others have it in a parameter.
func redirects() []redirect {
	return []redirect{
		{"secure-web.cisco.com", "/", lastSegment},
		{"urldefense.proofpoint.com", "/v2/", urlDefense2},
		{"urldefense.proofpoint.com", "/v3/", urlDefense3},
		{"urldefense.com", "/v3/", urlDefense3},
		{"urldefense.us", "/v3/", urlDefense3},
	}
}

// unwrapLink returns the link that one of the redirects has wrapped, and any
// other link as it is.
func unwrapLink(u *url.URL) *url.URL {
	for range maxRedirects {
		target, ok := redirectTarget(u)
		if !ok {
			return u
		}
		inner, err := url.Parse(target)
		if err != nil || inner.User != nil {
			return u
		}
		if inner.Fragment == "" { // it was not escaped, and so was left outside
			inner.Fragment = u.Fragment
		}
		u = inner
	}
	return u
}

// redirectTarget returns the address that a link leads to. Outlook's Safe Links,
// Google, Slack, chats and mail filters have it in a parameter, under many names. It
// is only read: whoever wrapped it, it names a meeting, as the link itself would.
func redirectTarget(u *url.URL) (string, bool) {
	name := hostName(u)
	for _, r := range redirects() {
		if name == r.host && strings.HasPrefix(u.Path, r.path) {
			return r.target(u)
		}
	}
	if vendorHost(name) {
		return "", false
	}
	return onlyAddress(u.Query())
}

// onlyAddress returns the one web address among the parameters of a link.
func onlyAddress(query url.Values) (address string, ok bool) {
	for _, values := range query {
		for _, v := range values {
			if !strings.HasPrefix(v, "https://") && !strings.HasPrefix(v, "http://") {
				continue
			}
			if ok && v != address {
				return "", false
			}
			address, ok = v, true
		}
	}
	return address, ok
}

// lastSegment reads the target in the last segment of the path, where it is
// escaped.
func lastSegment(u *url.URL) (string, bool) {
	escaped := u.EscapedPath()
	target, err := url.PathUnescape(escaped[strings.LastIndexByte(escaped, '/')+1:])
	return target, err == nil
}

// urlDefense2 reads a link of Proofpoint's URL Defense, version 2: parameter u
// has "-" for "%" and "_" for "/".
func urlDefense2(u *url.URL) (string, bool) {
	target, err := url.PathUnescape(strings.NewReplacer("-", "%", "_", "/").Replace(u.Query().Get("u")))
	return target, err == nil && target != ""
}

// urlDefense3 reads a link of Proofpoint's URL Defense, version 3:
// /v3/__<link>__;<characters>!!<signature>. In the link, "*" stands for the next
// of the characters, and "**" and a letter for a run of them; they are in base64.
func urlDefense3(u *url.URL) (string, bool) {
	// The path is not the place to look: a "?" or "#" of the link may be in it.
	_, wrapped, _ := strings.Cut(u.String(), "/v3/__")
	link, rest, ok := strings.Cut(wrapped, "__;")
	encoded, _, signed := strings.Cut(rest, "!")
	if !ok || !signed {
		return "", false
	}
	replaced, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(encoded, "="))
	if err != nil {
		return "", false
	}
	// A service in between may have made one slash of the two after the scheme.
	if scheme, path, ok := strings.Cut(link, ":/"); ok && !strings.HasPrefix(path, "/") {
		link = scheme + "://" + path
	}
	return restore(link, replaced), true
}

// restore puts characters back where URL Defense has replaced them.
func restore(link string, replaced []byte) string {
	var out strings.Builder
	for link != "" {
		before, after, found := strings.Cut(link, "*")
		out.WriteString(before)
		if !found {
			break
		}
		n := 1
		if run, ok := strings.CutPrefix(after, "*"); ok && run != "" {
			n, after = runLength(run[0]), run[1:]
		}
		for range n {
			_, size := utf8.DecodeRune(replaced)
			out.Write(replaced[:size])
			replaced = replaced[size:]
		}
		link = after
	}
	return out.String()
}

// runLength is how many characters a letter stands for: "A" for two, and so on.
func runLength(letter byte) int {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return strings.IndexByte(letters, letter) + 2
}
