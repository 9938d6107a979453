package page

import (
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// modal draws the topmost view over the page. All its fields are one form: whatever
// is done in it, the app hears of everything that is filled in.
func (p Page) modal() g.Node {
	v := p.View
	if v == nil {
		return nil
	}
	address := p.Reader.Place.address("submit", "view", v.ID)
	closed := p.Reader.Place.address("close", "view", v.ID)
	id := "view-" + slug(v.ID)
	return h.Dialog(h.ID(id), h.Class("modal"), h.Data("view", v.ID), h.Aria("labelledby", id+"-title"),
		h.Form(h.ID(id+"-form"), h.Method("post"), h.Action(address), h.AutoComplete("off"), g.Attr("novalidate"),
			g.Attr("hx-post", address), g.Attr("hx-swap", "none"), g.Attr("hx-sync", "this:drop"),
			h.Header(
				h.H2(h.ID(id+"-title"), h.Dir("auto"), p.Reader.Plain(v.Title, true)),
				g.If(v.Below > 0, h.Small(h.Class("soft"), g.Textf("%d of 3", v.Below+1))),
				h.Button(h.Type("button"), h.ID(id+"-close"), h.Class("icon"), h.Data("close", ""), h.Aria("label", "Close"),
					g.Attr("hx-post", closed), g.Attr("hx-swap", "none"), closeIcon())),
			h.Div(h.ID(id+"-body"), h.Class("blocks fields-of-view"), h.TabIndex("-1"), p.Reader.viewBlocks(v)),
			h.Footer(
				g.If(v.Trouble != "", h.P(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text(v.Trouble))),
				h.Button(h.Type("button"), h.ID(id+"-cancel"), h.Class("button"), g.Attr("hx-post", closed), g.Attr("hx-swap", "none"),
					p.Reader.Plain(cut(v.Close, v.closer()), true)),
				g.If(v.Submit != "", h.Button(h.Type("submit"), h.ID(id+"-submit"), h.Class("button primary"), p.Reader.Plain(v.Submit, true)))),
		))
}

// closer words the button that closes a view which has no words for it.
func (v *View) closer() string {
	if v.Submit == "" {
		return "Close"
	}
	return "Cancel"
}

// viewBlocks draws what a view holds.
func (r Reader) viewBlocks(v *View) g.Node {
	d := &drawing{Reader: r, scope: "v-" + slug(v.ID), view: v.ID, state: stateOf(v.State), wrong: v.Errors, seen: map[string]int{}}
	return d.blocks(v.Blocks)
}

// input draws an element with its label, its hint and what the app objects to.
func (d *drawing) input(b *slack.InputBlock) g.Node {
	d.silent, d.labelled, d.optional, d.hinted = !b.DispatchAction, true, b.Optional, b.Hint != nil
	defer func() { d.silent, d.labelled, d.optional, d.hinted = false, false, false, false }()
	wrong := d.wrong[b.BlockID]
	class := "asked"
	if wrong != "" {
		class += " wrong"
	}
	label := g.Group{h.ID(d.labelID()), h.Class("label"), h.Dir("auto"), d.textObject(b.Label), g.If(b.Optional, h.Small(g.Text(" (optional)")))}
	heading := h.Div(label)
	if target := d.labelFor(b.Element); target != "" {
		heading = h.Label(h.For(target), label)
	}
	return h.Div(h.ID(d.scope+"-"+hashed(b.BlockID)), h.Class(class),
		heading,
		d.element(b.Element),
		g.Iff(b.Hint != nil, func() g.Node {
			return h.P(h.ID(d.labelID()+"-hint"), h.Class("hint"), h.Dir("auto"), d.textObject(b.Hint))
		}),
		g.If(wrong != "", h.P(h.ID(d.labelID()+"-wrong"), h.Class("trouble"), h.Role("alert"), warnIcon(), h.Span(h.Dir("auto"), g.Text(wrong)))),
	)
}

// labelID is the id of the label of the block that is drawn.
func (d *drawing) labelID() string { return "l-" + d.scope + "-" + hashed(d.block) }

// labelFor returns the id that an element will have if a label can belong to it,
// which it can to a single input only.
func (d *drawing) labelFor(e slack.BlockElement) string {
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
	id := d.id(action)
	d.seen[action]--
	return id
}

// described points to an element's hint and to what the app objects to.
func (d *drawing) described() g.Node {
	if !d.labelled {
		return nil
	}
	by := ""
	if d.hinted {
		by = d.labelID() + "-hint"
	}
	wrong := d.wrong[d.block] != ""
	if wrong {
		by += " " + d.labelID() + "-wrong"
	}
	return g.Group{g.If(by != "", h.Aria("describedby", strings.TrimSpace(by))), g.If(wrong, h.Aria("invalid", "true"))}
}

// required marks what must be filled in.
func (d *drawing) required() g.Node {
	if !d.labelled || d.optional {
		return nil
	}
	return h.Required()
}
