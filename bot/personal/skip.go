package personal

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/meeting"
)

// readSkips reads which meetings people want no reminders of.
func (e *Engine) readSkips(ctx context.Context, t *team) error {
	var skips []Skip
	err := e.store.Read(ctx, func(tx Tx) (err error) {
		skips, err = tx.SkipsIn(ctx, t.Key)
		return err
	})
	for _, s := range skips {
		if e.now().Sub(s.SeenAt) > seenEvery {
			t.unseen = append(t.unseen, s)
		}
		s.SeenAt = time.Time{}
		t.skips[s] = true
	}
	return err
}

// markSeen notes which skipped meetings still come.
func (e *Engine) markSeen(ctx context.Context, l *meeting.Listing, teams []team) error {
	listed := map[string]bool{}
	for _, c := range l.Conferences {
		listed[c.ID.String()] = true
	}
	var seen []Skip
	for _, t := range teams {
		for _, s := range t.unseen {
			if listed[s.MeetingID] {
				seen = append(seen, s)
			}
		}
	}
	if len(seen) == 0 {
		return nil
	}
	return e.store.InTx(ctx, func(tx Tx) error {
		for _, s := range seen {
			s.SeenAt = e.now()
			if err := tx.PutSkip(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReminderStopped notes that somebody wants no reminders of one meeting who gets them
// of all.
func (e *Engine) ReminderStopped(ctx context.Context, tx queue.Queue, s reminder.Subscription) error {
	if !s.Private() {
		return nil
	}
	t, who := e.store.Join(tx), Owner{Key: s.Key, UserID: s.ChannelID}
	d, err := t.GetPersonal(ctx, who)
	if errors.Is(err, ErrNotFound) || err == nil && !d.Reminded() {
		return nil
	}
	if err != nil {
		return err
	}
	return t.PutSkip(ctx, Skip{Owner: who, MeetingID: s.MeetingID, SeenAt: e.now()})
}

// sweep deletes old skips, and sees to it that whoever decided something has a job.
func (e *Engine) sweep(ctx context.Context, _ queue.Job) error {
	people, err := e.reminded(ctx)
	if err != nil {
		return err
	}
	return e.store.InTx(ctx, func(tx Tx) error {
		if err := tx.DeleteSkips(ctx, e.now().Add(-skipRetention)); err != nil {
			return err
		}
		var jobs []queue.Job
		if len(people) > 0 {
			jobs = append(jobs, e.findJob())
		}
		digests, err := tx.DigestPeople(ctx)
		if err != nil {
			return err
		}
		for _, d := range digests {
			jobs = append(jobs, queue.Job{Kind: PostDigest, Key: d.String(), At: e.now(), Priority: priorityDigest})
		}
		return tx.Enqueue(ctx, jobs...)
	})
}
