//go:build chaos

package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"meetingbot/bot/personal"
	"meetingbot/bot/queue"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
	"meetingbot/bot/workspace"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

const (
	meetingsEach = 10              // of each person
	crowdStart   = 3 * time.Minute // from the start of a process until the notices are due
	settledFor   = time.Minute     // how long before they are due a process is measured that waits
	listPage     = 500             // meetings on a page of their list, at most
	maxCostRatio = 1.5             // of a notice that nobody set up by hand to one that somebody did
)

// TestPersonalLoad measures people who are reminded of all their meetings, each with
// ten at the same time, and the same reminders set up one by one: what it costs until
// they are due, while they wait, and when they are posted.
//
//nolint:paralleltest // measurements must not disturb each other
func TestPersonalLoad(t *testing.T) {
	persons := crowdSize(t)
	for name, database := range map[string]func(*testing.T) string{
		"sqlite": func(t *testing.T) string {
			t.Helper()
			return "sqlite:" + filepath.Join(t.TempDir(), "meetingbot.db")
		},
		"postgres": func(t *testing.T) string {
			t.Helper()
			return postgrestest.Start(t).NewSchema(t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var byHand, personal crowdCost
			t.Run("by hand", func(t *testing.T) { byHand = measureCrowd(t, database(t), persons, true) })
			t.Run("personal", func(t *testing.T) { personal = measureCrowd(t, database(t), persons, false) })
			personal.compare(t, byHand, persons)
		})
	}
}

// crowdSize is how many people there are: BENCH_PEOPLE, or 1,000.
func crowdSize(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv("BENCH_PEOPLE"), "1000"))
	if err != nil || n < meetingsEach {
		t.Fatalf("BENCH_PEOPLE must be a number of at least %d", meetingsEach)
	}
	return n
}

// crowdCost is what one way of reminding people costs.
type crowdCost struct {
	prepare, wait, post time.Duration // of CPU: until all is settled, for settledFor, and from then on
	lists, details      int           // calls of the Meeting API until the notices were due
	waitDetails         int           // of them within settledFor
}

func crowdID(i int) string    { return fmt.Sprintf("U0CROWD%04d", i) }
func crowdEmail(i int) string { return fmt.Sprintf("crowd%04d@example.com", i) }

// crowd are the people of the workspace.
func crowd(persons int) []playground.Person {
	all := playground.DefaultPeople("", "")
	for i := range persons {
		all = append(all, playground.Person{
			ID: crowdID(i), Name: fmt.Sprintf("crowd%d", i), RealName: fmt.Sprintf("Crowd %d", i), Email: crowdEmail(i), Zone: "UTC",
		})
	}
	return all
}

// crowdMeetings are as many meetings as people, each with ten of them, all at once.
func crowdMeetings(persons int, start time.Time) meetingSet {
	set := meetingSet{channels: meetingsEach, persons: persons, readWithin: time.Minute}
	for i := range persons {
		set.add(fmt.Sprintf("5%08d", i), subject(i), start)
		var invited []meetingtest.Participant
		for j := range meetingsEach {
			n := (i*meetingsEach + j) % persons
			invited = append(invited, meetingtest.Participant{Name: crowdID(n), Email: crowdEmail(n), Host: j == 0})
		}
		set.meetings[i].Participants = invited
	}
	return set
}

// measureCrowd measures one way of reminding people.
func measureCrowd(t *testing.T, database string, persons int, byHand bool) (cost crowdCost) {
	t.Helper()
	due := time.Now().Add(crowdStart + time.Minute).Truncate(time.Minute)
	set := crowdMeetings(persons, due.Add(lead))
	if byHand {
		set.store(t, database)
	} else {
		storeChoices(t, database, persons)
	}
	e := &chaosEnv{t: t, cancelled: map[string]bool{}, posted: map[string][]time.Time{}, anyChannel: true, people: crowd(persons)}
	e.open(database, 1)
	e.addMeetings(set)
	e.slack.SetLimits(false)
	pid := e.processes[0].command.Process.Pid
	e.waitUntil(due.Add(-settledFor))
	settled, details := cpuTime(t, pid), e.api.Calls(meetingtest.EndpointDetail)
	e.waitUntil(due.Add(-time.Second))
	before := cpuTime(t, pid)
	cost = crowdCost{prepare: settled, wait: before - settled, lists: e.api.Calls(meetingtest.EndpointList), details: e.api.Calls(meetingtest.EndpointDetail)}
	cost.waitDetails = cost.details - details
	want := persons * meetingsEach
	for len(e.postedTimes()) < want && time.Since(due) < lostAfter {
		e.wait(50 * time.Millisecond)
	}
	cost.post = cpuTime(t, pid) - before
	cost.report(e, due, want)
	return cost
}

// storeChoices has everybody want to be reminded of their meetings.
func storeChoices(t *testing.T, database string, persons int) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: database, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = db.Personal().InTx(t.Context(), func(tx personal.Tx) error {
		for i := range persons {
			d := personal.Decided{
				Owner:    personal.Owner{Key: workspace.Key{TeamID: playground.TeamID}, UserID: crowdID(i)},
				Settings: personal.Settings{Leads: []time.Duration{lead}}, ChangedAt: time.Now(),
			}
			if err := tx.PutPersonal(t.Context(), d); err != nil {
				return err
			}
		}
		return tx.Enqueue(t.Context(), queue.Job{Kind: personal.FindMeetings, At: time.Now().Add(warmUp), Priority: 3})
	})
	if err != nil {
		t.Fatalf("store what people chose: %v", err)
	}
}

// report prints what one way of reminding people cost, and how late the notices came.
func (c crowdCost) report(e *chaosEnv, due time.Time, want int) {
	e.t.Helper()
	var late []time.Duration
	for _, at := range e.postedTimes() {
		late = append(late, at.Sub(due))
	}
	slices.Sort(late)
	e.t.Logf("CPU time of %d notices: %s until they are settled, %s while they wait for %s, %s for posting", want, c.prepare, c.wait, settledFor, c.post)
	e.t.Logf("calls until they are due: %d lists, %d readings, of them %d in the last %s", c.lists, c.details, c.waitDetails, settledFor)
	e.t.Logf("late p50 %s p99 %s max %s", percentile(late, 50), percentile(late, 99), percentile(late, 100))
	if len(late) != want || late[0] < 0 {
		e.t.Errorf("%d notices came, the first of them %s late; want %d, none early\n%s", len(late), percentile(late, 0), want, e.processes[0].logs)
	}
}

// compare fails where reminders that follow from what people chose cost more, once they
// are settled, than those that were set up by hand, or the Meeting API is asked too much.
func (c crowdCost) compare(t *testing.T, byHand crowdCost, persons int) {
	t.Helper()
	if t.Failed() {
		return
	}
	t.Logf("a notice costs %.2f of one that was set up by hand", float64(c.post)/float64(byHand.post))
	if c.post > time.Duration(maxCostRatio*float64(byHand.post)) {
		t.Errorf("posting took %s of CPU time, and %s of those that were set up by hand", c.post, byHand.post)
	}
	if most := 2 * (1 + persons/(listPage-1)); c.lists > most { // a page begins with the last meeting of the one before
		t.Errorf("%d pages of the meetings were listed within %s, want at most %d", c.lists, crowdStart, most)
	}
	// Each meeting is read once for who is invited, and by the watcher as any other.
	if most := byHand.details + 2*persons; c.details > most {
		t.Errorf("meetings were read %d times, and %d times for those that were set up by hand: want at most %d", c.details, byHand.details, most)
	}
}
