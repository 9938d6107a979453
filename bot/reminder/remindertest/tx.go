package remindertest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
)

// errOver is returned by a transaction that is used after its end.
var errOver = errors.New("remindertest: the transaction is over")

// tx is one transaction on a copy of all rows.
type tx struct {
	state
	over bool
}

// ready reports whether the transaction may be used.
func (t *tx) ready(ctx context.Context) error {
	if t.over {
		return errOver
	}
	return ctx.Err()
}

// row returns a row, or ErrNotFound.
func row[K comparable, V any](ctx context.Context, t *tx, of table[K, V], key K) (v V, err error) {
	if err := t.ready(ctx); err != nil {
		return v, err
	}
	v, ok := of.rows[key]
	if !ok {
		return v, reminder.ErrNotFound
	}
	return v, nil
}

// stored is a time as a database keeps it.
func stored(at time.Time) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return at.UTC().Truncate(time.Millisecond)
}

// storedAs is an occurrence as a database keeps it.
func storedAs(o reminder.Occurrence) reminder.Occurrence {
	o.Start, o.End = stored(o.Start), stored(o.End)
	return o
}

// Enqueue queues jobs, each kind and key once.
func (t *tx) Enqueue(ctx context.Context, jobs ...queue.Job) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	for _, j := range jobs {
		key := jobKey{j.Kind, j.Key}
		if _, ok := t.jobs.rows[key]; ok {
			continue
		}
		j.At, j.Priority, j.Payload = stored(j.At), cmp.Or(j.Priority, 1), slices.Clone(j.Payload)
		t.queued++
		t.jobs.put(key, queued{j, t.queued})
	}
	return nil
}

// Hasten queues a job or brings it forward.
func (t *tx) Hasten(ctx context.Context, j queue.Job) error {
	if q, ok := t.jobs.rows[jobKey{j.Kind, j.Key}]; ok && q.At.After(j.At) {
		t.jobs.drop(jobKey{j.Kind, j.Key})
	}
	return t.Enqueue(ctx, j)
}

func (t *tx) PutSubscription(ctx context.Context, s reminder.Subscription) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	for id, other := range t.subscriptions.rows {
		if id != s.ID && other.Conversation == s.Conversation && other.MeetingID == s.MeetingID {
			return errors.New("remindertest: a second subscription of one conversation to one meeting")
		}
	}
	if !slices.Contains(t.order, s.ID) {
		t.order = append(t.order, s.ID)
	}
	s.SetAt, s.Leads = stored(s.SetAt), slices.Clone(s.Leads)
	t.subscriptions.put(s.ID, s)
	return nil
}

func (t *tx) GetSubscription(ctx context.Context, id string) (reminder.Subscription, error) {
	s, err := row(ctx, t, t.subscriptions, id)
	s.Leads = slices.Clone(s.Leads)
	return s, err
}

func (t *tx) FindSubscription(ctx context.Context, c post.Conversation, meetingID string) (reminder.Subscription, error) {
	found, err := t.list(ctx, func(s reminder.Subscription) bool { return s.Conversation == c && s.MeetingID == meetingID })
	if err == nil && len(found) == 0 {
		err = reminder.ErrNotFound
	}
	if err != nil {
		return reminder.Subscription{}, err
	}
	return found[0], nil
}

func (t *tx) SubscriptionsTo(ctx context.Context, k reminder.MeetingKey) ([]reminder.Subscription, error) {
	return t.list(ctx, func(s reminder.Subscription) bool { return s.Meeting() == k })
}

func (t *tx) SubscriptionsIn(ctx context.Context, c post.Conversation, offset, limit int) ([]reminder.Subscription, int, error) {
	all, err := t.list(ctx, func(s reminder.Subscription) bool { return s.Conversation == c })
	from := min(offset, len(all))
	return all[from:min(from+limit, len(all))], len(all), err
}

// list returns the subscriptions that are wanted, oldest first.
func (t *tx) list(ctx context.Context, wanted func(reminder.Subscription) bool) (found []reminder.Subscription, err error) {
	for _, id := range t.order {
		s, err := t.GetSubscription(ctx, id)
		if err != nil {
			return nil, err
		}
		if wanted(s) {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b reminder.Subscription) int { return a.SetAt.Compare(b.SetAt) })
	return found, t.ready(ctx)
}

func (t *tx) DeleteSubscription(ctx context.Context, id string) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	t.subscriptions.drop(id)
	t.order = slices.DeleteFunc(slices.Clone(t.order), func(other string) bool { return other == id })
	for key, n := range t.notices.rows {
		if n.SubscriptionID == id && open(n) {
			n.State = reminder.Dead
			t.notices.put(key, n)
		}
	}
	return nil
}

func (t *tx) LockWatch(ctx context.Context, k reminder.MeetingKey) (reminder.Watch, error) {
	return t.GetWatch(ctx, k)
}

func (t *tx) OpenWatch(ctx context.Context, k reminder.MeetingKey) (reminder.Watch, error) {
	if _, ok := t.watches.rows[k]; !ok {
		t.watches.put(k, reminder.Watch{MeetingKey: k})
	}
	return t.GetWatch(ctx, k)
}

func (t *tx) GetWatch(ctx context.Context, k reminder.MeetingKey) (reminder.Watch, error) {
	w, err := row(ctx, t, t.watches, k)
	w.Facts.Occurrences = slices.Clone(w.Facts.Occurrences)
	return w, err
}

func (t *tx) PutWatch(ctx context.Context, w reminder.Watch) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	w.Facts.Occurrences = slices.Clone(w.Facts.Occurrences)
	for i, o := range w.Facts.Occurrences {
		w.Facts.Occurrences[i] = storedAs(o)
	}
	w.Facts.ReadAt, w.MissingSince = stored(w.Facts.ReadAt), stored(w.MissingSince)
	t.watches.put(w.MeetingKey, w)
	return nil
}

func (t *tx) DeleteWatch(ctx context.Context, k reminder.MeetingKey) error {
	t.watches.drop(k)
	return t.ready(ctx)
}

func (t *tx) TakeSlot(ctx context.Context, c post.Conversation, now time.Time, gap time.Duration) (time.Duration, error) {
	if wait := t.turns.rows[c].Sub(now); wait > 0 {
		return wait, t.ready(ctx)
	}
	t.turns.put(c, stored(now.Add(gap)))
	return 0, t.ready(ctx)
}

func (t *tx) SlotFreeAt(ctx context.Context, c post.Conversation) (time.Time, error) {
	return t.turns.rows[c], t.ready(ctx)
}

func (t *tx) ReserveSlot(ctx context.Context, c post.Conversation, now time.Time, gap time.Duration) (time.Time, error) {
	begins := stored(now)
	if free := t.turns.rows[c]; free.After(begins) {
		begins = free
	}
	t.turns.put(c, stored(begins.Add(gap)))
	return begins, t.ready(ctx)
}

func (t *tx) HoldSlot(ctx context.Context, c post.Conversation, until time.Time) error {
	if until.After(t.turns.rows[c]) {
		t.turns.put(c, stored(until))
	}
	return t.ready(ctx)
}
