package page

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// modal draws the topmost view over the page. All its fields are in one form, so
// that every request sends all of them.
func (p Page) modal() g.Node {
	v := p.View
	if v == nil {
		return nil
	}
	address := p.Viewer.Location.path("submit", "view", v.ID)
	closed := p.Viewer.Location.path("close", "view", v.ID)
	id := "view-" + slug(v.ID)
	return h.Dialog(h.ID(id), h.Class("modal"), h.Data("view", v.ID), h.Aria("labelledby", id+"-title"),
		h.Form(h.ID(id+"-form"), h.Method("post"), h.Action(address), h.AutoComplete("off"), g.Attr("novalidate"),
			g.Attr("hx-post", address), g.Attr("hx-swap", "none"), g.Attr("hx-sync", "this:drop"),
			h.Header(
				h.H2(h.ID(id+"-title"), h.Dir("auto"), p.Viewer.Plain(v.Title, true)),
				g.If(v.Covered > 0, h.Small(h.Class("soft"), g.Textf("%d of 3", v.Covered+1))),
				h.Button(h.Type("button"), h.ID(id+"-close"), h.Class("icon"), h.Data("close", ""), h.Aria("label", "Close"),
					g.Attr("hx-post", closed), g.Attr("hx-swap", "none"), closeIcon())),
			h.Div(h.ID(id+"-body"), h.Class("blocks fields-of-view"), h.TabIndex("-1"), p.Viewer.viewBlocks(v)),
			h.Footer(
				g.If(v.Problem != "", h.P(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text("We had some trouble connecting. Try again? "),
					h.Small(g.Text("("+v.Problem+")")))),
				h.Button(h.Type("button"), h.ID(id+"-cancel"), h.Class("button"), g.Attr("hx-post", closed), g.Attr("hx-swap", "none"),
					p.Viewer.Plain(cmp.Or(v.Close, v.closeLabel()), true)),
				g.If(v.Submit != "", h.Button(h.Type("submit"), h.ID(id+"-submit"), h.Class("button primary"), p.Viewer.Plain(v.Submit, true)))),
		))
}

// closeLabel is the default label of the close button.
func (v *View) closeLabel() string {
	if v.Submit == "" {
		return "Close"
	}
	return "Cancel"
}

// viewBlocks draws the blocks of a view.
func (v Viewer) viewBlocks(view *View) g.Node {
	r := &blockRenderer{
		Viewer: v, idPrefix: "v-" + slug(view.ID), viewID: view.ID, state: parseState(view.State), errors: view.Errors, idCounts: map[string]int{},
	}
	return r.blocks(view.Blocks)
}

// input draws an input block: label, element, hint and error.
func (r *blockRenderer) input(b *slack.InputBlock) g.Node {
	r.noDispatch, r.hasLabel, r.optional, r.hasHint = !b.DispatchAction, true, b.Optional, b.Hint != nil
	defer func() { r.noDispatch, r.hasLabel, r.optional, r.hasHint = false, false, false, false }()
	problem := r.errors[b.BlockID]
	class := "asked"
	if problem != "" {
		class += " wrong"
	}
	label := g.Group{h.ID(r.labelID()), h.Class("label"), h.Dir("auto"), r.textObject(b.Label), g.If(b.Optional, h.Small(g.Text(" (optional)")))}
	heading := h.Div(label)
	if target := r.labelFor(b.Element); target != "" {
		heading = h.Label(h.For(target), label)
	}
	return h.Div(h.ID(r.idPrefix+"-"+hash(b.BlockID)), h.Class(class),
		heading,
		r.element(b.Element),
		g.Iff(b.Hint != nil, func() g.Node {
			return h.P(h.ID(r.labelID()+"-hint"), h.Class("hint"), h.Dir("auto"), r.textObject(b.Hint))
		}),
		g.If(problem != "", h.P(h.ID(r.labelID()+"-wrong"), h.Class("trouble"), h.Role("alert"), warnIcon(), h.Span(h.Dir("auto"), g.Text(problem)))),
	)
}

// labelID is the id of the current block's label.
func (r *blockRenderer) labelID() string { return "l-" + r.idPrefix + "-" + hash(r.blockID) }

// labelFor returns the id of the element that the label belongs to. It is empty for
// elements with several inputs, which a label cannot belong to.
func (r *blockRenderer) labelFor(e slack.BlockElement) string {
	action := ""
	switch e := e.(type) {
	case *slack.SelectBlockElement:
		if e.Type != slack.OptTypeExternal {
			action = e.ActionID
		}
	case *slack.DatePickerBlockElement:
		action = e.ActionID
	case *slack.TimePickerBlockElement:
		action = e.ActionID
	case *slack.DateTimePickerBlockElement:
		action = e.ActionID
	case *slack.PlainTextInputBlockElement:
		action = e.ActionID
	case *slack.EmailTextInputBlockElement:
		action = e.ActionID
	case *slack.URLTextInputBlockElement:
		action = e.ActionID
	case *slack.NumberInputBlockElement:
		action = e.ActionID
	case *slack.RichTextInputBlockElement:
		action = e.ActionID
	case *slack.FileInputBlockElement:
		action = e.ActionID
	}
	if action == "" {
		return ""
	}
	id := r.elementID(action)
	r.idCounts[action]--
	return id
}

// describedBy refers to the element's hint and error.
func (r *blockRenderer) describedBy() g.Node {
	if !r.hasLabel {
		return nil
	}
	by := ""
	if r.hasHint {
		by = r.labelID() + "-hint"
	}
	hasError := r.errors[r.blockID] != ""
	if hasError {
		by += " " + r.labelID() + "-wrong"
	}
	return g.Group{g.If(by != "", h.Aria("describedby", strings.TrimSpace(by))), g.If(hasError, h.Aria("invalid", "true"))}
}

// required marks an element that must not be empty.
func (r *blockRenderer) required() g.Node {
	if !r.hasLabel || r.optional {
		return nil
	}
	return h.Required()
}
