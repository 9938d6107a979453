package page

import (
	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// confirmAttr makes htmx ask for confirmation before an element is used.
func confirmAttr(c *slack.ConfirmationBlockObject) g.Node {
	if c == nil {
		return nil
	}
	return g.Attr("hx-confirm", "ask")
}

// confirmTemplate draws the confirmation dialog of an element as a template, which
// the page's script shows.
func (r *blockRenderer) confirmTemplate(id string, c *slack.ConfirmationBlockObject) g.Node {
	if c == nil {
		return nil
	}
	yes := "button primary"
	if c.Style == slack.StyleDanger {
		yes = "button danger"
	}
	return h.Template(h.ID(id+"-question"),
		h.H2(h.ID(id+"-asked"), h.Dir("auto"), r.textObject(c.Title)),
		h.Div(h.Class("text"), h.Dir("auto"), r.textObject(c.Text)),
		h.Footer(
			h.Button(h.Type("button"), h.Class("button"), h.Value("no"), r.textOr(c.Deny, "No")),
			h.Button(h.Type("button"), h.Class(yes), h.Value("yes"), r.textOr(c.Confirm, "Yes"))),
	)
}

// textOr draws a text, or the fallback if it is empty.
func (r *blockRenderer) textOr(t *slack.TextBlockObject, otherwise string) g.Node {
	if t == nil || t.Text == "" {
		return g.Text(otherwise)
	}
	return r.textObject(t)
}
