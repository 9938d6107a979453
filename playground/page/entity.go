package page

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// entity draws what stands in angle brackets: a mention, a date or a link. What is
// none of them is drawn as it was written.
func (m markup) entity(s string) g.Node {
	target, label, labelled := strings.Cut(s, "|")
	label = unescape(label)
	switch {
	case strings.HasPrefix(s, "!date^"):
		return m.date(s)
	case strings.HasPrefix(s, "@"):
		return mention("@" + m.named(target[1:]))
	case strings.HasPrefix(s, "#"):
		if !labelled || label == "" {
			label = m.named(target[1:])
		}
		return mention("#" + label)
	case strings.HasPrefix(s, "!subteam^"):
		return mention(cut(label, target))
	case slices.Contains([]string{"!here", "!channel", "!everyone"}, target):
		return mention("@" + target[1:])
	}
	address := unescape(target)
	if !safe(address) {
		return g.Text(unescape("<" + s + ">"))
	}
	return outward(address, emojis(cut(label, strings.TrimPrefix(address, "mailto:"))))
}

// cut returns the label, or what stands for it when it is empty.
func cut(label, otherwise string) string {
	if label == "" {
		return otherwise
	}
	return label
}

func mention(name string) g.Node { return h.Span(h.Class("mention"), g.Text(name)) }

// date draws <!date^seconds^format^link|fallback>, where the link is optional.
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
	return m.moment(time.Unix(seconds, 0), unescape(parts[1]), link, unescape(fallback))
}

// moment draws a time by Slack's format, or the fallback if the format is none.
func (r Reader) moment(t time.Time, format, link, fallback string) g.Node {
	text, ok := r.dateFormat(format, t)
	if !ok || t.Year() < 1 || t.Year() > 9999 {
		return g.Text(fallback)
	}
	node := h.Time(h.DateTime(t.UTC().Format(time.RFC3339)), h.Title(r.full(t)), g.Text(text))
	if !safe(link) {
		return node
	}
	return outward(link, node)
}

// safe tells whether an address may be opened by a click.
func safe(address string) bool {
	u, err := url.Parse(address)
	if err != nil || (u.Host == "" && u.Opaque == "") {
		return false
	}
	return slices.Contains([]string{"http", "https", "mailto", "tel", "slack"}, u.Scheme)
}

// outward draws a link that leaves the page.
func outward(address string, children ...g.Node) g.Node {
	return h.A(h.Href(address), h.Target("_blank"), h.Rel("noopener noreferrer"), g.Group(children))
}
