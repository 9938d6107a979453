package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

func subscription(c post.Conversation, meetingID string) reminder.Subscription {
	return reminder.Subscription{
		ID:           reminder.NewID(),
		Conversation: c,
		MeetingID:    meetingID,
		Leads:        []time.Duration{24 * time.Hour, 10 * time.Minute},
		SetBy:        "U1",
		SetAt:        noon(),
	}
}

// keptSubscription is s as it comes back.
func keptSubscription(s reminder.Subscription) reminder.Subscription {
	s.SetAt = s.SetAt.Truncate(time.Millisecond).UTC()
	return s
}

// put keeps subscriptions.
func (b bench) put(t *testing.T, all ...reminder.Subscription) {
	t.Helper()
	b.in(t, func(ctx context.Context, tx tx) error {
		for _, s := range all {
			if err := tx.PutSubscription(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

func testSubscriptions(t *testing.T, b bench) {
	t.Run("are found by id and by conversation", func(t *testing.T) { testFindSubscription(t, b) })
	t.Run("are replaced", func(t *testing.T) { testReplaceSubscription(t, b) })
	t.Run("are listed, oldest first", func(t *testing.T) { testListSubscriptions(t, b) })
	t.Run("are listed by page", func(t *testing.T) { testPageSubscriptions(t, b) })
	t.Run("are listed by who set them up", func(t *testing.T) { testListSubscriptionsSetBy(t, b) })
	t.Run("end their open notices when deleted", func(t *testing.T) { testDeleteSubscription(t, b) })
	t.Run("are one for a conversation and a meeting", func(t *testing.T) { testOneSubscription(t, b) })
}

func testFindSubscription(t *testing.T, b bench) {
	here := anywhere()
	s := subscription(here, "914083136")
	s.Suspended, s.Late = reminder.Archived, true
	b.put(t, s)
	b.in(t, func(ctx context.Context, tx tx) error {
		byID, err := tx.GetSubscription(ctx, s.ID)
		same(t, "GetSubscription()", byID, keptSubscription(s))
		found, findErr := tx.FindSubscription(ctx, here, "914083136")
		same(t, "FindSubscription()", found, keptSubscription(s))
		return errors.Join(err, findErr)
	})
	b.in(t, func(ctx context.Context, tx tx) error {
		_, err := tx.GetSubscription(ctx, reminder.NewID())
		gone(t, "GetSubscription() of another id", err)
		_, err = tx.FindSubscription(ctx, here, "914083137")
		gone(t, "FindSubscription() of another meeting", err)
		for _, there := range elsewhere(here) {
			_, err = tx.FindSubscription(ctx, there, "914083136")
			gone(t, "FindSubscription() of another conversation", err)
		}
		return nil
	})
}

func testReplaceSubscription(t *testing.T, b bench) {
	s := subscription(anywhere(), "1")
	b.put(t, s)
	s.Leads, s.SetBy, s.SetAt, s.Suspended = []time.Duration{time.Minute}, "W2", s.SetAt.Add(time.Hour), reminder.AccessLost
	s.Overrun = true
	b.put(t, s)
	b.in(t, func(ctx context.Context, tx tx) error {
		list, total, err := tx.SubscriptionsIn(ctx, s.Conversation, 0, 10)
		same(t, "what is kept", list, []reminder.Subscription{keptSubscription(s)})
		same(t, "the total", total, 1)
		return err
	})
}

func testListSubscriptions(t *testing.T, b bench) {
	here := anywhere()
	there := here
	there.ChannelID = "U2"
	younger, older, other := subscription(here, "1"), subscription(there, "1"), subscription(here, "2")
	younger.SetAt = older.SetAt.Add(time.Second)
	older.Suspended = reminder.Gone
	b.put(t, younger, older, other)
	for _, c := range elsewhere(here)[:2] { // other workspaces
		b.put(t, subscription(c, "1"))
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		list, err := tx.SubscriptionsTo(ctx, younger.Meeting())
		same(t, "SubscriptionsTo()", list, []reminder.Subscription{keptSubscription(older), keptSubscription(younger)})
		has, hasErr := tx.HasSubscriptions(ctx, younger.Meeting())
		same(t, "HasSubscriptions()", has, true)
		none, noneErr := tx.HasSubscriptions(ctx, subscription(here, "3").Meeting())
		same(t, "HasSubscriptions() of a meeting without", none, false)
		return errors.Join(err, hasErr, noneErr)
	})
}

func testPageSubscriptions(t *testing.T, b bench) {
	here := anywhere()
	var all, kept []reminder.Subscription
	for i, meetingID := range []string{"1", "2", "3", "4", "5"} {
		s := subscription(here, meetingID)
		s.SetAt = s.SetAt.Add(time.Duration(i) * time.Minute)
		all, kept = append([]reminder.Subscription{s}, all...), append(kept, keptSubscription(s))
	}
	b.put(t, all...)
	for _, c := range elsewhere(here) {
		b.put(t, subscription(c, "1"))
	}
	tests := []struct {
		offset, limit int
		want          []reminder.Subscription
	}{
		{0, 2, kept[:2]}, {2, 2, kept[2:4]}, {4, 2, kept[4:]}, {0, 10, kept},
	}
	for _, tt := range tests {
		b.in(t, func(ctx context.Context, tx tx) error {
			page, total, err := tx.SubscriptionsIn(ctx, here, tt.offset, tt.limit)
			same(t, "the page", page, tt.want)
			same(t, "the total", total, 5)
			return err
		})
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		page, total, err := tx.SubscriptionsIn(ctx, here, 5, 2)
		same(t, "the length of a page past the end", len(page), 0)
		same(t, "the total past the end", total, 5)
		return err
	})
	b.in(t, func(ctx context.Context, tx tx) error {
		page, total, err := tx.SubscriptionsIn(ctx, here, 0, 0)
		same(t, "the length of no page", len(page), 0)
		same(t, "the total beside no page", total, 5)
		return err
	})
}

func testListSubscriptionsSetBy(t *testing.T, b bench) {
	here := anywhere()
	there := here
	there.ChannelID = "U2"
	first, second, other := subscription(here, "1"), subscription(there, "2"), subscription(here, "3")
	second.SetAt = first.SetAt.Add(time.Second)
	other.SetBy += "X"
	b.put(t, second, first, other)
	for _, c := range elsewhere(here)[:2] { // other workspaces
		b.put(t, subscription(c, "1"))
	}
	kept := []reminder.Subscription{keptSubscription(first), keptSubscription(second)}
	b.in(t, func(ctx context.Context, tx tx) error {
		list, total, err := tx.SubscriptionsSetBy(ctx, here.Key, first.SetBy, 0, 10)
		same(t, "SubscriptionsSetBy()", list, kept)
		same(t, "the total", total, 2)
		rest, total, restErr := tx.SubscriptionsSetBy(ctx, here.Key, first.SetBy, 1, 10)
		same(t, "SubscriptionsSetBy() from the second on", rest, kept[1:])
		same(t, "the total of a page", total, 2)
		none, total, noneErr := tx.SubscriptionsSetBy(ctx, here.Key, "U0", 0, 10)
		same(t, "how many somebody else has", len(none)+total, 0)
		return errors.Join(err, restErr, noneErr)
	})
}

func testDeleteSubscription(t *testing.T, b bench) {
	here := anywhere()
	s := subscription(here, "1")
	b.put(t, s)
	states := []reminder.State{reminder.Pending, reminder.Claimed, reminder.Sent, reminder.Dropped, reminder.Dead}
	ids := map[reminder.State]string{}
	for i, state := range states {
		n := notice(here, "1")
		n.SubscriptionID, n.Lead = s.ID, time.Duration(i)*time.Minute
		ids[state] = b.keep(t, n, state).ID
	}
	other := notice(here, "2")
	b.keep(t, other, reminder.Pending)
	b.in(t, func(ctx context.Context, tx tx) error { return tx.DeleteSubscription(ctx, s.ID) })
	b.in(t, func(ctx context.Context, tx tx) error {
		_, err := tx.GetSubscription(ctx, s.ID)
		gone(t, "GetSubscription() of a deleted one", err)
		return tx.DeleteSubscription(ctx, s.ID) // which is no error
	})
	wants := map[reminder.State]reminder.State{
		reminder.Pending: reminder.Dead, reminder.Claimed: reminder.Dead, reminder.Sent: reminder.Sent,
		reminder.Dropped: reminder.Dropped, reminder.Dead: reminder.Dead,
	}
	for before, want := range wants {
		same(t, "the state of a notice that was "+string(before), b.get(t, ids[before]).State, want)
	}
	same(t, "the state of another subscription's notice", b.get(t, other.ID).State, reminder.Pending)
}

// Two people who set up the same at the same time: the second finds what the
// first has done.
func testOneSubscription(t *testing.T, b bench) {
	here := anywhere()
	b.together(t, 8, func(ctx context.Context, _ int, tx tx) error {
		s, err := tx.FindSubscription(ctx, here, "1")
		if errors.Is(err, reminder.ErrNotFound) {
			s, err = subscription(here, "1"), nil
		}
		if err != nil {
			return err
		}
		return tx.PutSubscription(ctx, s)
	})
	b.in(t, func(ctx context.Context, tx tx) error {
		_, total, err := tx.SubscriptionsIn(ctx, here, 0, 10)
		same(t, "how many there are", total, 1)
		return err
	})
}
