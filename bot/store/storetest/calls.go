package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

// liveCall is a call in a workspace that no other test knows.
func liveCall() live.Call {
	k := anywhere().Key
	return live.Call{
		UniqueID: k.TeamID + ":uuid1", Key: k, MeetingID: "914", UUID: "uuid1", CallID: "R1", People: []string{"U1", "guest-1"},
		In: 3, Shown: "d1", Unnamed: true, Refused: "not_implemented",
		BeganAt: keptNoon(), SeenAt: keptNoon().Add(time.Minute), ReadAt: keptNoon().Add(2 * time.Minute),
		SlotAt: keptNoon().Add(3 * time.Minute), EndedAt: keptNoon().Add(time.Hour), ClosedAt: keptNoon().Add(2 * time.Hour),
	}
}

func testCalls(t *testing.T, b bench) {
	in := func(t *testing.T, do func(ctx context.Context, tx live.CallTx) error) {
		t.Helper()
		if err := b.opened.Calls.InTx(t.Context(), func(tx live.CallTx) error { return do(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
	put := func(t *testing.T, calls ...live.Call) {
		t.Helper()
		in(t, func(ctx context.Context, tx live.CallTx) error {
			var errs []error
			for _, c := range calls {
				errs = append(errs, tx.PutCall(ctx, c))
			}
			return errors.Join(errs...)
		})
	}
	get := func(t *testing.T, id string) (c live.Call, err error) {
		t.Helper()
		in(t, func(ctx context.Context, tx live.CallTx) error {
			c, err = tx.GetCall(ctx, id)
			return nil
		})
		return c, err
	}
	t.Run("are stored and replaced", func(t *testing.T) {
		c := liveCall()
		_, err := get(t, c.UniqueID)
		gone(t, "GetCall() before", err)
		put(t, c)
		got, err := get(t, c.UniqueID)
		same(t, "GetCall()", got, c)
		changed := live.Call{UniqueID: c.UniqueID, Key: c.Key, MeetingID: c.MeetingID, BeganAt: noon().Add(time.Hour), In: -1}
		put(t, changed)
		changed.BeganAt = c.BeganAt
		again, againErr := get(t, c.UniqueID)
		same(t, "GetCall() of one that was replaced", again, changed)
		if err := errors.Join(err, againErr); err != nil {
			t.Error(err)
		}
	})
	t.Run("are deleted", func(t *testing.T) {
		c := liveCall()
		put(t, c)
		for range 2 {
			in(t, func(ctx context.Context, tx live.CallTx) error { return tx.DeleteCall(ctx, c.UniqueID) })
		}
		_, err := get(t, c.UniqueID)
		gone(t, "GetCall() after", err)
	})
	t.Run("of a meeting are listed, the latest first", func(t *testing.T) { testCallsOf(t, in, put) })
	t.Run("are stored with their jobs", func(t *testing.T) {
		in(t, func(ctx context.Context, tx live.CallTx) error {
			return tx.Hasten(ctx, queue.Job{Kind: live.FollowCall, Key: reminder.NewID(), At: noon(), Priority: 3})
		})
	})
}

func testCallsOf(t *testing.T, in func(*testing.T, func(context.Context, live.CallTx) error), put func(*testing.T, ...live.Call)) {
	first := liveCall()
	second, third := first, first
	second.UniqueID, second.BeganAt = first.UniqueID+":2", first.BeganAt.Add(time.Hour)
	third.UniqueID = first.UniqueID + ":3"
	enterprise, team, meeting := first, first, first
	enterprise.UniqueID, enterprise.EnterpriseID = first.UniqueID+"e", "E2"
	team.UniqueID, team.TeamID = first.UniqueID+"t", first.TeamID+"X"
	meeting.UniqueID, meeting.MeetingID = first.UniqueID+"m", "915"
	put(t, first, second, third, enterprise, team, meeting)
	in(t, func(ctx context.Context, tx live.CallTx) error {
		got, err := tx.CallsOf(ctx, watch.MeetingKey{Key: first.Key, MeetingID: first.MeetingID})
		same(t, "CallsOf()", got, []live.Call{second, third, first})
		return err
	})
}
