package page

import (
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// header draws the channel's name and the buttons that open side panels.
func (p Page) header() g.Node {
	return h.Header(h.Class("top"),
		h.Button(h.Type("button"), h.Class("icon unfold"), h.Data("fold", "side"), h.Aria("label", "Channels and people"),
			h.Aria("controls", "side"), h.Aria("expanded", "false"), menuIcon()),
		h.Div(
			h.H1(p.Channel.kindIcon(), h.Span(h.Dir("auto"), g.Text(p.Channel.Name))),
			h.P(h.Class("topic"), h.Dir("auto"), g.Text(p.Channel.Topic)),
		),
		h.Span(h.ID("connection"), h.Role("status"), h.Class("connection")),
		g.If(len(p.Controls) > 0 && p.Thread == nil && p.Inspected == nil, h.Button(h.Type("button"), h.ID("controls"), h.Class("icon"), h.Data("fold", "panel"),
			h.Aria("label", "Control panel"), h.Title("Control panel"), h.Aria("controls", "panel"), h.Aria("expanded", "false"), slidersIcon())),
		h.Button(h.Type("button"), h.ID("theme"), h.Class("icon"), h.Aria("label", "Switch between light and dark"),
			h.Title("Light or dark"), themeIcon()),
	)
}

// conversation draws the list of messages and commands.
func (p Page) conversation() g.Node {
	return h.Div(h.ID("log"), h.Class("log"), h.TabIndex("0"), h.Role("region"), h.Aria("label", "Messages in "+p.Channel.title()),
		h.Ol(h.ID("messages"), h.Class("messages"), h.Aria("live", "polite"), h.Aria("relevant", "additions text"), p.entries()),
	)
}

// entries draws the entries, with a divider before each day.
func (p Page) entries() g.Group {
	if len(p.Entries) == 0 {
		return g.Group{p.welcome()}
	}
	var all g.Group
	day := ""
	for _, l := range p.Entries {
		if d := p.Viewer.dayHeading(l.at()); d != day {
			day = d
			all = append(all, h.Li(h.Class("day"), h.ID("d-"+l.at().In(p.Viewer.timeZone()).Format(time.DateOnly)), h.Span(g.Text(d))))
		}
		if l.Message != nil {
			all = append(all, p.Viewer.message(l.Message, "m"))
		} else {
			all = append(all, p.Viewer.sentCommand(l.Command))
		}
	}
	return all
}

func (l Entry) at() time.Time {
	if l.Message != nil {
		return l.Message.At
	}
	return l.Command.At
}

func (p Page) welcome() g.Node {
	if p.Channel.Archived {
		return h.Li(h.Class("welcome"), h.ID("welcome"), h.P(g.Text("Nothing was ever said here, and nothing will be: the channel is archived.")))
	}
	beginning := p.Channel.title()
	if p.Channel.Kind == Direct {
		beginning = "your conversation with " + p.Channel.Name
	}
	return h.Li(h.Class("welcome"), h.ID("welcome"),
		h.H2(h.Dir("auto"), g.Text("This is the very beginning of "+beginning)),
		h.P(g.Text("A simulated Slack: the app is real, the people are not, and nothing leaves this computer. Type "),
			h.Code(g.Text(p.command().Name)), g.Text(" in the box below, or pick something to try.")),
	)
}

// command is the app's first command.
func (p Page) command() Command {
	if len(p.Commands) == 0 {
		return Command{Name: "/"}
	}
	return p.Commands[0]
}
