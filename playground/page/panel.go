package page

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// panel draws the control panel.
func (p Page) panel() g.Node {
	return g.Group{
		h.Header(h.H2(g.Text("Control panel")),
			h.Button(h.Type("button"), h.Class("icon"), h.Data("fold", "panel"), h.Aria("label", "Close the control panel"), closeIcon())),
		h.P(h.Class("soft"), g.Text("What happens in the world that the app looks at.")),
		h.Div(h.ID("control-groups"), p.controls()),
	}
}

// controls draws all controls.
func (p Page) controls() g.Node { return g.Map(p.Controls, p.control) }

// control draws a form. Actions without fields share one row.
func (p Page) control(c Control) g.Node {
	id := "control-" + c.ID
	address := p.Viewer.Location.path("control", "control", c.ID)
	var plain, asking g.Group
	for _, a := range c.Actions {
		if len(a.Fields) == 0 {
			plain = append(plain, a.draw(id))
			continue
		}
		asking = append(asking, h.Div(h.Class("asking"),
			g.Map(a.Fields, func(f Field) g.Node { return f.draw(id + "-" + a.ID + "-" + f.Name) }), a.draw(id)))
	}
	return h.Section(h.Aria("label", c.Label), h.H3(g.Text(c.Label)),
		h.Form(h.ID(id), h.Class("control"), h.Method("post"), h.Action(address), h.AutoComplete("off"),
			g.Attr("hx-post", address), g.Attr("hx-swap", "none"),
			g.Map(c.Fields, func(f Field) g.Node { return f.draw(id + "-" + f.Name) }),
			h.Div(h.Class("actions"), plain), asking,
			g.El("output", h.ID(id+"-said"), h.Class("said-back"))))
}

func (a Action) draw(form string) g.Node {
	class := "button"
	if a.Danger {
		class += " danger"
	}
	return h.Button(h.ID(form+"-"+a.ID), h.Type("submit"), h.Class(class), h.Name("action"), h.Value(a.ID), g.Text(a.Label))
}

func (f Field) draw(id string) g.Node {
	attrs := g.Group{h.ID(id), h.Name(f.Name)}
	var input g.Node
	switch f.Kind {
	case SelectField:
		input = h.Select(attrs, g.Map(f.Choices, func(o Choice) g.Node {
			return h.Option(h.Value(o.Value), g.If(o.Value == f.Value, h.Selected()), g.Text(o.Label))
		}))
	case NumberField:
		input = h.Input(attrs, h.Type("number"), h.Value(f.Value))
	default:
		input = h.Input(attrs, h.Type("text"), h.Dir("auto"), h.Value(f.Value))
	}
	return h.Label(h.Class("asked"), h.For(id), h.Span(g.Text(f.Label)), input)
}

// RenderControlResult writes the controls after one of them was used, and that one's
// result: what was done, or why it failed.
func (p Page) RenderControlResult(w io.Writer, id, result string, failed bool) error {
	class := "good"
	if failed {
		class = "trouble"
	}
	return g.Group{
		partial("#control-groups", p.controls()),
		partial("#control-"+id+"-said", h.Span(h.Class(class), g.Text(result))),
	}.Render(w)
}
