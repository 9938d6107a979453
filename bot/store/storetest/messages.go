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
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
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

// messages does things with live messages of a store.
type messages struct {
	bench
	t *testing.T
}

func (b messages) put(all ...live.Message) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx live.Tx) error {
		for _, m := range all {
			if err := tx.PutMessage(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b messages) do(do func(ctx context.Context, tx live.Tx) error) {
	b.t.Helper()
	b.in(b.t, func(ctx context.Context, tx tx) error { return do(ctx, tx.live) })
}

func (b messages) get(id string) (m live.Message, err error) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx live.Tx) error {
		m, err = tx.GetMessage(ctx, id)
		return nil
	})
	return m, err
}

// must is get of one that is there.
func (b messages) must(id string) live.Message {
	b.t.Helper()
	m, err := b.get(id)
	if err != nil {
		b.t.Fatalf("GetMessage() = %v", err)
	}
	return m
}

// group has the messages of a group of their own, in a workspace of its own.
func group(n int) (live.Group, []live.Message) {
	var all []live.Message
	k := workspace.Key{EnterpriseID: "E1", TeamID: reminder.NewID()}
	for range n {
		m := message()
		m.Key = k
		all = append(all, m)
	}
	return live.Group{MeetingKey: all[0].Meeting(), Occurrence: all[0].Occurrence}, all
}

// running is a state with all that is told of a meeting.
func running(in int) live.State {
	return live.State{Phase: meeting.Running, In: in, Invited: 42, Began: keptNoon(), Call: "R1"}
}

func testMessages(t *testing.T, b bench) {
	t.Run("are stored and replaced", func(t *testing.T) { testStoredMessages(messages{b, t}) })
	t.Run("are deleted", func(t *testing.T) { testDeletedMessages(messages{b, t}) })
	t.Run("are known to follow a meeting", func(t *testing.T) { testShownOf(messages{b, t}) })
	t.Run("are grouped", func(t *testing.T) { testGroups(messages{b, t}) })
	t.Run("are due when they show something else", func(t *testing.T) { testWant(messages{b, t}) })
	t.Run("are taken in order", func(t *testing.T) { testDueOrder(messages{b, t}) })
	t.Run("are taken by one", func(t *testing.T) { testTaken(messages{b, t}) })
	t.Run("are put back", func(t *testing.T) { testPutBack(messages{b, t}) })
	t.Run("end when they show their last", func(t *testing.T) { testFinal(messages{b, t}) })
	t.Run("are void", func(t *testing.T) { testVoid(messages{b, t}) })
	t.Run("move all at once", func(t *testing.T) { testMoves(messages{b, t}) })
	t.Run("name their workspaces", func(t *testing.T) { testShowing(messages{b, t}) })
}

func testStoredMessages(b messages) {
	m := message()
	b.put(m)
	same(b.t, "GetMessage()", b.must(m.ID), m)
	m.Wanted, m.Shown = running(5), live.State{Phase: meeting.Running, In: live.Unknown}
	m.Final, m.Due, m.Tries = true, live.Counts, 2
	m.DueSince, m.TryAt, m.RefusedAt, m.OverAt, m.LookAt, m.Occurrence.End = noon(), noon(), noon(), noon(), noon(), time.Time{}
	b.put(m)
	kept := keptNoon()
	m.DueSince, m.TryAt, m.RefusedAt, m.OverAt, m.LookAt, m.Takes = kept, kept, kept, kept, kept, 1
	same(b.t, "GetMessage() of one that was replaced", b.must(m.ID), m)
	record := live.State{Phase: meeting.Over, Record: &live.Record{Began: kept, Lasted: time.Minute, Came: 3, Invited: 4, Recording: true}}
	m.Wanted, m.Shown, m.Doubtful = record, live.State{Phase: meeting.Running}, true
	b.put(m)
	m.Takes = 2
	same(b.t, "GetMessage() of one that is over", b.must(m.ID), m)
}

func testDeletedMessages(b messages) {
	m, other := message(), message()
	_, elsewhere := group(2)
	b.put(m, other)
	b.put(elsewhere...)
	b.do(func(ctx context.Context, tx live.Tx) error {
		return errors.Join(tx.DeleteMessage(ctx, m.ID), tx.DeleteMessage(ctx, m.ID), tx.DeleteMessagesIn(ctx, elsewhere[0].Key))
	})
	for _, id := range []string{m.ID, elsewhere[0].ID, elsewhere[1].ID} {
		_, err := b.get(id)
		gone(b.t, "GetMessage() of a deleted one", err)
	}
	b.must(other.ID)
}

func testShownOf(b messages) {
	g, all := group(3)
	all[1].Occurrence.Start, all[2].Occurrence.Start = all[1].Occurrence.Start.Add(time.Hour), all[2].Occurrence.Start.Add(2*time.Hour)
	b.put(all...)
	b.do(func(ctx context.Context, tx live.Tx) error {
		shown, next, err := tx.ShownOf(ctx, g.MeetingKey, "", g.Occurrence.Start)
		same(b.t, "ShownOf()", []any{shown, next}, []any{true, all[1].Occurrence.Start})
		start, startErr := tx.NextStart(ctx, g.Key, all[1].Occurrence.Start)
		same(b.t, "NextStart()", start, all[2].Occurrence.Start)
		_, last, lastErr := tx.ShownOf(ctx, g.MeetingKey, "", all[2].Occurrence.Start)
		same(b.t, "the next one after the last", last, time.Time{})
		butOne, butNext, butErr := tx.ShownOf(ctx, g.MeetingKey, all[0].Kind, g.Occurrence.Start)
		same(b.t, "ShownOf() but for the kind", []any{butOne, butNext}, []any{true, time.Time{}})
		g.MeetingID = "2"
		none, _, noneErr := tx.ShownOf(ctx, g.MeetingKey, "", g.Occurrence.Start)
		same(b.t, "ShownOf() another meeting", none, false)
		return errors.Join(err, startErr, lastErr, butErr, noneErr)
	})
}

func testGroups(b messages) {
	g, all := group(7)
	g.State, g.LookAt, g.Messages, g.Unset = running(3), keptNoon(), 2, true
	all[1].Wanted, all[1].LookAt = g.State, g.LookAt
	all[2].MeetingID = "2"
	all[3].MeetingID, all[3].Occurrence.Start = "3", g.Occurrence.Start.Add(time.Minute) // ahead
	all[4].MeetingID, all[4].Occurrence.Start, all[4].Wanted = "4", g.Occurrence.Start.Add(time.Minute), live.State{Began: keptNoon()}
	all[5].Final = true
	all[6].MeetingID, all[6].Occurrence.Start, all[6].Wanted = "6", g.Occurrence.Start.Add(time.Minute), live.State{Began: g.Occurrence.Start.Add(time.Hour)}
	b.put(all...)
	second := live.Group{MeetingKey: all[2].Meeting(), Occurrence: all[2].Occurrence, Messages: 1, Unset: true}
	early := live.Group{MeetingKey: all[4].Meeting(), Occurrence: all[4].Occurrence, State: all[4].Wanted, Messages: 1, Unset: true}
	b.do(func(ctx context.Context, tx live.Tx) error {
		got, err := tx.Groups(ctx, g.Key, keptNoon())
		same(b.t, "Groups()", got, []live.Group{g, second, early})
		return err
	})
}

// want has a group show a state, and returns what is due of a message.
func (b messages) want(g live.Group, s live.State, at time.Time) {
	b.t.Helper()
	g.State = s
	b.do(func(ctx context.Context, tx live.Tx) error { return tx.Want(ctx, g, at) })
}

func testWant(b messages) {
	g, all := group(4)
	shows := running(3)
	shows.Began = time.Time{}
	all[0].Shown = shows
	all[1].Shown, all[1].Doubtful = live.State{Phase: meeting.Running}, true // nobody knows how many
	all[2].Shown = live.State{Phase: meeting.Upcoming}
	all[3].MeetingID = "2"
	b.put(all...)
	first, second := keptNoon(), keptNoon().Add(time.Minute)
	b.want(g, running(3), first)
	due := func(what string, wants ...live.Rank) {
		b.t.Helper()
		var got []live.Rank
		for _, m := range all {
			got = append(got, b.must(m.ID).Due)
		}
		same(b.t, what, got, wants)
	}
	due("what is due", live.NotDue, live.Counts, live.Changed, live.NotDue)
	if got := b.must(all[0].ID); !got.DueSince.IsZero() || !got.Wanted.Began.Equal(keptNoon()) {
		b.t.Errorf("one that shows what is wanted is due since %v, its meeting began %v", got.DueSince, got.Wanted.Began)
	}
	b.want(g, running(4), second)
	due("what is due after another count", live.Counts, live.Counts, live.Changed, live.NotDue)
	same(b.t, "since when", []time.Time{b.must(all[0].ID).DueSince, b.must(all[1].ID).DueSince}, []time.Time{second, first})
	b.want(g, live.State{Phase: meeting.Over}, second)
	due("what is due after the end", live.Ended, live.Ended, live.Ended, live.NotDue)
	b.want(g, running(3), second)
	due("what is due after it runs again", live.NotDue, live.Counts, live.Changed, live.NotDue)
	b.do(func(ctx context.Context, tx live.Tx) error {
		due, err := tx.AnyDue(ctx, g.Key)
		same(b.t, "AnyDue()", due, true)
		other, otherErr := tx.AnyDue(ctx, workspace.Key{TeamID: "T404"})
		same(b.t, "AnyDue() elsewhere", other, false)
		return errors.Join(err, otherErr)
	})
}

func testDueOrder(b messages) {
	g, all := group(6)
	now := keptNoon()
	for i, m := range []struct {
		due   live.Rank
		since time.Duration
		tryAt time.Duration
	}{
		{live.Counts, -time.Hour, 0},
		{live.Ended, 0, 0},
		{live.Ended, -time.Minute, 0},
		{live.Changed, 0, 0},
		{live.Ended, -time.Hour, time.Second},
		{live.NotDue, 0, 0},
	} {
		all[i].Wanted, all[i].Due = live.State{Phase: meeting.Over}, m.due
		if m.due != live.NotDue {
			all[i].DueSince, all[i].TryAt = now.Add(m.since), now.Add(m.tryAt)
		}
	}
	b.put(all...)
	var got []string
	for range 4 {
		b.do(func(ctx context.Context, tx live.Tx) error {
			m, err := tx.NextDue(ctx, g.Key, now)
			if err != nil {
				return err
			}
			got = append(got, m.ID)
			_, err = tx.TakeMessage(ctx, m, now.Add(time.Minute))
			return err
		})
	}
	same(b.t, "the order", got, []string{all[2].ID, all[1].ID, all[3].ID, all[0].ID})
	b.do(func(ctx context.Context, tx live.Tx) error {
		_, err := tx.NextDue(ctx, g.Key, now)
		gone(b.t, "NextDue() of none", err)
		at, due, err := tx.NextTry(ctx, g.Key)
		same(b.t, "NextTry()", []any{at, due}, []any{now.Add(time.Second), true})
		back, backErr := tx.NextDue(ctx, g.Key, now.Add(-2*time.Hour))
		same(b.t, "NextDue() after the clock was set back", back.ID, all[4].ID)
		_, none, noneErr := tx.NextTry(ctx, workspace.Key{TeamID: "T404"})
		same(b.t, "NextTry() of none", none, false)
		return errors.Join(err, backErr, noneErr)
	})
}

// take takes a message as it was read, and returns it as whoever has taken it knows it.
func (b messages) take(m live.Message) (live.Message, bool) {
	b.t.Helper()
	var taken bool
	b.do(func(ctx context.Context, tx live.Tx) (err error) {
		taken, err = tx.TakeMessage(ctx, m, keptNoon().Add(time.Minute))
		return err
	})
	m.Takes++
	return m, taken
}

func testTaken(b messages) {
	g, all := group(1)
	all[0].Shown = live.State{Phase: meeting.Running, In: 2}
	b.put(all...)
	b.want(g, running(3), keptNoon())
	read := b.must(all[0].ID)
	first, ok := b.take(read)
	_, twice := b.take(read)
	same(b.t, "TakeMessage(), twice", []bool{ok, twice}, []bool{true, false})
	now := b.must(all[0].ID)
	if now.Shown.In != 0 || !now.Doubtful || now.Tries != 1 || !now.TryAt.Equal(keptNoon().Add(time.Minute)) {
		b.t.Errorf("one that was taken is %+v", now)
	}
	b.want(g, live.State{Phase: meeting.Running, In: 2}, keptNoon()) // as it was shown before
	if due := b.must(all[0].ID).Due; due != live.Counts {
		b.t.Errorf("due = %d of one that may show anything, want that counts are", due)
	}
	b.want(g, running(4), keptNoon())
	later := keptNoon().Add(time.Minute)
	b.mark(first, running(3), later)
	if now = b.must(all[0].ID); now.Shown.In != 3 || now.Due != live.Counts || !now.DueSince.Equal(later) || now.Tries != 0 || !now.TryAt.IsZero() {
		b.t.Errorf("one that was updated, of which something else is wanted by now, is %+v", now)
	}
	second, _ := b.take(now)
	b.mark(first, running(3), later) // by a process that was frozen
	if now = b.must(all[0].ID); now.Due == live.NotDue {
		b.t.Errorf("one that two processes have updated is not due: %+v", now)
	}
	b.mark(second, running(4), later)
	if now = b.must(all[0].ID); now.Due != live.NotDue || !now.DueSince.IsZero() || now.Doubtful {
		b.t.Errorf("one that shows what is wanted is due: %+v", now)
	}
	b.mark(first, running(3), later) // and after the other one
	if now = b.must(all[0].ID); now.Due == live.NotDue || !now.Doubtful {
		b.t.Errorf("one that was updated by a frozen process is not due: %+v", now)
	}
}

func (b messages) mark(m live.Message, shown live.State, at time.Time) {
	b.t.Helper()
	b.do(func(ctx context.Context, tx live.Tx) error { return tx.MarkShown(ctx, m, shown, at) })
}

func testPutBack(b messages) {
	g, all := group(1)
	b.put(all...)
	b.want(g, running(3), keptNoon())
	first, _ := b.take(b.must(all[0].ID))
	first.TryAt, first.Tries, first.RefusedAt = noon(), 0, noon()
	putBack := func() live.Message {
		b.do(func(ctx context.Context, tx live.Tx) error { return tx.PutBack(ctx, first) })
		return b.must(all[0].ID)
	}
	now := putBack()
	if !now.TryAt.Equal(keptNoon()) || now.Tries != 0 || !now.RefusedAt.Equal(keptNoon()) || now.Due != live.Changed {
		b.t.Errorf("one that was put back is %+v", now)
	}
	b.take(now)
	if now = putBack(); now.Tries != 1 {
		b.t.Errorf("one that another process has taken was put back: %+v", now)
	}
}
