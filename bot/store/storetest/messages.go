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
		Facts:      watch.Facts{Subject: "Weekly", Number: "914", Booker: "Ana"},
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
		m.Shown, m.SlotAt, m.RefusedAt, m.Occurrence.End = "running", noon(), noon(), time.Time{}
		put(m)
		m.SlotAt, m.RefusedAt = keptNoon(), keptNoon()
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
	t.Run("are listed when their occurrence has started", func(t *testing.T) {
		limit := keptNoon().Truncate(time.Minute).AddDate(-1, 0, 0) // before those of other tests
		var want []string
		for _, early := range []time.Duration{3 * time.Minute, 2 * time.Minute, time.Minute, 0} {
			m := message()
			m.Kind, m.Occurrence.Start = "started", limit.Add(-early)
			put(m)
			if early > 0 {
				want = append(want, m.ID)
			}
			m.ID, m.Kind = reminder.NewID(), "other"
			put(m)
		}
		b.in(t, func(ctx context.Context, tx tx) error {
			all, err := tx.live.StartedMessages(ctx, "started", limit, 10)
			same(t, "StartedMessages()", all, want)
			first, firstErr := tx.live.StartedMessages(ctx, "started", limit, 2)
			same(t, "StartedMessages(), two at most", first, want[:2])
			return errors.Join(err, firstErr)
		})
	})
	t.Run("of a kind are listed by their meeting", func(t *testing.T) {
		m, other, elsewhere := message(), message(), message()
		m.Kind, m.MeetingID, other.MeetingID, elsewhere.Kind = "listed", "77", "77", "listed"
		for _, m := range []live.Message{m, other, elsewhere} {
			put(m)
		}
		second := m
		second.ID = m.ID + "2"
		put(second)
		b.in(t, func(ctx context.Context, tx tx) error {
			all, err := tx.live.MessagesOf(ctx, "listed", m.Meeting())
			same(t, "MessagesOf()", all, []live.Message{m, second})
			return err
		})
	})
	t.Run("are known to follow a meeting", func(t *testing.T) {
		m := message()
		put(m)
		b.in(t, func(ctx context.Context, tx tx) error {
			other := m.Meeting()
			other.MeetingID = "2"
			follows, err := tx.live.HasMessages(ctx, m.Meeting())
			not, notErr := tx.live.HasMessages(ctx, other)
			same(t, "HasMessages() of a meeting that one follows, and of another", []bool{follows, not}, []bool{true, false})
			return errors.Join(err, notErr)
		})
	})
}
