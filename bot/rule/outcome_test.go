package rule_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/rule"
	"meetingbot/bot/workspace"
)

// A setter who may look up nothing any more has nothing found, nothing posted, and is
// told once; the channel is where they cannot be. It goes on by itself when they may.
func TestSetterMayNotAnyMore(t *testing.T) {
	t.Parallel()
	for account, told := range map[person.AccountType]string{person.Guest: "U1", person.Deactivated: "C1"} {
		t.Run(string(account), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Refuse = func(to string) error {
				if to == "U1" && told != "U1" {
					return &post.Error{Reason: post.Gone}
				}
				return nil
			}
			w.API.Book("1", "Weekly sync", "09:00")
			w.API.Book("2", "Weekly review", "09:00")
			w.API.Book("3", "Weekly budget", "Tue 09:00")
			w.follows("C1", "weekly")
			w.Until("08:10")
			w.is("U1", account)
			w.API.Book("4", "Weekly design", "12:00")
			w.Until("09:30")
			w.Posted("Mon 08:15:00 " + told + ": suspended: access_lost")
			if r := w.weekly(); r.Suspended != reminder.AccessLost {
				t.Errorf("the rule is %+v, want it suspended", r)
			}
			w.is("U1", person.Member)
			w.Until("12:30")
			w.Posted("Mon 11:50:00 C1: Weekly design in 10m0s")
			if r := w.weekly(); r.Suspended != "" {
				t.Errorf("the rule is %+v, want it to go on", r)
			}
			w.Until("Tue 09:30")
			w.Posted("Tue 08:50:00 C1: Weekly budget in 10m0s")
		})
	}
}

// While Slack cannot say who the setter is, what they follow stays as it is.
func TestSetterUnknown(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"weekly", "mine"} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.API.Book("1", "Weekly sync", "12:00", "U1")
			w.follows("C1", words)
			w.Until("08:10")
			delete(w.People.Known, "U1")
			w.API.Book("2", "Weekly review", "12:00", "U1")
			w.Until("09:00")
			w.followed("C1 1 [10m0s] U1")
			w.knows("U1")
			w.Until("09:06")
			w.followed("C1 1 [10m0s] U1", "C1 2 [10m0s] U1")
			w.Posted()
		})
	}
}

// Where only those who are invited may look meetings up, a reminder of another one is
// not posted, and nobody is told of that.
func TestNotInvitedAnyMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Policy = access.Policy{Lookup: access.Invitees}
	w.API.Book("1", "Weekly sync", "09:00", "U1")
	w.follows("C1", "weekly")
	w.Until("08:47")
	w.API.Book("1", "Weekly sync", "09:00", "U2")
	w.Until("09:30")
	w.Posted()
	w.followed()
}

// What keeps a channel from being posted in is told once, however many meetings it
// follows, and all of them go on with the first one that is posted.
func TestChannelRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Refuse = func(to string) error {
		if to == "C1" {
			return &post.Error{Reason: post.NotInChannel}
		}
		return nil
	}
	for _, id := range []string{"1", "2", "3"} {
		w.API.Book(id, "Weekly "+id, "09:00")
	}
	w.API.Book("4", "Weekly 4", "11:00")
	w.follows("C1", "weekly")
	w.Until("10:00")
	if len(w.Lines) != 1 || !strings.HasSuffix(w.Lines[0], "U1: suspended: not_in_channel") {
		t.Errorf("posted %q, want once why nothing was posted", w.Lines)
	}
	w.Lines = nil
	w.Refuse = nil
	if r := w.weekly(); r.Suspended != reminder.NotInvited {
		t.Errorf("the rule is %+v, want it suspended", r)
	}
	w.Until("11:30")
	w.Posted("Mon 10:50:00 C1: Weekly 4 in 10m0s")
	if r := w.weekly(); r.Suspended != "" {
		t.Errorf("the rule is %+v, want it to go on", r)
	}
}

// While the API does not answer nothing is dropped, and what is booked meanwhile is
// found after it.
func TestAPIDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Weekly sync", "12:00")
	w.follows("C1", "weekly")
	w.Until("08:10")
	w.API.Book("2", "Weekly review", "12:00")
	w.API.Down, w.Unwell = true, true
	w.Until("09:00")
	w.followed("C1 1 [10m0s] U1")
	w.API.Down, w.Unwell = false, false
	w.Until("09:06")
	w.followed("C1 1 [10m0s] U1", "C1 2 [10m0s] U1")
}

// What a list that is cut does not have is left to its watch.
func TestListCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Weekly sync", "10:00")
	w.API.Book("2", "Weekly review", "12:00")
	w.follows("C1", "weekly")
	w.Until("08:10")
	w.API.Cut = 1
	w.Until("09:00")
	w.followed("C1 1 [10m0s] U1", "C1 2 [10m0s] U1")
}

// A process that takes over, and several at once, do nothing twice.
func TestProcesses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Store.Twice = true
	w.API.Book("1", "Weekly sync", "09:00")
	w.follows("C1", "weekly")
	w.Until("08:20")
	w.restart()
	w.Until("08:40")
	for range 2 { // the same job in two processes
		if err := w.Reminders.Jobs.Work(t.Context(), queue.Job{Kind: rule.FindByRules, Key: "/T1"}); !queue.IsOutcome(err) {
			t.Errorf("the job = %v", err)
		}
		w.restart()
	}
	w.followed("C1 1 [10m0s] U1")
	w.Until("09:30")
	w.Posted("Mon 08:50:00 C1: Weekly sync in 10m0s")
}

// The list of an account is asked for once in each five minutes, for all workspaces that
// use it, and not at all where nobody follows anything.
func TestCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, id := range []string{"1", "2", "3"} {
		w.API.Book(id, "Weekly "+id, "Wed 12:00")
	}
	w.Until("08:30")
	if w.API.Lists != 0 {
		t.Errorf("listed %d times although nobody follows anything", w.API.Lists)
	}
	st := w.follows("C1", "weekly")
	w.follows("C2", "weekly")
	for _, team := range []string{"T2", "T3"} {
		want := rule.Request{Pattern: rule.Pattern{Words: "weekly"}, Leads: tenMinutes(), By: "U1"}
		want.TeamID, want.ChannelID = team, "C1"
		if _, err := w.engine.Follow(t.Context(), want); err != nil {
			t.Fatal(err)
		}
	}
	w.Until("08:34")
	lists, reads, statements := w.API.Lists, w.API.Reads(), w.Store.Statements()
	w.Until("09:34")
	const ticks = 12
	if lists := w.API.Lists - lists; lists != ticks {
		t.Errorf("listed %d times in an hour, want %d", lists, ticks)
	}
	if reads := w.API.Reads() - reads; reads > 3*3*ticks { // those that follow the meetings
		t.Errorf("meetings were read %d times in an hour", reads)
	}
	if statements := w.Store.Statements() - statements; statements > 100*ticks {
		t.Errorf("an hour without news took %d statements", statements)
	}
	for _, r := range w.Store.AllRules() {
		if r.TeamID != "T1" || r.ID == st.ID {
			continue
		}
		w.stops(r.ChannelID, r.ID)
	}
	w.Until("09:40")
	w.stops("C1", st.ID)
	if n := len(w.Store.Subscriptions()); n != 2*3 {
		t.Errorf("%d are followed, want those of two workspaces", n)
	}
}

// What rules left behind that were stopped while a job looked is deleted, and the job of
// a workspace ends with its last rule.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Weekly sync", "Wed 12:00")
	st := w.follows("C1", "weekly")
	w.Until("08:02")
	lost := w.Store.Subscriptions()[0]
	w.stops("C1", st.ID)
	err := w.Store.Reminders().InTx(t.Context(), func(tx reminder.Tx) error { return tx.PutSubscription(t.Context(), lost) })
	if err != nil {
		t.Fatal(err)
	}
	w.Until("08:20")
	w.followed()
	for _, j := range w.Store.Jobs() {
		if j.Kind == rule.FindByRules {
			t.Errorf("there still is the job %+v", j)
		}
	}
}

// A job that was lost is made up for, and old skips go.
func TestSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.follows("C1", "weekly")
	w.Until("08:02")
	w.Store.Lose(rule.FindByRules, "/T1")
	w.API.Book("1", "Weekly sync", "Tue 12:00")
	if err := w.Reminders.Jobs.Work(t.Context(), queue.Job{Kind: rule.SweepRules}); err != nil {
		t.Fatal(err)
	}
	w.Until("08:03")
	w.followed("C1 1 [10m0s] U1")
	w.stopsMeeting()
	w.Clock = w.Clock.AddDate(0, 0, 91)
	if err := w.Reminders.Jobs.Work(t.Context(), queue.Job{Kind: rule.SweepRules}); err != nil {
		t.Fatal(err)
	}
	if skips := w.Store.RuleSkips(); len(skips) > 0 {
		t.Errorf("there still are the skips %+v", skips)
	}
}

// A skip lasts as long as its meeting comes.
func TestSkipsLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	far := remindertest.Morning().AddDate(0, 0, 100)
	w.API.BookAt("1", "Weekly sync", far)
	w.follows("C1", "weekly")
	w.Until("08:02")
	w.stopsMeeting()
	for week := range 14 {
		w.Run(remindertest.Morning().AddDate(0, 0, 7*week+1))
		if err := w.Reminders.Jobs.Work(t.Context(), queue.Job{Kind: rule.SweepRules}); err != nil {
			t.Fatal(err)
		}
	}
	w.followed()
	w.Run(far.Add(time.Hour))
	w.Posted()
}

// A workspace that the app was removed from has nothing done.
func TestRemovedWorkspace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.API.Book("1", "Weekly sync", "Tue 12:00")
	w.follows("C1", "weekly")
	w.Until("08:02")
	w.Gone["T1"] = true
	lists := w.API.Lists
	w.Until("08:30")
	if w.API.Lists != lists || slices.ContainsFunc(w.Store.Jobs(), func(j queue.Job) bool { return j.Kind == rule.FindByRules }) {
		t.Errorf("listed %d times more, and there are the jobs %+v", w.API.Lists-lists, w.Store.Jobs())
	}
}

// An engine lacks nothing that it needs.
func TestNew(t *testing.T) {
	t.Parallel()
	if _, err := rule.New(rule.Options{}); err == nil || errors.Is(err, workspace.ErrUnknown) {
		t.Errorf("New() = %v, want what is missing", err)
	}
}
