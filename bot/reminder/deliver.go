package reminder

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// missingRetry is how often a meeting that the API does not know is asked for
	// while a notice of it is due, and a setter whom Slack does not show.
	missingRetry = time.Minute
	// postTimeout bounds one message to Slack.
	postTimeout = 15 * time.Second
	// setterTimeout is how long a notice waits for Slack to say who set it up. They
	// may look the meeting up until Slack has said otherwise.
	setterTimeout = 2 * time.Second
	// prepareFor is how long it may take from the begin of a job until its notice is
	// claimed: what was read before is too old after it. A process that was frozen
	// meanwhile has lost the job, and what it has read may have failed for that alone.
	prepareFor = 20 * time.Second
	// unseenFor is how long Slack shows no setter before they have lost their access.
	unseenFor = 3 * time.Minute
)

// deliver posts what is due: in its slot, with a fresh reading, and only if it is
// still right and of use. A notice that a process died over is posted once more.
func (e *Engine) deliver(ctx context.Context, j queue.Job) error {
	begun := time.Now()
	d, err := e.loadDue(ctx, j.Key)
	if err != nil {
		return err
	}
	n, s := d.Notice, d.Subscription
	ws, err := e.workspaces.Get(ctx, n.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return e.suspend(ctx, n.ID, s, Revoked)
	case err != nil:
		return fmt.Errorf("find workspace %s: %w", n.TeamID, err)
	}
	r := watch.ReadDue(ctx, e.log, ws, n.MeetingID)
	switch {
	case time.Since(begun) > prepareFor:
		return &queue.RetryAfter{After: time.Second}
	case r.Forbidden:
		return e.refuse(ctx, n.ID, s, AccountLost)
	case r.Missing:
		return e.waitForMeeting(ctx, n.ID)
	}
	switch setter := whoSet(ctx, ws, s); {
	case uninvited(ws.Policy, s, r.Any(), setter, ws.MeetingUser(s.SetBy)):
		return e.endUninvited(ctx, n.ID)
	case ws.Policy.Reminded(r.Any(), setter, ws.MeetingUser(s.SetBy)):
	case setter.AccountType == person.Unseen && e.now().Before(n.firstDue().Add(unseenFor)) && e.now().Before(triedUntil(n)):
		return e.waitForSetter(ctx, n.ID)
	default:
		return e.suspend(ctx, n.ID, s, AccessLost)
	}
	so, err := e.checkTruth(ctx, ws, n, r)
	switch {
	case err != nil:
		return err
	case time.Since(begun) > prepareFor:
		return &queue.RetryAfter{After: time.Second}
	}
	c, posts, err := e.claim(ctx, d, r)
	if err != nil {
		return err
	}
	c.State = so.state
	return e.post(ctx, ws, c, posts)
}

// whoSet is the one who set a subscription up.
func whoSet(ctx context.Context, ws workspace.Workspace, s Subscription) person.Person {
	ctx, cancel := context.WithTimeout(ctx, setterTimeout)
	defer cancel()
	return ws.Person(ctx, s.SetBy)
}

// waitForSetter looks again in a minute whether Slack shows the one who set a
// notice up: one such answer ends no reminders.
func (e *Engine) waitForSetter(ctx context.Context, id string) error {
	return e.inTx(ctx, func(t *txn) error {
		n, _, _, err := t.loadLocked(ctx, id)
		if err != nil {
			return err
		}
		return t.postpone(ctx, n, missingRetry)
	})
}

// post posts a claimed notice and stores what came of that. posts is how many
// times it may have been posted then.
func (e *Engine) post(ctx context.Context, ws workspace.Workspace, c Content, posts int) error {
	posting, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	posted, err := e.notifier.Post(posting, ws, c)
	if err == nil {
		return queue.Note(ctx, func(ctx context.Context) error { return e.markSent(ctx, c, posted) })
	}
	r, ok := errors.AsType[*post.Error](err)
	if !ok {
		r = &post.Error{Unconfirmed: true, Err: err}
	}
	if ctx.Err() == nil {
		e.reportRefusal(ctx, c.Notice, r)
		return queue.NoteOnce(ctx, func(ctx context.Context) error { return e.onPostError(ctx, c, posts, r) })
	}
	if !r.Unconfirmed { // the process stops, and another one takes over
		err = errors.Join(err, queue.NoteOnce(ctx, func(ctx context.Context) error {
			return e.inTx(ctx, func(t *txn) error { return t.RevokePost(ctx, c.Notice.ID) })
		}))
	}
	return err
}

// waitForMeeting waits for a meeting that the API does not know just now, as long
// as its notice is tried. Other notices need not wait for it meanwhile.
func (e *Engine) waitForMeeting(ctx context.Context, id string) error {
	return e.inTx(ctx, func(t *txn) error {
		n, _, _, err := t.loadLocked(ctx, id)
		switch {
		case err != nil:
			return err
		case !t.now.Before(triedUntil(n)):
			return t.drop(ctx, n, Missing)
		}
		return t.postpone(ctx, n, missingRetry)
	})
}

// postpone makes a notice due again after a while, when it is last tried at the
// latest.
func (t *txn) postpone(ctx context.Context, n Notice, wait time.Duration) error {
	wait = min(wait, triedUntil(n).Sub(t.now))
	n.State, n.DueAt = Pending, t.now.Add(wait)
	if err := t.PutNotice(ctx, n); err != nil {
		return doneIfNotFound(err)
	}
	return &queue.RetryAfter{After: wait}
}

// claim takes a notice and the conversation's slot, and returns what is to be
// posted, and how many times it may have been posted then. A notice that may have
// been posted as often as it may be counts as sent. The watch is locked only for a
// reading that has news: whoever cancels a notice meanwhile does so before or after
// it is claimed.
func (e *Engine) claim(ctx context.Context, d Due, r watch.Reading) (c Content, posts int, err error) {
	facts, news := e.watcher.Facts(d.Watch, r.Any())
	err = e.inTx(ctx, func(t *txn) error {
		s := d.Subscription
		if news {
			if err := t.record(ctx, d.Notice.Meeting(), r); err != nil {
				return err
			}
			_, now, w, err := t.loadLocked(ctx, d.Notice.ID)
			if err != nil {
				return err
			}
			s, facts = now, w.Facts
		}
		if booked, ok := facts.Occurrences.StartingAt(d.Notice.Occurrence.Start); ok && !d.Notice.standsFor(booked) {
			return &queue.RetryAfter{After: truthRetry} // until the change has been taken in
		}
		if wait, err := t.pacing().Take(ctx, d.Notice.Conversation); err != nil || wait > 0 {
			return queue.Wait(wait, err)
		}
		n, err := t.ClaimNotice(ctx, d.Notice.ID, t.now)
		if err != nil {
			return doneIfNotFound(err)
		}
		if posts, err = t.BeginPost(ctx, n.ID, t.now); err != nil {
			return err
		}
		if posts > post.MaxPosts {
			return t.markUnconfirmed(ctx, n)
		}
		if booked, ok := facts.Occurrences.StartingAt(n.Occurrence.Start); ok {
			n.Occurrence = booked
		}
		c = Content{
			Subscription: s, Notice: n, Facts: facts,
			Meeting: r.Since(facts.ReadAt), Now: t.now,
		}
		return nil
	})
	return c, posts, err
}

// record takes a notice's own reading into the watch before its next reading.
func (t *txn) record(ctx context.Context, k watch.MeetingKey, r watch.Reading) error {
	if r.Any() == nil {
		return nil
	}
	w, changed, err := t.watcher.Record(ctx, t.Tx, k, r.Any())
	if err != nil {
		return doneIfNotFound(err)
	}
	if changed {
		_, err = t.reconcile(ctx, w)
	}
	return err
}

// markSent marks a notice as sent, has its message follow the meeting, and ends its
// job. How often it was posted is left for the sweep to forget.
func (e *Engine) markSent(ctx context.Context, c Content, posted post.Posted) error {
	return e.inTx(ctx, func(t *txn) error {
		n, err := t.MarkSent(ctx, c.Notice.ID, t.now, posted)
		if err != nil {
			return doneIfNotFound(err)
		}
		if n.For == "" { // what was snoozed is due within a minute of its lead
			late := t.now.Sub(n.firstDue())
			t.OnCommit(func() { t.metrics.countSent(late) })
		}
		if err := t.resume(ctx, c); err != nil {
			return err
		}
		m := liveMessage(n, c.Facts)
		if c.State.Phase == meeting.Running {
			m.Shown = c.State
		}
		if err := e.live.Add(ctx, t.Tx, m); err != nil {
			return err
		}
		return t.EndJob(ctx)
	})
}

// markUnconfirmed marks a notice as sent of which that is not known. Where its
// message is, if there is one, is not known either: it is never updated.
func (t *txn) markUnconfirmed(ctx context.Context, n Notice) error {
	if _, err := t.MarkSent(ctx, n.ID, t.now, post.Posted{}); err != nil {
		return doneIfNotFound(err)
	}
	t.OnCommit(t.metrics.unconfirmed.Inc)
	if err := t.ForgetPosts(ctx, n.ID); err != nil {
		return err
	}
	return queue.ErrDone
}

// attrs are what a log says of a notice.
func (n Notice) attrs() []any {
	return []any{
		slog.String("team_id", n.TeamID), slog.String("channel_id", n.ChannelID),
		slog.String("meeting_id", n.MeetingID), slog.String("notice_id", n.ID),
	}
}
