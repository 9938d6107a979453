package page

import (
	"encoding/json"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// composer draws the suggestions, and the message box with its completions.
func (p Page) composer() g.Node {
	if p.Channel.Archived {
		return h.Footer(h.Class("foot"), h.P(h.Class("closed"), boxIcon(), g.Text("This channel is archived. Nobody can write here.")))
	}
	address := p.channelLocation().path("say")
	label := "Message " + p.Channel.title()
	return h.Footer(h.Class("foot"), g.If(len(p.Workspaces) > 0, h.Div(h.ID("app"), p.installNotice())), p.suggestions(), h.Form(
		h.ID("composer"), h.Class("composer"), h.Method("post"), h.Action(address), h.AutoComplete("off"),
		g.Attr("hx-post", address), g.Attr("hx-swap", "none"),
		p.completions(),
		h.Div(h.ID("previews"), h.Aria("live", "polite"), p.previews()),
		h.Label(h.Class("quiet"), h.For("line"), g.Text(label)),
		h.Div(h.Class("row"),
			h.Input(h.ID("line"), h.Name("text"), h.Type("text"), h.Required(), h.MaxLength("4000"), h.Dir("auto"),
				g.Attr("hx-post", p.channelLocation().path("compose")), g.Attr("hx-trigger", "input changed delay:400ms"), g.Attr("hx-swap", "none"),
				g.If(p.Draft != "", h.Value(p.Draft)), h.Data("draft", p.Channel.ID),
				h.Placeholder(label+", or type "+p.command().Name),
				h.Role("combobox"), h.Aria("autocomplete", "list"), h.Aria("expanded", "false"),
				h.Aria("controls", "completions"), h.Aria("describedby", "usage"), g.Attr("enterkeyhint", "send")),
			p.shortcuts(),
			h.Button(h.Type("submit"), h.Class("send"), h.Aria("label", "Send"), h.Title("Send"), sendIcon()),
		),
		h.Div(h.ID("usage"), h.Class("usage"), h.Aria("live", "polite"), g.Map(p.Commands, usage)),
	))
}

// channelLocation is the location of the open channel, with no thread or inspector
// open.
func (p Page) channelLocation() Location { return p.Viewer.Location.inChannel(p.Channel.ID) }

func usage(c Command) g.Node {
	return h.P(h.Data("command", c.Name), g.Attr("hidden"),
		h.Code(g.Text(c.Name)), g.If(c.Usage != "", g.Group{g.Text(" "), h.Span(g.Text(c.Usage))}))
}

// suggestions draws the suggestions as buttons that send them.
func (p Page) suggestions() g.Node {
	if len(p.Suggestions) == 0 {
		return nil
	}
	return h.Div(h.Class("chips"), h.Role("group"), h.Aria("label", "Things to try"),
		h.Span(h.Class("try"), h.Aria("hidden", "true"), g.Text("Try")),
		g.Map(p.Suggestions, func(s Suggestion) g.Node {
			return h.Button(h.Type("button"), h.Class("chip"), g.Attr("hx-post", p.channelLocation().path("say")), g.Attr("hx-swap", "none"),
				g.Attr("hx-sync", "this:drop"), hxVals("text", p.command().Name+" "+s.ID),
				h.Span(h.Dir("auto"), g.Text(s.Title)), h.Code(g.Text(s.ID)))
		}),
	)
}

// completions draws every line that the message box can be completed to. The page's
// script shows the matching ones.
func (p Page) completions() g.Node {
	option := func(i int, insert, title, more, class string) g.Node {
		return h.Li(h.ID("completion-"+strconv.Itoa(i)), h.Role("option"), h.Aria("selected", "false"), h.Class(class),
			h.Data("insert", insert), g.Attr("hidden"),
			h.Code(g.Text(title)), h.Span(h.Dir("auto"), g.Text(more)))
	}
	var all g.Group
	for _, c := range p.Commands {
		all = append(all, option(len(all), c.Name+" ", c.Name, c.Usage, "command"))
	}
	for _, s := range slices.Concat(p.Verbs, p.Suggestions) {
		line := p.command().Name + " " + s.ID
		all = append(all, option(len(all), line, line, s.Title, "suggestion"))
	}
	return h.Ul(h.ID("completions"), h.Class("completions"), h.Role("listbox"), h.Aria("label", "Commands"), g.Attr("hidden"), all)
}

// hxVals returns the hx-vals attribute: keys and values that htmx sends in addition
// to the form.
func hxVals(pairs ...string) g.Node {
	all := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return nil
	}
	return g.Attr("hx-vals", string(raw))
}
