//go:build chaos

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

const (
	speedMeetings = 50 // of each kind, all in the cache
	speedChannels = 60 // in which new lookups are made: of each meeting, more than answers are kept for
	speedRounds   = 40 // of a comparison
	speedTries    = 3  // times as many rounds before a regression is believed
)

// TestSpeed compares the program with the floor: processes of their own that are
// asked the same over loopback, by turns. It fails when the program takes more CPU
// time of the floor's than is accepted.
//
//nolint:paralleltest // measurements must not disturb each other
func TestSpeed(t *testing.T) {
	bed := startSpeedBed(t)
	for _, what := range []string{upcomingLookup, runningLookup, firstLookup, wrongSignature} {
		t.Run(what, func(t *testing.T) {
			var c comparison
			for try := 0; try == 0 || try < speedTries && c.regressed(accepted[what]); try++ {
				c = append(c, bed.compare(t, what)...)
			}
			t.Log(c)
			if c.regressed(accepted[what]) {
				t.Error(c.explain(what, accepted[what]))
			}
		})
	}
}

// contender is a server that is measured.
type contender struct {
	name    string
	address string
	pid     int
}

// speedBed has the program and the floors, on a CPU of their own if there are two.
type speedBed struct {
	ours   contender
	floors map[string][2]contender // two, by what they are asked
}

func startSpeedBed(t *testing.T) *speedBed {
	t.Helper()
	floor := buildFloor(t)
	buildBinary(t)
	cpus := allowedCPUs(t)
	pinMyself(t, cpus[0]) // what is started from here on inherits it
	p := startProgram(t, "LOG_LEVEL=info", "METRICS_ADDR=127.0.0.1:0", "MEETING_CACHE_TTL=5m")
	bed := &speedBed{
		ours:   contender{name: "the program", address: strings.TrimPrefix(p.url, "http://"), pid: p.process.Pid},
		floors: map[string][2]contender{},
	}
	addSpeedMeetings(p.api)
	for _, what := range []string{upcomingLookup, runningLookup} {
		card := bed.warm(t, what)
		t.Logf("%s is answered with %d bytes", what, len(card))
		bed.floors[what] = [2]contender{startFloor(t, floor, card), startFloor(t, floor, card)}
	}
	bed.floors[firstLookup], bed.floors[wrongSignature] = bed.floors[upcomingLookup], bed.floors[upcomingLookup]
	if len(cpus) > 1 {
		pinMyself(t, cpus[1])
	}
	return bed
}

// addSpeedMeetings adds the meetings that are asked for.
func addSpeedMeetings(api *meetingtest.Server) {
	now := time.Now().Truncate(time.Minute)
	for i := range speedMeetings {
		for what, start := range map[string]time.Time{upcomingLookup: now.Add(2 * time.Hour), runningLookup: now.Add(-10 * time.Minute)} {
			id, subject := speedMeeting(what, i)
			api.Add(meetingtest.Meeting{ID: id, Subject: subject, Start: start, End: start.Add(time.Hour), Participants: meetingtest.People(45)})
		}
	}
}

// speedMeeting is the number and the subject of a meeting.
func speedMeeting(what string, i int) (id, subject string) {
	if what == runningLookup {
		return fmt.Sprintf("9152%05d", i), fmt.Sprintf("Running %05d", i)
	}
	return fmt.Sprintf("9141%05d", i), fmt.Sprintf("To come %05d", i)
}

// speedQuestions are questions about all meetings of a kind. The floors know the
// first of these only.
func speedQuestions(what string, floor bool) []question {
	secret, status := testSigningSecret, http.StatusOK
	if what == wrongSignature {
		secret, status = "another-secret", http.StatusUnauthorized
	}
	channels := []string{playground.ChannelID}
	if what == firstLookup {
		for i := range speedChannels {
			channels = append(channels, fmt.Sprintf("C%08d", i))
		}
	}
	var all []question
	for _, channel := range channels {
		for i := range speedMeetings {
			id, subject := speedMeeting(what, i)
			if floor {
				_, subject = speedMeeting(what, 0)
			}
			if what == wrongSignature {
				subject = ""
			}
			body := strings.NewReplacer("123456789", id, "U0ANN", playground.UserID,
				"T0BENCH", playground.TeamID, "C0GENERAL", channel).Replace(commandBody())
			all = append(all, newQuestion(body, secret, subject, status))
		}
	}
	return all
}

// warm asks the program for all meetings of a kind and returns the card of the first.
func (bed *speedBed) warm(t *testing.T, what string) []byte {
	t.Helper()
	var card []byte
	program := openStream(t, bed.ours, nil).callers[0]
	for _, q := range speedQuestions(what, false) {
		answer, err := q.ask(program)
		if err != nil {
			t.Fatal(err)
		}
		if card == nil {
			card = bytes.Clone(answer)
		}
	}
	return card
}

// compare measures the program and the floors by turns. The order rotates.
func (bed *speedBed) compare(t *testing.T, what string) comparison {
	t.Helper()
	servers := []*stream{
		openStream(t, bed.floors[what][0], speedQuestions(what, true)),
		openStream(t, bed.floors[what][1], speedQuestions(what, true)),
		openStream(t, bed.ours, speedQuestions(what, false)),
	}
	var c comparison
	for i := range speedRounds {
		var samples [3]sample
		for turn := range servers {
			who := (turn + i) % len(servers)
			samples[who] = servers[who].measure(t)
		}
		c = append(c, round{floor: samples[0], twin: samples[1], program: samples[2]})
	}
	return c
}

// buildFloor builds the floor.
func buildFloor(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "floor")
	if out, err := exec.Command("go", "build", "-o", path, "./testdata/floor").CombinedOutput(); err != nil {
		t.Fatalf("build the floor: %v\n%s", err, out)
	}
	return path
}

// startFloor runs a floor that answers with a card.
func startFloor(t *testing.T, path string, card []byte) contender {
	t.Helper()
	command := exec.CommandContext(t.Context(), path)
	command.Env = []string{"SLACK_SIGNING_SECRET=" + testSigningSecret}
	command.Stdin = bytes.NewReader(card)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the floor does not serve: %v", err)
	}
	return contender{name: "the floor", address: strings.TrimSpace(address), pid: command.Process.Pid}
}

// allowedCPUs are the CPUs that this process may use.
func allowedCPUs(t *testing.T) []int {
	t.Helper()
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		t.Fatal(err)
	}
	var cpus []int
	for cpu := range len(set) * strconv.IntSize {
		if set.IsSet(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}

// pinMyself moves every thread of this process to one CPU.
func pinMyself(t *testing.T, cpu int) {
	t.Helper()
	runtime.GOMAXPROCS(1)
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	var set unix.CPUSet
	set.Set(cpu)
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err == nil {
			err = unix.SchedSetaffinity(id, &set)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
