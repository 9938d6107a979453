package page

import (
	"io"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// pickerParts are what a picker is made of.
type pickerParts struct {
	id, actionID string
	prompt       *slack.TextBlockObject
	confirm      *slack.ConfirmationBlockObject
	most         string // how many may be chosen, or nothing
	focus        bool
	said         string // what is chosen, in words
	search       g.Node // what makes the search box search
	asks         bool   // the app brings what is listed
	chosen       g.Node // what stays on top whatever is searched for
	list         g.Node
}

// picker draws a button that opens a list of boxes to tick, with a search box.
func (d *drawing) picker(p pickerParts) g.Node {
	prompt := cut(wording(p.prompt), "Choose")
	label := p.id + "-prompt"
	if d.labelled {
		label = d.labelID()
	}
	return h.Div(h.Class("picker"), h.Data("prompt", prompt),
		g.If(!d.labelled, h.Span(h.ID(label), h.Class("quiet"), g.Text(prompt))),
		h.Button(h.Type("button"), h.ID(p.id), h.Class("select"), h.Data("action", p.actionID), h.Aria("haspopup", "dialog"),
			h.PopoverTarget(p.id+"-menu"), g.If(p.focus, h.AutoFocus()), h.Aria("labelledby", label+" "+p.id), d.described(),
			h.Span(h.Class("chosen-words"), h.Dir("auto"), g.Text(cut(p.said, prompt)))),
		h.Div(h.ID(p.id+"-menu"), h.Class("menu picks"), h.Role("dialog"), h.Aria("label", prompt), h.Popover("auto"),
			g.If(p.most != "", h.Data("most", p.most)),
			h.Input(h.ID(p.id+"-search"), h.Type("search"), h.Name("query"), h.AutoComplete("off"), h.Placeholder("Search"), h.Aria("label", "Search"), p.search),
			h.Div(h.ID(p.id+"-boxes"), h.Role("group"), h.Aria("label", prompt), d.change(p.actionID), asks(p.confirm), h.Data("asks", p.id),
				h.Div(h.ID(p.id+"-chosen"), h.Class("chosen"), p.chosen),
				h.Div(h.ID(p.id+"-found"), h.Class("found"), g.If(p.asks, h.Data("found", "")), p.list))),
		d.question(p.id, p.confirm),
	)
}

// box draws one thing to tick.
func box(id, kind, field string, i offeredItem, ticked bool) g.Node {
	return h.Label(h.Class("pick"), h.For(id),
		h.Input(h.ID(id), h.Type(kind), h.Name(field), h.Value(i.value), g.If(ticked, h.Checked())),
		h.Span(h.Dir("auto"), g.Text(i.label), g.If(i.more != "", h.Small(g.Text(i.more)))))
}

// externalSelect is a menu whose options the app brings while somebody types.
type externalSelect struct {
	actionID string
	prompt   *slack.TextBlockObject
	confirm  *slack.ConfirmationBlockObject
	chosen   []*slack.OptionBlockObject
	least    int    // how many characters there must be before the app is asked
	most     string // how many may be chosen, or nothing
	focus    bool
	one      bool // a choice takes the place of the one before
}

func (d *drawing) external(e externalSelect) g.Node {
	id, kind := d.id(e.actionID), e.kind()
	var said []string
	var chosen g.Group
	for _, o := range e.chosen {
		item := offeredItem{value: o.Value, label: wording(o.Text), more: wording(o.Description)}
		said = append(said, item.label)
		chosen = append(chosen, box(keptID(id, o.Value), kind, d.field(e.actionID), item, true))
	}
	address := d.Place.address("suggest", "ts", d.ts, "view", d.view, "block", d.block, "action", e.actionID, "list", id, "kind", kind, "field", d.field(e.actionID))
	hint := "Nothing yet"
	if e.least > 0 {
		hint = "Type " + counted(e.least, "character", "characters") + " or more"
	}
	return d.picker(pickerParts{
		id: id, actionID: e.actionID, prompt: e.prompt, confirm: e.confirm, most: e.most, focus: e.focus,
		said: strings.Join(said, ", "), chosen: chosen, asks: true,
		search: g.Group{
			g.Attr("hx-get", address), g.Attr("hx-trigger", "input delay:150ms, asked"), g.Attr("hx-swap", "none"),
			g.Attr("hx-sync", "this:replace"), h.Data("least", strconv.Itoa(e.least)),
		},
		list: h.P(h.Class("soft"), g.Text(hint)),
	})
}

func (e externalSelect) kind() string {
	if e.one {
		return "radio"
	}
	return "checkbox"
}

// keptID is the id of what is chosen from an external menu, wherever it is drawn.
func keptID(list, value string) string { return list + "-chosen-" + hashed(value) }

// Found is what an app offers for what somebody typed into an external menu.
type Found struct {
	// List, Kind and Field come from the address that the menu asked.
	List, Kind, Field string
	// Choices are what the app answered.
	Choices []Choice
	// Trouble says why there is nothing, if the app failed.
	Trouble string
}

// Choice is an option that an app offers.
type Choice struct {
	// Value is what the app gets, Label what people read, More the line under it.
	Value, Label, More string
	// Group is the heading that it stands under, empty if there are no groups.
	Group string
}

// Render writes the found options in the place of those that the menu shows.
func (f Found) Render(w io.Writer) error {
	list := f.boxes()
	switch {
	case f.Trouble != "":
		list = h.P(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text(f.Trouble))
	case len(f.Choices) == 0:
		list = h.P(h.Class("soft"), g.Text("Nothing found"))
	}
	return part("#"+f.List+"-found", list).Render(w)
}

func (f Found) boxes() g.Node {
	kind := "checkbox"
	if f.Kind == "radio" {
		kind = "radio"
	}
	var all g.Group
	group := ""
	for i, c := range f.Choices {
		if c.Group != group {
			group = c.Group
			all = append(all, h.P(h.Class("group"), g.Text(group)))
		}
		item := offeredItem{value: c.Value, label: emojiWords(c.Label), more: emojiWords(c.More)}
		all = append(all, h.Div(h.Data("kept", keptID(f.List, c.Value)), box(f.List+"-found-"+strconv.Itoa(i+1), kind, f.Field, item, false)))
	}
	return all
}
