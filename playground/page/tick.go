package page

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// ticks are checkboxes or radio buttons.
type ticks struct {
	actionID, kind string
	options        []*slack.OptionBlockObject
	chosen         []*slack.OptionBlockObject
	confirm        *slack.ConfirmationBlockObject
	focus          bool
}

func (d *drawing) checkboxes(e *slack.CheckboxGroupsBlockElement) g.Node {
	return d.ticks(ticks{
		actionID: e.ActionID, kind: "checkbox", options: e.Options, chosen: d.picked(e.ActionID, e.InitialOptions...),
		confirm: e.Confirm, focus: e.FocusOnLoad,
	})
}

func (d *drawing) radios(e *slack.RadioButtonsBlockElement) g.Node {
	return d.ticks(ticks{
		actionID: e.ActionID, kind: "radio", options: e.Options, chosen: d.picked(e.ActionID, e.InitialOption),
		confirm: e.Confirm, focus: e.FocusOnLoad,
	})
}

func (d *drawing) ticks(t ticks) g.Node {
	id, field := d.id(t.actionID), d.field(t.actionID)
	if d.view == "" && t.kind == "radio" {
		field += "-" + id // radio buttons of one name are one choice, and a page has many
	}
	values := optionValues(t.chosen)
	var boxes g.Group
	for i, o := range t.options {
		own := id + "-" + strconv.Itoa(i)
		boxes = append(boxes, h.Label(h.Class("tick"), h.For(own),
			h.Input(h.ID(own), h.Type(t.kind), h.Name(field), h.Value(o.Value), h.Data("action", t.actionID),
				g.If(slices.Contains(values, o.Value), h.Checked()), g.If(t.focus && i == 0, h.AutoFocus())),
			h.Span(h.Class("text"), h.Dir("auto"), d.textObject(o.Text),
				g.Iff(o.Description != nil, func() g.Node { return h.Small(d.textObject(o.Description)) }))))
	}
	label := h.Aria("label", "Choices")
	if d.labelled {
		label = h.Aria("labelledby", d.labelID())
	}
	role := "group"
	if t.kind == "radio" {
		role = "radiogroup"
	}
	return h.Div(h.ID(id), h.Class("ticks"), h.Role(role), label, d.change(t.actionID), d.described(), asks(t.confirm), boxes, d.question(id, t.confirm))
}
