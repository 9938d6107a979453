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
func (d *drawing) element(e slack.BlockElement) g.Node {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		return d.button(e)
	case *slack.WorkflowButtonBlockElement:
		return d.plainButton(e.ActionID, "button", "", "", e.Text)
	case *slack.IconButtonBlockElement:
		return d.iconButton(e)
	case *slack.FeedbackButtonsBlockElement:
		return g.Group{d.feedback(e.ActionID, e.PositiveButton, "positive"), d.feedback(e.ActionID, e.NegativeButton, "negative")}
	case *slack.OverflowBlockElement:
		return d.overflow(e)
	case *slack.ImageBlockElement:
		address := ""
		if e.ImageURL != nil {
			address = *e.ImageURL
		}
		return picture("thumb", address, e.AltText)
	default:
		return d.choice(e)
	}
}

// choice draws an element that keeps what was chosen or typed.
func (d *drawing) choice(e slack.BlockElement) g.Node {
	switch e := e.(type) {
	case *slack.SelectBlockElement:
		return d.selecting(e)
	case *slack.MultiSelectBlockElement:
		return d.selectingMany(e)
	case *slack.CheckboxGroupsBlockElement:
		return d.checkboxes(e)
	case *slack.RadioButtonsBlockElement:
		return d.radios(e)
	case *slack.DatePickerBlockElement:
		return d.datePicker(e)
	case *slack.TimePickerBlockElement:
		return d.timePicker(e)
	case *slack.DateTimePickerBlockElement:
		return d.momentPicker(e)
	default:
		return d.typing(e)
	}
}

// accessory draws what stands beside a section.
func (d *drawing) accessory(a *slack.Accessory) g.Node {
	switch {
	case a.ImageElement != nil:
		return d.element(a.ImageElement)
	case a.ButtonElement != nil:
		return d.element(a.ButtonElement)
	case a.OverflowElement != nil:
		return d.element(a.OverflowElement)
	case a.DatePickerElement != nil:
		return d.element(a.DatePickerElement)
	case a.TimePickerElement != nil:
		return d.element(a.TimePickerElement)
	case a.RadioButtonsElement != nil:
		return d.element(a.RadioButtonsElement)
	case a.SelectElement != nil:
		return d.element(a.SelectElement)
	case a.MultiSelectElement != nil:
		return d.element(a.MultiSelectElement)
	case a.CheckboxGroupsBlockElement != nil:
		return d.element(a.CheckboxGroupsBlockElement)
	case a.WorkflowButtonElement != nil:
		return d.element(a.WorkflowButtonElement)
	default:
		return unsupported("accessory")
	}
}

// id makes an id that an element keeps when its message changes, so that the focus
// stays where it is.
func (d *drawing) id(actionID string) string {
	d.seen[actionID]++
	return "e-" + d.scope + "-" + hashed(actionID) + "-" + strconv.Itoa(d.seen[actionID])
}

// field names what is chosen in an element. In a view, all fields are sent
// together, so the name holds where the element stands.
func (d *drawing) field(actionID string) string {
	if d.view == "" {
		return "option"
	}
	return FieldName(d.block, actionID)
}

// FieldName is the name under which a view's form sends what an element holds.
func FieldName(blockID, actionID string) string {
	return url.PathEscape(blockID) + "/" + url.PathEscape(actionID)
}

// use is what makes an element tell the app that it was used, with more keys and
// values for the server.
func (d *drawing) use(actionID string, more ...string) g.Group {
	return append(d.tell(actionID, more...), g.Attr("hx-sync", "this:drop"))
}

// tell is use without a word on what happens while the app is still busy.
func (d *drawing) tell(actionID string, more ...string) g.Group {
	path, about := "click", []string{"ts", d.ts, "block", d.block, "action", actionID}
	switch {
	case d.silent:
		path, about = "fill", []string{"view", d.view}
	case d.view != "":
		path, about = "act", []string{"view", d.view, "block", d.block, "action", actionID}
	}
	return g.Group{
		g.Attr("hx-post", d.Place.address(path)), g.Attr("hx-swap", "none"),
		values(append(about, more...)...),
	}
}

// change is use for an element that keeps what is chosen, when that changes; the
// newest choice waits while the app is busy. One of an input block tells the server
// alone.
func (d *drawing) change(actionID string) g.Node { return d.when("change", actionID) }

func (d *drawing) when(trigger, actionID string) g.Node {
	return g.Group{d.tell(actionID), g.Attr("hx-sync", "this:queue last"), g.Attr("hx-trigger", trigger)}
}

// button draws a button; one with an address is a link that tells the app, too.
func (d *drawing) button(b *slack.ButtonBlockElement) g.Node {
	class := "button"
	if b.Style != slack.StyleDefault {
		class += " " + string(b.Style)
	}
	id := d.id(b.ActionID)
	about := g.Group{
		h.ID(id), h.Class(class), h.Data("action", b.ActionID), d.use(b.ActionID, "option", b.Value),
		g.If(b.AccessibilityLabel != "", h.Aria("label", b.AccessibilityLabel)),
		asks(b.Confirm),
	}
	if safe(b.URL) {
		return g.Group{outward(b.URL, about, g.Attr("hx-trigger", "opened"), d.textObject(b.Text), outIcon()), d.question(id, b.Confirm)}
	}
	return g.Group{h.Button(h.Type("button"), about, d.textObject(b.Text)), d.question(id, b.Confirm)}
}

// plainButton draws a button that has nothing but words.
func (d *drawing) plainButton(actionID, class, label, option string, text *slack.TextBlockObject) g.Node {
	return h.Button(h.Type("button"), h.ID(d.id(actionID)), h.Class(class), h.Data("action", actionID), d.use(actionID, "option", option),
		g.If(label != "", h.Aria("label", label)), d.textObject(text))
}

func (d *drawing) iconButton(b *slack.IconButtonBlockElement) g.Node {
	id := d.id(b.ActionID)
	return g.Group{
		h.Button(h.Type("button"), h.ID(id), h.Class("button quietly"), h.Data("action", b.ActionID), d.use(b.ActionID, "option", b.Value), asks(b.Confirm),
			g.If(b.AccessibilityLabel != "", h.Aria("label", b.AccessibilityLabel)), d.textObject(b.Text)),
		d.question(id, b.Confirm),
	}
}

func (d *drawing) feedback(actionID string, b *slack.FeedbackButton, which string) g.Node {
	if b == nil {
		return nil
	}
	return d.plainButton(actionID, "button quietly "+which, b.AccessibilityLabel, b.Value, b.Text)
}

// overflow draws a button that opens a menu.
func (d *drawing) overflow(o *slack.OverflowBlockElement) g.Node {
	id := d.id(o.ActionID)
	return h.Span(h.Class("overflow"),
		h.Button(h.Type("button"), h.ID(id), h.Class("button more"), h.Data("action", o.ActionID), h.Aria("label", "More actions"),
			h.Aria("haspopup", "menu"), h.PopoverTarget(id+"-menu"), moreIcon()),
		h.Div(h.ID(id+"-menu"), h.Class("menu"), h.Role("menu"), h.Aria("label", "More actions"), h.Popover("auto"),
			g.Map(o.Options, func(option *slack.OptionBlockObject) g.Node { return d.item(id, o, option) })),
		d.question(id, o.Confirm),
	)
}

func (d *drawing) item(menu string, o *slack.OverflowBlockElement, option *slack.OptionBlockObject) g.Node {
	about := g.Group{
		h.ID(menu + "-" + strconv.Itoa(len(option.Value)) + "-" + hashed(option.Value)), h.Class("item"), h.Role("menuitem"), h.TabIndex("-1"),
		h.Data("option", option.Value), d.use(o.ActionID, "option", option.Value), asks(o.Confirm), h.Data("asks", menu),
	}
	words := g.Group{
		d.textObject(option.Text),
		g.Iff(option.Description != nil, func() g.Node { return h.Small(d.textObject(option.Description)) }),
	}
	if safe(option.URL) {
		return outward(option.URL, about, g.Attr("hx-trigger", "opened"), words)
	}
	return h.Button(h.Type("button"), about, words)
}

func hashed(s string) string {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(s))
	return strconv.FormatUint(uint64(hash.Sum32()), 36)
}
