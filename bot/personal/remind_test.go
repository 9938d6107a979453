package personal_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/personal"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
)

func before(leads ...time.Duration) personal.Settings { return personal.Settings{Leads: leads} }

// usual is ten minutes before.
func usual() personal.Settings { return before(10 * time.Minute) }

// withBudget is a world in which U1 is invited to a meeting at ten, and chose nothing yet.
func withBudget(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.API.Book("1", "Budget", "10:00", "U1")
	return w
}

// Nobody is told anything who chose nothing, and whoever did is told of their own
// meetings, each once.
func TestOwnMeetings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, u := range []string{"U1", "U2", "U3"} {
		w.People.Knows(u, time.UTC)
	}
	w.API.Book("1", "Budget", "10:00", "U1", "U2", "U3")
	w.API.Book("2", "Review", "11:00", "U2")
	w.chooses("U1", usual())
	w.chooses("U2", before(time.Hour, 5*time.Minute))
	w.Until("12:30")
	w.Posted(
		"Mon 09:00:00 U2: Budget in 1h0m0s", "Mon 09:50:00 U1: Budget in 10m0s", "Mon 09:55:00 U2: Budget in 5m0s",
		"Mon 10:00:00 U2: Review in 1h0m0s", "Mon 10:55:00 U2: Review in 5m0s",
	)
}

// A meeting that is booked, or found, too late for the reminder is told with the time
// that is left, once.
func TestFoundLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.API.Book("1", "Budget", "08:06", "U1")
	w.chooses("U1", before(time.Hour, 10*time.Minute))
	w.Until("08:12")
	w.Posted("Mon 08:00:15 U1: Budget in 5m45s")
	w.API.Book("2", "Surprise", "08:20", "U1")
	w.Until("09:00")
	w.Posted("Mon 08:15:00 U1: Surprise in 5m0s")
}

// What moves is told once, and the reminder moves with it. So is what is cancelled.
func TestOwnMeetingsChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.API.Book("1", "Budget", "12:00", "U1")
	w.API.Book("2", "Review", "15:00", "U1")
	w.chooses("U1", usual())
	w.Until("09:00")
	w.Posted()
	w.API.Book("1", "Budget", "13:00", "U1")
	w.Until("12:55")
	if len(w.Lines) != 2 || w.Lines[0][len(w.Lines[0])-24:] != "U1: Budget moved to 13:00" && w.Lines[1] != "Mon 12:50:00 U1: Budget in 10m0s" {
		t.Errorf("posted %q", w.Lines)
	}
	w.Lines = nil
	delete(w.API.Known, "2")
	w.Until("16:00")
	if len(w.Lines) != 1 {
		t.Errorf("posted %q, want once that it is cancelled", w.Lines)
	}
}

// Who is not invited any more is not reminded, however late that is known, and who is
// invited later is.
func TestInvitationsChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.People.Knows("U2", time.UTC)
	w.API.Book("1", "Budget", "12:00", "U1")
	w.chooses("U1", usual())
	w.chooses("U2", usual())
	w.Until("11:49")
	w.API.Book("1", "Budget", "12:00", "U2")
	w.Until("12:30")
	w.Posted("Mon 11:50:00 U2: Budget in 10m0s")
}

// A subscription that somebody set up for themselves stands in place of the automatic
// one: they are not told twice, and as they asked for.
func TestSetUpByHand(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]bool{"before": true, "after": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.People.Knows("U1", time.UTC)
			w.API.Book("1", "Budget", "12:00", "U1")
			if first {
				w.remindsThemselves("1", 20*time.Minute)
			}
			w.chooses("U1", usual())
			w.Until("09:00")
			if !first {
				w.remindsThemselves("1", 20*time.Minute)
			}
			w.Until("12:30")
			w.Posted("Mon 11:40:00 U1: Budget in 20m0s")
		})
	}
}

// What somebody set up for themselves stays when they turn the others off, though it is
// for the same times.
func TestSetUpByHandStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.API.Book("1", "Budget", "12:00", "U1")
	w.API.Book("2", "Review", "12:30", "U1")
	w.chooses("U1", usual())
	w.Until("09:00")
	w.remindsThemselves("1", usual().Leads...)
	w.chooses("U1", personal.Settings{})
	w.Until("13:00")
	w.Posted("Mon 11:50:00 U1: Budget in 10m0s")
}

// remindsThemselves is what U1 types: remind me of a meeting.
func (w *world) remindsThemselves(id string, leads ...time.Duration) {
	w.T.Helper()
	m, err := w.API.Get(w.T.Context(), id)
	if err != nil {
		w.T.Fatal(err)
	}
	st, err := w.Reminders.Set(w.T.Context(), reminder.SetRequest{
		Conversation: post.Conversation{Key: remindertest.Key(), ChannelID: "U1"}, MeetingID: id, Leads: leads, By: "U1",
	}, m)
	if err != nil || st.Already || st.Changed {
		w.T.Fatalf("Set = %+v, %v, want a new one", st, err)
	}
}

// Whoever stops the reminders of one meeting is not reminded of it again, and of the
// others as before.
func TestOneMeetingIsStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.API.Book("1", "Budget", "12:00", "U1")
	w.API.Book("2", "Review", "13:00", "U1")
	w.chooses("U1", usual())
	w.Until("09:00")
	c := post.Conversation{Key: remindertest.Key(), ChannelID: "U1"}
	s, err := w.Reminders.Find(t.Context(), c, "1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Reminders.Forget(t.Context(), reminder.Asker{Conversation: c, UserID: "U1"}, s.Subscription.ID); err != nil {
		t.Fatal(err)
	}
	w.restart()
	w.Until("13:30")
	w.Posted("Mon 12:50:00 U1: Review in 10m0s")
}

// Whoever turns reminders off gets none from then on, and whoever turns them back on
// gets those that are to come.
func TestOffAndOn(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.API.Book("2", "Review", "12:00", "U1")
	w.chooses("U1", usual())
	w.Until("09:49:59")
	w.chooses("U1", personal.Settings{})
	if n := len(w.Store.Subscriptions()); n > 0 {
		t.Errorf("there are %d subscriptions left", n)
	}
	w.Until("10:30")
	w.Posted()
	w.chooses("U1", usual())
	w.chooses("U1", personal.Settings{})
	w.chooses("U1", usual())
	w.Until("12:30")
	w.Posted("Mon 11:50:00 U1: Review in 10m0s")
}

// Other leads hold for every meeting that is to come.
func TestOtherLeads(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.chooses("U1", usual())
	w.Until("09:00")
	w.chooses("U1", before(20*time.Minute))
	w.Until("10:30")
	w.Posted("Mon 09:40:00 U1: Budget in 20m0s")
}

// A closed account, and one that may look up nothing any more, is told nothing: nothing
// is left of what they chose. Who is still there is told so once.
func TestAccessIsLost(t *testing.T) {
	t.Parallel()
	for account, told := range map[person.AccountType][]string{
		person.Deactivated: nil, person.Guest: {"Mon 08:35:00 U1: no more"}, // once
	} {
		t.Run(string(account), func(t *testing.T) {
			t.Parallel()
			w := withBudget(t)
			w.chooses("U1", personal.Settings{Leads: usual().Leads, Digest: "09:00"})
			w.Until("08:30")
			who := w.People.Known["U1"]
			who.AccountType = account
			w.People.Known["U1"] = who
			w.Until("Tue 10:30")
			w.Posted(told...)
			if s, err := w.engine.Get(t.Context(), remindertest.Key(), "U1"); err != nil || !s.Equal(personal.Settings{}) {
				t.Errorf("they have %+v, %v, want nothing", s, err)
			}
		})
	}
}

// While Slack cannot say who somebody is, what they have stays.
func TestUnknownPeopleKeepTheirs(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.chooses("U1", usual())
	w.Until("08:30")
	delete(w.People.Known, "U1")
	w.restart()
	w.Until("10:30")
	w.Posted("Mon 09:50:00 U1: Budget in 10m0s")
}

// Nothing is lost while the API fails.
func TestTheAPIFails(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.API.Down = true
	w.chooses("U1", usual())
	w.Until("09:00")
	if w.API.Lists > 15 {
		t.Errorf("it was listed %d times within an hour", w.API.Lists)
	}
	w.API.Down = false
	w.Until("10:30")
	w.Posted("Mon 09:50:00 U1: Budget in 10m0s")
}

// What Slack does not take of one that is automatic suspends nothing that anybody is
// told of.
func TestRefusedInSilence(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.chooses("U1", usual())
	refused := 0
	w.Refuse = func(string) error {
		refused++
		return &post.Error{Reason: post.Restricted, Err: errors.New("no")}
	}
	w.Until("11:00")
	if refused == 0 || w.Done[reminder.PostChange] > 0 {
		t.Errorf("refused %d times, and %d messages about it", refused, w.Done[reminder.PostChange])
	}
}

// Many people with ten meetings each cost one list for each look, one reading of each
// meeting, and what their notices cost in any case: the list and the readings are
// shared by everybody, of all workspaces with the account, and what is reconciled costs
// nothing more.
func TestManyPeopleShareTheCalls(t *testing.T) {
	t.Parallel()
	const (
		meetings = 50
		each     = 10 // meetings for each person
	)
	for _, persons := range []int{50, 100} {
		t.Run(strconv.Itoa(persons), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.manyPeople(persons, meetings, each)
			w.Until("08:01")
			if s, n := len(w.Store.Subscriptions()), len(w.Store.Notices()); s != each*persons || n != each*persons {
				t.Fatalf("there are %d subscriptions and %d notices, want %d", s, n, each*persons)
			}
			if w.API.Lists != 1 {
				t.Errorf("listed %d times for the people of two workspaces, want once", w.API.Lists)
			}
			// Each meeting is read for who is invited, and by what follows it in each workspace.
			if most := 3 * meetings; w.API.Reads() > most {
				t.Errorf("read %d times for %d people, want at most %d", w.API.Reads(), persons, most)
			}
			// A notice is a subscription, a notice and their share of the transaction.
			if n, most := w.Costs[personal.SyncAccount], 3*each*persons+20*meetings; n > most {
				t.Errorf("%d statements for %d notices, want at most %d", n, each*persons, most)
			}
			lists, jobs, cost := w.API.Lists, w.Done[personal.SyncAccount], w.Costs[personal.SyncAccount]
			w.Until("09:01")
			if n := w.API.Lists - lists; n > 13 {
				t.Errorf("listed %d times in an hour, want once in five minutes", n)
			}
			if n := w.Done[personal.SyncAccount] - jobs; n > 13 {
				t.Errorf("%d jobs within an hour, want one in five minutes", n)
			}
			// Every half hour it is compared for each meeting and workspace.
			if n, most := w.Costs[personal.SyncAccount]-cost, 2*2*meetings+13*5; n > most {
				t.Errorf("%d statements within an hour, want at most %d however many people there are", n, most)
			}
		})
	}
}

// name is the id of one of many people.
func name(i int) string { return fmt.Sprintf("U%04d", i) }

// manyPeople adds people of two workspaces with one account, who are invited to so many
// meetings each and choose to be reminded.
func (w *world) manyPeople(persons, meetings, each int) {
	w.T.Helper()
	for i := range persons {
		w.People.Knows(name(i), time.UTC)
	}
	share := persons * each / meetings
	for i := range meetings {
		var invited []string
		for j := range share {
			invited = append(invited, name((i*share+j)%persons))
		}
		w.API.BookAt(strconv.Itoa(9000+i), fmt.Sprintf("M%d", i), remindertest.Hour("18:00").Add(time.Duration(i)*time.Minute), invited...)
	}
	for i := range persons {
		k := remindertest.Key()
		if i%2 == 1 {
			k = workspace.Key{TeamID: "T2"}
		}
		w.choosesIn(k, name(i), usual())
	}
}
