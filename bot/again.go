package bot

import (
	"strings"

	"meetingbot/bot/view"
)

// again is the question as the person asked it, for a button that asks it again. A
// link is written as the number in it: it may have a code that lets people in.
func (r *Request) again() view.Again {
	if r.asked.Kind == KindCommand {
		words := strings.Fields(r.asked.Text)
		for i, word := range words {
			if strings.Contains(word, "://") && r.Args.Page.ID != "" {
				words[i] = r.Args.Page.ID
			}
		}
		return view.Again{Command: r.asked.Command, Text: strings.Join(words, " ")}
	}
	return view.Again{Action: r.asked.Action.ID, Value: r.asked.Action.Value}
}

// parseAgain makes the question of the press that is repeated, and returns its
// route: all that is checked of a question is checked again.
func (b *Bot) parseAgain(r *Request) *route {
	a, ok := view.ParseAgain(r.Action.Value)
	if !ok || !r.hasMessages() {
		return replies(stale)
	}
	r.Action = Action{ID: a.Action, Value: a.Value}
	if a.Action == "" {
		r.Kind, r.Surface, r.Command, r.Text = KindCommand, SurfaceChannel, a.Command, a.Text
	}
	r.asked = r.Question
	return b.routeFor(r)
}
