package page

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// message draws what somebody said. The scope tells its ids apart where the page
// shows it twice.
func (r Reader) message(m *Message, scope string) g.Node {
	id := scope + "-" + slug(m.TS)
	class := "message"
	if m.Ephemeral {
		class += " ephemeral"
	}
	return h.Li(h.ID(id), h.Class(class), h.Data("message", m.TS), h.TabIndex("-1"),
		avatar(m.Author, m.App),
		h.Div(h.Class("said"),
			h.Div(h.Class("byline"),
				h.Strong(g.Text(m.Author)),
				g.If(m.App, h.Span(h.Class("badge"), g.Text("App"))),
				h.Time(h.DateTime(m.At.UTC().Format(time.RFC3339)), h.Title(r.full(m.At)), g.Text(r.clock(m.At))),
				g.If(m.Ephemeral, h.Span(h.Class("only"), eyeIcon(), g.Text("Only visible to you"))),
			),
			r.body(m, scope),
			g.If(m.Edited, h.Small(h.Class("edited"), g.Text("(edited)"))),
			g.If(m.Trouble != "", h.P(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text("The app did not take that: "+m.Trouble))),
			r.replied(m, id),
		),
		h.Div(h.Class("tools"),
			g.If(!m.Ephemeral && scope == "m", tool(id+"-reply", r.Place.at(m.TS), "Reply in a thread", replyIcon())),
			tool(id+"-inspect", r.Place.inspecting(m.TS), "Inspect the message", codeIcon())),
	)
}

// replied draws the way to a message's thread.
func (r Reader) replied(m *Message, id string) g.Node {
	if m.Replies == 0 {
		return nil
	}
	return h.A(h.ID(id+"-thread"), h.Class("replied"), h.Href(r.Place.at(m.TS).Address()), replyIcon(),
		g.Text(counted(m.Replies, "reply", "replies")))
}

func tool(id string, to Place, label string, picture g.Node) g.Node {
	return h.A(h.ID(id), h.Class("icon"), h.Href(to.Address()), h.Aria("label", label), h.Title(label), picture)
}

// body draws the blocks, or the text when there are none.
func (r Reader) body(m *Message, scope string) g.Node {
	d := &drawing{Reader: r, scope: scope + "-" + slug(m.TS), ts: m.TS, state: stateOf(m.State), seen: map[string]int{}}
	if blocks := d.blocks(m.Blocks); blocks != nil {
		return h.Div(h.Class("blocks"), blocks)
	}
	return h.Div(h.Class("text"), h.Dir("auto"), r.Mrkdwn(m.Text, false))
}

// typed draws a command that the reader typed and what became of it.
func (r Reader) typed(t *Typed) g.Node {
	var state g.Node
	class := "typed"
	switch {
	case t.Pending:
		state = h.Span(h.Class("pending"), g.Text("waiting for the app"))
		class += " waiting"
	case t.Trouble != "":
		state = h.Span(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text(t.Trouble))
		class += " failed"
	default:
		state = h.Span(h.Class("took"), g.Textf("acknowledged in %s", brief(t.Took)))
	}
	return h.Li(h.ID("t-"+slug(t.ID)), h.Class(class),
		h.Span(g.Text("You typed")), g.Text(" "), h.Code(h.Dir("auto"), g.Text(t.Line)), g.Text(" "), state)
}

// brief rounds a duration to what a person cares for.
func brief(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1ms"
	}
	if d < time.Second {
		return d.Round(time.Millisecond).String()
	}
	return d.Round(10 * time.Millisecond).String()
}

// avatar draws a letter on a colour.
func avatar(name string, app bool) g.Node {
	sum := 0
	for _, r := range name {
		sum += int(r)
	}
	class := "avatar tint" + strconv.Itoa(sum%6)
	if app {
		class += " robot"
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(name))
	if first == utf8.RuneError {
		first = '?'
	}
	return h.Span(h.Class(class), h.Aria("hidden", "true"), g.Text(strings.ToUpper(string(first))))
}

// slug makes a timestamp fit for an id.
func slug(ts string) string { return strings.ReplaceAll(ts, ".", "-") }
