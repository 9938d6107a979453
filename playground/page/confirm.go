package page

import (
	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// asks marks an element that asks before it is used.
func asks(c *slack.ConfirmationBlockObject) g.Node {
	if c == nil {
		return nil
	}
	return g.Attr("hx-confirm", "ask")
}

// question draws what an element asks before it is used, for the page's script to
// show when the time has come.
func (d *drawing) question(id string, c *slack.ConfirmationBlockObject) g.Node {
	if c == nil {
		return nil
	}
	yes := "button primary"
	if c.Style == slack.StyleDanger {
		yes = "button danger"
	}
	return h.Template(h.ID(id+"-question"),
		h.H2(h.ID(id+"-asked"), h.Dir("auto"), d.textObject(c.Title)),
		h.Div(h.Class("text"), h.Dir("auto"), d.textObject(c.Text)),
		h.Footer(
			h.Button(h.Type("button"), h.Class("button"), h.Value("no"), d.words(c.Deny, "No")),
			h.Button(h.Type("button"), h.Class(yes), h.Value("yes"), d.words(c.Confirm, "Yes"))),
	)
}

// words draws a text, or what stands for it where there is none.
func (d *drawing) words(t *slack.TextBlockObject, otherwise string) g.Node {
	if t == nil || t.Text == "" {
		return g.Text(otherwise)
	}
	return d.textObject(t)
}
