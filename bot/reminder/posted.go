package reminder

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// liveKind is what package live calls notices that were posted.
const liveKind live.Kind = "notice"

// handOver ends a job by which a program of the previous version has updated a posted
// notice: package live does so by now.
func (e *Engine) handOver(ctx context.Context, j queue.Job) error {
	err := e.live.HandOver(ctx, j.Key)
	if errors.Is(err, ErrNotFound) {
		return e.adopt(ctx, j.Key)
	}
	return err
}

// adopt has a notice followed that was posted before there were live messages.
func (e *Engine) adopt(ctx context.Context, id string) error {
	return e.inTx(ctx, func(t *txn) error {
		n, err := t.GetNotice(ctx, id)
		switch {
		case err != nil:
			return doneIfNotFound(err)
		case n.State != Sent, n.Posted.TS == "":
			return queue.ErrDone
		}
		f, err := t.facts(ctx, n.Meeting())
		if err != nil {
			return err
		}
		return e.live.Add(ctx, t.Tx, liveMessage(n, f))
	})
}

// liveMessage is a posted notice as a message that follows its meeting. It has
// the notice's id.
func liveMessage(n Notice, f watch.Facts) live.Message {
	return live.Message{
		ID: n.ID, Key: n.Key, Posted: n.Posted, MeetingID: n.MeetingID, Occurrence: n.Occurrence,
		Kind: liveKind, Ref: n.ID,
		Facts: watch.Facts{Subject: f.Subject, Number: f.Number, Booker: f.Booker},
	}
}

// renderer updates posted notices.
type renderer struct{ e *Engine }

var _ live.Renderer = renderer{}

// Update changes a posted notice to what is known now.
func (r renderer) Update(ctx context.Context, ws workspace.Workspace, v live.View) error {
	n, s, err := r.e.loadPosted(ctx, v.Message.Ref)
	switch {
	case errors.Is(err, ErrNotFound):
		return &post.Error{Reason: post.MessageGone, Err: err}
	case err != nil:
		return &post.Error{Err: err}
	}
	n.Occurrence = v.Message.Occurrence
	err = r.e.notifier.Update(ctx, ws, Content{
		Subscription: s, Notice: n, Facts: v.Facts, Meeting: v.Meeting, State: v.State, Now: v.Now,
	})
	if e, ok := errors.AsType[*post.Error](err); ok && e.Reason == post.Revoked {
		return r.e.onTokenRefused(ctx, n.Key, e)
	}
	return err
}

// onTokenRefused returns the error for something that waits until Slack takes the
// token of its workspace again.
func (e *Engine) onTokenRefused(ctx context.Context, k workspace.Key, cause *post.Error) error {
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), queue.NoteTimeout)
	defer cancel()
	var wait time.Duration
	err := e.inTx(noting, func(t *txn) (err error) {
		wait, err = t.refuseToken(noting, k, cause)
		return err
	})
	return &post.Error{RetryAfter: wait, Workspace: true, Err: errors.Join(cause.Err, err)}
}

// loadPosted returns a posted notice and its subscription, which may be gone: it
// is then one without an id, that cannot be stopped.
func (e *Engine) loadPosted(ctx context.Context, id string) (n Notice, s Subscription, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		if n, err = t.GetNotice(ctx, id); err != nil {
			return err
		}
		s, err = t.GetSubscription(ctx, n.SubscriptionID)
		if errors.Is(err, ErrNotFound) {
			s, err = Subscription{Conversation: n.Conversation, MeetingID: n.MeetingID}, nil
		}
		return err
	})
	return n, s, err
}
