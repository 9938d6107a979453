package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// selecting draws a menu of which one option is chosen.
func (d *drawing) selecting(e *slack.SelectBlockElement) g.Node {
	if e.Type == slack.OptTypeExternal {
		return d.external(externalSelect{
			actionID: e.ActionID, prompt: e.Placeholder, confirm: e.Confirm, chosen: d.picked(e.ActionID, e.InitialOption),
			least: least(e.MinQueryLength), focus: e.FocusOnLoad, one: true,
		})
	}
	id := d.id(e.ActionID)
	offered, chosen := d.offered(e.Type, e.Options, e.OptionGroups, e.Filter), d.picked(e.ActionID, e.InitialOption)
	values := optionValues(chosen)
	if offered.ids {
		initial := filled(e.InitialUser, e.InitialChannel, e.InitialConversation)
		if len(initial) == 0 && e.DefaultToCurrentConversation {
			initial = filled(d.Place.Channel)
		}
		values = d.ids(e.ActionID, initial...)
	}
	return g.Group{
		h.Select(h.ID(id), h.Class("select"), h.Name(d.field(e.ActionID)), h.Data("action", e.ActionID), d.change(e.ActionID), d.described(), d.required(),
			g.If(!d.labelled, h.Aria("label", cut(wording(e.Placeholder), "Choose"))), asks(e.Confirm), g.If(e.FocusOnLoad, h.AutoFocus()),
			h.Option(h.Value(""), g.Text(cut(wording(e.Placeholder), "Choose an option"))),
			offered.options(values)),
		d.question(id, e.Confirm),
	}
}

// selectingMany draws a menu of which several options are chosen.
func (d *drawing) selectingMany(e *slack.MultiSelectBlockElement) g.Node {
	if e.Type == slack.MultiOptTypeExternal {
		return d.external(externalSelect{
			actionID: e.ActionID, prompt: e.Placeholder, confirm: e.Confirm, chosen: d.picked(e.ActionID, e.InitialOptions...),
			least: least(e.MinQueryLength), most: most(e.MaxSelectedItems), focus: e.FocusOnLoad,
		})
	}
	offered := d.offered(e.Type, e.Options, e.OptionGroups, e.Filter)
	values := optionValues(d.picked(e.ActionID, e.InitialOptions...))
	if offered.ids {
		values = d.ids(e.ActionID, slices.Concat(e.InitialUsers, e.InitialChannels, e.InitialConversations)...)
	}
	id := d.id(e.ActionID)
	return d.picker(pickerParts{
		id: id, actionID: e.ActionID, prompt: e.Placeholder, confirm: e.Confirm, most: most(e.MaxSelectedItems), focus: e.FocusOnLoad,
		said: offered.said(values), search: g.Attr("data-sift"),
		list: offered.boxes(id, d.field(e.ActionID), values),
	})
}

func least(n *int) int {
	if n == nil {
		return 3 // Slack's default for min_query_length
	}
	return *n
}

func most(n *int) string {
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

// wording is the text of a plain text, without pictures for emoji names, which
// neither a placeholder nor an option can hold.
func wording(t *slack.TextBlockObject) string {
	if t == nil {
		return ""
	}
	return emojiWords(t.Text)
}

// offer is what a menu offers.
type offer struct {
	groups []offered
	ids    bool // the values are ids of people, channels or conversations
}

type offered struct {
	label string
	items []offeredItem
}

type offeredItem struct{ value, label, more string }

// offered collects what a menu offers by its type.
func (d *drawing) offered(kind string, options []*slack.OptionBlockObject, groups []*slack.OptionGroupBlockObject, f *slack.SelectBlockElementFilter) offer {
	switch {
	case strings.Contains(kind, "users"):
		return offer{groups: []offered{{items: d.offeredPeople()}}, ids: true}
	case strings.Contains(kind, "channels"):
		return offer{groups: []offered{{items: d.offeredChannels(func(c Channel) bool { return c.Kind == Public })}}, ids: true}
	case strings.Contains(kind, "conversations"):
		return offer{groups: []offered{{items: d.offeredChannels(wanted(f))}}, ids: true}
	}
	o := offer{}
	if len(options) > 0 {
		o.groups = append(o.groups, offered{items: offeredOptions(options)})
	}
	for _, group := range groups {
		o.groups = append(o.groups, offered{label: wording(group.Label), items: offeredOptions(group.Options)})
	}
	return o
}

func offeredOptions(options []*slack.OptionBlockObject) []offeredItem {
	var all []offeredItem
	for _, o := range options {
		all = append(all, offeredItem{value: o.Value, label: wording(o.Text), more: wording(o.Description)})
	}
	return all
}

func (d *drawing) offeredPeople() []offeredItem {
	var all []offeredItem
	for _, p := range d.People {
		all = append(all, offeredItem{value: p.ID, label: p.Name, more: p.About})
	}
	return all
}

func (d *drawing) offeredChannels(fits func(Channel) bool) []offeredItem {
	var all []offeredItem
	for _, c := range d.Channels {
		if fits(c) && !c.Archived {
			all = append(all, offeredItem{value: c.ID, label: c.title()})
		}
	}
	return all
}

// wanted tells which conversations a filter lets through. Slack calls direct
// messages "im".
func wanted(f *slack.SelectBlockElementFilter) func(Channel) bool {
	return func(c Channel) bool {
		kind := c.Kind
		if kind == Direct {
			kind = "im"
		}
		return f == nil || len(f.Include) == 0 || slices.Contains(f.Include, kind)
	}
}

// options draws the offer as options of a select.
func (o offer) options(chosen []string) g.Node {
	return g.Map(o.groups, func(group offered) g.Node {
		items := g.Map(group.items, func(i offeredItem) g.Node {
			label := i.label
			if i.more != "" {
				label += " · " + i.more
			}
			return h.Option(h.Value(i.value), g.If(slices.Contains(chosen, i.value), h.Selected()), g.Text(label))
		})
		if group.label == "" {
			return items
		}
		return h.OptGroup(g.Attr("label", group.label), items)
	})
}

// boxes draws the offer as boxes to tick.
func (o offer) boxes(id, field string, chosen []string) g.Node {
	n := 0
	return g.Map(o.groups, func(group offered) g.Node {
		return g.Group{
			g.If(group.label != "", h.P(h.Class("group"), g.Text(group.label))),
			g.Map(group.items, func(i offeredItem) g.Node {
				n++
				return box(id+"-"+strconv.Itoa(n), "checkbox", field, i, slices.Contains(chosen, i.value))
			}),
		}
	})
}

// said names what is chosen.
func (o offer) said(chosen []string) string {
	var names []string
	for _, group := range o.groups {
		for _, i := range group.items {
			if slices.Contains(chosen, i.value) {
				names = append(names, i.label)
			}
		}
	}
	return strings.Join(names, ", ")
}
