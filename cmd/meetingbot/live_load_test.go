//go:build chaos

package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/share"
	"meetingbot/bot/store"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

const (
	liveAtFirst   = 2 // attendees of each meeting before the joins
	liveHookKey   = "a subscriber's key"
	liveSlackPace = 50              // updates a minute that Slack takes from a workspace
	liveGrace     = 3 * time.Minute // beyond what Slack's pace takes, until every card is true
)

// liveLoad is how much there is of what.
type liveLoad struct {
	cards, meetings, workspaces int
	joins                       int // a second
	lasting                     time.Duration
}

// liveLoadFromEnvironment is 10,000 cards of 200 meetings in 40 workspaces, while 50
// people join each second for a minute, or as the environment says.
func liveLoadFromEnvironment(t *testing.T) liveLoad {
	t.Helper()
	number := func(name string, usual int) int {
		n, err := strconv.Atoi(cmp.Or(os.Getenv(name), strconv.Itoa(usual)))
		if err != nil || n < 1 {
			t.Fatalf("%s must be a number of at least 1", name)
		}
		return n
	}
	return liveLoad{
		cards: number("BENCH_CARDS", 10_000), meetings: number("BENCH_MEETINGS", 200), workspaces: number("BENCH_WORKSPACES", 40),
		joins: number("BENCH_JOINS", 50), lasting: time.Duration(number("BENCH_SECONDS", 60)) * time.Second,
	}
}

// TestLiveLoad measures a process whose cards follow many running meetings while people
// join them: its CPU time and memory, its calls to both APIs, and how late cards are.
// At the end every card is true.
//
//nolint:paralleltest // measurements must not disturb each other
func TestLiveLoad(t *testing.T) {
	e := openLiveEnv(t, liveLoadFromEnvironment(t))
	e.idle()
	joined := time.Now()
	e.join()
	e.untilTrue(joined)
	e.report()
}

// liveEnv is a process of the program between a Slack that takes updates and a simulated
// Meeting API that pushes events.
type liveEnv struct {
	t       *testing.T
	load    liveLoad
	api     *meetingtest.Server
	slack   *liveSlack
	process *process
	joins   [][]time.Time // by meeting, when somebody joined
	before  time.Duration // CPU time
	began   time.Time
}

// openLiveEnv stores the cards, which are true, and starts the process.
func openLiveEnv(t *testing.T, l liveLoad) *liveEnv {
	t.Helper()
	e := &liveEnv{t: t, load: l, slack: newLiveSlack(), joins: make([][]time.Time, l.meetings)}
	e.api = meetingtest.New(meetingtest.Options{AppID: testAppID, AppKey: testAppKey})
	for i := range l.meetings {
		e.api.Add(liveMeeting(i))
	}
	database := "sqlite:" + filepath.Join(t.TempDir(), "meetingbot.db")
	began := time.Now()
	e.storeCards(database)
	t.Logf("stored %d cards of %d meetings in %d workspaces in %s", l.cards, l.meetings, l.workspaces, time.Since(began).Round(time.Second))

	api, slackAPI := httptest.NewServer(e.api), httptest.NewServer(e.slack)
	t.Cleanup(api.Close)
	t.Cleanup(slackAPI.Close)
	env := append(programEnv(slackAPI.URL, api.URL, database), "MEETING_WEBHOOK_KEY="+liveHookKey, "SLACK_CALLS=off", "SLACK_UNKNOWN_USERS=member")
	e.process = &process{t: t, path: buildBinary(t), env: env}
	e.process.start()
	t.Cleanup(e.process.kill)
	hook, err := e.api.Subscribe(t.Context(), meetingtest.Webhook{URL: e.process.url + "/meeting/events", Key: liveHookKey})
	if err != nil {
		t.Fatalf("%v\n%s", err, e.process.logs)
	}
	t.Cleanup(hook.Close)
	return e
}

func liveMeetingID(i int) string { return fmt.Sprintf("7%08d", i) }

// liveMeeting is a meeting that has been running for some minutes.
func liveMeeting(i int) meetingtest.Meeting {
	start := time.Now().Truncate(time.Minute).Add(-5 * time.Minute)
	m := meetingtest.Meeting{
		ID: liveMeetingID(i), Subject: subject(i), Start: start, End: start.Add(4 * time.Hour), Participants: meetingtest.People(3),
	}
	for n := range liveAtFirst {
		m.Attendees = append(m.Attendees, meetingtest.Attendee{Name: fmt.Sprint("Early ", n), Account: fmt.Sprint("early", n)})
	}
	return m
}

// liveCard is a card: where it is, and which meeting it shows.
type liveCard struct {
	posted  post.Posted
	team    string
	meeting int
}

// card is the n-th card. The meetings of a workspace are spread over all.
func (e *liveEnv) card(n int) liveCard {
	return liveCard{
		posted: post.Posted{ChannelID: fmt.Sprintf("C%04dX%05d", n%e.load.workspaces, n), TS: fmt.Sprintf("1700000000.%06d", n)},
		team:   fmt.Sprintf("T%04d", n%e.load.workspaces), meeting: n / e.load.workspaces % e.load.meetings,
	}
}

// storeCards has cards follow their meeting as those do that people share.
func (e *liveEnv) storeCards(database string) {
	t := e.t
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: database, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	cards := shareEngine(t, db)
	for n := range e.load.cards {
		c, m := e.card(n), liveMeeting(e.card(n).meeting)
		err := cards.Follow(t.Context(), share.Card{
			Key: workspace.Key{TeamID: c.team}, Posted: c.posted, UserID: liveUser,
			Meeting: &meeting.Snapshot{Count: len(m.Participants), ReadAt: time.Now(), Conference: &meeting.Conference{
				ID: meeting.Text(m.ID), Subject: meeting.Text(m.Subject), State: meeting.StateRunning,
			}},
			Occurrence: watch.Occurrence{Start: m.Start, End: m.End},
			State:      live.State{Phase: meeting.Running, In: liveAtFirst, Invited: len(m.Participants), Began: m.Start},
		})
		if err != nil {
			t.Fatal(err)
		}
		e.slack.posted(c.posted, liveAtFirst)
	}
}

// shareEngine is what has cards follow their meeting, over a database.
func shareEngine(t *testing.T, db *store.DB) *share.Engine {
	t.Helper()
	none := workspace.NewDirectory(&workspace.Installation{})
	watcher, err := watch.New(watch.Options{Store: db.Watches(), Workspaces: none})
	if err != nil {
		t.Fatal(err)
	}
	updater, err := live.New(live.Options{Store: db.Live(), Workspaces: none, Watcher: watcher})
	if err != nil {
		t.Fatal(err)
	}
	renderer, err := bot.NewSharedRenderer()
	if err != nil {
		t.Fatal(err)
	}
	cards, err := share.New(share.Options{Store: db.Watches(), Watcher: watcher, Live: updater, Renderer: renderer})
	if err != nil {
		t.Fatal(err)
	}
	return cards
}

// idle measures the process while nobody comes or goes.
func (e *liveEnv) idle() {
	e.t.Helper()
	time.Sleep(warmUp)
	pid, calls, updates := e.process.command.Process.Pid, e.api.Calls(""), e.slack.count()
	began, before := time.Now(), cpuTime(e.t, pid)
	time.Sleep(idleTime)
	took := time.Since(began)
	e.t.Logf("nobody comes or goes: %.1f%% of one core, %d MiB resident; a minute: %.0f calls to the Meeting API, %.0f to Slack",
		100*(cpuTime(e.t, pid)-before).Seconds()/took.Seconds(), memory(e.t, pid, "VmRSS"),
		float64(e.api.Calls("")-calls)/took.Minutes(), float64(e.slack.count()-updates)/took.Minutes())
}

// join has people join, one meeting after the other.
func (e *liveEnv) join() {
	e.t.Helper()
	pid, calls, updates := e.process.command.Process.Pid, e.api.Calls(""), e.slack.count()
	e.began, e.before = time.Now(), cpuTime(e.t, pid)
	pace := time.NewTicker(time.Second / time.Duration(e.load.joins))
	defer pace.Stop()
	for n := 0; time.Since(e.began) < e.load.lasting; n++ {
		<-pace.C
		i := n % e.load.meetings
		e.joins[i] = append(e.joins[i], time.Now())
		if !e.api.Join(liveMeetingID(i), meetingtest.Attendee{Name: fmt.Sprint("Guest ", n), Account: fmt.Sprint("guest", n)}) {
			e.t.Fatalf("nobody can join meeting %d", i)
		}
	}
	took := time.Since(e.began)
	e.t.Logf("%d joins a second: %.1f%% of one core, %d MiB resident; a minute: %.0f calls to the Meeting API, %.0f to Slack",
		e.load.joins, 100*(cpuTime(e.t, pid)-e.before).Seconds()/took.Seconds(), memory(e.t, pid, "VmRSS"),
		float64(e.api.Calls("")-calls)/took.Minutes(), float64(e.slack.count()-updates)/took.Minutes())
}

// wanted is how many are in a meeting.
func (e *liveEnv) wanted(i int) int { return liveAtFirst + len(e.joins[i]) }

// stale is how many cards are not true.
func (e *liveEnv) stale() int {
	stale := 0
	for n := range e.load.cards {
		c := e.card(n)
		if e.slack.shows(c.posted) != e.wanted(c.meeting) {
			stale++
		}
	}
	return stale
}

// untilTrue waits until every card is true, as long as Slack's pace takes and a while
// longer.
func (e *liveEnv) untilTrue(joined time.Time) {
	e.t.Helper()
	each := (e.load.cards + e.load.workspaces - 1) / e.load.workspaces
	pace := time.Duration(each) * time.Minute / liveSlackPace
	for e.stale() > 0 && time.Since(joined) < e.load.lasting+pace+liveGrace {
		time.Sleep(200 * time.Millisecond)
	}
	e.t.Logf("every card was true %s after the last join; at Slack's pace, updating each of them takes %s",
		time.Since(e.began.Add(e.load.lasting)).Round(time.Second), pace)
	if n := e.stale(); n > 0 {
		e.t.Errorf("%d of %d cards are not true at the end\n%s", n, e.load.cards, e.process.logs)
	}
}

// report prints how late cards showed what had happened.
func (e *liveEnv) report() {
	e.t.Helper()
	pid := e.process.command.Process.Pid
	var late, first []time.Duration
	for n := range e.load.cards {
		c := e.card(n)
		known := liveAtFirst
		for _, u := range e.slack.updatesOf(c.posted) {
			for ; known < u.in && known-liveAtFirst < len(e.joins[c.meeting]); known++ {
				late = append(late, u.at.Sub(e.joins[c.meeting][known-liveAtFirst]))
			}
			if u.in < known || u.in > e.wanted(c.meeting) {
				e.t.Errorf("card %d showed %d in it after %d", n, u.in, known)
			}
		}
		if all := e.slack.updatesOf(c.posted); len(all) > 0 && len(e.joins[c.meeting]) > 0 {
			first = append(first, all[0].at.Sub(e.joins[c.meeting][0]))
		}
	}
	slices.Sort(late)
	slices.Sort(first)
	e.t.Logf("a join is shown after p50 %s p99 %s max %s; the first of a meeting after p50 %s p99 %s",
		percentile(late, 50), percentile(late, 99), percentile(late, 100), percentile(first, 50), percentile(first, 99))
	e.t.Logf("%d updates; %s of CPU time for all, %d MiB resident, %d MiB at most",
		e.slack.count(), (cpuTime(e.t, pid) - e.before).Round(time.Millisecond), memory(e.t, pid, "VmRSS"), memory(e.t, pid, "VmHWM"))
	if n := e.slack.mostInAMinute(); n > liveSlackPace+liveSlackPace/10 {
		e.t.Errorf("Slack got %d updates of one workspace in a minute, want %d", n, liveSlackPace)
	}
}
