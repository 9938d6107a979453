package bot

import (
	"context"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Workspaces where the app is not installed are remembered, so that each is
// logged once a day.
const (
	maxUnknown  = 1000
	unknownLife = 24 * time.Hour
)

// Begin reads a question. Where the whole answer is in memory, it is returned
// and no work is left; otherwise the work is returned that answers. Where there
// is nothing to say, it returns neither. It never waits.
func (b *Bot) Begin(q Question) (Reply, Work) {
	if q.Kind == KindDeparted {
		return Reply{}, b.departure(q)
	}
	begun := b.o.Now()
	if ws, ok := b.o.Workspaces.Peek(q.Key); ok {
		return b.beginIn(ws, q, begun)
	}
	return Reply{}, b.findLater(q, begun)
}

// departure returns the work on the end of an installation. In Begin, this function
// and the next one would put every question on the heap.
func (b *Bot) departure(q Question) Work {
	return func(ctx context.Context, _ Send) error { return b.depart(ctx, q) }
}

// findLater returns the work on a question from a workspace that is not in memory.
func (b *Bot) findLater(q Question, begun time.Time) Work {
	return func(ctx context.Context, send Send) error { return b.findAndServe(ctx, q, begun, send) }
}

// findAndServe answers a question from a workspace that is not in memory.
func (b *Bot) findAndServe(ctx context.Context, q Question, begun time.Time, send Send) error {
	ws, err := b.o.Workspaces.Get(ctx, q.Key)
	if err != nil {
		return b.refuseWorkspace(ctx, q, err, send)
	}
	reply, work := b.beginIn(ws, q, begun)
	switch {
	case work != nil:
		return work(ctx, send)
	case len(reply.JSON()) > 0:
		return send(ctx, reply)
	default:
		return nil
	}
}

// beginIn is Begin in a workspace.
func (b *Bot) beginIn(ws workspace.Workspace, q Question, begun time.Time) (Reply, Work) {
	if q.Kind.isEvent() {
		return Reply{}, b.takeEvent(ws, q)
	}
	r := &Request{Question: q, asked: q.asked(), begun: begun, Workspace: ws, bot: b}
	r.route = b.routeFor(r)
	if r.route.handle == nil || r.repeated() {
		return Reply{}, nil
	}
	if r.spoken {
		return Reply{}, b.speak(r)
	}
	if reply, ok := b.fromMemory(r); ok && r.Thread == "" {
		return reply, nil
	}
	return Reply{}, func(ctx context.Context, send Send) error {
		r.send = r.inThread(send)
		return b.serve(ctx, r)
	}
}

// takeEvent takes note of an event, and returns the work that is left, nil for none.
func (b *Bot) takeEvent(ws workspace.Workspace, q Question) Work {
	switch q.Kind {
	case KindUserChanged:
		return b.personChanged(ws, q.Origin)
	case KindHomeOpened:
		return func(ctx context.Context, _ Send) error { return b.openHome(ctx, ws, q.UserID, q.View.Hash) }
	case KindLinkShared:
		return b.unfurl(ws, q)
	default: // what is no event, and a departure, which needs no workspace
	}
	return nil
}

// Sorry is what a person reads whose question came to nothing. For a submission it
// stands beside a field, so that what was entered is kept and can be sent off again;
// a modal without such a field is replaced.
func (b *Bot) Sorry(ctx context.Context, q Question) Reply {
	if q.Kind == KindSuggestion {
		return optionsReply(nil)
	}
	r := &Request{Question: q, bot: b, Localizer: b.localizers.of(language.English)}
	if ws, err := b.o.Workspaces.Get(ctx, q.Key); err == nil {
		r.Workspace = ws
		r.know(ws.Reader(ctx, q.UserID))
	}
	if route := b.routes.modals[q.View.CallbackID]; q.Kind == KindSubmission && route != nil && route.errorField != "" {
		return fieldErrorsReply(map[string]string{route.errorField: r.notice(text.Sorry).Text})
	}
	if q.Kind == KindSubmission {
		return replaceModal(view.InfoModal(r.Localizer, r.notice(text.Sorry)))
	}
	return Plain(r.notice(text.Sorry).Text)
}

// fromMemory answers a command from memory: a meeting that was read a moment ago,
// asked for by somebody who is known and may see it. It reports false for every
// other question, which serve goes on with: what has been found out so far stays
// in r.
func (b *Bot) fromMemory(r *Request) (Reply, bool) {
	who, known := r.Workspace.PeekPerson(r.UserID)
	if !known {
		return Reply{}, false
	}
	r.know(who)
	if !r.route.memory || r.denied() != "" {
		return Reply{}, false
	}
	if r.Meeting = r.peek(r.Args.Page.ID); r.Meeting == nil || r.mayMeanRoom(r.Meeting) || r.deniedMeeting() != "" {
		return Reply{}, false
	}
	err := r.route.handle(context.Background(), r)
	return r.cached, err == nil
}

// serve answers a question: it finds out who asks, checks that they have access,
// reads the meeting that is asked for, and calls the handler.
func (b *Bot) serve(ctx context.Context, r *Request) error {
	ctx = meeting.WithAllowance(ctx)
	if ok, err := b.admit(ctx, r); !ok {
		return err
	}
	b.checkLink(ctx, r)
	if r.route.meeting != readNothing {
		if ok, err := b.readMeeting(ctx, r, r.route.meeting); !ok {
			return err
		}
	}
	if !r.claim(ctx) {
		return nil
	}
	return r.route.handle(ctx, r)
}
