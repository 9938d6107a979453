package page

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// message draws a message. The id prefix keeps ids unique when a message is shown
// twice: in the conversation and in its thread.
func (v Viewer) message(m *Message, scope string) g.Node {
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
				h.Time(h.DateTime(m.At.UTC().Format(time.RFC3339)), h.Title(v.dateAndTime(m.At)), g.Text(v.timeOfDay(m.At))),
				g.If(m.Ephemeral, h.Span(h.Class("only"), eyeIcon(), g.Text("Only visible to you"))),
			),
			v.messageBody(m, scope),
			files(m),
			v.unfurls(m, scope),
			g.If(m.Edited, h.Small(h.Class("edited"), g.Text("(edited)"))),
			g.If(m.Problem != "", h.P(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text("The app did not take that: "+m.Problem))),
			v.threadLink(m, id),
		),
		h.Div(h.Class("tools"),
			v.messageShortcuts(m, id),
			g.If(!m.Ephemeral && scope == "m", toolLink(id+"-reply", v.Location.withThread(m.TS), "Reply in a thread", replyIcon())),
			toolLink(id+"-inspect", v.Location.withInspect(m.TS), "Inspect the message", codeIcon())),
	)
}

// threadLink draws the link to a message's thread.
func (v Viewer) threadLink(m *Message, id string) g.Node {
	if m.Replies == 0 {
		return nil
	}
	return h.A(h.ID(id+"-thread"), h.Class("replied"), h.Href(v.Location.withThread(m.TS).URL()), replyIcon(),
		g.Text(count(m.Replies, "reply", "replies")))
}

func toolLink(id string, to Location, label string, picture g.Node) g.Node {
	return h.A(h.ID(id), h.Class("icon"), h.Href(to.URL()), h.Aria("label", label), h.Title(label), picture)
}

// messageBody draws the blocks, or the text when there are none.
func (v Viewer) messageBody(m *Message, scope string) g.Node {
	r := &blockRenderer{Viewer: v, idPrefix: scope + "-" + slug(m.TS), messageTS: m.TS, state: parseState(m.State), idCounts: map[string]int{}}
	if blocks := r.blocks(m.Blocks); blocks != nil {
		return h.Div(h.Class("blocks"), blocks)
	}
	return h.Div(h.Class("text"), h.Dir("auto"), v.Mrkdwn(m.Text, false))
}

// files draws the files of a message, to be downloaded.
func files(m *Message) g.Node {
	var all g.Group
	for _, f := range m.Files {
		all = append(all, h.A(h.Class("file"), h.Href("./"+f.URL), g.Attr("download", f.Name),
			h.Strong(h.Dir("auto"), g.Text(f.Title)), h.Small(g.Textf("%s · %s", f.Name, size(f.Size)))))
	}
	return all
}

// size writes a number of bytes for people.
func size(bytes int) string {
	if bytes < 1000 {
		return count(bytes, "byte", "bytes")
	}
	return strconv.FormatFloat(float64(bytes)/1000, 'f', 1, 64) + " kB"
}

// previews draws what the app shows under the links in the message box. Its elements
// cannot be used.
func (p Page) previews() g.Node {
	if len(p.Previews) == 0 {
		return nil
	}
	return h.Div(h.Class("previews"), g.Attr("inert"), p.Viewer.unfurls(&Message{Unfurls: p.Previews}, "draft"))
}

// unfurls draws what the app shows under the links of a message.
func (v Viewer) unfurls(m *Message, scope string) g.Node {
	var all g.Group
	for i, u := range m.Unfurls {
		r := &blockRenderer{
			Viewer: v, idPrefix: scope + "-" + slug(m.TS) + "-u" + strconv.Itoa(i+1), messageTS: m.TS,
			state: parseState(m.State), idCounts: map[string]int{},
		}
		body := r.blocks(u.Blocks)
		if body == nil {
			body = h.Div(h.Class("text"), h.Dir("auto"), v.Mrkdwn(u.Text, false))
		}
		all = append(all, h.Div(h.Class("unfurl"), h.Role("group"), h.Aria("label", "Preview of a link to "+u.Host),
			h.Div(h.Class("blocks"), body), h.Small(h.Class("source"), g.Text("Added by the app"))))
	}
	return all
}

// sentCommand draws a command that the viewer sent and its result. The command links
// to a page whose message box contains it.
func (v Viewer) sentCommand(c *SentCommand) g.Node {
	var state g.Node
	class := "typed"
	switch {
	case c.Pending:
		state = h.Span(h.Class("pending"), g.Text("waiting for the app"))
		class += " waiting"
	case c.Problem != "":
		state = h.Span(h.Class("trouble"), h.Role("alert"), warnIcon(), g.Text(c.Problem))
		class += " failed"
	default:
		state = h.Span(h.Class("took"), g.Textf("acknowledged in %s", roundDuration(c.Took)))
	}
	return h.Li(h.ID("t-"+slug(c.ID)), h.Class(class),
		h.Span(g.Text("You typed")), g.Text(" "),
		h.A(h.Class("again"), h.Href(v.Location.inChannel(v.Location.Channel).path("./", KeyDraft, c.Text)), h.Title("Fill it in again"),
			h.Code(h.Dir("auto"), g.Text(c.Text))),
		g.Text(" "), state)
}

// roundDuration rounds a duration for display.
func roundDuration(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1ms"
	}
	if d < time.Second {
		return d.Round(time.Millisecond).String()
	}
	return d.Round(10 * time.Millisecond).String()
}

// avatar draws the first letter of a name on a coloured background.
func avatar(name string, app bool) g.Node {
	sum := 0
	for _, r := range name {
		sum += int(r)
	}
	class := "avatar tint" + strconv.Itoa(sum%6)
	if app {
		class += " robot"
	}
	return h.Span(h.Class(class), h.Aria("hidden", "true"), g.Text(initial(name)))
}

// initial is the first letter of a name, as a capital.
func initial(name string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(name))
	if first == utf8.RuneError {
		first = '?'
	}
	return strings.ToUpper(string(first))
}

// slug turns a timestamp or an id into a part of an HTML id.
func slug(ts string) string { return strings.ReplaceAll(ts, ".", "-") }
