package bot

import (
	"context"
	"errors"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// askWhatToCancel asks which date of a series is to be cancelled; of any other meeting
// it asks whether it is.
func (b *Bot) askWhatToCancel(ctx context.Context, r *Request) error {
	if len(r.Meeting.Conference.Series()) == 0 {
		r.Args.Page.Start = 0
		return b.askToCancel(ctx, r)
	}
	if ok, err := b.mayAct(ctx, r, r.Person); !ok {
		return err
	}
	return r.Replace(ctx, view.WhichToCancel(r.Localizer, r.actFacts()))
}

// askToCancel asks whether the date that is named, or the meeting, is to be cancelled,
// and says who hears of it.
func (b *Bot) askToCancel(ctx context.Context, r *Request) error {
	if ok, err := b.mayAct(ctx, r, r.Person); !ok {
		return err
	}
	return r.Replace(ctx, view.CancelQuestion(r.Localizer, r.cancelFacts(ctx)))
}

func (r *Request) cancelFacts(ctx context.Context) view.CancelFacts {
	return view.CancelFacts{Facts: r.actFacts(), Followers: r.followers(ctx)}
}

// leaveAsIs takes away the question what to change or cancel.
func (b *Bot) leaveAsIs(ctx context.Context, r *Request) error {
	return r.Replace(ctx, view.Sentence(r.Localizer, text.WhichLeft))
}

// cancel cancels the meeting that was read, or the date of it that is named. It is
// asked for once: where the answer is lost, the meeting is read again.
func (b *Bot) cancel(ctx context.Context, r *Request) error {
	if ok, err := b.mayActNow(ctx, r); !ok {
		return err
	}
	f := r.cancelFacts(ctx) // those who follow it are gone afterwards
	what := meeting.Cancellation{Series: len(r.Meeting.Conference.Series()) > 0}
	if o, one := r.date(); one {
		if what.OccurrenceID = o.ID; o.ID == "" {
			return r.Reply(ctx, view.ActSentence(r.Localizer, text.ActDateUnnamed, f.Facts))
		}
	}
	err := r.act(func(a *meeting.Actor) error { return a.Cancel(ctx, f.ID, what) })
	r.audit(ctx, "meeting cancelled", err)
	switch {
	case err == nil:
		return b.cancelled(ctx, r, f, "")
	case meeting.IsUncertain(err):
		return errors.Join(err, b.afterLostCancel(ctx, r, f))
	default:
		return b.refuseAct(ctx, r, err)
	}
}

// cancelled tells everybody that the meeting, or one date of it, is cancelled. before
// stands above it, "" for nothing.
func (b *Bot) cancelled(ctx context.Context, r *Request, f view.CancelFacts, before text.Key) error {
	r.tellFollowers(ctx, func(w Watched, k watch.MeetingKey) error {
		if f.Start == 0 {
			return w.Cancelled(ctx, k)
		}
		m, err := r.Workspace.Meetings.Refresh(ctx, k.MeetingID)
		switch {
		case meeting.KindOf(err) == meeting.NotFound: // it was the last date
			return w.Cancelled(ctx, k)
		case err != nil:
			m = nil // the watcher reads it
		}
		return w.Changed(ctx, k, m, watch.Rename{})
	})
	r.voidCards(ctx, f)
	m := view.Cancelled(r.Localizer, f)
	if before != "" {
		m = m.Under(r.Localizer.Say(before))
	}
	return r.Replace(ctx, m)
}

// afterLostCancel tells what is known where the answer to a cancellation was lost.
func (b *Bot) afterLostCancel(ctx context.Context, r *Request, f view.CancelFacts) error {
	m, err := r.Workspace.Meetings.Refresh(ctx, f.ID)
	switch gone := meeting.KindOf(err) == meeting.NotFound; {
	case gone, err == nil && !m.Stale && isCancelled(m, f):
		return b.cancelled(ctx, r, f, text.CancelConfirmed)
	case err != nil, m.Stale:
		return r.Replace(ctx, view.ActSentence(r.Localizer, text.CancelUnsure, f.Facts).WithLook(r.Localizer, f.Facts))
	default:
		return r.Replace(ctx, view.ActSentence(r.Localizer, text.CancelNotDone, f.Facts).WithLook(r.Localizer, f.Facts))
	}
}

// isCancelled reports whether what was to be cancelled is not booked any more.
func isCancelled(m *meeting.Snapshot, f view.CancelFacts) bool {
	return m.Over() || f.Start != 0 && !occurs(m, f.Start)
}

// readAfter reads the meeting after it was changed, nil where that fails.
func (r *Request) readAfter(ctx context.Context) *meeting.Snapshot {
	m, err := r.Workspace.Meetings.Refresh(ctx, r.meetingKey().MeetingID)
	if err != nil || m.Stale {
		return nil
	}
	return m
}

// refuseAct tells a person why the API did not do what they asked for. Nothing was
// done. It returns what an operator should know.
func (b *Bot) refuseAct(ctx context.Context, r *Request, err error) error {
	sentence, failure := actRefusal(err)
	return errors.Join(failure, r.Replace(ctx, r.actSentence(sentence)))
}

// actRefusal is the sentence for a refusal of a change, and what an operator should know
// of it.
func actRefusal(err error) (text.Key, error) {
	switch meeting.ReasonOf(err) {
	case meeting.Started:
		return text.ActStarted, nil
	case meeting.Gone:
		return text.CancelGone, nil
	case meeting.NotYours:
		return text.ActForbidden, err
	default:
	}
	switch meeting.KindOf(err) {
	case meeting.Throttled, meeting.Unavailable, meeting.Garbled:
		return text.ActBusy, err
	case meeting.SignInRefused, meeting.TokenRefused:
		return text.RefusalAccount, err
	default:
		return text.ActRefused, err
	}
}
