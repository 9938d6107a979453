package reminder

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// maxTogether bounds how many automatic subscriptions to one meeting a transaction
// changes.
const maxTogether = 200

// Automatic are the people of a workspace who are reminded of a meeting without having
// asked for this one.
type Automatic struct {
	Leads map[string][]time.Duration // by user: before each start, longest first, as in Subscription
	Keep  map[string]bool            // users of whom it cannot be told just now: theirs stay as they are
}

// Stops is told what people stop. It is called within the transaction that deletes the
// subscription.
type Stops interface {
	ReminderStopped(ctx context.Context, tx queue.Queue, s Subscription) error
}

// SetAutomatic has those people and no others reminded of a meeting automatically, each
// in private. A subscription that somebody set up for themselves stands in place of
// an automatic one. Where nothing is to be changed, it costs one statement, and read is
// not called, which reads the meeting.
func (e *Engine) SetAutomatic(
	ctx context.Context, k watch.MeetingKey, want Automatic, read func(context.Context) (*meeting.Snapshot, error),
) error {
	differs, err := e.automaticDiffers(ctx, k, want)
	if err != nil || !differs {
		return err
	}
	m, err := read(ctx)
	if err != nil {
		return fmt.Errorf("read meeting %s: %w", k.MeetingID, err)
	}
	if _, ahead := watch.FactsOf(k.MeetingID, m).Occurrences.Next(e.now()); !ahead {
		return nil // its watch ends all subscriptions
	}
	for differs {
		err := e.inTx(ctx, func(t *txn) error { return t.setAutomatic(ctx, k, want, m) })
		if err != nil {
			return fmt.Errorf("remind people of meeting %s: %w", k.MeetingID, err)
		}
		if differs, err = e.automaticDiffers(ctx, k, want); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) automaticDiffers(ctx context.Context, k watch.MeetingKey, want Automatic) (differs bool, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		all, err := tx.SubscriptionsTo(ctx, k)
		put, drop := want.compare(k, all)
		differs = len(put)+len(drop) > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look who is reminded of meeting %s: %w", k.MeetingID, err)
	}
	return differs, nil
}

// compare tells which subscriptions to a meeting are missing or have other leads, and
// which are not wanted any more. Of a new one only its person and leads are set.
func (a Automatic) compare(k watch.MeetingKey, all []Subscription) (put, drop []Subscription) {
	has := make(map[string]bool, len(all))
	for _, s := range all {
		if !s.Private() {
			continue
		}
		has[s.ChannelID] = true
		leads, wanted := a.Leads[s.ChannelID]
		switch {
		case !s.Automatic || a.Keep[s.ChannelID]:
		case !wanted:
			drop = append(drop, s)
		case !slices.Equal(s.Leads, leads):
			s.Leads = leads
			put = append(put, s)
		}
	}
	for userID, leads := range a.Leads {
		if !has[userID] {
			put = append(put, Subscription{
				Conversation: post.Conversation{Key: k.Key, ChannelID: userID}, MeetingID: k.MeetingID,
				Leads: leads, SetBy: userID, Automatic: true,
			})
		}
	}
	slices.SortFunc(put, func(a, b Subscription) int { return strings.Compare(a.ChannelID, b.ChannelID) })
	return put, drop
}

// setAutomatic stores some of what is missing.
func (t *txn) setAutomatic(ctx context.Context, k watch.MeetingKey, want Automatic, m *meeting.Snapshot) error {
	w, err := t.watcher.Begin(ctx, t.Tx, k, m)
	if err != nil {
		return err
	}
	all, err := t.SubscriptionsTo(ctx, k)
	if err != nil {
		return err
	}
	put, drop := want.compare(k, all)
	for _, s := range drop[:min(len(drop), maxTogether)] {
		if err := t.DeleteSubscription(ctx, s.ID); err != nil {
			return err
		}
	}
	t.late = make(map[string]bool)
	for _, s := range put[:min(len(put), maxTogether)] {
		if s.ID == "" {
			s.ID = NewID()
			t.late[s.ID] = true
		}
		s.SetAt = t.now
		if err := t.PutSubscription(ctx, s); err != nil {
			return err
		}
	}
	_, err = t.reconcile(ctx, w)
	return err
}

// EndAutomatic deletes the automatic subscriptions of a person, within a transaction
// that another package began.
func (e *Engine) EndAutomatic(ctx context.Context, tx queue.Queue, k workspace.Key, userID string) error {
	t := e.txn(e.store.Join(tx))
	all, err := t.AutomaticOf(ctx, k, userID)
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := t.DeleteSubscription(ctx, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// isLate reports whether a notice of a new automatic subscription is scheduled although
// its time has passed: the meeting was found late. It says how much time there is left.
// Of several leads the last one that passed counts, and only for the next start.
func (t *txn) isLate(w watch.Watch, s Subscription, o watch.Occurrence, lead time.Duration) bool {
	next, ahead := w.Facts.Occurrences.Next(t.now)
	if !t.late[s.ID] || !ahead || !next.Start.Equal(o.Start) {
		return false
	}
	return !slices.ContainsFunc(s.Leads, func(other time.Duration) bool {
		return other < lead && !o.Start.Add(-other).After(t.now)
	})
}

// uninvited reports whether a meeting is none of the person's any more whom a notice of
// an automatic subscription is for. What cannot be told counts as none.
func uninvited(s Subscription, m *meeting.Snapshot, who person.Person, user access.MeetingUser) bool {
	if !s.Automatic || m == nil {
		return false
	}
	i := access.InvitationOf(m, who, user)
	return !i.Sure() && i != access.ListCut && i != access.NoAddress
}

// endUninvited ends an automatic subscription to a meeting that is none of the
// person's any more.
func (e *Engine) endUninvited(ctx context.Context, noticeID string) error {
	return e.inTx(ctx, func(t *txn) error {
		_, s, _, err := t.loadLocked(ctx, noticeID)
		if err != nil {
			return err
		}
		if err := t.DeleteSubscription(ctx, s.ID); err != nil {
			return err
		}
		return queue.ErrDone
	})
}
