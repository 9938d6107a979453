package rule_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/rule"
)

// A channel is reminded of the meetings that match, those too that are booked later, and
// of no others.
func TestFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Weekly sync", "10:00")
	w.API.Book("2", "Budget", "10:00")
	w.follows("C1", "weekly")
	w.Until("09:02")
	w.followed("C1 1 [10m0s] U1")
	w.API.Book("3", "Weekly: design", "11:00")
	w.Until("09:05") // the next list
	w.followed("C1 1 [10m0s] U1", "C1 3 [10m0s] U1")
	w.Until("12:30")
	w.Posted("Mon 09:50:00 C1: Weekly sync in 10m0s", "Mon 10:50:00 C1: Weekly: design in 10m0s")
}

// A meeting that is found too late for its reminder is told with the time that is left.
func TestFoundLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.follows("C1", "weekly")
	w.Until("08:02")
	w.API.Book("1", "Weekly sync", "08:09")
	w.Until("09:00")
	w.Posted("Mon 08:05:00 C1: Weekly sync in 4m0s")
}

// What is renamed is followed as long as it matches; what is cancelled is told once.
func TestMeetingsChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Weekly sync", "12:00")
	w.API.Book("2", "Weekly review", "12:00")
	w.API.Book("3", "Budget", "12:00")
	w.follows("C1", "weekly")
	w.Until("09:02")
	w.followed("C1 1 [10m0s] U1", "C1 2 [10m0s] U1")
	w.API.Book("1", "Biweekly", "12:00")
	w.API.Book("3", "Weekly budget", "12:00")
	w.Until("09:06")
	w.followed("C1 2 [10m0s] U1", "C1 3 [10m0s] U1")
	w.Posted()
	delete(w.API.Known, "2")
	w.API.Book("3", "Weekly budget", "13:00")
	w.Until("12:30")
	var said []string
	for _, line := range w.Lines {
		said = append(said, line[len("Mon 00:00:00 "):])
	}
	slices.Sort(said)
	if want := []string{"C1: Weekly budget moved to 13:00", "C1: Weekly review is cancelled"}; !slices.Equal(said, want) {
		t.Errorf("posted %q, want %q", said, want)
	}
	w.Lines = nil
	w.Until("13:30")
	w.Posted("Mon 12:50:00 C1: Weekly budget in 10m0s")
}

// What somebody sets up for one meeting stands in place of what the rule makes, and
// stays when that is stopped.
func TestSetUpByHand(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]bool{"before": true, "after": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.API.Book("1", "Weekly sync", "12:00")
			w.API.Book("2", "Weekly review", "12:00")
			if first {
				w.reminds("C1", "1", 20*time.Minute)
			}
			st := w.follows("C1", "weekly")
			w.Until("08:30")
			if !first {
				w.reminds("C1", "1", 20*time.Minute)
			}
			w.Until("09:00")
			w.followed("C1 1 [20m0s] U2", "C1 2 [10m0s] U1")
			w.stops("C1", st.ID)
			w.Until("12:30")
			w.Posted("Mon 11:40:00 C1: Weekly sync in 20m0s")
		})
	}
}

// reminds has a channel reminded of one meeting, as U2 types.
func (w *world) reminds(channelID, id string, leads ...time.Duration) {
	w.T.Helper()
	m, err := w.API.Get(w.T.Context(), id)
	if err != nil {
		w.T.Fatal(err)
	}
	_, err = w.Reminders.Set(w.T.Context(), reminder.SetRequest{Conversation: in(channelID), MeetingID: id, Leads: leads, By: "U2"}, m)
	if err != nil {
		w.T.Fatal(err)
	}
}

// stops has somebody in a channel stop a rule.
func (w *world) stops(channelID, id string) rule.Rule {
	w.T.Helper()
	r, err := w.engine.Stop(w.T.Context(), asker(channelID), id)
	if err != nil {
		w.T.Fatal(err)
	}
	return r
}

// stopsMeeting has somebody in C1 stop the reminders of meeting 1.
func (w *world) stopsMeeting() {
	w.T.Helper()
	st, err := w.Reminders.Find(w.T.Context(), in("C1"), "1")
	if err != nil {
		w.T.Fatal(err)
	}
	if _, err := w.Reminders.Forget(w.T.Context(), asker("C1"), st.Subscription.ID); err != nil {
		w.T.Fatal(err)
	}
}

// A meeting that is stopped stays so, whatever rules of the channel match it, until that
// is taken back or somebody follows the meetings anew.
func TestOneMeetingStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Weekly sync", "12:00")
	w.API.Book("2", "Weekly review", "12:00")
	st := w.follows("C1", "weekly")
	w.follows("C1", "sync")
	w.follows("C2", "sync")
	w.Until("08:02")
	w.stopsMeeting()
	w.Until("08:30")
	w.followed("C1 2 [10m0s] U1", "C2 1 [10m0s] U1")
	if err := w.engine.Resume(w.T.Context(), in("C1"), "1"); err != nil {
		t.Fatal(err)
	}
	w.Until("08:31")
	w.followed("C1 1 [10m0s] U1", "C1 2 [10m0s] U1", "C2 1 [10m0s] U1")

	w.stopsMeeting()
	was := w.stops("C1", st.ID)
	if _, err := w.engine.Restore(w.T.Context(), was); err != nil {
		t.Fatal(err)
	}
	w.Until("08:40")
	w.followed("C1 2 [10m0s] U1", "C2 1 [10m0s] U1")
	w.stops("C1", w.weekly().ID)
	want := rule.Request{Conversation: in("C1"), Pattern: rule.Pattern{Words: "weekly"}, Leads: tenMinutes(), By: "U1", Found: []string{"1", "2"}}
	if _, err := w.engine.Follow(w.T.Context(), want); err != nil {
		t.Fatal(err)
	}
	w.Until("08:50")
	w.followed("C1 1 [10m0s] U1", "C1 2 [10m0s] U1", "C2 1 [10m0s] U1")
}

// weekly is the rule of C1 for meetings with that word.
func (w *world) weekly() rule.Rule {
	w.T.Helper()
	all, err := w.engine.List(w.T.Context(), in("C1"))
	if err != nil {
		w.T.Fatal(err)
	}
	for _, r := range all {
		if r.Words == "weekly" {
			return r
		}
	}
	w.T.Fatalf("there is no such rule but %+v", all)
	return rule.Rule{}
}

// A rule that is stopped ends what it made, and nothing else; what was stopped by mistake
// is followed as before, and nothing is told twice.
func TestStopAndRestore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Weekly sync", "08:30")
	w.follows("C2", "weekly")
	st := w.follows("C1", "weekly", 20*time.Minute, 5*time.Minute)
	w.Until("08:12")
	w.Posted("Mon 08:10:00 C1: Weekly sync in 20m0s")
	was := w.stops("C1", st.ID)
	w.followed("C2 1 [10m0s] U1")
	if _, err := w.engine.Stop(t.Context(), asker("C1"), st.ID); !errors.Is(err, rule.ErrNotFound) {
		t.Errorf("Stop() of a rule that has ended = %v", err)
	}
	again, err := w.engine.Restore(t.Context(), was)
	if err != nil || again.Already || again.SetBy != "U1" {
		t.Errorf("Restore() = %+v, %v", again, err)
	}
	if once, err := w.engine.Restore(t.Context(), was); err != nil || !once.Already || once.ID != again.ID {
		t.Errorf("Restore() once more = %+v, %v", once, err)
	}
	w.Until("09:00")
	w.Posted("Mon 08:20:00 C2: Weekly sync in 10m0s", "Mon 08:25:00 C1: Weekly sync in 5m0s")
}

// Rules are those of the channel in which somebody asks, and on their Home tab those
// that they have set up.
func TestOwnRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	st := w.follows("C1", "weekly")
	elsewhere, setter := asker("C2"), asker("C2")
	setter.UserID, setter.Anywhere = "U1", true
	for _, tt := range []struct {
		a    reminder.Asker
		want error
	}{{elsewhere, rule.ErrNotFound}, {asker("C1"), nil}, {setter, nil}} {
		_, getErr := w.engine.Get(t.Context(), tt.a, st.ID)
		_, changeErr := w.engine.Change(t.Context(), tt.a, st.ID, tenMinutes())
		if !errors.Is(getErr, tt.want) || !errors.Is(changeErr, tt.want) {
			t.Errorf("for %+v Get() = %v, Change() = %v, want %v", tt.a, getErr, changeErr, tt.want)
		}
	}
	if _, err := w.engine.Stop(t.Context(), elsewhere, st.ID); !errors.Is(err, rule.ErrNotFound) {
		t.Errorf("Stop() from elsewhere = %v", err)
	}
}

// Two rules that match the same meeting remind once at each of their times, and five
// times at the most, the last ones.
func TestTwoRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.knows("U2")
	w.API.Book("1", "Weekly sync", "10:00")
	w.follows("C1", "weekly", 30*time.Minute, 10*time.Minute)
	w.Clock = w.Clock.Add(time.Minute)
	w.followsFor("U2", "C1", "sync", time.Hour, 10*time.Minute, 5*time.Minute, time.Minute, 0)
	w.Until("08:30")
	w.followed("C1 1 [30m0s 10m0s 5m0s 1m0s 0s] U1")
	w.Until("09:32")
	w.Posted("Mon 09:30:00 C1: Weekly sync in 30m0s")
	w.Until("10:10")
	w.Posted("Mon 09:50:00 C1: Weekly sync in 10m0s", "Mon 09:55:00 C1: Weekly sync in 5m0s", "Mon 09:59:00 C1: Weekly sync in 1m0s", "Mon 10:00:00 C1: Weekly sync in 0s")
}

// What one of two rules made goes on for the other when it is stopped, and nothing is
// told twice for that.
func TestOneOfTwoRulesStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.knows("U2")
	w.API.Book("1", "Weekly sync", "10:00")
	w.API.Book("2", "Weekly review", "10:05")
	first := w.follows("C1", "weekly", 30*time.Minute, 10*time.Minute)
	w.Clock = w.Clock.Add(time.Minute)
	w.followsFor("U2", "C1", "sync", time.Hour, 10*time.Minute)
	w.Until("09:32")
	w.Posted("Mon 09:00:00 C1: Weekly sync in 1h0m0s", "Mon 09:30:00 C1: Weekly sync in 30m0s")
	w.stops("C1", first.ID)
	w.Until("09:36")
	w.followed("C1 1 [1h0m0s 10m0s] U2")
	w.Until("10:10")
	w.Posted("Mon 09:50:00 C1: Weekly sync in 10m0s")
}

// A rule for the same meetings takes the place of the one before, and says what it was.
func TestFollowAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.knows("U2")
	w.API.Book("1", "Weekly sync", "12:00")
	first := w.follows("C1", "weekly")
	same := w.followsFor("U2", "C1", "ＷＥＥＫＬＹ")
	changed := w.followsFor("U2", "C1", "Weekly", time.Hour)
	if !same.Already || same.ID != first.ID || same.SetBy != "U1" {
		t.Errorf("the same once more = %+v", same)
	}
	if changed.Already || changed.ID != first.ID || changed.SetBy != "U2" || !slices.Equal(changed.Before, tenMinutes()) {
		t.Errorf("with another time = %+v", changed)
	}
	usual := rule.Request{Conversation: in("C1"), Pattern: rule.Pattern{Words: "weekly"}, Leads: tenMinutes(), Usual: true, By: "U1"}
	if st, err := w.engine.Follow(t.Context(), usual); err != nil || !st.Already || st.Leads[0] != time.Hour {
		t.Errorf("without a time = %+v, %v, want that it stands", st, err)
	}
	w.follows("C2", "mine")
	w.followsFor("U2", "C2", "mine")
	if all := w.Store.AllRules(); len(all) != 3 {
		t.Errorf("there are rules %+v, want one of words and those of two people", all)
	}
	w.Until("08:30")
	w.followed("C1 1 [1h0m0s] U2")
	if _, err := w.engine.Change(t.Context(), asker("C1"), first.ID, []time.Duration{2 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	w.Until("08:31")
	w.followed("C1 1 [2h0m0s] U2")
}

// A conversation has so many rules at the most.
func TestTooManyRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range rule.MaxRules {
		w.follows("C1", fmt.Sprintf("word%d", i))
	}
	want := rule.Request{Conversation: in("C1"), Pattern: rule.Pattern{Words: "one more"}, Leads: tenMinutes(), By: "U1"}
	if _, err := w.engine.Follow(t.Context(), want); !errors.Is(err, rule.ErrTooMany) {
		t.Errorf("Follow() = %v, want ErrTooMany", err)
	}
	if _, err := w.engine.Restore(t.Context(), rule.Rule{Conversation: in("C1"), Pattern: want.Pattern, Leads: tenMinutes(), SetBy: "U1"}); !errors.Is(err, rule.ErrTooMany) {
		t.Errorf("Restore() = %v, want ErrTooMany", err)
	}
	w.follows("C1", "word0", time.Hour) // one that stands can be changed
	w.follows("C2", "one more")
}

// A rule follows so many meetings at the most, those that start first, and says when
// there are more.
func TestCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const more = 3
	for i := range rule.MaxFollowed + more {
		w.API.BookAt(strconv.Itoa(100+i), "Weekly sync", remindertest.Hour("12:00").Add(time.Duration(i)*time.Hour))
	}
	st := w.follows("C1", "weekly")
	w.Until("08:30")
	has := func(ids ...int) {
		t.Helper()
		var got []int
		for _, s := range w.Store.Subscriptions() {
			var id int
			if _, err := fmt.Sscan(s.MeetingID, &id); err != nil {
				t.Fatal(err)
			}
			if start, _ := w.API.Known[s.MeetingID].Conference.Start(); start.After(w.Clock) {
				got = append(got, id)
			}
		}
		slices.Sort(got)
		if len(got) != rule.MaxFollowed || got[0] != ids[0] || got[len(got)-1] != ids[1] {
			t.Errorf("%d are followed, %v, want %d from %d to %d", len(got), got, rule.MaxFollowed, ids[0], ids[1])
		}
		r, err := w.engine.Find(t.Context(), st.ID)
		if err != nil || r.Matched <= rule.MaxFollowed || !r.Cut() {
			t.Errorf("the rule is %+v (%v), want that it says that there are more", r, err)
		}
	}
	has(100, 149)
	w.API.Book("99", "Weekly sync", "11:00")
	w.Until("08:36")
	has(99, 148)
	w.Until("13:01") // three have begun
	has(102, 151)
	if r := w.weekly(); r.Matched != rule.MaxFollowed+1 {
		t.Errorf("%d match, want %d", r.Matched, rule.MaxFollowed+1)
	}
}

// Mine are those that the setter is invited to; whoever is invited to none any more has
// the channel reminded of none, however late that is known.
func TestMine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Budget", "12:00", "U1")
	w.API.Book("2", "Review", "12:00", "U2")
	w.API.Book("3", "Sync", "12:00", "U1", "U2")
	w.follows("C1", "mine")
	w.Until("08:30")
	w.followed("C1 1 [10m0s] U1", "C1 3 [10m0s] U1")
	w.API.Book("1", "Budget", "12:00", "U2")
	w.API.Book("2", "Review", "12:05", "U1")
	w.Until("12:30")
	w.Posted("Mon 11:50:00 C1: Sync in 10m0s", "Mon 11:55:00 C1: Review in 10m0s")
}

// Where lists have only a person's own meetings, so do the rules that they set up.
func TestOwnMeetingsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Policy.Lists = access.ListMine
	w.knows("U2")
	w.API.Book("1", "Weekly sync", "12:00", "U1")
	w.API.Book("2", "Weekly secret", "12:00", "U2")
	w.follows("C1", "weekly")
	w.Until("08:30")
	w.followed("C1 1 [10m0s] U1")
	w.followsFor("U2", "C2", "weekly")
	w.Until("08:31")
	w.followed("C1 1 [10m0s] U1", "C2 2 [10m0s] U2")
}
