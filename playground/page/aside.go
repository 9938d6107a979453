package page

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// aside draws the panel beside the conversation: the open thread, the inspector, or
// else the control panel, which is closed at first.
func (p Page) aside() g.Node {
	switch {
	case p.Thread != nil:
		return p.sidePanel("thread", "Thread", h.Ol(h.ID("replies"), h.Class("messages"), p.replies()), p.replyForm())
	case p.Inspected != nil:
		return p.sidePanel("inspect", "Inspector", h.Div(h.ID("inspector"), h.Class("inspector"), p.inspector()))
	case len(p.Controls) > 0:
		return h.Aside(h.ID("panel"), h.Class("beside"), h.Aria("label", "Control panel"), p.panel())
	default:
		return nil
	}
}

func (p Page) sidePanel(id, title string, children ...g.Node) g.Node {
	back := Location{Person: p.Viewer.Location.Person, Channel: p.Viewer.Location.Channel}
	return h.Aside(h.ID(id), h.Class("beside open"), h.Aria("label", title),
		h.Header(h.H2(g.Text(title)),
			h.A(h.ID("close-beside"), h.Class("icon"), h.Href(back.URL()), h.Aria("label", "Close "+title), closeIcon())),
		g.Group(children))
}

// replies draws a thread's messages.
func (p Page) replies() g.Node {
	var all g.Group
	for i := range p.Thread.Messages {
		m := p.Thread.Messages[i]
		m.Replies = 0
		all = append(all, p.Viewer.message(&m, "r"))
		if i == 0 {
			all = append(all, h.Li(h.Class("day"), h.ID("r-count"), h.Span(g.Text(count(len(p.Thread.Messages)-1, "reply", "replies")))))
		}
	}
	if len(p.Thread.Messages) == 0 {
		return h.Li(h.Class("welcome"), h.ID("r-gone"), h.P(g.Text("This thread is gone.")))
	}
	return all
}

// replyForm draws a box for a reply. It completes no commands: Slack has none in
// threads.
func (p Page) replyForm() g.Node {
	if p.Channel.Archived {
		return nil
	}
	address := p.Viewer.Location.path("say")
	return h.Form(h.ID("replier"), h.Class("composer"), h.Method("post"), h.Action(address), h.AutoComplete("off"),
		g.Attr("hx-post", address), g.Attr("hx-swap", "none"),
		h.Label(h.Class("quiet"), h.For("reply"), g.Text("Reply in the thread")),
		h.Div(h.Class("row"),
			h.Input(h.ID("reply"), h.Name("text"), h.Type("text"), h.Required(), h.MaxLength("4000"), h.Dir("auto"), h.Placeholder("Reply…"),
				g.Attr("enterkeyhint", "send")),
			h.Button(h.Type("submit"), h.Class("send"), h.Aria("label", "Send the reply"), sendIcon())))
}

// count says how many there are of something.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
