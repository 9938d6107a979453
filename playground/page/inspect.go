package page

import (
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// inspector draws a message's JSON and the calls that made it.
func (p Page) inspector() g.Node {
	i := p.Inspected
	if i.JSON == "" {
		return h.P(h.Class("soft"), g.Text("This message is gone."))
	}
	return g.Group{
		h.P(h.Class("soft"), g.Text("Message "), h.Code(g.Text(i.TS))),
		g.Iff(len(i.Calls) > 0, func() g.Node {
			var all g.Group
			for n, e := range i.Calls {
				all = append(all, p.Viewer.call(n, e))
			}
			return g.Group{h.H3(g.Text("How it came to be")), h.Ol(h.Class("exchanges"), all)}
		}),
		h.H3(g.Text("JSON")),
		code("inspect-json", "JSON of the message", i.JSON),
	}
}

func (v Viewer) call(n int, e Call) g.Node {
	id := "exchange-" + strconv.Itoa(n)
	return h.Li(h.Details(h.ID(id),
		h.Summary(h.Strong(g.Text(e.Title)), g.Text(" "),
			h.Time(h.DateTime(e.At.UTC().Format(time.RFC3339Nano)), g.Text(v.formatToken("time_secs", e.At))), g.Text(" "),
			h.Span(h.Class("took"), g.Text(roundDuration(e.Took))), g.Text(" "),
			g.If(e.Status != 0, h.Span(h.Class(statusClass(e.Status)), g.Text(strconv.Itoa(e.Status)))),
			g.If(e.Problem != "", h.Span(h.Class("trouble"), warnIcon(), g.Text(e.Problem)))),
		code(id+"-request", "Request", e.Request),
		code(id+"-answer", "Answer", e.Answer)))
}

func statusClass(status int) string {
	if status < 400 {
		return "status good"
	}
	return "status bad"
}

// code draws a text with a button to copy it.
func code(id, title, text string) g.Node {
	if text == "" {
		return h.P(h.Class("soft"), g.Text(title+": empty"))
	}
	return h.Figure(h.Class("code"),
		h.FigCaption(g.Text(title),
			h.Button(h.Type("button"), h.Class("copy"), h.Data("copy", id), h.Aria("label", "Copy: "+title), g.Text("Copy"))),
		h.Pre(h.ID(id), h.TabIndex("0"), h.Role("region"), h.Aria("label", title), h.Code(g.Text(text))))
}
