package storetest

import (
	"context"
	"errors"
	"slices"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

func testFinal(b messages) {
	g, all := group(3)
	over := live.State{Phase: meeting.Over}
	all[0].Shown = over
	b.put(all...)
	g.State, g.Final, g.OverAt = over, true, keptNoon()
	b.do(func(ctx context.Context, tx live.Tx) error {
		return errors.Join(tx.Want(ctx, g, keptNoon()), tx.EndShown(ctx, g))
	})
	_, err := b.get(all[0].ID)
	gone(b.t, "GetMessage() of one that shows its last", err)
	taken, _ := b.take(b.must(all[1].ID))
	b.mark(taken, over, keptNoon())
	_, err = b.get(all[1].ID)
	gone(b.t, "GetMessage() of one that was updated to its last", err)
	if left := b.must(all[2].ID); !left.Final || left.Due != live.Ended || !left.OverAt.Equal(keptNoon()) {
		b.t.Errorf("one that is to show its last is %+v", left)
	}
}

func testVoid(b messages) {
	g, all := group(5)
	later := g.Occurrence.Start.Add(24 * time.Hour)
	all[1].Kind = "unfurl"
	all[2].Occurrence.Start = later
	all[3].Wanted = running(3) // it runs: nobody cancels it
	all[4].OverAt = keptNoon()
	b.put(all...)
	void := func() (phases []live.Phase) {
		for _, m := range all {
			phases = append(phases, b.must(m.ID).Wanted.Phase)
		}
		return phases
	}
	b.do(func(ctx context.Context, tx live.Tx) error {
		return tx.VoidMessages(ctx, g.MeetingKey, g.Occurrence.Start, "notice", noon())
	})
	same(b.t, "after VoidMessages() of a kind and start", void(), []live.Phase{live.Void, "", "", meeting.Running, ""})
	b.do(func(ctx context.Context, tx live.Tx) error {
		return tx.VoidMessages(ctx, g.MeetingKey, time.Time{}, "", noon().Add(time.Hour))
	})
	same(b.t, "after VoidMessages() of all", void(), []live.Phase{live.Void, live.Void, live.Void, meeting.Running, ""})
	if m := b.must(all[0].ID); !m.Final || m.Due != live.Ended || !m.DueSince.Equal(keptNoon()) {
		b.t.Errorf("one that is void is %+v", m)
	}
}

func testMoves(b messages) {
	g, all := group(6)
	hour := func(n int) watch.Occurrence {
		o := watch.Occurrence{ID: "h", Start: g.Occurrence.Start.Add(time.Duration(n) * time.Hour)}
		o.End = o.Start.Add(time.Hour)
		return o
	}
	shown := live.State{Phase: meeting.Upcoming}
	for i := range all {
		all[i].Occurrence, all[i].Shown = hour(i+1), shown
	}
	all[3].Kind = "notice2"
	all[4].Occurrence, all[4].OverAt = hour(1), keptNoon()
	all[5].Occurrence, all[5].Wanted, all[5].Shown = hour(0), running(3), live.State{Phase: meeting.Running, In: 3}
	b.put(all...)
	longer := hour(0)
	longer.End = longer.End.Add(time.Hour)
	moves := []watch.Move{{From: hour(1), To: hour(2)}, {From: hour(2), To: hour(3)}, {From: hour(3), To: hour(1)}, {From: hour(4), To: hour(5)}, {From: hour(0), To: longer}}
	now := hour(0).Start.Add(time.Minute)
	b.do(func(ctx context.Context, tx live.Tx) error {
		return tx.MoveMessages(ctx, g.MeetingKey, moves, "notice", now)
	})
	var got []watch.Occurrence
	for _, m := range all {
		got = append(got, b.must(m.ID).Occurrence)
	}
	same(b.t, "the occurrences", got, []watch.Occurrence{hour(2), hour(3), hour(1), hour(4), hour(1), longer})
	if m := b.must(all[0].ID); m.Wanted.Phase != meeting.Upcoming || m.Shown.Phase != "" || m.Takes != 1 || m.Due != live.Changed || !m.DueSince.Equal(now) {
		b.t.Errorf("one that was moved is %+v", m)
	}
	if m := b.must(all[5].ID); m.Wanted.In != 3 || m.Due != live.Changed || !m.Doubtful {
		b.t.Errorf("one that runs and takes longer is %+v", m)
	}
	b.do(func(ctx context.Context, tx live.Tx) error {
		to := moves[:1]
		to[0] = watch.Move{From: hour(4), To: hour(5)}
		return tx.MoveMessages(ctx, g.MeetingKey, to, "", now)
	})
	same(b.t, "one of another kind", b.must(all[3].ID).Occurrence, hour(5))
	takes := b.must(all[3].ID).Takes
	b.do(func(ctx context.Context, tx live.Tx) error {
		return tx.MoveMessages(ctx, g.MeetingKey, []watch.Move{{From: hour(5), To: hour(5)}}, "", now)
	})
	if m := b.must(all[3].ID); m.Takes != takes+1 || m.Due != live.Changed {
		b.t.Errorf("one that is shown anew where it is is %+v", m)
	}
}

func testShowing(b messages) {
	g, all := group(2)
	_, others := group(1)
	first := g.Occurrence.Start.Add(-time.Hour)
	all[0].MeetingID, all[1].MeetingID, others[0].MeetingID = g.TeamID, "2"+g.TeamID, "2"+g.TeamID
	all[1].Occurrence.Start, all[1].Due, all[1].LookAt = first, live.Counts, keptNoon()
	others[0].LookAt = keptNoon()
	b.put(append(all, others...)...)
	b.do(func(ctx context.Context, tx live.Tx) error {
		list, err := tx.Workspaces(ctx)
		list = slices.DeleteFunc(list, func(s live.Showing) bool { return s.Key != g.Key && s.Key != others[0].Key })
		want := []live.Showing{{Key: g.Key, First: first, Due: true}, {Key: others[0].Key, First: g.Occurrence.Start}}
		slices.SortFunc(want, func(a, c live.Showing) int { return slices.Compare([]string{a.TeamID}, []string{c.TeamID}) })
		same(b.t, "Workspaces()", list, want)
		one, oneErr := tx.ShownIn(ctx, []string{g.TeamID, "404"})
		same(b.t, "ShownIn()", one, []workspace.Key{g.Key})
		return errors.Join(err, oneErr, tx.ReadAgain(ctx, []string{"2" + g.TeamID, "404"}))
	})
	for _, m := range []live.Message{all[1], others[0]} {
		if at := b.must(m.ID).LookAt; !at.IsZero() {
			b.t.Errorf("after ReadAgain() it is not read before %v", at)
		}
	}
}
