// Package page renders the playground's page: data in, HTML out.
//
// It knows the layout of a chat, Slack's markup, and the blocks of messages and
// views, which it draws with a type switch over slack-go's types. It has no clock,
// no state and no requests. All text from people and apps is escaped, so no message
// can add HTML.
package page

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Page is everything that the page shows.
type Page struct {
	// Viewer is the person who looks at the page.
	Viewer Viewer
	// Workspace and App are names.
	Workspace, App string
	// Workspaces are those to switch between; none where there is only one.
	Workspaces []Workspace
	// InstallURL is where the app can be installed that the workspace lacks, or empty.
	InstallURL string
	// Channel is the open channel, one of the viewer's.
	Channel Channel
	// Me is the person whom the viewer acts as, one of the viewer's people.
	Me Person
	// Commands are the app's slash commands.
	Commands []Command
	// Suggestions are example arguments of the first command.
	Suggestions []Suggestion
	// Verbs are words of the first command, offered as completions only.
	Verbs []Suggestion
	// Shortcuts are the app's shortcuts beside the message box.
	Shortcuts []Shortcut
	// Entries are the messages and commands of the channel, oldest first.
	Entries []Entry
	// Thread is the open thread, or nil.
	Thread *Thread
	// Inspected is the inspected message, or nil.
	Inspected *Inspected
	// Home is the Home tab of the app where it is open, or nil. Without an ID the app
	// has not published it yet.
	Home *View
	// View is the topmost open modal, or nil.
	View *View
	// Controls are the forms of the control panel.
	Controls []Control
	// Draft is the initial text of the message box.
	Draft string
	// Previews are what the app shows under the links in the message box.
	Previews []Unfurl
	// Stream identifies the state that the page shows. The event stream continues
	// from it.
	Stream string
}

// config is htmx's configuration: no styles of its own; updates keep panels and
// menus open and in place, and keep the options that an app returned.
const config = `{"includeIndicatorCSS":false,"history":false,"morphIgnore":["data-htmx-powered","open","aria-expanded","style"],"morphSkipChildren":"[data-found]","sse":{"reconnectMaxDelay":4000}}`

// Render writes the whole document.
func (p Page) Render(w io.Writer) error {
	version := AssetsVersion()
	asset := func(name string) string { return "assets/" + name + "?v=" + version }
	return h.Doctype(h.HTML(h.Lang("en"),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.Meta(h.Name("color-scheme"), h.Content("light dark")),
			h.Meta(h.Name("htmx-config"), h.Content(config)),
			h.TitleEl(g.Textf("%s · %s playground", p.Channel.title(), p.App)),
			h.Link(h.Rel("icon"), h.Type("image/svg+xml"), h.Href(asset("icon.svg"))),
			g.Map([]string{"page.css", "blocks.css", "aside.css", "narrow.css"}, func(name string) g.Node {
				return h.Link(h.Rel("stylesheet"), h.Href(asset(name)))
			}),
			h.Script(h.Src(asset("first.js"))),
			h.Script(h.Src(asset("htmx.min.js"))),
			h.Script(h.Src(asset("hx-sse.min.js"))),
			h.Script(h.Src(asset("page.js")), h.Type("module")),
		),
		h.Body(
			p.skipLink(),
			p.sidebar(),
			h.Main(p.header(), p.tabs(), p.content()),
			p.aside(),
			h.Div(h.ID("views"), p.modal()),
			h.Div(h.ID("stream"), g.Attr("hx-sse:connect", p.Viewer.Location.path("stream", "from", p.Stream)), g.Attr("hx-swap", "none")),
		),
	)).Render(w)
}

// skipLink lets people who use a keyboard skip the list of channels.
func (p Page) skipLink() g.Node {
	if p.Home != nil {
		return h.A(h.Class("skip"), h.Href("#log"), g.Text("Skip to the Home tab"))
	}
	if p.Channel.Archived {
		return h.A(h.Class("skip"), h.Href("#log"), g.Text("Skip to the messages"))
	}
	return h.A(h.Class("skip"), h.Href("#line"), g.Text("Skip to the message box"))
}

// RenderChange writes the parts of the page that can change, for the event stream.
// htmx merges them into the page.
func (p Page) RenderChange(w io.Writer) error {
	parts := g.Group{
		partial("#places", p.channels()),
		partial("#messages", p.entries()),
		partial("#views", p.modal()),
	}
	if !p.Channel.Archived {
		parts = append(parts, partial("#previews", p.previews()))
	}
	if len(p.Workspaces) > 0 {
		parts = append(parts, partial("#workspaces", p.workspaces()), partial("#app", p.installNotice()))
	}
	if p.Home != nil {
		parts[1] = partial("#home", p.home())
	}
	if p.Thread != nil {
		parts = append(parts, partial("#replies", p.replies()))
	}
	if p.Inspected != nil {
		parts = append(parts, partial("#inspector", p.inspector()))
	}
	return parts.Render(w)
}

// partial replaces the content of an element of the page.
func partial(target string, children ...g.Node) g.Node {
	return g.El("hx-partial", g.Attr("hx-target", target), g.Attr("hx-swap", "innerMorph"), g.Group(children))
}
