package page

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// optionBoxes describes a group of checkboxes or radio buttons.
type optionBoxes struct {
	actionID, kind string
	options        []*slack.OptionBlockObject
	chosen         []*slack.OptionBlockObject
	confirm        *slack.ConfirmationBlockObject
	focus          bool
}

func (r *blockRenderer) checkboxes(e *slack.CheckboxGroupsBlockElement) g.Node {
	return r.optionBoxes(optionBoxes{
		actionID: e.ActionID, kind: "checkbox", options: e.Options, chosen: r.selectedOptions(e.ActionID, e.InitialOptions...),
		confirm: e.Confirm, focus: e.FocusOnLoad,
	})
}

func (r *blockRenderer) radioButtons(e *slack.RadioButtonsBlockElement) g.Node {
	return r.optionBoxes(optionBoxes{
		actionID: e.ActionID, kind: "radio", options: e.Options, chosen: r.selectedOptions(e.ActionID, e.InitialOption),
		confirm: e.Confirm, focus: e.FocusOnLoad,
	})
}

func (r *blockRenderer) optionBoxes(b optionBoxes) g.Node {
	id, field := r.elementID(b.actionID), r.fieldName(b.actionID)
	if r.viewID == "" && b.kind == "radio" {
		field += "-" + id // radio buttons with one name are one group, and a page has several groups
	}
	values := optionValues(b.chosen)
	var boxes g.Group
	for i, o := range b.options {
		own := id + "-" + strconv.Itoa(i)
		boxes = append(boxes, h.Label(h.Class("tick"), h.For(own),
			h.Input(h.ID(own), h.Type(b.kind), h.Name(field), h.Value(o.Value), h.Data("action", b.actionID),
				g.If(slices.Contains(values, o.Value), h.Checked()), g.If(b.focus && i == 0, h.AutoFocus())),
			h.Span(h.Class("text"), h.Dir("auto"), r.textObject(o.Text),
				g.Iff(o.Description != nil, func() g.Node { return h.Small(r.textObject(o.Description)) }))))
	}
	label := h.Aria("label", "Choices")
	if r.hasLabel {
		label = h.Aria("labelledby", r.labelID())
	}
	role := "group"
	if b.kind == "radio" {
		role = "radiogroup"
	}
	return h.Div(h.ID(id), h.Class("ticks"), h.Role(role), label, r.postOnChange(b.actionID), r.describedBy(), confirmAttr(b.confirm), boxes, r.confirmTemplate(id, b.confirm))
}
