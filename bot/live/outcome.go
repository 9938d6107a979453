package live

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
)

const (
	// refusedFor is how long Slack must refuse an update before that counts, and
	// refusedRetry how often it is tried meanwhile.
	refusedFor   = 30 * time.Minute
	refusedRetry = 2 * time.Minute
	// lostRetry is how soon an update is repeated whose answer was lost.
	lostRetry = 2 * time.Second
	// Bounds of the pause after a failure of another kind. It grows with the time that
	// the update has been due.
	minPause = 2 * time.Second
	maxPause = 2 * time.Minute
)

// note stores what came of an update. The job comes back for the next one.
func (u *Updater) note(ctx context.Context, v View, err error) error {
	m := v.Message
	e, ok := errors.AsType[*post.Error](err)
	lost := err != nil && (!ok || e.Unconfirmed)
	switch {
	case err == nil, lost && m.Tries >= post.MaxPosts:
		return u.noteShown(ctx, v, true)
	case lost:
		u.report(ctx, v, err)
		return u.putBack(ctx, m, lostRetry)
	}
	return queue.NoteOnce(ctx, func(ctx context.Context) error { return u.onRefused(ctx, v, e) })
}

// noteShown stores that a message shows what was wanted.
func (u *Updater) noteShown(ctx context.Context, v View, made bool) error {
	err := queue.Note(ctx, func(ctx context.Context) error {
		return u.inTx(ctx, func(t *txn) error {
			if err := t.MarkShown(ctx, v.Message, v.State, t.now); err != nil {
				return err
			}
			return t.goOn(ctx, v)
		})
	})
	if made && queue.IsOutcome(err) {
		u.metrics.countUpdate(v.Message.Due, u.now().Sub(v.Message.DueSince))
	}
	return err
}

// goOn has the job come back for the next message, where one is due.
func (t *txn) goOn(ctx context.Context, v View) error {
	due, err := t.AnyDue(ctx, v.Message.Key)
	switch {
	case err != nil:
		return err
	case !due:
		return queue.ErrDone
	}
	return &queue.RetryAfter{After: max(post.UpdateGap-t.now.Sub(v.Now), 0)}
}

// onRefused decides what becomes of a message whose update was certainly not made.
func (u *Updater) onRefused(ctx context.Context, v View, e *post.Error) error {
	u.report(ctx, v, e)
	m := v.Message.untried()
	return u.inTx(ctx, func(t *txn) error {
		m.TryAt = t.now
		switch {
		case e.RetryAfter > 0:
			wait, err := t.pacing().BlockUpdates(ctx, m.Key, e.RetryAfter)
			if err != nil {
				return err
			}
			if err := t.PutBack(ctx, m); err != nil {
				return err
			}
			return &queue.RetryAfter{After: wait}
		case e.Reason == post.MessageGone, e.Reason != "" && m.isRefusedFor(t.now, refusedFor):
			if err := t.DeleteMessage(ctx, m.ID); err != nil {
				return err
			}
			return t.goOn(ctx, v)
		case e.Reason != "":
			if m.RefusedAt.IsZero() {
				m.RefusedAt = t.now
			}
			m.TryAt = t.now.Add(refusedRetry)
		default:
			m.TryAt = t.now.Add(min(max(t.now.Sub(m.DueSince), minPause), maxPause))
		}
		if err := t.PutBack(ctx, m); err != nil {
			return err
		}
		return t.goOn(ctx, v)
	})
}

// isRefusedFor reports whether Slack has refused the updates of a message for a while.
func (m Message) isRefusedFor(now time.Time, d time.Duration) bool {
	return !m.RefusedAt.IsZero() && now.Sub(m.RefusedAt) >= d
}

// untried is a message whose update was certainly not made.
func (m Message) untried() Message {
	m.Tries--
	return m
}

// putBack has a message that was taken updated after a while.
func (u *Updater) putBack(ctx context.Context, m Message, wait time.Duration) error {
	return queue.NoteOnce(ctx, func(ctx context.Context) error {
		return u.inTx(ctx, func(t *txn) error {
			m.TryAt = t.now.Add(wait)
			if err := t.PutBack(ctx, m); err != nil {
				return err
			}
			return t.goOn(ctx, View{Message: m, Now: t.now})
		})
	})
}

// report logs why an update was not made.
func (u *Updater) report(ctx context.Context, v View, err error) {
	u.log.DebugContext(ctx, "live message not updated", slog.String("team_id", v.Message.TeamID),
		slog.String("channel_id", v.Message.Posted.ChannelID), slog.String("kind", string(v.Message.Kind)), slog.Any("error", err))
}
