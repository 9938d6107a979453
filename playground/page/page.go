// Package page draws the playground's page: facts in, HTML out.
//
// It knows how a chat looks, Slack's markup and the blocks of messages, and draws
// them as a type switch over slack-go's types. It refuses to know clocks, state
// and requests. Everything that anybody wrote goes through text nodes, so no
// message can bring in markup of its own.
package page

import (
	"encoding/json"
	"io"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Page is everything that the page shows.
type Page struct {
	// Reader is who looks at it.
	Reader Reader
	// Workspace, Channel (without its number sign), Topic and App are names.
	Workspace, Channel, Topic, App string
	// Person and Handle are the reader's name and short name.
	Person, Handle string
	// Command is the app's slash command, Usage the hint beside it.
	Command, Usage string
	// Suggestions are arguments of the command that can be tried.
	Suggestions []Suggestion
	// Lines is what was said, oldest first.
	Lines []Line
	// Stream identifies the state that Lines show; the stream goes on from it.
	Stream string
}

// Suggestion is an argument of the command and what it is in a few words.
type Suggestion struct{ ID, Title string }

// Line is one entry of the channel: exactly one of its fields is set.
type Line struct {
	Message *Message
	Typed   *Typed
}

// Message is what somebody said.
type Message struct {
	// TS identifies the message.
	TS string
	// At is when it was said.
	At time.Time
	// Author is who said it; App tells that it is an app.
	Author string
	App    bool
	// Ephemeral tells that only the reader sees it.
	Ephemeral bool
	// Edited tells that it was changed later.
	Edited bool
	// Text is Slack's markup; it is drawn when there are no blocks.
	Text string
	// Blocks is a JSON array of blocks that have ids, or nil.
	Blocks json.RawMessage
	// Source is the message's JSON for who wants to look at it.
	Source string
	// Trouble says what went wrong with the last click, or nothing.
	Trouble string
}

// Typed is a command that the reader typed and what became of it.
type Typed struct {
	// ID is unique among the lines.
	ID string
	// At is when it was typed.
	At time.Time
	// Line is the text as it was typed.
	Line string
	// Pending tells that the app has not answered yet.
	Pending bool
	// Took is how long the app took to answer.
	Took time.Duration
	// Trouble says what went wrong, or nothing.
	Trouble string
}

// Render writes the whole document.
func (p Page) Render(w io.Writer) error {
	version := AssetsVersion()
	asset := func(name string) string { return "assets/" + name + "?v=" + version }
	return h.Doctype(h.HTML(h.Lang("en"),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.Meta(h.Name("color-scheme"), h.Content("light dark")),
			h.Meta(h.Name("htmx-config"), h.Content(`{"includeIndicatorCSS":false,"history":false,"morphIgnore":["data-htmx-powered","open"],"sse":{"reconnectMaxDelay":4000}}`)),
			h.TitleEl(g.Textf("#%s · %s playground", p.Channel, p.App)),
			h.Link(h.Rel("icon"), h.Type("image/svg+xml"), h.Href(asset("icon.svg"))),
			h.Link(h.Rel("stylesheet"), h.Href(asset("page.css"))),
			h.Script(h.Src(asset("page.js"))),
			h.Script(h.Src(asset("htmx.min.js"))),
			h.Script(h.Src(asset("hx-sse.min.js"))),
		),
		h.Body(
			h.A(h.Class("skip"), h.Href("#line"), g.Text("Skip to the message box")),
			p.sidebar(),
			h.Main(p.top(), p.log(), p.foot()),
			h.Div(h.ID("stream"), g.Attr("hx-sse:connect", "stream?from="+p.Stream), g.Attr("hx-swap", "none")),
		),
	)).Render(w)
}

// RenderLines writes what the stream sends when something changed: the lines, to
// be merged into those that the page shows.
func (p Page) RenderLines(w io.Writer) error {
	return g.El("hx-partial", g.Attr("hx-target", "#messages"), g.Attr("hx-swap", "innerMorph"), p.lines()).Render(w)
}

func (p Page) sidebar() g.Node {
	return h.Nav(h.Class("side"), h.Aria("label", "Workspace"),
		h.Div(h.Class("workspace"), h.Span(h.Class("logo"), h.Aria("hidden", "true"), g.Text("P")), g.Text(p.Workspace)),
		h.H2(g.Text("Channels")),
		h.A(h.Class("place here"), h.Href("#messages"), h.Aria("current", "page"),
			h.Span(h.Class("sign"), h.Aria("hidden", "true"), g.Text("#")), g.Text(p.Channel)),
		h.H2(g.Text("Apps")),
		h.Div(h.Class("place"), h.Span(h.Class("dot"), h.Aria("hidden", "true")), g.Text(p.App)),
		h.Div(h.Class("me"),
			avatar(p.Person, false),
			h.Div(h.Strong(g.Text(p.Person)), h.Small(g.Textf("%s · %s", p.Reader.zone(), p.Reader.Locale))),
		),
	)
}

func (p Page) top() g.Node {
	return h.Header(h.Class("top"),
		h.Div(
			h.H1(h.Span(h.Class("sign"), h.Aria("hidden", "true"), g.Text("#")), g.Text(p.Channel)),
			h.P(h.Class("topic"), g.Text(p.Topic)),
		),
		h.Span(h.ID("connection"), h.Role("status"), h.Class("connection")),
		h.Button(h.Type("button"), h.ID("theme"), h.Class("icon"), h.Aria("label", "Switch between light and dark"),
			h.Title("Light or dark"), themeIcon()),
	)
}

func (p Page) log() g.Node {
	return h.Div(h.ID("log"), h.Class("log"), h.TabIndex("0"), h.Role("region"), h.Aria("label", "Messages in #"+p.Channel),
		h.Ol(h.ID("messages"), h.Class("messages"), h.Aria("live", "polite"), h.Aria("relevant", "additions text"), p.lines()),
	)
}

// lines draws the entries, with a divider where a day starts.
func (p Page) lines() g.Group {
	if len(p.Lines) == 0 {
		return g.Group{p.welcome()}
	}
	var all g.Group
	day := ""
	for _, l := range p.Lines {
		if d := p.Reader.day(l.at()); d != day {
			day = d
			all = append(all, h.Li(h.Class("day"), h.ID("d-"+l.at().In(p.Reader.location()).Format(time.DateOnly)), h.Span(g.Text(d))))
		}
		if l.Message != nil {
			all = append(all, p.Reader.message(l.Message))
		} else {
			all = append(all, p.Reader.typed(l.Typed))
		}
	}
	return all
}

func (l Line) at() time.Time {
	if l.Message != nil {
		return l.Message.At
	}
	return l.Typed.At
}

func (p Page) welcome() g.Node {
	return h.Li(h.Class("welcome"), h.ID("welcome"),
		h.H2(g.Text("This is the very beginning of #"+p.Channel)),
		h.P(g.Text("A make-believe chat: the app is real, the people are not, and nothing leaves this computer. Type "),
			h.Code(g.Text(p.Command)), g.Text(" in the box below, or pick something to try.")),
	)
}
