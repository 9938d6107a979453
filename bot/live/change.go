package live

import (
	"context"
	"fmt"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// Change has the messages of a kind that follow a changed meeting updated, before
// the start, too: those whose occurrence was moved follow it to its new time. It
// returns the ids of those that are to be updated; whoever posts messages of the kind
// brings their jobs forward. It is called within a transaction.
func (u *Updater) Change(ctx context.Context, tx queue.Queue, kind Kind, c watch.Change) ([]string, error) {
	t := &txn{u.store.Join(tx), u.now()}
	all, err := t.MessagesOf(ctx, kind, c.Watch.MeetingKey)
	if err != nil {
		return nil, err
	}
	var outdated []string
	for _, m := range all {
		now, changed := rebooked(m.Occurrence, c)
		if !changed {
			continue
		}
		if err := t.markOutdated(ctx, m, now); err != nil {
			return nil, err
		}
		outdated = append(outdated, m.ID)
	}
	return outdated, nil
}

// rebooked returns where an occurrence is after a change, and whether that concerns
// it.
func rebooked(o watch.Occurrence, c watch.Change) (now watch.Occurrence, changed bool) {
	for _, move := range c.Moved {
		if move.From.SameTime(o) {
			return move.To, true
		}
	}
	for _, dropped := range c.Dropped {
		if dropped.SameTime(o) {
			return o, true
		}
	}
	return o, c.Cancelled
}

// markOutdated notes that a message shows another time than that of its occurrence.
// It may have shown the new one before.
func (t *txn) markOutdated(ctx context.Context, m Message, now watch.Occurrence) error {
	m.Occurrence, m.Shown = now, Outdated
	if err := t.ForgetPosts(ctx, View{Message: m}.updateID(meeting.Upcoming)); err != nil {
		return err
	}
	if err := t.PutMessage(ctx, m); err != nil {
		return fmt.Errorf("mark a message as outdated: %w", err)
	}
	return nil
}

// NextStart returns the first start that lies ahead of the messages of a kind that
// follow a meeting, zero for none. It is called within a transaction.
func (u *Updater) NextStart(ctx context.Context, tx queue.Queue, kind Kind, k watch.MeetingKey) (time.Time, error) {
	all, err := u.store.Join(tx).MessagesOf(ctx, kind, k)
	if err != nil {
		return time.Time{}, err
	}
	var next time.Time
	for _, m := range all {
		start := m.Occurrence.Start
		if start.After(u.now()) && (next.IsZero() || start.Before(next)) {
			next = start
		}
	}
	return next, nil
}

// Drop ends the following of a message, whatever it shows. It is called within a
// transaction.
func (u *Updater) Drop(ctx context.Context, tx queue.Queue, id string) error {
	return u.store.Join(tx).DeleteMessage(ctx, id)
}

// AnyOfKind reports whether a message of a kind follows a meeting. It is called within
// a transaction.
func (u *Updater) AnyOfKind(ctx context.Context, tx queue.Queue, kind Kind, k watch.MeetingKey) (bool, error) {
	all, err := u.store.Join(tx).MessagesOf(ctx, kind, k)
	return len(all) > 0, err
}

// hasChanged reports whether a message was marked as outdated since it was loaded.
func (v View) hasChanged(m Message) bool {
	return m.Shown == Outdated && (v.shown != Outdated || !m.Occurrence.SameTime(v.stored))
}
