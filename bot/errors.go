package bot

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// refuse tells a person why there is no card, and returns what an operator
// should know: nothing when the person asked for what there is not, or for
// what nobody may see. The id is "" where no single meeting was asked for.
func (b *Bot) refuse(ctx context.Context, a asker, id string, err error) error {
	if ctx.Err() != nil {
		return err // whoever ended the question says so
	}
	b.remember(err)
	switch kind := meeting.KindOf(err); kind {
	case meeting.NotFound, meeting.Forbidden, meeting.Invalid:
		if id == "" {
			return errors.Join(err, a.notice(ctx, text.ListForbidden))
		}
		return b.refuseID(ctx, a, id, kind, err)
	case meeting.SignInRefused, meeting.TokenRefused:
		return errors.Join(err, a.notice(ctx, text.RefusalAccount))
	case meeting.Throttled:
		return errors.Join(err, a.notice(ctx, text.GaveUpThrottled))
	case meeting.Unavailable, meeting.Garbled:
		return errors.Join(err, a.notice(ctx, text.GaveUpSilent))
	}
	if errors.Is(err, errGaveUp) {
		return errors.Join(err, a.notice(ctx, text.GaveUpSilent))
	}
	return errors.Join(err, a.say(ctx, b.sorry(a)))
}

// rebuff is why the Meeting API did not answer.
type rebuff struct {
	kind meeting.Kind
	code string // the API's own, "" for none
	at   time.Time
}

// remember keeps the last refusal, for doctor. That there is no such meeting is
// none.
func (b *Bot) remember(err error) {
	e, ok := errors.AsType[*meeting.Error](err)
	if ok && e.Kind != meeting.NotFound {
		b.rebuff.Store(&rebuff{kind: e.Kind, code: e.Code, at: b.o.Now()})
	}
}

// refuseID refuses a meeting that was asked for by its id.
func (b *Bot) refuseID(ctx context.Context, a asker, id string, kind meeting.Kind, err error) error {
	switch kind {
	case meeting.NotFound:
		return a.tell(ctx, view.About(a.in, text.RefusalNotFound, id))
	case meeting.Forbidden:
		return a.tell(ctx, view.About(a.in, text.RefusalForbidden, id))
	default:
		return errors.Join(err, a.tell(ctx, view.About(a.in, text.RefusalInvalid, id).WithRef(a.in, a.RequestID)))
	}
}

// notice tells one sentence, with the reference of the question.
func (a asker) notice(ctx context.Context, sentence text.Key) error {
	return a.tell(ctx, view.Notice(a.in, sentence).WithRef(a.in, a.RequestID))
}

// sorry is what to say when nothing better is known.
func (b *Bot) sorry(a asker) Reply {
	return Plain(view.Notice(a.in, text.Sorry).WithRef(a.in, a.RequestID).Text)
}
