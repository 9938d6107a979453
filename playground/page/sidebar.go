package page

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// sidebar draws the list of channels and the menu of people.
func (p Page) sidebar() g.Node {
	return h.Nav(h.ID("side"), h.Class("side"), h.Aria("label", "Workspace"),
		h.Div(h.Class("workspace"), p.workspaceTitle(),
			h.Button(h.Type("button"), h.Class("icon fold"), h.Data("fold", "side"), h.Aria("label", "Close the list of channels"), closeIcon())),
		g.If(len(p.Workspaces) > 0, h.Ul(h.ID("workspaces"), h.Class("teams"), h.Aria("label", "Workspaces"), p.workspaces())),
		h.Div(h.ID("places"), h.Class("places"), p.channels()),
		p.personMenu(),
	)
}

// workspaceTitle draws the workspace's name, or the heading of a list that names it.
func (p Page) workspaceTitle() g.Node {
	if len(p.Workspaces) > 0 {
		return h.Span(g.Text("Workspaces"))
	}
	return g.Group{h.Span(h.Class("logo"), h.Aria("hidden", "true"), g.Text(initial(p.Workspace))), h.Span(g.Text(p.Workspace))}
}

// workspaces draws the links to all workspaces.
func (p Page) workspaces() g.Node {
	return g.Map(p.Workspaces, func(w Workspace) g.Node {
		return h.Li(h.A(h.Class("team"), h.Href(w.Path), g.If(w.Here, h.Aria("current", "true")),
			avatar(w.Name, false), h.Span(h.Dir("auto"), g.Text(w.Name)), g.If(!w.Installed, h.Small(g.Text("without the app")))))
	})
}

// installNotice says that the workspace lacks the app.
func (p Page) installNotice() g.Node {
	for _, w := range p.Workspaces {
		if w.Here && !w.Installed {
			return h.P(h.Class("notice"), h.Span(g.Textf("%s is not installed in %s.", p.App, w.Name)),
				g.If(p.InstallURL != "", h.A(h.Class("button primary"), h.Href(p.InstallURL), g.Text("Install "+p.App))))
		}
	}
	return nil
}

// channels draws the viewer's channels and direct messages.
func (p Page) channels() g.Node {
	var channels, direct []Channel
	for _, c := range p.Viewer.Channels {
		if c.Kind == Direct {
			direct = append(direct, c)
		} else {
			channels = append(channels, c)
		}
	}
	return g.Group{p.channelList("Channels", channels), p.channelList("Direct messages", direct)}
}

func (p Page) channelList(title string, channels []Channel) g.Node {
	if len(channels) == 0 {
		return nil
	}
	return g.Group{
		h.H2(g.Text(title)),
		h.Ul(g.Map(channels, func(c Channel) g.Node { return h.Li(p.channelLink(c)) })),
	}
}

func (p Page) channelLink(c Channel) g.Node {
	class := "place"
	here := c.ID == p.Channel.ID
	if here {
		class += " here"
	}
	if c.Unread > 0 {
		class += " unread"
	}
	return h.A(h.ID("place-"+c.ID), h.Class(class), h.Href(p.Viewer.Location.inChannel(c.ID).URL()), g.If(here, h.Aria("current", "page")),
		c.kindIcon(), h.Span(h.Class("name"), h.Dir("auto"), g.Text(c.Name)),
		g.If(c.Archived, h.Small(g.Text("archived"))),
		g.If(c.Unread > 0, h.Span(h.Class("count"), g.Text(strconv.Itoa(c.Unread)), h.Span(h.Class("quiet"), g.Text(" unread")))),
	)
}

// kindIcon draws the icon for a kind of channel.
func (c Channel) kindIcon() g.Node {
	switch {
	case c.Kind == Direct:
		return h.Span(h.Class("dot"), h.Aria("hidden", "true"))
	case c.Archived:
		return h.Span(h.Class("sign"), h.Role("img"), h.Aria("label", "archived channel"), boxIcon())
	case c.Kind == Private:
		return h.Span(h.Class("sign"), h.Role("img"), h.Aria("label", "private channel"), lockIcon())
	default:
		return h.Span(h.Class("sign"), h.Aria("hidden", "true"), g.Text("#"))
	}
}

// title is the channel's name, with a number sign unless it is a direct message.
func (c Channel) title() string {
	if c.Kind == Direct {
		return c.Name
	}
	return "#" + c.Name
}

// personMenu draws the person whom the viewer acts as, and a menu of all others.
func (p Page) personMenu() g.Node {
	return h.Div(h.Class("me"),
		h.Button(h.Type("button"), h.ID("me"), h.Class("self"), h.Aria("haspopup", "menu"), h.PopoverTarget("me-menu"),
			avatar(p.Me.Name, false),
			h.Span(h.Class("who"),
				h.Span(h.Class("quiet"), g.Text("Act as somebody else. You are ")),
				h.Strong(h.Dir("auto"), g.Text(p.Me.Name)), h.Small(g.Text(p.Me.details()))),
			chevronIcon()),
		h.Div(h.ID("me-menu"), h.Class("menu"), h.Role("menu"), h.Aria("label", "Act as"), h.Popover("auto"),
			g.Map(p.Viewer.People, p.personLink)),
	)
}

func (p Page) personLink(who Person) g.Node {
	if who.App {
		return nil
	}
	me := who.ID == p.Me.ID
	return h.A(h.ID("as-"+who.ID), h.Class("item person"), h.Role("menuitemradio"), h.Aria("checked", strconv.FormatBool(me)),
		h.TabIndex("-1"), h.Href(p.Viewer.Location.asPerson(who.ID).URL()),
		avatar(who.Name, false),
		h.Span(h.Class("who"), h.Strong(h.Dir("auto"), g.Text(who.Name)), h.Small(g.Text(who.details()))))
}

// details are the person's role, time zone and language.
func (p Person) details() string {
	s := p.Zone + " · " + p.Locale
	if p.About != "" {
		s = p.About + " · " + s
	}
	return s
}
