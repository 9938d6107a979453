package page

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// tabs draws the links to the Home tab and to the messages of the app, in its
// conversation only.
func (p Page) tabs() g.Node {
	if p.Channel.Kind != Direct {
		return nil
	}
	here := p.channelLocation()
	return h.Nav(h.Class("tabs"), h.Aria("label", p.App),
		tabLink("tab-home", here.onHome(p.Channel.ID), "Home", p.Home != nil),
		tabLink("tab-messages", here, "Messages", p.Home == nil))
}

func tabLink(id string, to Location, label string, here bool) g.Node {
	return h.A(h.ID(id), h.Href(to.URL()), g.If(here, h.Aria("current", "page")), g.Text(label))
}

// content draws what is open of the conversation.
func (p Page) content() g.Node {
	if p.Home == nil {
		return g.Group{p.conversation(), p.composer()}
	}
	return h.Div(h.ID("log"), h.Class("log"), h.TabIndex("0"), h.Role("region"), h.Aria("label", "Home of "+p.App),
		h.Div(h.ID("home"), h.Class("home blocks"), p.home()))
}

// home draws the Home tab, or says that the app has not published it.
func (p Page) home() g.Node {
	v := p.Home
	if v.ID == "" {
		return h.P(h.ID("home-empty"), h.Class("welcome"), g.Text("This app has not published its Home tab yet."))
	}
	r := &blockRenderer{Viewer: p.Viewer, idPrefix: "h", homeID: v.ID, state: parseState(v.State), idCounts: map[string]int{}}
	return g.Group{
		g.If(v.Problem != "", h.P(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text("The app did not take that: "+v.Problem))),
		r.blocks(v.Blocks),
	}
}
