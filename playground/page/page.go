// Package page draws the playground's page: facts in, HTML out.
//
// It knows how a chat looks, Slack's markup and the blocks of messages and views,
// and draws them as a type switch over slack-go's types. It refuses to know clocks,
// state and requests. Everything that anybody wrote goes through text nodes, so no
// message can bring in markup of its own.
package page

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Page is everything that the page shows.
type Page struct {
	// Reader is who looks at it, and where they are.
	Reader Reader
	// Workspace and App are names.
	Workspace, App string
	// Here is the channel that is open, one of the Reader's.
	Here Channel
	// Me is the person that the reader acts as, one of the Reader's people.
	Me Person
	// Commands are the app's slash commands.
	Commands []Command
	// Suggestions are arguments of the first command that can be tried.
	Suggestions []Suggestion
	// Lines is what was said, oldest first.
	Lines []Line
	// Thread is the open thread, or nil.
	Thread *Thread
	// Inspected is what is known about one message, or nil.
	Inspected *Inspected
	// View is the topmost open modal, or nil.
	View *View
	// Controls are forms that change the world behind the app.
	Controls []Control
	// Draft is a line that is filled into the message box and not yet sent.
	Draft string
	// Stream identifies the state that the page shows; the stream goes on from it.
	Stream string
}

// config is htmx's configuration: no styles of its own; folds and menus stay open and
// where they are when what is around them changes, and what an app offered stays listed.
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
			h.TitleEl(g.Textf("%s · %s playground", p.Here.title(), p.App)),
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
			p.skip(),
			p.sidebar(),
			h.Main(p.top(), p.log(), p.foot()),
			p.aside(),
			h.Div(h.ID("views"), p.modal()),
			h.Div(h.ID("stream"), g.Attr("hx-sse:connect", p.Reader.Place.address("stream", "from", p.Stream)), g.Attr("hx-swap", "none")),
		),
	)).Render(w)
}

// skip is the way past the list of channels for who goes by keyboard.
func (p Page) skip() g.Node {
	if p.Here.Archived {
		return h.A(h.Class("skip"), h.Href("#log"), g.Text("Skip to the messages"))
	}
	return h.A(h.Class("skip"), h.Href("#line"), g.Text("Skip to the message box"))
}

// RenderChange writes what the stream sends when something changed: the parts that
// may have, to be merged into those that the page shows.
func (p Page) RenderChange(w io.Writer) error {
	parts := g.Group{
		part("#places", p.places()),
		part("#messages", p.lines()),
		part("#views", p.modal()),
	}
	if p.Thread != nil {
		parts = append(parts, part("#replies", p.replies()))
	}
	if p.Inspected != nil {
		parts = append(parts, part("#inspector", p.inspector()))
	}
	return parts.Render(w)
}

// part replaces what an element of the page holds, in place.
func part(target string, children ...g.Node) g.Node {
	return g.El("hx-partial", g.Attr("hx-target", target), g.Attr("hx-swap", "innerMorph"), g.Group(children))
}
