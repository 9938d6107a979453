package page

import (
	"strconv"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// inspector draws a message's JSON and how it came to be.
func (p Page) inspector() g.Node {
	i := p.Inspected
	if i.JSON == "" {
		return h.P(h.Class("soft"), g.Text("This message is gone."))
	}
	return g.Group{
		h.P(h.Class("soft"), g.Text("Message "), h.Code(g.Text(i.TS))),
		g.Iff(len(i.Exchanges) > 0, func() g.Node {
			var all g.Group
			for n, e := range i.Exchanges {
				all = append(all, p.Reader.exchange(n, e))
			}
			return g.Group{h.H3(g.Text("How it came to be")), h.Ol(h.Class("exchanges"), all)}
		}),
		h.H3(g.Text("JSON")),
		code("inspect-json", "JSON of the message", i.JSON),
	}
}

func (r Reader) exchange(n int, e Exchange) g.Node {
	id := "exchange-" + strconv.Itoa(n)
	return h.Li(h.Details(h.ID(id),
		h.Summary(h.Strong(g.Text(e.Title)), g.Text(" "),
			h.Time(h.DateTime(e.At.UTC().Format(time.RFC3339Nano)), g.Text(r.token("time_secs", e.At))), g.Text(" "),
			h.Span(h.Class("took"), g.Text(brief(e.Took))), g.Text(" "),
			g.If(e.Status != 0, h.Span(h.Class(statusClass(e.Status)), g.Text(strconv.Itoa(e.Status)))),
			g.If(e.Trouble != "", h.Span(h.Class("trouble"), warnIcon(), g.Text(e.Trouble)))),
		code(id+"-request", "Request", e.Request),
		code(id+"-answer", "Answer", e.Answer)))
}

func statusClass(status int) string {
	if status < 400 {
		return "status good"
	}
	return "status bad"
}

// code draws a text that can be copied.
func code(id, title, text string) g.Node {
	if text == "" {
		return h.P(h.Class("soft"), g.Text(title+": empty"))
	}
	return h.Figure(h.Class("code"),
		h.FigCaption(g.Text(title),
			h.Button(h.Type("button"), h.Class("copy"), h.Data("copy", id), h.Aria("label", "Copy: "+title), g.Text("Copy"))),
		h.Pre(h.ID(id), h.TabIndex("0"), h.Role("region"), h.Aria("label", title), h.Code(g.Text(text))))
}
