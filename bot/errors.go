package bot

import (
	"context"
	"errors"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// refuse tells a person why there is no answer, and returns what an operator
// should know: nothing when the person asked for what there is not, or for what
// nobody may see. The id is "" where no single meeting was asked for. A form says
// what may pass beside a field, so that it can be sent off again.
func (b *Bot) refuse(ctx context.Context, r *Request, id string, err error) error {
	if ctx.Err() != nil && r.Kind != KindSubmission {
		return err // the caller who ended it tells the person
	}
	m, failure := r.explain(id, err)
	if field := r.route.errorField; field != "" && mayPass(kindOf(err)) {
		return errors.Join(failure, r.FieldErrors(ctx, map[string]string{field: m.Text}))
	}
	return errors.Join(failure, r.Reply(ctx, m))
}

// fail tells a person that something is wrong on our side. Whoever sent off a
// modal is told by the caller, who needs the error.
func (r *Request) fail(ctx context.Context, err error) error {
	if ctx.Err() != nil || r.Kind == KindSubmission {
		return err
	}
	return errors.Join(err, r.Reply(ctx, r.notice(text.Sorry)))
}

// notice is one sentence, with the reference of the question.
func (r *Request) notice(sentence text.Key) view.Message {
	return view.Sentence(r.Localizer, sentence).WithRef(r.Localizer, r.RequestID)
}

// explain is why the Meeting API did not answer, as a person reads it, and what
// an operator should know. The id and the error are those of refuse. Where it may
// answer later, there is a button to ask again.
func (r *Request) explain(id string, err error) (view.Message, error) {
	kind := kindOf(err)
	why := reasonFor(kind, r.hasMessages(), id != "")
	var m view.Message
	switch {
	case id == "" && (why == text.RefusalNotFound || why == text.RefusalForbidden || why == text.RefusalInvalid):
		return r.notice(text.ListForbidden), err
	case isUnsearched(err):
		m = view.MeetingSentence(r.Localizer, text.NotFoundUnsearched, id).WithRef(r.Localizer, r.RequestID)
	case why == text.RefusalNotFound, why == text.RefusalForbidden:
		return view.MeetingSentence(r.Localizer, why, id), nil
	default:
		m = view.MeetingSentence(r.Localizer, why, id).WithRef(r.Localizer, r.RequestID)
	}
	if r.hasMessages() && (isUnsearched(err) || kind != "" && mayPass(kind)) {
		m = m.WithAgain(r.Localizer, r.again())
	}
	return m, err
}

// isUnsearched reports whether the API knows no such meeting and failed where one
// was looked for otherwise.
func isUnsearched(err error) bool {
	e, ok := errors.AsType[*meeting.Error](err)
	return ok && e.Kind == meeting.NotFound && e.Unsearched
}

// mayPass reports whether the same question may be answered a minute later.
func mayPass(kind meeting.Kind) bool {
	switch kind {
	case meeting.Throttled, meeting.Unavailable, meeting.Garbled, "":
		return true
	default:
		return false
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
// waited for a minute of retries was told of them, and reads what became of those,
// with the meeting if there is one: much may have been said meanwhile.
func reasonFor(kind meeting.Kind, retried, named bool) text.Key {
	noAnswer, throttled := text.LaterNoAnswer, text.LaterThrottled
	switch {
	case retried && named:
		noAnswer, throttled = text.GaveUpMeetingNoAnswer, text.GaveUpMeetingThrottled
	case retried:
		noAnswer, throttled = text.GaveUpNoAnswer, text.GaveUpThrottled
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
		return noAnswer
	default:
		return text.Sorry
	}
}
