package page

import (
	"hash/fnv"
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
	case *slack.OverflowBlockElement:
		return d.overflow(e)
	case *slack.ImageBlockElement:
		address := ""
		if e.ImageURL != nil {
			address = *e.ImageURL
		}
		return picture("thumb", address, e.AltText)
	default:
		return unsupported(string(e.ElementType()))
	}
}

// accessory draws what stands beside a section.
func (d *drawing) accessory(a *slack.Accessory) g.Node {
	switch {
	case a.ButtonElement != nil:
		return d.button(a.ButtonElement)
	case a.OverflowElement != nil:
		return d.overflow(a.OverflowElement)
	case a.ImageElement != nil:
		return d.element(a.ImageElement)
	case a.UnknownElement != nil:
		return d.element(a.UnknownElement)
	default:
		return unsupported("accessory")
	}
}

// id makes an id that an element keeps when its message changes, so that the focus
// stays where it is.
func (d *drawing) id(actionID string) string {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(actionID))
	d.seen[actionID]++
	return "e-" + slug(d.ts) + "-" + strconv.FormatUint(uint64(hash.Sum32()), 36) + "-" + strconv.Itoa(d.seen[actionID])
}

// click is what makes an element tell the app that it was used.
func (d *drawing) click(actionID, option string) g.Group {
	return g.Group{
		g.Attr("hx-post", "click"), g.Attr("hx-swap", "none"), g.Attr("hx-sync", "this:drop"),
		values("ts", d.ts, "action", actionID, "option", option),
	}
}

// button draws a button; one with an address is a link that tells the app, too.
func (d *drawing) button(b *slack.ButtonBlockElement) g.Node {
	class := "button"
	if b.Style != slack.StyleDefault {
		class += " " + string(b.Style)
	}
	about := g.Group{
		h.ID(d.id(b.ActionID)), h.Class(class), h.Data("action", b.ActionID), d.click(b.ActionID, ""),
		g.If(b.AccessibilityLabel != "", h.Aria("label", b.AccessibilityLabel)),
		d.confirm(b.Confirm),
	}
	if safe(b.URL) {
		return outward(b.URL, about, g.Attr("hx-trigger", "opened"), d.textObject(b.Text), outIcon())
	}
	return h.Button(h.Type("button"), about, d.textObject(b.Text))
}

// confirm asks before an element is used.
func (d *drawing) confirm(c *slack.ConfirmationBlockObject) g.Node {
	if c == nil || c.Title == nil || c.Text == nil {
		return nil
	}
	return g.Attr("hx-confirm", c.Title.Text+"\n\n"+unescape(c.Text.Text))
}

// overflow draws a button that opens a menu.
func (d *drawing) overflow(o *slack.OverflowBlockElement) g.Node {
	id := d.id(o.ActionID)
	return h.Span(h.Class("overflow"),
		h.Button(h.Type("button"), h.ID(id), h.Class("button more"), h.Data("action", o.ActionID), h.Aria("label", "More actions"),
			h.Aria("haspopup", "menu"), h.PopoverTarget(id+"-menu"), moreIcon()),
		h.Div(h.ID(id+"-menu"), h.Class("menu"), h.Role("menu"), h.Aria("label", "More actions"), h.Popover("auto"),
			g.Map(o.Options, func(option *slack.OptionBlockObject) g.Node { return d.item(id, o, option) })),
	)
}

func (d *drawing) item(menu string, o *slack.OverflowBlockElement, option *slack.OptionBlockObject) g.Node {
	about := g.Group{
		h.ID(menu + "-" + strconv.Itoa(len(option.Value)) + "-" + hashed(option.Value)), h.Class("item"), h.Role("menuitem"), h.TabIndex("-1"),
		h.Data("option", option.Value), d.click(o.ActionID, option.Value), d.confirm(o.Confirm),
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
