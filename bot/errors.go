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
	m, err := b.excuse(a, id, err, true)
	return errors.Join(err, a.tell(ctx, m))
}

// excuse is why the Meeting API did not answer, as a person reads it, after a
// minute of tries or after a single one. The id and the error are those of
// refuse.
func (b *Bot) excuse(a asker, id string, err error, tried bool) (view.Message, error) {
	b.remember(err)
	why := reasonFor(kindOf(err), tried)
	switch {
	case id == "" && (why == text.RefusalNotFound || why == text.RefusalForbidden || why == text.RefusalInvalid):
		return view.Sentence(a.in, text.ListForbidden).WithRef(a.in, a.RequestID), err
	case why == text.RefusalNotFound, why == text.RefusalForbidden:
		return view.MeetingSentence(a.in, why, id), nil
	default:
		return view.MeetingSentence(a.in, why, id).WithRef(a.in, a.RequestID), err
	}
}

// kindOf is what sort of refusal an error is, "" for one that is none. That
// there was no time to wait for an answer is as good as none.
func kindOf(err error) meeting.Kind {
	kind := meeting.KindOf(err)
	if kind == "" && (errors.Is(err, errGaveUp) || errors.Is(err, context.DeadlineExceeded)) {
		return meeting.Unavailable
	}
	return kind
}

// reasonFor is the one sentence for each sort of refusal. A person who has
// waited for a minute of tries was told of them, and reads what became of those.
func reasonFor(kind meeting.Kind, tried bool) text.Key {
	silent, throttled := text.LaterNoAnswer, text.LaterThrottled
	if tried {
		silent, throttled = text.GaveUpNoAnswer, text.GaveUpThrottled
	}
	switch kind {
	case meeting.NotFound:
		return text.RefusalNotFound
	case meeting.Forbidden:
		return text.RefusalForbidden
	case meeting.Invalid:
		return text.RefusalInvalid
	case meeting.SignInRefused, meeting.TokenRefused:
		return text.RefusalAccount
	case meeting.Throttled:
		return throttled
	case meeting.Unavailable, meeting.Garbled:
		return silent
	default:
		return text.Sorry
	}
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

// notice tells one sentence, with the reference of the question.
func (a asker) notice(ctx context.Context, sentence text.Key) error {
	return a.tell(ctx, view.Sentence(a.in, sentence).WithRef(a.in, a.RequestID))
}

// sorry is what to say when nothing better is known.
func (b *Bot) sorry(a asker) Reply {
	return Plain(view.Sentence(a.in, text.Sorry).WithRef(a.in, a.RequestID).Text)
}
