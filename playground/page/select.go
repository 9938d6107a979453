package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// singleSelect draws a menu with one selected option.
func (r *blockRenderer) singleSelect(e *slack.SelectBlockElement) g.Node {
	if e.Type == slack.OptTypeExternal {
		return r.externalSelect(externalSelect{
			actionID: e.ActionID, placeholder: e.Placeholder, confirm: e.Confirm, selected: r.selectedOptions(e.ActionID, e.InitialOption),
			minQueryLength: minQueryLength(e.MinQueryLength), focus: e.FocusOnLoad, single: true,
		})
	}
	id := r.elementID(e.ActionID)
	offered, chosen := r.menuOptions(e.Type, e.Options, e.OptionGroups, e.Filter), r.selectedOptions(e.ActionID, e.InitialOption)
	values := optionValues(chosen)
	if offered.ids {
		initial := nonEmpty(e.InitialUser, e.InitialChannel, e.InitialConversation)
		if len(initial) == 0 && e.DefaultToCurrentConversation {
			initial = nonEmpty(r.Location.Channel)
		}
		values = r.selectedIDs(e.ActionID, initial...)
	}
	return g.Group{
		h.Select(h.ID(id), h.Class("select"), h.Name(r.fieldName(e.ActionID)), h.Data("action", e.ActionID), r.postOnChange(e.ActionID), r.describedBy(), r.required(),
			g.If(!r.hasLabel, h.Aria("label", cmp.Or(textWithEmoji(e.Placeholder), "Choose"))), confirmAttr(e.Confirm), g.If(e.FocusOnLoad, h.AutoFocus()),
			h.Option(h.Value(""), g.Text(cmp.Or(textWithEmoji(e.Placeholder), "Choose an option"))),
			offered.asSelectOptions(values)),
		r.confirmTemplate(id, e.Confirm),
	}
}

// multiSelect draws a menu with any number of selected options.
func (r *blockRenderer) multiSelect(e *slack.MultiSelectBlockElement) g.Node {
	if e.Type == slack.MultiOptTypeExternal {
		return r.externalSelect(externalSelect{
			actionID: e.ActionID, placeholder: e.Placeholder, confirm: e.Confirm, selected: r.selectedOptions(e.ActionID, e.InitialOptions...),
			minQueryLength: minQueryLength(e.MinQueryLength), maxSelected: maxSelected(e.MaxSelectedItems), focus: e.FocusOnLoad,
		})
	}
	offered := r.menuOptions(e.Type, e.Options, e.OptionGroups, e.Filter)
	values := optionValues(r.selectedOptions(e.ActionID, e.InitialOptions...))
	if offered.ids {
		values = r.selectedIDs(e.ActionID, slices.Concat(e.InitialUsers, e.InitialChannels, e.InitialConversations)...)
	}
	id := r.elementID(e.ActionID)
	return r.picker(pickerParts{
		id: id, actionID: e.ActionID, placeholder: e.Placeholder, confirm: e.Confirm, maxSelected: maxSelected(e.MaxSelectedItems), focus: e.FocusOnLoad,
		summary: offered.summary(values), search: g.Attr("data-sift"),
		options: offered.asBoxes(id, r.fieldName(e.ActionID), values),
	})
}

func minQueryLength(n *int) int {
	if n == nil {
		return 3 // Slack's default for min_query_length
	}
	return *n
}

func maxSelected(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func optionValues(options []*slack.OptionBlockObject) []string {
	var all []string
	for _, o := range options {
		all = append(all, o.Value)
	}
	return all
}

// textWithEmoji is the content of a plain text object with emoji, for placeholders
// and options.
func textWithEmoji(t *slack.TextBlockObject) string {
	if t == nil {
		return ""
	}
	return replaceEmoji(t.Text)
}

// menuOptions are the options of a menu.
type menuOptions struct {
	groups []optionGroup
	ids    bool // the values are ids of people, channels or conversations
}

type optionGroup struct {
	label   string
	options []menuOption
}

type menuOption struct{ value, label, description string }

// menuOptions returns the options of a menu by its type.
func (r *blockRenderer) menuOptions(kind string, options []*slack.OptionBlockObject, groups []*slack.OptionGroupBlockObject, f *slack.SelectBlockElementFilter) menuOptions {
	switch {
	case strings.Contains(kind, "users"):
		return menuOptions{groups: []optionGroup{{options: r.peopleOptions()}}, ids: true}
	case strings.Contains(kind, "channels"):
		return menuOptions{groups: []optionGroup{{options: r.channelOptions(func(c Channel) bool { return c.Kind == Public })}}, ids: true}
	case strings.Contains(kind, "conversations"):
		return menuOptions{groups: []optionGroup{{options: r.channelOptions(matchesFilter(f))}}, ids: true}
	}
	o := menuOptions{}
	if len(options) > 0 {
		o.groups = append(o.groups, optionGroup{options: fromOptions(options)})
	}
	for _, group := range groups {
		o.groups = append(o.groups, optionGroup{label: textWithEmoji(group.Label), options: fromOptions(group.Options)})
	}
	return o
}

func fromOptions(options []*slack.OptionBlockObject) []menuOption {
	var all []menuOption
	for _, o := range options {
		all = append(all, menuOption{value: o.Value, label: textWithEmoji(o.Text), description: textWithEmoji(o.Description)})
	}
	return all
}

func (r *blockRenderer) peopleOptions() []menuOption {
	var all []menuOption
	for _, p := range r.People {
		all = append(all, menuOption{value: p.ID, label: p.Name, description: p.About})
	}
	return all
}

func (r *blockRenderer) channelOptions(fits func(Channel) bool) []menuOption {
	var all []menuOption
	for _, c := range r.Channels {
		if fits(c) && !c.Archived {
			all = append(all, menuOption{value: c.ID, label: c.title()})
		}
	}
	return all
}

// matchesFilter tells which conversations a filter includes. Slack calls direct
// messages "im".
func matchesFilter(f *slack.SelectBlockElementFilter) func(Channel) bool {
	return func(c Channel) bool {
		kind := c.Kind
		if kind == Direct {
			kind = "im"
		}
		return f == nil || len(f.Include) == 0 || slices.Contains(f.Include, kind)
	}
}

// asSelectOptions draws the options of an HTML select.
func (o menuOptions) asSelectOptions(chosen []string) g.Node {
	return g.Map(o.groups, func(group optionGroup) g.Node {
		items := g.Map(group.options, func(i menuOption) g.Node {
			label := i.label
			if i.description != "" {
				label += " · " + i.description
			}
			return h.Option(h.Value(i.value), g.If(slices.Contains(chosen, i.value), h.Selected()), g.Text(label))
		})
		if group.label == "" {
			return items
		}
		return h.OptGroup(g.Attr("label", group.label), items)
	})
}

// asBoxes draws the options as checkboxes.
func (o menuOptions) asBoxes(id, field string, chosen []string) g.Node {
	n := 0
	return g.Map(o.groups, func(group optionGroup) g.Node {
		return g.Group{
			g.If(group.label != "", h.P(h.Class("group"), g.Text(group.label))),
			g.Map(group.options, func(i menuOption) g.Node {
				n++
				return optionBox(id+"-"+strconv.Itoa(n), "checkbox", field, i, slices.Contains(chosen, i.value))
			}),
		}
	})
}

// summary lists the labels of the selected options.
func (o menuOptions) summary(chosen []string) string {
	var names []string
	for _, group := range o.groups {
		for _, i := range group.options {
			if slices.Contains(chosen, i.value) {
				names = append(names, i.label)
			}
		}
	}
	return strings.Join(names, ", ")
}
