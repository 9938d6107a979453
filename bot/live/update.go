package live

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// updateTimeout bounds one update in Slack, and takenFor for how long nobody else
	// makes it: longer than a job may take.
	updateTimeout = 15 * time.Second
	takenFor      = 40 * time.Second
	// prepareFor is how long it may take from taking a message until its update is
	// made. What a process knows that was frozen for longer may be wrong by then.
	prepareFor = 10 * time.Second
	// readingTimeout bounds the reading for an update.
	readingTimeout = 5 * time.Second
	// unreadRetry is how soon an update is tried again for which the meeting cannot be
	// read, and unknownRetry one of a kind that this program does not know.
	unreadRetry  = time.Minute
	unknownRetry = 10 * time.Minute
)

// update updates one message of a workspace, the next one that is due, and comes back
// for the others. It is safe to be done by several processes at once: the row says who
// has taken a message. Its errors are outcomes of a job, as queue.Worker describes them.
func (u *Updater) update(ctx context.Context, j queue.Job) error {
	k := workspace.ParseKey(j.Key)
	ws, err := u.workspace(ctx, k)
	if err != nil {
		return err
	}
	begun := time.Now()
	v, err := u.take(ctx, k)
	if err != nil {
		return err
	}
	m := v.Message
	render, known := u.renderers[m.Kind]
	switch {
	case m.Tries > post.MaxPosts: // it may have been made as often as it may be
		return u.noteShown(ctx, v, false)
	case !known:
		return u.putBack(ctx, m.untried(), unknownRetry)
	case !u.readFor(ctx, ws, &v):
		return u.putBack(ctx, m.untried(), unreadRetry)
	case time.Since(begun) > prepareFor:
		return u.putBack(ctx, m.untried(), 0)
	}
	updating, cancel := context.WithTimeout(ctx, updateTimeout)
	defer cancel()
	return u.note(ctx, v, render.Update(updating, ws, v))
}

// take takes the next message that is due, and puts together what is known of it.
func (u *Updater) take(ctx context.Context, k workspace.Key) (v View, err error) {
	err = u.inTx(ctx, func(t *txn) error {
		m, err := t.NextDue(ctx, k, t.now)
		if errors.Is(err, ErrNotFound) {
			return t.waitForTry(ctx, k)
		}
		if err != nil {
			return err
		}
		if wait, err := t.pacing().TakeUpdate(ctx, k); err != nil || wait > 0 {
			return queue.Wait(wait, err)
		}
		taken, err := t.TakeMessage(ctx, m, t.now.Add(takenFor))
		switch {
		case err != nil:
			return err
		case !taken:
			return &queue.RetryAfter{After: post.UpdateGap}
		}
		m.Takes, m.Tries = m.Takes+1, m.Tries+1
		v, err = t.view(ctx, m)
		return err
	})
	return v, err
}

// waitForTry ends the job of a workspace where nothing is due, or has it wait for what
// is tried again.
func (t *txn) waitForTry(ctx context.Context, k workspace.Key) error {
	at, due, err := t.NextTry(ctx, k)
	switch {
	case err != nil:
		return err
	case !due:
		return queue.ErrDone
	}
	return &queue.RetryAfter{After: max(at.Sub(t.now), post.UpdateGap)}
}

// view puts together what is known of a message. Of a meeting that is not watched any
// more that is what was known when the message was posted.
func (t *txn) view(ctx context.Context, m Message) (View, error) {
	f, watched, err := t.facts(ctx, m.Meeting())
	if err != nil {
		return View{}, err
	}
	if !watched {
		f = m.Facts
		if f.Number == "" {
			f.Number = m.MeetingID
		}
	}
	return View{Message: m, Facts: f, State: m.Wanted, Now: t.now}, nil
}

// readFor adds a reading of the meeting. It reports false where there is none, and the
// message would show what is half known.
func (u *Updater) readFor(ctx context.Context, ws workspace.Workspace, v *View) bool {
	reading, cancel := context.WithTimeout(ctx, readingTimeout)
	defer cancel()
	id := v.Message.MeetingID
	switch v.State.Phase {
	case Void:
		return true
	case meeting.Upcoming: // it has just been moved: what is in memory may be older
		v.Meeting = watch.Read(reading, u.log, ws, id).Fresh
		return v.Meeting != nil
	default:
		m, err := ws.Meetings.Get(reading, id)
		if err != nil {
			u.log.DebugContext(ctx, "meeting not read", slog.String("meeting_id", id), slog.Any("error", err))
		}
		if err == nil && !m.Over() {
			v.Meeting = m
		}
		return v.Meeting != nil || v.State.Phase == meeting.Over
	}
}
