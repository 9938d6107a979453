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
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

const (
	channelsPerMeeting = 100              // subscribed to each meeting that waits
	warmUp             = 5 * time.Second  // after a start or a burst, before a measurement
	idleTime           = 30 * time.Second // how long an idle process is measured
	readingInterval    = 30 * time.Minute // between two readings of a meeting that waits
	burstSize          = 1000             // notices that are due at the same time, one to a channel
	lead               = 10 * time.Minute // before the start
	lostAfter          = 2 * time.Minute  // of lateness a notice of a burst counts as lost
)

// TestReminderLoad measures a process with very many pending notices: its CPU time
// and memory while none is due, and how late notices are when many are due at once.
//
//nolint:paralleltest // measurements must not disturb each other
func TestReminderLoad(t *testing.T) {
	pending := pendingNotices(t)
	t.Run("sqlite", func(t *testing.T) {
		measure(t, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db"), pending)
	})
	t.Run("postgres", func(t *testing.T) {
		measure(t, postgrestest.Start(t).NewSchema(t), pending)
	})
}

// pendingNotices is how many notices are pending: BENCH_NOTICES, or 100,000.
func pendingNotices(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv("BENCH_NOTICES"), "100000"))
	if err != nil || n < channelsPerMeeting {
		t.Fatalf("BENCH_NOTICES must be a number of at least %d", channelsPerMeeting)
	}
	return n
}

// measure prints every figure for one database.
func measure(t *testing.T, database string, pending int) {
	t.Helper()
	began := time.Now()
	waiting := distantMeetings(began, pending/channelsPerMeeting)
	waiting.store(t, database)
	t.Logf("stored %d notices of %d meetings in %s", pending, len(waiting.meetings), time.Since(began).Round(time.Second))

	e := openChaosEnv(t, storm{notices: burstSize, channels: burstSize}, database, 1)
	e.anyChannel = true
	e.addMeetings(waiting)
	e.wait(warmUp)
	e.measureIdle()
	e.slack.SetLimits(false) // to measure the program alone
	e.measureBurst(database, burstSize)
	e.measureBurst(database, 1)
	e.slack.SetLimits(true) // to measure it within Slack's rate limits
	e.measureBurst(database, burstSize)
}

// meetingSet is a set of meetings, each with the same number of subscriptions.
type meetingSet struct {
	meetings   []meetingtest.Meeting
	channels   int           // subscribed to each meeting
	persons    int           // who are subscribed in place of channels, 0 for none
	readWithin time.Duration // until the first reading of each meeting
}

// distantMeetings are meetings that start in 30 days.
func distantMeetings(now time.Time, meetings int) meetingSet {
	set := meetingSet{channels: channelsPerMeeting, readWithin: readingInterval}
	for i := range meetings {
		set.add(fmt.Sprintf("7%08d", i), fmt.Sprintf("Distant %05d", i), now.Truncate(time.Minute).Add(30*24*time.Hour))
	}
	return set
}

func (set *meetingSet) add(id, subject string, start time.Time) {
	set.meetings = append(set.meetings, meetingtest.Meeting{
		ID: id, Subject: subject, Start: start, End: start.Add(time.Hour), Participants: meetingtest.People(1),
	})
}

// addMeetings adds the meetings to the simulated Meeting API.
func (e *chaosEnv) addMeetings(set meetingSet) {
	for _, m := range set.meetings {
		e.api.Add(m)
	}
}

// store writes the subscriptions to the meetings into a database, as the engine
// does. No process may use the database meanwhile.
func (set meetingSet) store(t *testing.T, database string) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: database, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, m := range set.meetings {
		err := db.Reminders().InTx(t.Context(), func(tx reminder.Tx) error {
			return set.storeSubscriptions(t, tx, db.Watches().Join(tx), m, i*set.channels)
		})
		if err != nil {
			t.Fatalf("store the subscriptions to meeting %s: %v", m.ID, err)
		}
	}
	set.enqueueReadings(t, db)
}

// enqueueReadings queues the first readings of the meetings, evenly over readWithin
// as they are after a while. The first one is due when a process has had time to
// start.
func (set meetingSet) enqueueReadings(t *testing.T, db *store.DB) {
	t.Helper()
	first := time.Now().Add(warmUp)
	var jobs []queue.Job
	for i, m := range set.meetings {
		jobs = append(jobs, queue.Job{
			Kind: watch.ReadMeeting, Key: meetingKey(m).String(), Priority: 3,
			At: first.Add(set.readWithin * time.Duration(i) / time.Duration(len(set.meetings))),
		})
	}
	err := db.Reminders().InTx(t.Context(), func(tx reminder.Tx) error { return tx.Enqueue(t.Context(), jobs...) })
	if err != nil {
		t.Fatalf("queue the readings: %v", err)
	}
}

// storeSubscriptions stores a meeting's watch and, for each of its channels from
// the given one on, a subscription, its notice and the notice's job.
func (set meetingSet) storeSubscriptions(t *testing.T, tx reminder.Tx, watches watch.Tx, m meetingtest.Meeting, from int) error {
	t.Helper()
	o := watch.Occurrence{Start: m.Start.UTC(), End: m.End.UTC()}
	facts := watch.Facts{Subject: m.Subject, Number: m.ID, Occurrences: []watch.Occurrence{o}, ReadAt: time.Now().UTC()}
	if err := watches.PutWatch(t.Context(), watch.Watch{MeetingKey: meetingKey(m), Facts: facts}); err != nil {
		return err
	}
	var jobs []queue.Job
	for i := range set.channels {
		where := post.Conversation{Key: meetingKey(m).Key, ChannelID: channelID((from + i) % burstSize)}
		if set.persons > 0 {
			where.ChannelID = crowdID((from + i) % set.persons)
		}
		s := reminder.Subscription{
			ID: reminder.NewID(), Conversation: where, MeetingID: m.ID,
			Leads: []time.Duration{lead}, SetBy: playground.UserID, SetAt: facts.ReadAt,
		}
		if err := tx.PutSubscription(t.Context(), s); err != nil {
			return err
		}
		n, err := tx.AddNotice(t.Context(), reminder.Notice{
			ID: reminder.NewID(), SubscriptionID: s.ID, Conversation: where, MeetingID: m.ID,
			Occurrence: o, Lead: lead, DueAt: o.Start.Add(-lead), State: reminder.Pending,
		})
		if err != nil {
			return err
		}
		jobs = append(jobs, queue.Job{Kind: reminder.DeliverNotice, Key: n.ID, At: n.DueAt, Priority: 1})
	}
	return tx.Enqueue(t.Context(), jobs...)
}

func meetingKey(m meetingtest.Meeting) watch.MeetingKey {
	return watch.MeetingKey{Key: workspace.Key{TeamID: playground.TeamID}, MeetingID: m.ID}
}

// measureIdle measures the process while nothing is due.
func (e *chaosEnv) measureIdle() {
	e.t.Helper()
	pid := e.processes[0].command.Process.Pid
	began, before := time.Now(), cpuTime(e.t, pid)
	e.wait(idleTime)
	used := cpuTime(e.t, pid) - before
	e.t.Logf("idle: %.1f%% of one core over %s", 100*used.Seconds()/time.Since(began).Seconds(), idleTime)
	e.t.Logf("idle: %d MiB resident, %d MiB at most", memory(e.t, pid, "VmRSS"), memory(e.t, pid, "VmHWM"))
}

// measureBurst stops the process, stores burstSize notices of the given number of
// meetings that are due soon, starts the process again and prints how late the
// notices come.
func (e *chaosEnv) measureBurst(database string, meetings int) {
	e.t.Helper()
	e.wait(warmUp) // until the last notices are marked as sent, so that none is repeated
	e.processes[0].kill()
	due := time.Now().Add(3*warmUp + time.Minute).Truncate(time.Minute) // as meetings start
	set := meetingSet{channels: burstSize / meetings, readWithin: time.Minute}
	for i := range meetings {
		set.add(fmt.Sprintf("%d%05d", due.Unix(), i), subject(i), due.Add(lead))
	}
	set.store(e.t, database)
	e.addMeetings(set)
	e.forgetPosted()
	e.processes[0].start()
	if late := time.Since(due); late > -time.Second {
		e.t.Fatalf("the machine is too slow: the burst was prepared %s after it was due", late)
	}
	e.waitUntil(due)
	pid := e.processes[0].command.Process.Pid
	before := cpuTime(e.t, pid)
	for len(e.postedTimes()) < burstSize && time.Since(due) < lostAfter {
		e.wait(50 * time.Millisecond)
	}
	e.reportLateness(due, meetings, cpuTime(e.t, pid)-before)
}

// reportLateness prints how late the notices of a burst came.
func (e *chaosEnv) reportLateness(due time.Time, meetings int, used time.Duration) {
	e.t.Helper()
	var late []time.Duration
	for _, at := range e.postedTimes() {
		late = append(late, at.Sub(due))
	}
	slices.Sort(late)
	e.t.Logf("burst of %d notices about %d meetings: late p50 %s p99 %s max %s; %s of CPU time",
		len(late), meetings, percentile(late, 50), percentile(late, 99), percentile(late, 100), used)
	if len(late) != burstSize || late[0] < 0 {
		e.t.Errorf("%d notices came, the first of them %s late; want %d, none early\n%s",
			len(late), percentile(late, 0), burstSize, e.processes[0].logs)
	}
}

// forgetPosted clears the record of posted notices.
func (e *chaosEnv) forgetPosted() {
	e.mu.Lock()
	defer e.mu.Unlock()
	clear(e.posted)
}

// postedTimes are the times at which notices were posted.
func (e *chaosEnv) postedTimes() []time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	var all []time.Time
	for _, times := range e.posted {
		all = append(all, times...)
	}
	return all
}

// cpuTime is the CPU time of a process, by its CPU clock. For the clock's id see
// clock_getcpuclockid(3); Linux keeps it in the bits of the process id.
func cpuTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	const cpuClock = 2 // CPUCLOCK_SCHED: what the scheduler counts, in nanoseconds
	var used unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|cpuClock), &used); err != nil {
		t.Fatalf("CPU time of process %d: %v", pid, err)
	}
	return time.Duration(used.Nano())
}

// memory is a size of a process in MiB, by its name in proc_pid_status(5).
func memory(t *testing.T, pid int, name string) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var kib int
		if _, err := fmt.Sscanf(line, name+": %d kB", &kib); err == nil {
			return kib / 1024
		}
	}
	t.Fatalf("/proc/%d/status has no line %s", pid, name)
	return 0
}
