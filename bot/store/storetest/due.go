package storetest

import (
	"context"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

func testSent(t *testing.T, b bench) {
	posted := post.Posted{ChannelID: "D1", TS: "1764.5"}
	for _, state := range []reminder.State{reminder.Pending, reminder.Claimed, reminder.Dropped, reminder.Dead} {
		n := b.keep(t, notice(anywhere(), "1"), state)
		var got reminder.Notice
		b.in(t, func(ctx context.Context, tx tx) (err error) {
			got, err = tx.MarkSent(ctx, n.ID, noon(), posted)
			return err
		})
		n.State, n.DueAt, n.SentAt, n.Posted = reminder.Sent, time.Time{}, keptNoon(), posted
		same(t, "MarkSent() of one that was "+string(state), got, n)
		same(t, "what is kept", b.get(t, n.ID), n)
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		_, err := tx.MarkSent(ctx, reminder.NewID(), noon(), posted)
		gone(t, "MarkSent() of an unknown one", err)
		return nil
	})
}

func testEnded(t *testing.T, b bench) {
	for _, state := range []reminder.State{reminder.Sent, reminder.Dropped, reminder.Dead} {
		ended := b.keep(t, notice(anywhere(), "1"), state)
		for _, to := range []reminder.State{reminder.Pending, reminder.Claimed, reminder.Dropped, reminder.Dead} {
			n := ended
			n.State, n.DueAt = to, noon()
			b.in(t, func(ctx context.Context, tx tx) error {
				gone(t, "PutNotice() as "+string(to)+" over one that is "+string(state), tx.PutNotice(ctx, n))
				return nil
			})
			same(t, "what is kept", b.get(t, ended.ID), ended)
		}
	}
}

func testDue(t *testing.T, b bench) {
	get := func(t *testing.T, id string, now time.Time) (d reminder.Due, err error) {
		t.Helper()
		err = b.opened.Reminders.Read(t.Context(), func(tx reminder.Tx) error {
			d, err = tx.GetDue(t.Context(), id, now)
			return err
		})
		return d, err
	}
	here := anywhere()
	s := subscription(here, "1")
	n := notice(here, "1")
	n.SubscriptionID = s.ID
	ahead := notice(here, "2")
	ahead.DueAt = n.DueAt.Add(-time.Minute)
	w := watch.Watch{MeetingKey: n.Meeting(), Facts: watch.Facts{Subject: "Standup", Number: "1", ReadAt: keptNoon()}, Misses: 2}
	n, ahead = b.arm(t, n), b.arm(t, ahead)
	missing := func(t *testing.T, what string) {
		t.Helper()
		_, err := get(t, n.ID, noon())
		gone(t, "GetDue() without "+what, err)
	}
	missing(t, "a subscription and a watch")
	b.in(t, func(ctx context.Context, tx tx) error { return tx.PutSubscription(ctx, s) })
	missing(t, "a watch")
	b.in(t, func(ctx context.Context, tx tx) error { return tx.watches.PutWatch(ctx, w) })
	want := reminder.Due{Notice: n, Subscription: keptSubscription(s), Watch: w, Ahead: 1}
	due, err := get(t, n.ID, noon())
	same(t, "its error", err, nil)
	same(t, "GetDue()", due, want)

	b.in(t, func(ctx context.Context, tx tx) error {
		return tx.BlockSlot(ctx, post.Conversation{Key: here.Key}, noon().Add(time.Hour))
	})
	b.keep(t, ahead, reminder.Claimed)
	want.Ahead, want.FreeAt = 0, keptNoon().Add(time.Hour)
	due, err = get(t, n.ID, noon())
	same(t, "its error", err, nil)
	same(t, "GetDue() while Slack asks to wait", due, want)
}
