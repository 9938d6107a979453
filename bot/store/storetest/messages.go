package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

// message is one that follows a meeting at noon.
func message() live.Message {
	start := keptNoon().Truncate(time.Minute)
	return live.Message{
		ID:         reminder.NewID(),
		Key:        anywhere().Key,
		Posted:     post.Posted{ChannelID: "C1", TS: "1764.000100"},
		MeetingID:  "1",
		Occurrence: watch.Occurrence{ID: "a1", Start: start, End: start.Add(time.Hour)},
		Kind:       "notice",
		Ref:        "N1",
	}
}

func testMessages(t *testing.T, b bench) {
	put := func(m live.Message) {
		b.in(t, func(ctx context.Context, tx tx) error { return tx.live.PutMessage(ctx, m) })
	}
	get := func(id string) (m live.Message, err error) {
		b.in(t, func(ctx context.Context, tx tx) error {
			m, err = tx.live.GetMessage(ctx, id)
			return nil
		})
		return m, err
	}
	t.Run("are stored and replaced", func(t *testing.T) {
		m := message()
		put(m)
		got, err := get(m.ID)
		same(t, "GetMessage()", got, m)
		m.Shown, m.SlotAt, m.Occurrence.End = "running", noon(), time.Time{}
		put(m)
		m.SlotAt = keptNoon()
		again, againErr := get(m.ID)
		same(t, "GetMessage() of one that was replaced", again, m)
		if err := errors.Join(err, againErr); err != nil {
			t.Error(err)
		}
	})
	t.Run("are deleted", func(t *testing.T) {
		m, other := message(), message()
		put(m)
		put(other)
		for range 2 { // one that is not there is no error
			b.in(t, func(ctx context.Context, tx tx) error { return tx.live.DeleteMessage(ctx, m.ID) })
		}
		_, err := get(m.ID)
		gone(t, "GetMessage() of a deleted one", err)
		if _, err := get(other.ID); err != nil {
			t.Errorf("GetMessage() of another one = %v", err)
		}
	})
	t.Run("are deleted when they are old", func(t *testing.T) {
		limit := keptNoon().Truncate(time.Minute)
		before, at := message(), message()
		before.Occurrence.Start = limit.Add(-time.Minute)
		put(before)
		put(at)
		b.in(t, func(ctx context.Context, tx tx) error { return tx.live.DeleteMessages(ctx, limit) })
		_, err := get(before.ID)
		gone(t, "GetMessage() of an old one", err)
		if _, err := get(at.ID); err != nil {
			t.Errorf("GetMessage() of one that is not old = %v", err)
		}
	})
}
