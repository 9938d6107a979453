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

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
	"meetingbot/bot/workspace"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

const (
	audience = 100              // channels that are told of one far meeting
	settling = 5 * time.Second  // after a start or a burst, before anything is measured
	resting  = 30 * time.Second // for how long an idle process is watched
	round    = 30 * time.Minute // within which each far meeting is looked at
	burst    = 1000             // notices that are due at the same time, one to a channel
	ahead    = 10 * time.Minute // of the start
	// overrun is how late the last notice of a burst may be before it counts as
	// lost.
	overrun = 2 * time.Minute
)

// TestReminderLoad measures a process that has very many notices waiting: what
// it costs while none is due, and how late it is when many fall due at once.
//
//nolint:paralleltest // figures are taken one after the other
func TestReminderLoad(t *testing.T) {
	pending := waiting(t)
	t.Run("sqlite", func(t *testing.T) {
		measure(t, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db"), pending)
	})
	t.Run("postgres", func(t *testing.T) {
		measure(t, postgrestest.Start(t).NewSchema(t), pending)
	})
}

// waiting is how many notices are pending: BENCH_NOTICES, or 100,000.
func waiting(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv("BENCH_NOTICES"), "100000"))
	if err != nil || n < audience {
		t.Fatalf("BENCH_NOTICES must be a number of at least %d", audience)
	}
	return n
}

// measure prints every figure for one database.
func measure(t *testing.T, database string, pending int) {
	t.Helper()
	began := time.Now()
	crowd := far(began, pending/audience)
	crowd.keep(t, database)
	t.Logf("kept %d notices of %d meetings in %s", pending, len(crowd.meetings), time.Since(began).Round(time.Second))

	f := openField(t, storm{notices: burst, channels: burst}, database, 1)
	f.shared = true
	f.book(crowd)
	f.wait(settling)
	f.rest()
	f.slack.SetLimits(false) // what the program itself takes
	f.fallDue(database, burst)
	f.fallDue(database, 1)
	f.slack.SetLimits(true) // what Slack lets it do
	f.fallDue(database, burst)
}

// crowd is a number of meetings, and how many channels are told of each.
type crowd struct {
	meetings []meetingtest.Meeting
	channels int
	lookBy   time.Duration // within which each is looked at first
}

// far are meetings that start in 30 days.
func far(now time.Time, meetings int) crowd {
	c := crowd{channels: audience, lookBy: round}
	for i := range meetings {
		c.add(fmt.Sprintf("7%08d", i), fmt.Sprintf("Far %05d", i), now.Truncate(time.Minute).Add(30*24*time.Hour))
	}
	return c
}

func (c *crowd) add(id, subject string, start time.Time) {
	c.meetings = append(c.meetings, meetingtest.Meeting{
		ID: id, Subject: subject, Start: start, End: start.Add(time.Hour), Participants: meetingtest.People(1),
	})
}

// book makes the meetings known to the simulated Meeting API.
func (f *field) book(c crowd) {
	for _, m := range c.meetings {
		f.api.Add(m)
	}
}

// keep writes promises about the meetings into a database, as the engine keeps
// them, while no process has it.
func (c crowd) keep(t *testing.T, database string) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: database, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, m := range c.meetings {
		err := db.InTx(t.Context(), func(tx reminder.Tx) error { return c.promise(t, tx, m, i*c.channels) })
		if err != nil {
			t.Fatalf("keep the promises about meeting %s: %v", m.ID, err)
		}
	}
	c.look(t, db)
}

// look queues the looks at the meetings, evenly over lookBy, as they are after
// a while: the first one comes when a process has had the time to start.
func (c crowd) look(t *testing.T, db *store.DB) {
	t.Helper()
	first := time.Now().Add(settling)
	var jobs []queue.Job
	for i, m := range c.meetings {
		jobs = append(jobs, queue.Job{
			Kind: reminder.WatchMeeting, Key: keyOf(m).String(), Priority: 3,
			At: first.Add(c.lookBy * time.Duration(i) / time.Duration(len(c.meetings))),
		})
	}
	err := db.InTx(t.Context(), func(tx reminder.Tx) error { return tx.Enqueue(t.Context(), jobs...) })
	if err != nil {
		t.Fatalf("queue looks: %v", err)
	}
}

// promise keeps a meeting's watch and, for each of its channels from one on, a
// subscription, its notice and the notice's job.
func (c crowd) promise(t *testing.T, tx reminder.Tx, m meetingtest.Meeting, from int) error {
	t.Helper()
	o := reminder.Occurrence{Start: m.Start.UTC(), End: m.End.UTC()}
	facts := reminder.Facts{Subject: m.Subject, Number: m.ID, Occurrences: []reminder.Occurrence{o}, ReadAt: time.Now().UTC()}
	if err := tx.PutWatch(t.Context(), reminder.Watch{MeetingKey: keyOf(m), Facts: facts}); err != nil {
		return err
	}
	var jobs []queue.Job
	for i := range c.channels {
		where := post.Conversation{Key: keyOf(m).Key, ChannelID: channelOf((from + i) % burst)}
		s := reminder.Subscription{
			ID: reminder.NewID(), Conversation: where, MeetingID: m.ID,
			Leads: []time.Duration{ahead}, SetBy: playground.UserID, SetAt: facts.ReadAt,
		}
		if err := tx.PutSubscription(t.Context(), s); err != nil {
			return err
		}
		n, err := tx.ArmNotice(t.Context(), reminder.Notice{
			ID: reminder.NewID(), SubscriptionID: s.ID, Conversation: where, MeetingID: m.ID,
			Occurrence: o, Lead: ahead, DueAt: o.Start.Add(-ahead), State: reminder.Pending,
		})
		if err != nil {
			return err
		}
		jobs = append(jobs, queue.Job{Kind: reminder.DeliverNotice, Key: n.ID, At: n.DueAt, Priority: 1})
	}
	return tx.Enqueue(t.Context(), jobs...)
}

func keyOf(m meetingtest.Meeting) reminder.MeetingKey {
	return reminder.MeetingKey{Key: workspace.Key{TeamID: playground.TeamID}, MeetingID: m.ID}
}

// rest watches the process while nothing is due.
func (f *field) rest() {
	f.t.Helper()
	pid := f.processes[0].command.Process.Pid
	began, before := time.Now(), cpuTime(f.t, pid)
	f.wait(resting)
	used := cpuTime(f.t, pid) - before
	f.t.Logf("idle: %.1f%% of one core over %s", 100*used.Seconds()/time.Since(began).Seconds(), resting)
	f.t.Logf("idle: %d MiB resident, %d MiB at most", memory(f.t, pid, "VmRSS"), memory(f.t, pid, "VmHWM"))
}

// fallDue stops the process, keeps a burst of notices about so many meetings
// that are due soon, starts the process again and prints how late they come.
func (f *field) fallDue(database string, meetings int) {
	f.t.Helper()
	f.wait(settling) // what was said last is noted as said, lest it be said again
	f.processes[0].kill()
	due := time.Now().Add(3*settling + time.Minute).Truncate(time.Minute) // as meetings start
	c := crowd{channels: burst / meetings, lookBy: time.Minute}
	for i := range meetings {
		c.add(fmt.Sprintf("%d%05d", due.Unix(), i), subject(i), due.Add(ahead))
	}
	c.keep(f.t, database)
	f.book(c)
	f.forget()
	f.processes[0].start()
	if late := time.Since(due); late > -time.Second {
		f.t.Fatalf("the machine is too slow: the burst was prepared %s after it was due", late)
	}
	f.waitUntil(due)
	pid := f.processes[0].command.Process.Pid
	before := cpuTime(f.t, pid)
	for len(f.times()) < burst && time.Since(due) < overrun {
		f.wait(50 * time.Millisecond)
	}
	f.report(due, meetings, cpuTime(f.t, pid)-before)
}

// report prints how late the notices of a burst came.
func (f *field) report(due time.Time, meetings int, used time.Duration) {
	f.t.Helper()
	var late []time.Duration
	for _, at := range f.times() {
		late = append(late, at.Sub(due))
	}
	slices.Sort(late)
	f.t.Logf("burst of %d notices about %d meetings: late p50 %s p99 %s max %s; %s of CPU time",
		len(late), meetings, share(late, 50), share(late, 99), share(late, 100), used)
	if len(late) != burst || late[0] < 0 {
		f.t.Errorf("%d notices came, the first of them %s late; want %d, none early\n%s",
			len(late), share(late, 0), burst, f.processes[0].logs)
	}
}

// forget has the simulated Slack forget what was said.
func (f *field) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.said)
}

// times are those at which something was said.
func (f *field) times() []time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []time.Time
	for _, times := range f.said {
		all = append(all, times...)
	}
	return all
}

// cpuTime is what a process has used, as the kernel counts it in hundredths of
// a second. Source: proc_pid_stat(5), fields 14 and 15.
func cpuTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), ") ") // the name may hold anything
	fields := strings.Fields(after)
	user, userErr := strconv.Atoi(fields[11])
	system, systemErr := strconv.Atoi(fields[12])
	if userErr != nil || systemErr != nil {
		t.Fatalf("CPU times are %q and %q, want numbers", fields[11], fields[12])
	}
	return time.Duration(user+system) * 10 * time.Millisecond
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
	t.Fatalf("a process's status says nothing of %s", name)
	return 0
}
