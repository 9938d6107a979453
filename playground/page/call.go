package page

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// maxCallPeople is how many people of a call are drawn by name.
const maxCallPeople = 8

// call draws one of Slack's own calls: what it is called, how to join it and who is in
// it, or how long it lasted.
func (r *blockRenderer) call(b *slack.CallBlock) g.Node {
	if b.Call == nil || b.Call.V1 == nil {
		return unsupported("call block without its call")
	}
	c := b.Call.V1
	return h.Div(h.Class("call"), h.Role("group"), h.Aria("label", "Call"),
		h.Div(h.Class("words"),
			h.Strong(h.Dir("auto"), g.Text(c.Name)),
			h.Div(h.Class("soft"), g.Text(r.callState(c))),
			r.callPeople(c.ActiveParticipants),
		),
		g.If(!c.HasEnded, h.Div(h.Class("accessory"),
			r.joinLink(c),
			r.declineButton(c),
		)),
	)
}

// callState says whether a call goes on, and how long it lasted.
func (r *blockRenderer) callState(c *slack.CallBlockDataV1) string {
	number := ""
	if c.DisplayID != "" {
		number = " · ID " + c.DisplayID
	}
	switch lasted := time.Duration(c.DateEnd-c.DateStart) * time.Second; {
	case c.HasEnded && lasted < time.Minute:
		return "Ended, lasted less than a minute" + number
	case c.HasEnded:
		return fmt.Sprintf("Ended, lasted %d min%s", int(lasted/time.Minute), number)
	case c.WasRejected:
		return "You declined" + number
	default:
		return "Started " + r.timeOfDay(time.Unix(c.DateStart, 0)) + number
	}
}

// callPeople draws who is in a call.
func (r *blockRenderer) callPeople(all []slack.CallParticipant) g.Node {
	if len(all) == 0 {
		return nil
	}
	var people g.Group
	for i, p := range all {
		if i == maxCallPeople {
			people = append(people, h.Li(h.Class("soft"), g.Textf("and %d more", len(all)-i)))
			break
		}
		name := p.DisplayName
		if p.SlackID != "" {
			name = r.nameOf(p.SlackID)
		}
		people = append(people, h.Li(h.Dir("auto"), g.Text(name)))
	}
	return h.Ul(h.Class("joined"), h.Aria("label", count(len(all), "person is", "people are")+" in it"), people)
}

// joinLink draws the button that joins, unless its URL must not be opened.
func (r *blockRenderer) joinLink(c *slack.CallBlockDataV1) g.Node {
	if !isSafeURL(c.JoinURL) {
		return unsupported("call without a link")
	}
	return h.A(h.Class("button primary"), h.Href(c.JoinURL), h.Target("_blank"), h.Rel("noopener noreferrer"), g.Text("Join"))
}

// declineButton draws the button with which the viewer says that they do not come.
func (r *blockRenderer) declineButton(c *slack.CallBlockDataV1) g.Node {
	if c.WasRejected || r.messageTS == "" {
		return nil
	}
	return h.Button(h.Type("button"), h.ID(r.idPrefix+"-decline-"+c.ID), h.Class("button quietly"),
		g.Attr("hx-post", r.Location.path("decline")), g.Attr("hx-swap", "none"), g.Attr("hx-sync", "this:drop"),
		hxVals("call", c.ID, "ts", r.messageTS), g.Text("Decline"))
}
