package bot

import (
	"context"
	"errors"
	"log/slog"
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
	ws, err := b.o.Workspaces.Get(context.Background(), q.Key)
	if err != nil {
		return Reply{}, b.refuseWorkspace(q, err)
	}
	if q.Kind == KindUserChanged {
		ws.ForgetPerson(q.UserID)
		return Reply{}, nil
	}
	r := &Request{Question: q, asked: q.asked(), begun: b.o.Now(), Workspace: ws, bot: b}
	r.route = b.routeFor(r)
	if r.route.handle == nil || r.repeated() {
		return Reply{}, nil
	}
	if reply, ok := b.fromMemory(r); ok {
		return reply, nil
	}
	return Reply{}, func(ctx context.Context, send Send) error {
		r.send = send
		return b.serve(ctx, r)
	}
}

// Sorry is what a person reads whose question came to nothing. For a submission it
// stands beside a field, so that what was entered is kept and can be sent off again;
// a modal without such a field is replaced.
func (b *Bot) Sorry(ctx context.Context, q Question) Reply {
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

// refuseWorkspace answers a question from a workspace that cannot be served.
// That the app is not installed there is logged once a day.
func (b *Bot) refuseWorkspace(q Question, err error) Work {
	if errors.Is(err, workspace.ErrUnknown) {
		if b.unknown.Add(q.EnterpriseID+"/"+q.TeamID, struct{}{}, unknownLife) {
			b.o.Logger.LogAttrs(context.Background(), slog.LevelWarn, "the app is not installed in this workspace",
				slog.String("enterprise_id", q.EnterpriseID), slog.String("team_id", q.TeamID))
		}
		err = nil
	}
	return func(ctx context.Context, send Send) error {
		if q.Kind == KindUserChanged || q.Kind == KindClick && !q.hasMessages() {
			return err
		}
		return errors.Join(err, send(ctx, b.Sorry(ctx, q)))
	}
}
