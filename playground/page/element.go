package page

import (
	"hash/fnv"
	"net/url"
	"strconv"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// element draws an interactive element or an image.
func (r *blockRenderer) element(e slack.BlockElement) g.Node {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		return r.button(e)
	case *slack.WorkflowButtonBlockElement:
		return r.plainButton(e.ActionID, "button", "", "", e.Text)
	case *slack.IconButtonBlockElement:
		return r.iconButton(e)
	case *slack.FeedbackButtonsBlockElement:
		return g.Group{r.feedback(e.ActionID, e.PositiveButton, "positive"), r.feedback(e.ActionID, e.NegativeButton, "negative")}
	case *slack.OverflowBlockElement:
		return r.overflow(e)
	case *slack.ImageBlockElement:
		address := ""
		if e.ImageURL != nil {
			address = *e.ImageURL
		}
		return imageOrAlt("thumb", address, e.AltText)
	default:
		return r.statefulElement(e)
	}
}

// statefulElement draws an element that keeps a value.
func (r *blockRenderer) statefulElement(e slack.BlockElement) g.Node {
	switch e := e.(type) {
	case *slack.SelectBlockElement:
		return r.singleSelect(e)
	case *slack.MultiSelectBlockElement:
		return r.multiSelect(e)
	case *slack.CheckboxGroupsBlockElement:
		return r.checkboxes(e)
	case *slack.RadioButtonsBlockElement:
		return r.radioButtons(e)
	case *slack.DatePickerBlockElement:
		return r.datePicker(e)
	case *slack.TimePickerBlockElement:
		return r.timePicker(e)
	case *slack.DateTimePickerBlockElement:
		return r.dateTimePicker(e)
	default:
		return r.textElement(e)
	}
}

// accessory draws the accessory of a section.
func (r *blockRenderer) accessory(a *slack.Accessory) g.Node {
	switch {
	case a.ImageElement != nil:
		return r.element(a.ImageElement)
	case a.ButtonElement != nil:
		return r.element(a.ButtonElement)
	case a.OverflowElement != nil:
		return r.element(a.OverflowElement)
	case a.DatePickerElement != nil:
		return r.element(a.DatePickerElement)
	case a.TimePickerElement != nil:
		return r.element(a.TimePickerElement)
	case a.RadioButtonsElement != nil:
		return r.element(a.RadioButtonsElement)
	case a.SelectElement != nil:
		return r.element(a.SelectElement)
	case a.MultiSelectElement != nil:
		return r.element(a.MultiSelectElement)
	case a.CheckboxGroupsBlockElement != nil:
		return r.element(a.CheckboxGroupsBlockElement)
	case a.WorkflowButtonElement != nil:
		return r.element(a.WorkflowButtonElement)
	default:
		return unsupported("accessory")
	}
}

// elementID returns an id that stays the same when the message changes, so that the
// focus is kept.
func (r *blockRenderer) elementID(actionID string) string {
	r.idCounts[actionID]++
	return "e-" + r.idPrefix + "-" + hash(actionID) + "-" + strconv.Itoa(r.idCounts[actionID])
}

// fieldName returns the name of an element's form field. A view sends all its fields
// together, so their names contain the block id and action id.
func (r *blockRenderer) fieldName(actionID string) string {
	if r.viewID == "" {
		return "option"
	}
	return FieldName(r.blockID, actionID)
}

// FieldName returns the form field's name for an element of a view.
func FieldName(blockID, actionID string) string {
	return url.PathEscape(blockID) + "/" + url.PathEscape(actionID)
}

// postOnClick returns the attributes that make an element report its use to the
// server, with additional keys and values. Clicks are ignored while a request is
// under way.
func (r *blockRenderer) postOnClick(actionID string, more ...string) g.Group {
	return append(r.post(actionID, more...), g.Attr("hx-sync", "this:drop"))
}

// post returns the attributes for the request about an element, without a rule for
// requests that are under way.
func (r *blockRenderer) post(actionID string, more ...string) g.Group {
	path, fields := "click", []string{"ts", r.messageTS, "block", r.blockID, "action", actionID}
	switch {
	case r.homeID != "":
		fields = []string{"home", r.homeID, "block", r.blockID, "action", actionID}
	case r.noDispatch:
		path, fields = "fill", []string{"view", r.viewID}
	case r.viewID != "":
		path, fields = "act", []string{"view", r.viewID, "block", r.blockID, "action", actionID}
	}
	return g.Group{
		g.Attr("hx-post", r.Location.path(path)), g.Attr("hx-swap", "none"),
		hxVals(append(fields, more...)...),
	}
}

// postOnChange makes an element with a value report its changes. While a request is
// under way, the newest change waits. An element of an input block reports to the
// server only, not to the app.
func (r *blockRenderer) postOnChange(actionID string) g.Node { return r.postOn("change", actionID) }

func (r *blockRenderer) postOn(trigger, actionID string) g.Node {
	return g.Group{r.post(actionID), g.Attr("hx-sync", "this:queue last"), g.Attr("hx-trigger", trigger)}
}

// button draws a button. A button with a URL is a link that is reported to the app
// as well.
func (r *blockRenderer) button(b *slack.ButtonBlockElement) g.Node {
	class := "button"
	if b.Style != slack.StyleDefault {
		class += " " + string(b.Style)
	}
	id := r.elementID(b.ActionID)
	attrs := g.Group{
		h.ID(id), h.Class(class), h.Data("action", b.ActionID), r.postOnClick(b.ActionID, "option", b.Value),
		g.If(b.AccessibilityLabel != "", h.Aria("label", b.AccessibilityLabel)),
		confirmAttr(b.Confirm),
	}
	if isSafeURL(b.URL) {
		return g.Group{externalLink(b.URL, attrs, g.Attr("hx-trigger", "opened"), r.textObject(b.Text), outIcon()), r.confirmTemplate(id, b.Confirm)}
	}
	return g.Group{h.Button(h.Type("button"), attrs, r.textObject(b.Text)), r.confirmTemplate(id, b.Confirm)}
}

// plainButton draws a button that has a text only.
func (r *blockRenderer) plainButton(actionID, class, label, option string, text *slack.TextBlockObject) g.Node {
	return h.Button(h.Type("button"), h.ID(r.elementID(actionID)), h.Class(class), h.Data("action", actionID), r.postOnClick(actionID, "option", option),
		g.If(label != "", h.Aria("label", label)), r.textObject(text))
}

func (r *blockRenderer) iconButton(b *slack.IconButtonBlockElement) g.Node {
	id := r.elementID(b.ActionID)
	return g.Group{
		h.Button(h.Type("button"), h.ID(id), h.Class("button quietly"), h.Data("action", b.ActionID), r.postOnClick(b.ActionID, "option", b.Value), confirmAttr(b.Confirm),
			g.If(b.AccessibilityLabel != "", h.Aria("label", b.AccessibilityLabel)), r.textObject(b.Text)),
		r.confirmTemplate(id, b.Confirm),
	}
}

func (r *blockRenderer) feedback(actionID string, b *slack.FeedbackButton, which string) g.Node {
	if b == nil {
		return nil
	}
	return r.plainButton(actionID, "button quietly "+which, b.AccessibilityLabel, b.Value, b.Text)
}

// overflow draws a button that opens a menu.
func (r *blockRenderer) overflow(o *slack.OverflowBlockElement) g.Node {
	id := r.elementID(o.ActionID)
	return h.Span(h.Class("overflow"),
		h.Button(h.Type("button"), h.ID(id), h.Class("button more"), h.Data("action", o.ActionID), h.Aria("label", "More actions"),
			h.Aria("haspopup", "menu"), h.PopoverTarget(id+"-menu"), moreIcon()),
		h.Div(h.ID(id+"-menu"), h.Class("menu"), h.Role("menu"), h.Aria("label", "More actions"), h.Popover("auto"),
			g.Map(o.Options, func(option *slack.OptionBlockObject) g.Node { return r.overflowItem(id, o, option) })),
		r.confirmTemplate(id, o.Confirm),
	)
}

func (r *blockRenderer) overflowItem(menu string, o *slack.OverflowBlockElement, option *slack.OptionBlockObject) g.Node {
	attrs := g.Group{
		h.ID(menu + "-" + strconv.Itoa(len(option.Value)) + "-" + hash(option.Value)), h.Class("item"), h.Role("menuitem"), h.TabIndex("-1"),
		h.Data("option", option.Value), r.postOnClick(o.ActionID, "option", option.Value), confirmAttr(o.Confirm), h.Data("asks", menu),
	}
	label := g.Group{
		r.textObject(option.Text),
		g.Iff(option.Description != nil, func() g.Node { return h.Small(r.textObject(option.Description)) }),
	}
	if isSafeURL(option.URL) {
		return externalLink(option.URL, attrs, g.Attr("hx-trigger", "opened"), label)
	}
	return h.Button(h.Type("button"), attrs, label)
}

func hash(s string) string {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(s))
	return strconv.FormatUint(uint64(hash.Sum32()), 36)
}
