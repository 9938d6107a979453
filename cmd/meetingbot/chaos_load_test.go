//go:build chaos

package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

const (
	loadWorkers = 8                      // each asks one question after the other
	loadPause   = 20 * time.Millisecond  // at most, between two questions of a worker
	faultTime   = 4 * time.Second        // how long one fault lasts
	restTime    = 3 * time.Minute        // how long a process may take to come to rest
	restLook    = 500 * time.Millisecond // between two looks
)

// TestMixedLoad asks a process all kinds of questions while everything around it
// fails in turn, for CHAOS_LOAD (5m by default). Then the process still answers, and
// its goroutines, open files and memory are back where they were before.
func TestMixedLoad(t *testing.T) {
	t.Parallel()
	length, err := time.ParseDuration(cmp.Or(os.Getenv("CHAOS_LOAD"), "5m"))
	if err != nil {
		t.Fatalf("CHAOS_LOAD: %v", err)
	}
	l := startLoad(t)
	l.run(length/5, nil)
	before := l.settled()
	asked := l.run(length, l.faults())
	l.api.ClearProblems()
	l.slack.ClearFailures()
	after := l.rest(func(now usage) bool { return now.isBackTo(before) })
	t.Logf("%d questions; before %v; after %v", asked, before, after)
	if !after.isBackTo(before) {
		t.Errorf("the process does not come to rest: before %v, after %v", before, after)
	}
	l.say("/meeting 916204385")
	l.expect("Design review")
	if panics := strings.Count(l.logs.String(), "panic"); panics > 0 {
		t.Errorf("%d lines of the log tell of a panic\n%s", panics, l.logs)
	}
	l.expectNoSecretsLogged()
}

// load is a process that is asked many questions.
type load struct {
	*program
	operatorURL string // of metrics and pprof
}

func startLoad(t *testing.T) *load {
	t.Helper()
	address := freeAddress(t)
	l := &load{program: startProgram(t, "METRICS_ADDR="+address), operatorURL: "http://" + address}
	for _, m := range meetingtest.DemoMeetings(time.Now()) {
		l.api.Add(m)
	}
	return l
}

// freeAddress is a loopback address whose port nobody uses.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// run asks questions for a time, one fault after the other meanwhile, and returns
// how many were asked.
func (l *load) run(length time.Duration, faults []func()) int {
	l.t.Helper()
	until := time.Now().Add(length)
	var workers sync.WaitGroup
	asked := make([]int, loadWorkers)
	for i := range loadWorkers {
		workers.Go(func() {
			for time.Now().Before(until) && l.t.Context().Err() == nil {
				l.ask(i)
				asked[i]++
				<-time.After(rand.N(loadPause))
			}
		})
	}
	for len(faults) > 0 && time.Until(until) > faultTime {
		l.api.ClearProblems()
		l.slack.ClearFailures()
		faults[rand.IntN(len(faults))]()
		<-time.After(faultTime)
	}
	workers.Wait()
	total := 0
	for _, n := range asked {
		total += n
	}
	return total
}

// faults are what fails around the process.
func (l *load) faults() []func() {
	const many = 1_000_000
	return []func(){
		func() { l.api.Fail("", -1, http.StatusInternalServerError, "") },
		func() { l.api.Fail("", -1, http.StatusForbidden, "") }, // a firewall's
		func() { l.api.Throttle("", -1, time.Second) },
		func() { l.api.Corrupt("", -1) },
		func() { l.api.Disconnect("", -1) },
		func() { l.api.Slow("", time.Second) },
		func() { l.slack.Fail("users.info", "503", many) },
		func() { l.slack.Fail("users.info", playground.FailTimeout, many) },
		func() { l.slack.Fail("", playground.FailRateLimited, many) },
		func() { l.slack.Fail("", playground.FailLostResponse, many) },
		func() { l.slack.Fail("", "fatal_error", many) },
		func() { l.slack.Fail(playground.CallResponseURL, "500", many) },
	}
}

// ask asks one question, of one kind or another. Any answer is fine, and so is none.
func (l *load) ask(worker int) {
	people := []string{playground.UserID, playground.ChineseID, playground.NewYorkID, playground.GuestID, playground.ExternalID}
	who := people[worker%len(people)]
	switch n := rand.IntN(20); {
	case n < 12:
		_ = l.slack.Say(l.t.Context(), who, playground.ChannelID, l.anyCommand())
	case n < 18:
		l.pressAny(who)
	default:
		l.sendForged()
	}
}

// anyCommand is a command about one of the meetings, or about none.
func (l *load) anyCommand() string {
	meetings := l.api.Snapshot()
	id := meetings[rand.IntN(len(meetings))].ID
	lines := []string{
		id, id, id, id, id + " share", "remind " + id + " 5m", "forget " + id, "reminders", "list", "today", "week",
		"find budget", "attendance " + id, "doctor", "help", "999999999", "nonsense",
	}
	return "/meeting " + lines[rand.IntN(len(lines))]
}

var actionPattern = regexp.MustCompile(`"action_id":"([^"]+)"`)

// pressAny presses one button of the newest message with buttons.
func (l *load) pressAny(who string) {
	messages := l.slack.Messages(playground.ChannelID, who)
	for i := len(messages) - 1; i >= max(0, len(messages)-20); i-- {
		actions := actionPattern.FindAllSubmatch(messages[i].Blocks, -1)
		if len(actions) > 0 {
			action := string(actions[rand.IntN(len(actions))][1])
			_ = l.slack.Click(l.t.Context(), who, messages[i].TS, action)
			return
		}
	}
}

// sendForged sends what Slack never sends: a large body with a wrong signature.
func (l *load) sendForged() {
	body := strings.Repeat("x", rand.IntN(1<<20))
	request, err := http.NewRequestWithContext(l.t.Context(), http.MethodPost, l.url+"/slack/commands", strings.NewReader(body))
	if err != nil {
		l.t.Error(err)
		return
	}
	request.Header = signedHeader("something else")
	if response, err := l.client.Do(request); err == nil {
		_ = response.Body.Close()
	}
}

// usage is what a process holds.
type usage struct {
	goroutines, files, heap, resident float64 // the last two in bytes
}

func (u usage) String() string {
	return fmt.Sprintf("%.0f goroutines, %.0f files, %.1f MB of heap, %.1f MB resident", u.goroutines, u.files, u.heap/1e6, u.resident/1e6)
}

// isBackTo reports whether a process holds no more than before, apart from what a
// few connections and the caches need.
func (u usage) isBackTo(before usage) bool {
	return u.goroutines <= before.goroutines+10 && u.files <= before.files+5 && u.heap <= 1.5*before.heap+10e6
}

// rest waits until no question is in progress and done says that the process is at
// rest. It returns what the process holds then, or after restTime.
func (l *load) rest(done func(usage) bool) usage {
	l.t.Helper()
	look := time.NewTicker(restLook)
	defer look.Stop()
	for until := time.Now().Add(restTime); ; <-look.C {
		now, running := l.usage()
		if running == 0 && done(now) || time.Now().After(until) {
			return now
		}
	}
}

// settled returns what the process holds when that has hardly changed for ten looks.
func (l *load) settled() usage {
	var last usage
	same := 0
	return l.rest(func(now usage) bool {
		same++
		if math.Abs(now.goroutines-last.goroutines) > 3 || math.Abs(now.files-last.files) > 1 {
			same, last = 0, now
		}
		return same >= 10
	})
}

// usage collects the garbage of the process and returns what it holds, and how many
// questions are in progress.
func (l *load) usage() (now usage, running float64) {
	l.t.Helper()
	l.get("/debug/pprof/heap?gc=1")
	values := map[string]float64{}
	lines := bufio.NewScanner(strings.NewReader(l.get("/metrics")))
	for lines.Scan() {
		if name, value, ok := strings.Cut(lines.Text(), " "); ok {
			values[name], _ = strconv.ParseFloat(value, 64)
		}
	}
	now = usage{
		goroutines: values["go_goroutines"], files: values["process_open_fds"],
		heap: values["go_memstats_heap_inuse_bytes"], resident: values["process_resident_memory_bytes"],
	}
	if now.goroutines == 0 || now.files == 0 || now.heap == 0 {
		l.t.Fatalf("the metrics do not say what the process holds: %v", now)
	}
	return now, values["meetingbot_tasks_in_hand"]
}

// get returns a page for operators.
func (l *load) get(path string) string {
	l.t.Helper()
	response, err := l.client.Get(l.operatorURL + path)
	if err != nil {
		l.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	return string(body)
}
