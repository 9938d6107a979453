package bot

import (
	"meetingbot/bot/view"
	"meetingbot/internal/lazyregexp"
)

// link is a link in the text of a command, wrapped by Slack or not.
var link = lazyregexp.New(`<[^>]*/[^>]*>|\S*/\S*`)

// again is the question as the person asked it, for a button that asks it again. A
// link is written as the number in it: it may have a code that lets people in.
func (r *Request) again() view.Again {
	a := r.asked
	if id := r.Args.Page.ID; a.Action == "" && id != "" {
		a.Text = link().ReplaceAllString(a.Text, id)
	}
	return a
}

// asked is how a question is asked again.
func (q *Question) asked() view.Again {
	if q.Kind == KindCommand {
		return view.Again{Command: q.Command, Text: q.Text}
	}
	return view.Again{Action: q.Action.ID, Value: q.Action.Value}
}

// parseSuggestion makes the command of the press that is suggested, and returns its
// route: it is checked as if it had been typed.
func (b *Bot) parseSuggestion(r *Request) *route {
	if a, ok := view.ParseAgain(r.Action.Value); !ok || a.Action != "" {
		return replies(stale)
	}
	return b.parseAgain(r)
}

// parseMeant makes the command of the press that says which meeting a number means,
// and returns its route.
func (b *Bot) parseMeant(r *Request) *route {
	pressed := r.asked
	found := b.parseSuggestion(r)
	r.asked, r.exact = pressed, true // asking again means the same
	return found
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
		r.Kind, r.Command, r.Text = KindCommand, a.Command, a.Text
		if r.Surface != SurfaceDirect {
			r.Surface = SurfaceChannel
		}
	}
	r.asked = r.Question.asked()
	return b.routeFor(r)
}
