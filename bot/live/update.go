package live

import (
	"context"
	"errors"
	"fmt"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// updateID names an update of a message to a phase, of which there are at most
// post.MaxPosts without an answer.
func (v View) updateID(p Phase) string {
	return fmt.Sprintf("%s %s %d", v.Message.ID, p, v.Message.Occurrence.End.UnixMilli())
}

// update updates a message in Slack. It returns nil when that is done, or may have
// been done as often as it may be tried without an answer.
func (u *Updater) update(ctx context.Context, ws workspace.Workspace, r Renderer, v View) error {
	posts, err := u.beginUpdate(ctx, v)
	if err != nil || posts > post.MaxPosts {
		return err
	}
	updating, cancel := context.WithTimeout(ctx, updateTimeout)
	defer cancel()
	err = r.Update(updating, ws, v)
	e, ok := errors.AsType[*post.Error](err)
	switch {
	case err == nil:
		return nil
	case (!ok || e.Unconfirmed) && posts >= post.MaxPosts:
		return nil
	case !ok || e.Unconfirmed:
		return err
	}
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
	defer cancel()
	if outcome := u.onRefused(noting, v, e); outcome != nil {
		return outcome
	}
	return err
}

// beginUpdate counts an update before it is made. What the message showed before may
// be shown again after it.
func (u *Updater) beginUpdate(ctx context.Context, v View) (posts int, err error) {
	err = u.inTx(ctx, func(t *txn) error {
		for _, other := range []Phase{meeting.Upcoming, meeting.Running, meeting.Over, Void} {
			if other == v.State.Phase {
				continue
			}
			if err := t.ForgetPosts(ctx, v.updateID(other)); err != nil {
				return err
			}
		}
		posts, err = t.BeginPost(ctx, v.updateID(v.State.Phase), t.now)
		return err
	})
	return posts, err
}

// onRefused decides what becomes of a message whose update was certainly not made.
// It returns nil where the job is to be tried again after a pause.
func (u *Updater) onRefused(ctx context.Context, v View, e *post.Error) error {
	return u.inTx(ctx, func(t *txn) error {
		if err := t.RevokePost(ctx, v.updateID(v.State.Phase)); err != nil {
			return err
		}
		switch {
		case e.RetryAfter > 0:
			return queue.Wait(t.pacing().BlockUpdates(ctx, v.Message.Key, e.RetryAfter))
		case e.Reason == post.MessageGone:
			return t.finish(ctx, v.Message.ID)
		case e.Reason != "":
			return t.tryRefused(ctx, v.Message.ID)
		default:
			return nil
		}
	})
}

// tryRefused has an update tried again that Slack refuses, as long as that may
// pass, and gives the message up after that.
func (t *txn) tryRefused(ctx context.Context, id string) error {
	m, err := t.GetMessage(ctx, id)
	if err != nil {
		return err
	}
	if m.RefusedAt.IsZero() {
		m.RefusedAt = t.now
		if err := t.PutMessage(ctx, m); err != nil {
			return err
		}
	}
	if t.now.Sub(m.RefusedAt) >= refusedFor {
		return t.finish(ctx, id)
	}
	return &queue.RetryAfter{After: refusedRetry}
}

// AnyFollows reports whether a message follows a meeting. It is called within a
// transaction.
func (u *Updater) AnyFollows(ctx context.Context, tx queue.Queue, k watch.MeetingKey) (bool, error) {
	return u.store.Join(tx).HasMessages(ctx, k)
}
