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
	"meetingbot/bot/workspace"
)

func before(leads ...time.Duration) personal.Settings { return personal.Settings{Leads: leads} }

// usual is ten minutes before.
func usual() personal.Settings { return before(10 * time.Minute) }

// withBudget is a world in which U1 is invited to a meeting at ten, and chose nothing yet.
func withBudget(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.knows("U1", time.UTC)
	w.api.book("1", "Budget", "10:00", "U1")
	return w
}

// Nobody is told anything who chose nothing, and whoever did is told of their own
// meetings, each once.
func TestOwnMeetings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, u := range []string{"U1", "U2", "U3"} {
		w.knows(u, time.UTC)
	}
	w.api.book("1", "Budget", "10:00", "U1", "U2", "U3")
	w.api.book("2", "Review", "11:00", "U2")
	w.chooses("U1", usual())
	w.chooses("U2", before(time.Hour, 5*time.Minute))
	w.until("12:30")
	w.posted(
		"Mon 09:00:00 U2: Budget in 1h0m0s", "Mon 09:50:00 U1: Budget in 10m0s", "Mon 09:55:00 U2: Budget in 5m0s",
		"Mon 10:00:00 U2: Review in 1h0m0s", "Mon 10:55:00 U2: Review in 5m0s",
	)
}

// A meeting that is booked, or found, too late for the reminder is told with the time
// that is left, once.
func TestFoundLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.knows("U1", time.UTC)
	w.api.book("1", "Budget", "08:06", "U1")
	w.chooses("U1", before(time.Hour, 10*time.Minute))
	w.until("08:12")
	w.posted("Mon 08:00:15 U1: Budget in 5m45s")
	w.api.book("2", "Surprise", "08:20", "U1")
	w.until("09:00")
	w.posted("Mon 08:15:00 U1: Surprise in 5m0s")
}

// What moves is told once, and the reminder moves with it. So is what is cancelled.
func TestOwnMeetingsChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.knows("U1", time.UTC)
	w.api.book("1", "Budget", "12:00", "U1")
	w.api.book("2", "Review", "15:00", "U1")
	w.chooses("U1", usual())
	w.until("09:00")
	w.posted()
	w.api.book("1", "Budget", "13:00", "U1")
	w.until("12:55")
	if len(w.lines) != 2 || w.lines[0][len(w.lines[0])-24:] != "U1: Budget moved to 13:00" && w.lines[1] != "Mon 12:50:00 U1: Budget in 10m0s" {
		t.Errorf("posted %q", w.lines)
	}
	w.lines = nil
	delete(w.api.known, "2")
	w.until("16:00")
	if len(w.lines) != 1 {
		t.Errorf("posted %q, want once that it is cancelled", w.lines)
	}
}

// Who is not invited any more is not reminded, however late that is known, and who is
// invited later is.
func TestInvitationsChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.knows("U1", time.UTC)
	w.knows("U2", time.UTC)
	w.api.book("1", "Budget", "12:00", "U1")
	w.chooses("U1", usual())
	w.chooses("U2", usual())
	w.until("11:49")
	w.api.book("1", "Budget", "12:00", "U2")
	w.until("12:30")
	w.posted("Mon 11:50:00 U2: Budget in 10m0s")
}

// A subscription that somebody set up for themselves stands in place of the automatic
// one: they are not told twice, and as they asked for.
func TestSetUpByHand(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]bool{"before": true, "after": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.knows("U1", time.UTC)
			w.api.book("1", "Budget", "12:00", "U1")
			if first {
				w.remindsThemselves("1", 20*time.Minute)
			}
			w.chooses("U1", usual())
			w.until("09:00")
			if !first {
				w.remindsThemselves("1", 20*time.Minute)
			}
			w.until("12:30")
			w.posted("Mon 11:40:00 U1: Budget in 20m0s")
		})
	}
}

// What somebody set up for themselves stays when they turn the others off, though it is
// for the same times.
func TestSetUpByHandStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.knows("U1", time.UTC)
	w.api.book("1", "Budget", "12:00", "U1")
	w.api.book("2", "Review", "12:30", "U1")
	w.chooses("U1", usual())
	w.until("09:00")
	w.remindsThemselves("1", usual().Leads...)
	w.chooses("U1", personal.Settings{})
	w.until("13:00")
	w.posted("Mon 11:50:00 U1: Budget in 10m0s")
}

// remindsThemselves is what U1 types: remind me of a meeting.
func (w *world) remindsThemselves(id string, leads ...time.Duration) {
	w.t.Helper()
	m, err := w.api.Get(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	st, err := w.reminders.Set(w.t.Context(), reminder.SetRequest{
		Conversation: post.Conversation{Key: key(), ChannelID: "U1"}, MeetingID: id, Leads: leads, By: "U1",
	}, m)
	if err != nil || st.Already || st.Changed {
		w.t.Fatalf("Set = %+v, %v, want a new one", st, err)
	}
}

// Whoever stops the reminders of one meeting is not reminded of it again, and of the
// others as before.
func TestOneMeetingIsStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.knows("U1", time.UTC)
	w.api.book("1", "Budget", "12:00", "U1")
	w.api.book("2", "Review", "13:00", "U1")
	w.chooses("U1", usual())
	w.until("09:00")
	c := post.Conversation{Key: key(), ChannelID: "U1"}
	s, err := w.reminders.Find(t.Context(), c, "1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.reminders.Forget(t.Context(), reminder.Asker{Conversation: c, UserID: "U1"}, s.Subscription.ID); err != nil {
		t.Fatal(err)
	}
	w.restart()
	w.until("13:30")
	w.posted("Mon 12:50:00 U1: Review in 10m0s")
}

// Whoever turns reminders off gets none from then on, and whoever turns them back on
// gets those that are to come.
func TestOffAndOn(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.api.book("2", "Review", "12:00", "U1")
	w.chooses("U1", usual())
	w.until("09:49:59")
	w.chooses("U1", personal.Settings{})
	if n := len(w.store.Subscriptions()); n > 0 {
		t.Errorf("there are %d subscriptions left", n)
	}
	w.until("10:30")
	w.posted()
	w.chooses("U1", usual())
	w.chooses("U1", personal.Settings{})
	w.chooses("U1", usual())
	w.until("12:30")
	w.posted("Mon 11:50:00 U1: Review in 10m0s")
}

// Other leads hold for every meeting that is to come.
func TestOtherLeads(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.chooses("U1", usual())
	w.until("09:00")
	w.chooses("U1", before(20*time.Minute))
	w.until("10:30")
	w.posted("Mon 09:40:00 U1: Budget in 20m0s")
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
			w.until("08:30")
			who := w.people.known["U1"]
			who.AccountType = account
			w.people.known["U1"] = who
			w.until("Tue 10:30")
			w.posted(told...)
			if s, err := w.engine.Get(t.Context(), key(), "U1"); err != nil || !s.Equal(personal.Settings{}) {
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
	w.until("08:30")
	delete(w.people.known, "U1")
	w.restart()
	w.until("10:30")
	w.posted("Mon 09:50:00 U1: Budget in 10m0s")
}

// Nothing is lost while the API fails.
func TestTheAPIFails(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.api.down = true
	w.chooses("U1", usual())
	w.until("09:00")
	if w.api.lists > 15 {
		t.Errorf("it was listed %d times within an hour", w.api.lists)
	}
	w.api.down = false
	w.until("10:30")
	w.posted("Mon 09:50:00 U1: Budget in 10m0s")
}

// What Slack does not take of one that is automatic suspends nothing that anybody is
// told of.
func TestRefusedInSilence(t *testing.T) {
	t.Parallel()
	w := withBudget(t)
	w.chooses("U1", usual())
	refused := 0
	w.refuse = func(string) error {
		refused++
		return &post.Error{Reason: post.Restricted, Err: errors.New("no")}
	}
	w.until("11:00")
	if refused == 0 || w.jobs[reminder.PostChange] > 0 {
		t.Errorf("refused %d times, and %d messages about it", refused, w.jobs[reminder.PostChange])
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
			w.until("08:01")
			if s, n := len(w.store.Subscriptions()), len(w.store.Notices()); s != each*persons || n != each*persons {
				t.Fatalf("there are %d subscriptions and %d notices, want %d", s, n, each*persons)
			}
			if w.api.lists != 1 {
				t.Errorf("listed %d times for the people of two workspaces, want once", w.api.lists)
			}
			// Each meeting is read for who is invited, and by what follows it in each workspace.
			if most := 3 * meetings; w.api.reads > most {
				t.Errorf("read %d times for %d people, want at most %d", w.api.reads, persons, most)
			}
			// A notice is a subscription, a notice and their share of the transaction.
			if n, most := w.costs[personal.SyncAccount], 3*each*persons+20*meetings; n > most {
				t.Errorf("%d statements for %d notices, want at most %d", n, each*persons, most)
			}
			lists, jobs, cost := w.api.lists, w.jobs[personal.SyncAccount], w.costs[personal.SyncAccount]
			w.until("09:01")
			if n := w.api.lists - lists; n > 13 {
				t.Errorf("listed %d times in an hour, want once in five minutes", n)
			}
			if n := w.jobs[personal.SyncAccount] - jobs; n > 13 {
				t.Errorf("%d jobs within an hour, want one in five minutes", n)
			}
			// Every half hour it is compared for each meeting and workspace.
			if n, most := w.costs[personal.SyncAccount]-cost, 2*2*meetings+13*5; n > most {
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
	w.t.Helper()
	for i := range persons {
		w.knows(name(i), time.UTC)
	}
	share := persons * each / meetings
	for i := range meetings {
		var invited []string
		for j := range share {
			invited = append(invited, name((i*share+j)%persons))
		}
		w.api.bookAt(strconv.Itoa(9000+i), fmt.Sprintf("M%d", i), hour("18:00").Add(time.Duration(i)*time.Minute), invited...)
	}
	for i := range persons {
		k := key()
		if i%2 == 1 {
			k = workspace.Key{TeamID: "T2"}
		}
		w.choosesIn(k, name(i), usual())
	}
}
