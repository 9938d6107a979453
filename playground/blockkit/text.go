package blockkit

import (
	"net/url"
	"slices"
)

// Slack's two types of text object.
const (
	plainText = "plain_text"
	mrkdwn    = "mrkdwn"
)

// text checks a property that has to be a text object of at most hi code
// points; kinds are the allowed types, plain_text alone if none is given.
func (n node) text(key string, hi int, kinds ...string) {
	if t, ok := n.object(key); ok {
		t.textObject(hi, kinds...)
	}
}

// anyTextType lists both types of text object.
func anyTextType() []string { return []string{plainText, mrkdwn} }

func (n node) textObject(hi int, kinds ...string) {
	kind, ok := n.kind()
	if !ok {
		return
	}
	if len(kinds) == 0 {
		kinds = []string{plainText}
	}
	switch {
	case !slices.Contains(anyTextType(), kind):
		n.problem("type", RuleUnsupported, "unsupported type: %s", truncate(kind))
		return
	case !slices.Contains(kinds, kind):
		n.problem("type", RulePlace, "%s is not allowed here, must be %s", kind, kinds[0])
		return
	case kind == plainText:
		n.allowOnly("text", "emoji")
	default:
		n.allowOnly("text", "verbatim")
	}
	n.require("text")
	n.str("text", 1, hi)
	n.bools("emoji", "verbatim")
}

// link checks a property that has to be an absolute URL of at most 3000 code
// points with one of the schemes, http and https if none is given.
func (n node) link(key string, schemes ...string) {
	s, ok := n.str(key, 1, 3000)
	if !ok {
		return
	}
	if len(schemes) == 0 {
		schemes = []string{"http", "https"}
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		n.problem(key, RuleURL, "must be a valid URL")
	case !slices.Contains(schemes, u.Scheme):
		n.problem(key, RuleURL, "URL scheme must be one of: %v", schemes)
	case u.Host == "" && u.Opaque == "":
		n.problem(key, RuleURL, "must be a valid URL")
	}
}

// clickable lists the schemes of URLs that a person may open by a click.
func clickable() []string { return []string{"http", "https", "mailto", "tel", "slack"} }

// style checks the colour of a button or a confirmation.
func (n node) style() { n.oneOf("style", "primary", "danger") }

// confirm checks the confirmation dialog of an element.
func (n node) confirm() {
	q, ok := n.object("confirm")
	if !ok {
		return
	}
	q.allowOnly("title", "text", "confirm", "deny", "style")
	q.require("title", "text", "confirm", "deny")
	q.text("title", 100)
	q.text("text", 300, anyTextType()...)
	q.text("confirm", 30)
	q.text("deny", 30)
	q.style()
}

// slackFile checks the reference to an uploaded image.
func (n node) slackFile() {
	if f, ok := n.object("slack_file"); ok {
		f.allowOnly("id", "url")
		f.requireOneOf("id", "url")
		f.str("id", 1, 255)
		f.link("url", "https")
	}
}
