package remindertest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

// open reports whether a notice has still to be posted.
func open(n reminder.Notice) bool {
	return n.State == reminder.Pending || n.State == reminder.Claimed
}

func byDue(a, b reminder.Notice) int {
	return cmp.Or(a.DueAt.Compare(b.DueAt), strings.Compare(a.ID, b.ID))
}

// same reports whether there may be only one of the two.
func same(a, b reminder.Notice) bool {
	return a.Conversation == b.Conversation && a.MeetingID == b.MeetingID && a.For == b.For && a.Lead == b.Lead &&
		a.Occurrence.ID == b.Occurrence.ID && a.Occurrence.Start.Equal(b.Occurrence.Start)
}

func (t *tx) AddNotice(ctx context.Context, n reminder.Notice) (reminder.Notice, error) {
	if err := t.ready(ctx); err != nil {
		return n, err
	}
	n.State, n.DueAt, n.Occurrence = reminder.Pending, stored(n.DueAt), storedAs(n.Occurrence)
	for id, kept := range t.notices.rows {
		switch {
		case !same(kept, n):
			continue
		case kept.State != reminder.Dead:
			return kept, nil
		}
		n.ID = id // it lives again
		break
	}
	t.notices.put(n.ID, n)
	return n, nil
}

func (t *tx) GetNotice(ctx context.Context, id string) (reminder.Notice, error) {
	return row(ctx, t, t.notices, id)
}

func (t *tx) PutNotice(ctx context.Context, n reminder.Notice) error {
	kept, err := row(ctx, t, t.notices, n.ID)
	if err != nil {
		return err
	}
	if !open(kept) && n.State != reminder.Sent {
		return reminder.ErrNotFound
	}
	kept.SubscriptionID, kept.State, kept.Reason, kept.Posted = n.SubscriptionID, n.State, n.Reason, n.Posted
	kept.DueAt, kept.ClaimedAt, kept.SentAt = stored(n.DueAt), stored(n.ClaimedAt), stored(n.SentAt)
	t.notices.put(n.ID, kept)
	return nil
}

func (t *tx) ClaimNotice(ctx context.Context, id string, at time.Time) (reminder.Notice, error) {
	n, err := row(ctx, t, t.notices, id)
	if err != nil {
		return n, err
	}
	if !open(n) {
		return reminder.Notice{}, reminder.ErrNotFound
	}
	n.State = reminder.Claimed
	if n.ClaimedAt.IsZero() {
		n.ClaimedAt = stored(at)
	}
	t.notices.put(id, n)
	return n, nil
}

func (t *tx) MarkSent(ctx context.Context, id string, at time.Time, posted post.Posted) (reminder.Notice, error) {
	n, err := row(ctx, t, t.notices, id)
	if err != nil {
		return n, err
	}
	n.State, n.DueAt, n.SentAt, n.Posted = reminder.Sent, time.Time{}, stored(at), posted
	t.notices.put(id, n)
	return n, nil
}

func (t *tx) GetDue(ctx context.Context, id string, now time.Time) (d reminder.Due, err error) {
	if d.Notice, err = t.GetNotice(ctx, id); err != nil {
		return d, err
	}
	if d.Subscription, err = t.GetSubscription(ctx, d.Notice.SubscriptionID); err != nil {
		return d, err
	}
	if d.Watch, err = t.GetWatch(ctx, d.Notice.Meeting()); err != nil {
		return d, err
	}
	if d.Ahead, err = t.CountAhead(ctx, d.Notice, now); err != nil {
		return d, err
	}
	d.FreeAt, err = t.SlotFreeAt(ctx, post.Conversation{Key: d.Notice.Key})
	return d, err
}

func (t *tx) OpenNotices(ctx context.Context, k watch.MeetingKey) ([]reminder.Notice, error) {
	var found []reminder.Notice
	for _, n := range t.notices.rows {
		if open(n) && n.Meeting() == k {
			found = append(found, n)
		}
	}
	slices.SortFunc(found, byDue)
	return found, t.ready(ctx)
}

func (t *tx) CountAhead(ctx context.Context, n reminder.Notice, now time.Time) (ahead int, err error) {
	for _, o := range t.notices.rows {
		if o.State != reminder.Pending || o.Conversation != n.Conversation || o.DueAt.After(now) {
			continue
		}
		if cmp.Or(o.Occurrence.Start.Compare(n.Occurrence.Start), byDue(o, n)) < 0 {
			ahead++
		}
	}
	return ahead, t.ready(ctx)
}

func (t *tx) DeleteNotices(ctx context.Context, startedBefore time.Time) (int, error) {
	was := len(t.notices.rows)
	maps.DeleteFunc(t.notices.mine(), func(_ string, n reminder.Notice) bool {
		_, followed := t.messages.rows[n.ID]
		return !open(n) && !followed && n.Occurrence.Start.Before(startedBefore)
	})
	return was - len(t.notices.rows), t.ready(ctx)
}
