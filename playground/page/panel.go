package page

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// panel draws the controls.
func (p Page) panel() g.Node {
	return g.Group{
		h.Header(h.H2(g.Text("Control panel")),
			h.Button(h.Type("button"), h.Class("icon"), h.Data("fold", "panel"), h.Aria("label", "Close the control panel"), closeIcon())),
		h.P(h.Class("soft"), g.Text("What happens in the world that the app looks at.")),
		h.Div(h.ID("control-groups"), p.controls()),
	}
}

// controls draws the controls under their headings.
func (p Page) controls() g.Node { return g.Map(p.Controls, p.control) }

// control draws a form. Actions that ask for nothing stand in a row.
func (p Page) control(c Control) g.Node {
	id := "control-" + c.ID
	address := p.Reader.Place.address("control", "control", c.ID)
	var plain, asking g.Group
	for _, a := range c.Actions {
		if len(a.Fields) == 0 {
			plain = append(plain, a.button(id))
			continue
		}
		asking = append(asking, h.Div(h.Class("asking"),
			g.Map(a.Fields, func(f Field) g.Node { return f.draw(id + "-" + a.ID + "-" + f.Name) }), a.button(id)))
	}
	return h.Section(h.Aria("label", c.Label), h.H3(g.Text(c.Label)),
		h.Form(h.ID(id), h.Class("control"), h.Method("post"), h.Action(address), h.AutoComplete("off"),
			g.Attr("hx-post", address), g.Attr("hx-swap", "none"),
			g.Map(c.Fields, func(f Field) g.Node { return f.draw(id + "-" + f.Name) }),
			h.Div(h.Class("actions"), plain), asking,
			g.El("output", h.ID(id+"-said"), h.Class("said-back"))))
}

func (a Action) button(form string) g.Node {
	class := "button"
	if a.Danger {
		class += " danger"
	}
	return h.Button(h.ID(form+"-"+a.ID), h.Type("submit"), h.Class(class), h.Name("action"), h.Value(a.ID), g.Text(a.Label))
}

func (f Field) draw(id string) g.Node {
	about := g.Group{h.ID(id), h.Name(f.Name)}
	var input g.Node
	switch f.Kind {
	case SelectField:
		input = h.Select(about, g.Map(f.Options, func(o Option) g.Node {
			return h.Option(h.Value(o.Value), g.If(o.Value == f.Value, h.Selected()), g.Text(o.Label))
		}))
	case NumberField:
		input = h.Input(about, h.Type("number"), h.Value(f.Value))
	default:
		input = h.Input(about, h.Type("text"), h.Dir("auto"), h.Value(f.Value))
	}
	return h.Label(h.Class("asked"), h.For(id), h.Span(g.Text(f.Label)), input)
}

// RenderControlled writes the controls as they are after one was used, and what
// that one says: that it did what it should, or why it did not.
func (p Page) RenderControlled(w io.Writer, id, said string, failed bool) error {
	class := "good"
	if failed {
		class = "trouble"
	}
	return g.Group{
		part("#control-groups", p.controls()),
		part("#control-"+id+"-said", h.Span(h.Class(class), g.Text(said))),
	}.Render(w)
}
