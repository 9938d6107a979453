package page

import (
	"cmp"
	"io"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// SearchSuffix ends the name of the search field of a menu; the menu's id precedes
// it.
const SearchSuffix = "-search"

// pickerParts describes a picker.
type pickerParts struct {
	id, actionID string
	placeholder  *slack.TextBlockObject
	confirm      *slack.ConfirmationBlockObject
	maxSelected  string // empty if there is no limit
	focus        bool
	summary      string // the labels of the selected options
	search       g.Node // attributes of the search field
	external     bool   // the options come from the app
	selected     g.Node // options that are listed first, whatever is searched for
	options      g.Node
}

// picker draws a button that opens a list of options with a search field.
func (r *blockRenderer) picker(p pickerParts) g.Node {
	prompt := cmp.Or(textWithEmoji(p.placeholder), "Choose")
	label := p.id + "-prompt"
	if r.hasLabel {
		label = r.labelID()
	}
	return h.Div(h.Class("picker"), h.Data("prompt", prompt),
		g.If(!r.hasLabel, h.Span(h.ID(label), h.Class("quiet"), g.Text(prompt))),
		h.Button(h.Type("button"), h.ID(p.id), h.Class("select"), h.Data("action", p.actionID), h.Aria("haspopup", "dialog"),
			h.PopoverTarget(p.id+"-menu"), g.If(p.focus, h.AutoFocus()), h.Aria("labelledby", label+" "+p.id), r.describedBy(),
			h.Span(h.Class("chosen-words"), h.Dir("auto"), g.Text(cmp.Or(p.summary, prompt)))),
		h.Div(h.ID(p.id+"-menu"), h.Class("menu picks"), h.Role("dialog"), h.Aria("label", prompt), h.Popover("auto"),
			g.If(p.maxSelected != "", h.Data("most", p.maxSelected)),
			h.Input(h.ID(p.id+SearchSuffix), h.Type("search"), h.Name(p.id+SearchSuffix), h.AutoComplete("off"), h.Placeholder("Search"), h.Aria("label", "Search"), p.search),
			h.Div(h.ID(p.id+"-boxes"), h.Role("group"), h.Aria("label", prompt), r.postOnChange(p.actionID), confirmAttr(p.confirm), h.Data("asks", p.id),
				h.Div(h.ID(p.id+"-chosen"), h.Class("chosen"), p.selected),
				h.Div(h.ID(p.id+"-found"), h.Class("found"), g.If(p.external, h.Data("found", "")), p.options))),
		r.confirmTemplate(p.id, p.confirm),
	)
}

// optionBox draws a checkbox or radio button for one option.
func optionBox(id, kind, field string, i menuOption, ticked bool) g.Node {
	return h.Label(h.Class("pick"), h.For(id),
		h.Input(h.ID(id), h.Type(kind), h.Name(field), h.Value(i.value), g.If(ticked, h.Checked())),
		h.Span(h.Dir("auto"), g.Text(i.label), g.If(i.description != "", h.Small(g.Text(i.description)))))
}

// externalSelect describes a menu whose options come from the app.
type externalSelect struct {
	actionID       string
	placeholder    *slack.TextBlockObject
	confirm        *slack.ConfirmationBlockObject
	selected       []*slack.OptionBlockObject
	minQueryLength int    // characters to type before the app is asked
	maxSelected    string // empty if there is no limit
	focus          bool
	single         bool // one option at most
}

func (r *blockRenderer) externalSelect(e externalSelect) g.Node {
	id, kind := r.elementID(e.actionID), e.inputType()
	var labels []string
	var chosen g.Group
	for _, o := range e.selected {
		item := menuOption{value: o.Value, label: textWithEmoji(o.Text), description: textWithEmoji(o.Description)}
		labels = append(labels, item.label)
		chosen = append(chosen, optionBox(selectedID(id, o.Value), kind, r.fieldName(e.actionID), item, true))
	}
	address := r.Location.path("suggest", "ts", r.messageTS, "view", r.viewID, "block", r.blockID, "action", e.actionID, "list", id, "kind", kind, "field", r.fieldName(e.actionID))
	hint := "Nothing yet"
	if e.minQueryLength > 0 {
		hint = "Type " + count(e.minQueryLength, "character", "characters") + " or more"
	}
	return r.picker(pickerParts{
		id: id, actionID: e.actionID, placeholder: e.placeholder, confirm: e.confirm, maxSelected: e.maxSelected, focus: e.focus,
		summary: strings.Join(labels, ", "), selected: chosen, external: true,
		search: g.Group{
			g.Attr("hx-post", address), g.Attr("hx-trigger", "input delay:150ms, asked"), g.Attr("hx-swap", "none"),
			g.Attr("hx-sync", "this:replace"), h.Data("least", strconv.Itoa(e.minQueryLength)),
		},
		options: h.P(h.Class("soft"), g.Text(hint)),
	})
}

func (e externalSelect) inputType() string {
	if e.single {
		return "radio"
	}
	return "checkbox"
}

// selectedID is the HTML id of a selected option of an external select.
func selectedID(list, value string) string { return list + "-chosen-" + hash(value) }

// Found is the app's answer to a search in an external select.
type Found struct {
	// List, Kind and Field are the menu's id, input type and field name.
	List, Kind, Field string
	// Options are the options in the app's answer.
	Options []Option
	// Problem says why there are no options, if the app failed.
	Problem string
}

// Option is one option in the app's answer.
type Option struct {
	// Value is sent to the app, Label and Description are shown.
	Value, Label, Description string
	// Group is the heading of the option's group, empty without groups.
	Group string
}

// Render writes the found options, which replace those in the menu.
func (f Found) Render(w io.Writer) error {
	list := f.asBoxes()
	switch {
	case f.Problem != "":
		list = h.P(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text(f.Problem))
	case len(f.Options) == 0:
		list = h.P(h.Class("soft"), g.Text("Nothing found"))
	}
	return partial("#"+f.List+"-found", list).Render(w)
}

func (f Found) asBoxes() g.Node {
	kind := "checkbox"
	if f.Kind == "radio" {
		kind = "radio"
	}
	var all g.Group
	group := ""
	for i, c := range f.Options {
		if c.Group != group {
			group = c.Group
			all = append(all, h.P(h.Class("group"), g.Text(group)))
		}
		item := menuOption{value: c.Value, label: replaceEmoji(c.Label), description: replaceEmoji(c.Description)}
		all = append(all, h.Div(h.Data("kept", selectedID(f.List, c.Value)), optionBox(f.List+"-found-"+strconv.Itoa(i+1), kind, f.Field, item, false)))
	}
	return all
}
