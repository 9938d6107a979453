package page

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// entity draws the content of angle brackets: a mention, a date or a link. Anything
// else is drawn as it was written.
func (m markup) entity(s string) g.Node {
	target, label, labelled := strings.Cut(s, "|")
	label = unescape(label)
	switch {
	case strings.HasPrefix(s, "!date^"):
		return m.date(s)
	case strings.HasPrefix(s, "@"):
		return mention("@" + m.nameOf(target[1:]))
	case strings.HasPrefix(s, "#"):
		if !labelled || label == "" {
			label = m.nameOf(target[1:])
		}
		return mention("#" + label)
	case strings.HasPrefix(s, "!subteam^"):
		return mention(cmp.Or(label, target))
	case slices.Contains([]string{"!here", "!channel", "!everyone"}, target):
		return mention("@" + target[1:])
	}
	address := unescape(target)
	if !isSafeURL(address) {
		return g.Text(unescape("<" + s + ">"))
	}
	return externalLink(address, drawEmoji(cmp.Or(label, strings.TrimPrefix(address, "mailto:"))))
}

func mention(name string) g.Node { return h.Span(h.Class("mention"), g.Text(name)) }

// date draws <!date^seconds^format^link|fallback>; the link is optional.
func (m markup) date(s string) g.Node {
	s, fallback, _ := strings.Cut(s, "|")
	parts := strings.Split(strings.TrimPrefix(s, "!date^"), "^")
	seconds, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || len(parts) < 2 {
		return g.Text(unescape(fallback))
	}
	link := ""
	if len(parts) > 2 {
		link = unescape(parts[2])
	}
	return m.dateTime(time.Unix(seconds, 0), unescape(parts[1]), link, unescape(fallback))
}

// dateTime draws a time in Slack's date format, or the fallback if the format is
// invalid. Slack writes its first letter as a capital, wherever it stands, see
// https://metacpan.org/pod/Slack::BlockKit::Block::RichText::Date.
func (v Viewer) dateTime(t time.Time, format, link, fallback string) g.Node {
	text, ok := v.dateFormat(format, t)
	if !ok || t.Year() < 1 || t.Year() > 9999 {
		return g.Text(fallback)
	}
	node := h.Time(h.DateTime(t.UTC().Format(time.RFC3339)), h.Title(v.dateAndTime(t)), g.Text(capitalized(text)))
	if !isSafeURL(link) {
		return node
	}
	return externalLink(link, node)
}

// isSafeURL tells whether a URL may be opened by a click. One without a host, such
// as http:0, is a path on the page's own server to a browser.
func isSafeURL(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https", "slack":
		return u.Host != ""
	case "mailto", "tel":
		return u.Opaque != ""
	default:
		return false
	}
}

// externalLink draws a link that opens in a new tab.
func externalLink(address string, children ...g.Node) g.Node {
	return h.A(h.Href(address), h.Target("_blank"), h.Rel("noopener noreferrer"), g.Group(children))
}
