//go:build chaos

package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// field is a number of the program's processes between a simulated Slack,
// which remembers when it was told what, and a simulated Meeting API.
type field struct {
	t         *testing.T
	storm     storm
	api       *meetingtest.Server
	slack     *playground.Server
	processes []*process
	due       time.Time // when every notice is
	cancelled map[string]bool
	shared    bool // one meeting may be said in many channels

	mu       sync.Mutex
	said     map[string][]time.Time // by the subject of the meeting
	memory   int                    // how many were said from memory
	strange  []string               // what is no notice, or was said in the wrong place
	deaths   []time.Time            // when a process, or the database, was cut off
	refusing time.Time              // until when Slack refuses
	refused  int                    // how often it did
}

// openField starts everything over a database.
func openField(t *testing.T, s storm, database string, processes int) *field {
	t.Helper()
	f := &field{t: t, storm: s, cancelled: map[string]bool{}, said: map[string][]time.Time{}}
	f.api = meetingtest.New(meetingtest.Options{AppID: "house", AppKey: testAppKey})
	api := httptest.NewServer(f.api)
	t.Cleanup(api.Close)
	front := httptest.NewUnstartedServer(nil) // its handler needs the program's address
	slackURL := "http://" + front.Listener.Addr().String()
	for range processes {
		p := &process{t: t, path: buildBinary(t), env: []string{
			"LISTEN_ADDR=127.0.0.1:0", "METRICS_ADDR=", "LOG_FORMAT=json",
			"SLACK_SIGNING_SECRET=" + testSigningSecret, "SLACK_BOT_TOKEN=" + testToken,
			"SLACK_API_URL=" + slackURL + "/api/", "SLACK_RESPONSE_HOSTS=" + front.Listener.Addr().String(),
			"MEETING_API_URL=" + api.URL, "MEETING_APP_ID=house", "MEETING_APP_KEY=" + testAppKey,
			"DATABASE_URL=" + database,
		}}
		p.start()
		t.Cleanup(p.kill)
		f.processes = append(f.processes, p)
	}
	f.openSlack(front, slackURL)
	return f
}

// openSlack starts the simulated Slack, whose commands go to the first
// process.
func (f *field) openSlack(front *httptest.Server, address string) {
	f.t.Helper()
	var channels []playground.Channel
	for i := range f.storm.channels {
		channels = append(channels, playground.Channel{
			ID: channelOf(i), Name: fmt.Sprintf("room-%d", i), Members: []string{playground.UserID, playground.BotUserID},
		})
	}
	var err error
	f.slack, err = playground.New(playground.Options{
		BotURL: f.processes[0].url, PublicURL: address, SigningSecret: testSigningSecret, BotToken: testToken,
		Channels: channels, AckWithin: time.Minute, ShouldEscape: shouldEscape, // and no limits while promises are made
	})
	if err != nil {
		f.t.Fatal(err)
	}
	front.Config.Handler = http.HandlerFunc(f.serve)
	front.Start()
	f.t.Cleanup(front.Close)
	f.t.Cleanup(f.slack.Close)
}

func channelOf(i int) string { return fmt.Sprintf("C0ROOM%05d", i) }

// subject names the meeting that notice i is about.
func subject(i int) string { return fmt.Sprintf("Storm %05d", i) }

var subjectPattern = regexp.MustCompile(`Storm \d{5}`)

// retryAfter is how long Slack asks to wait while it refuses.
const retryAfter = 2 * time.Second

// memoryMark is what a reminder says that comes from memory.
const memoryMark = "isn't answering"

// serve is Slack with a memory: it notes what is posted, and when.
func (f *field) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/api/chat.postMessage" {
		f.slack.ServeHTTP(w, r)
		return
	}
	if f.refuses() {
		w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
		http.Error(w, "", http.StatusTooManyRequests)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the process was killed
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	f.slack.ServeHTTP(answer, r)
	if strings.Contains(answer.Body.String(), `"ok":true`) {
		f.note(string(body))
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// note notes a message. A notice names its meeting and is in the channel that
// was promised it; nothing else should be said here.
func (f *field) note(body string) {
	form, err := url.ParseQuery(body)
	if err != nil {
		f.t.Errorf("what was posted is no form: %v", err)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var i int
	name := subjectPattern.FindString(form.Get("text"))
	_, err = fmt.Sscanf(name, "Storm %d", &i)
	if err != nil || !f.shared && form.Get("channel") != channelOf(i%f.storm.channels) {
		f.strange = append(f.strange, form.Get("channel")+": "+form.Get("text"))
		return
	}
	f.said[name] = append(f.said[name], time.Now())
	if strings.Contains(form.Get("text"), memoryMark) {
		f.memory++
	}
}

func (f *field) refuse(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refusing = time.Now().Add(d)
}

func (f *field) refuses() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	refuses := time.Now().Before(f.refusing)
	if refuses {
		f.refused++
	}
	return refuses
}

// died notes that everything in hand was cut off.
func (f *field) died() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.deaths = append(f.deaths, time.Now())
}

// promise books a meeting for each notice, all at the same time, and has a
// channel told of each.
func (f *field) promise() {
	f.t.Helper()
	f.due = time.Now().Add(f.needs() + time.Minute).Truncate(time.Minute)
	start := f.due.Add(time.Minute)
	for i := range f.storm.notices {
		f.ask(i, fmt.Sprintf("9%08d", i), subject(i), start)
	}
	if late := time.Since(f.due); late > -2*time.Second {
		f.t.Fatalf("the machine became too slow: the promises were made %s after they were due", late)
	}
	f.slack.SetLimits(true)
}

// cancel cancels one meeting in twenty, too late for anybody to be told.
func (f *field) cancel() {
	for i := 0; i < f.storm.notices; i += 20 {
		f.api.Remove(fmt.Sprintf("9%08d", i))
		f.cancelled[subject(i)] = true
	}
}

// needs is how long it takes to make all promises on this machine, generously,
// by what a few of them take whose time does not come.
func (f *field) needs() time.Duration {
	f.t.Helper()
	const few = 10
	began := time.Now()
	for i := range few {
		f.ask(i, fmt.Sprintf("8%08d", i), "Trial", began.Add(48*time.Hour))
	}
	return 15*time.Second + time.Since(began)/few*time.Duration(f.storm.notices)*2
}

// ask books a meeting and has the channel of notice i told a minute ahead.
func (f *field) ask(i int, id, name string, start time.Time) {
	f.t.Helper()
	f.api.Add(meetingtest.Meeting{
		ID: id, Subject: name, Start: start, End: start.Add(time.Hour), Participants: meetingtest.People(1),
	})
	line := "/meeting remind " + id + " 1m"
	if err := f.slack.Say(f.t.Context(), playground.UserID, channelOf(i%f.storm.channels), line); err != nil {
		f.t.Fatalf("%s: %v\n%s", line, err, f.processes[0].logs)
	}
}

const (
	// patience is how long after their time notices may still come: a process that
	// was killed is missed after a minute, and looked for every half.
	patience = 8 * time.Minute
	// missed is how long after its death what a process had in hand is taken up,
	// at the latest.
	missed = 2 * time.Minute
	// unnoted is for how long what was said may not have been noted as said.
	unnoted = 15 * time.Second
)

// judge waits until everything has been said that should be, and for what should
// not come, and counts.
func (f *field) judge(repeatsAllowed int) {
	f.t.Helper()
	for f.lost() > 0 && time.Now().Before(f.due.Add(patience)) {
		f.wait(200 * time.Millisecond)
	}
	f.waitUntil(f.quietFrom())
	f.mu.Lock()
	defer f.mu.Unlock()
	var late []time.Duration
	repeated := 0
	for name, times := range f.said {
		if f.cancelled[name] {
			f.t.Errorf("%s was cancelled, and is said", name)
			continue
		}
		repeated += len(times) - 1
		f.explain(name, times)
		late = append(late, times[0].Sub(f.due))
	}
	slices.Sort(late)
	lost := f.storm.notices - len(f.cancelled) - len(late)
	f.t.Logf("%d notices to %d channels: lost %d, repeated %d, from memory %d, refused %d, late p50 %s p99 %s max %s",
		f.storm.notices, f.storm.channels, lost, repeated, f.memory, f.refused, share(late, 50), share(late, 99), share(late, 100))
	if lost != 0 || repeated > repeatsAllowed || len(f.strange) > 0 {
		f.t.Errorf("lost %d, want none; repeated %d, want at most %d; said besides: %q", lost, repeated, repeatsAllowed, f.strange)
		for _, p := range f.processes {
			f.t.Logf("%s", p.logs)
		}
	}
	if len(late) > 0 && late[0] < 0 {
		f.t.Errorf("a notice came %s early", -late[0])
	}
	f.expectAlive()
}

// quietFrom is when nothing more can come: the cancelled meetings would have
// begun, and whatever was in hand at a death has been taken up.
func (f *field) quietFrom() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	quiet := f.due.Add(time.Minute + 10*time.Second)
	if n := len(f.deaths); n > 0 && f.deaths[n-1].Add(missed).After(quiet) {
		quiet = f.deaths[n-1].Add(missed)
	}
	return quiet
}

// explain complains of what was said again though nobody died over it.
func (f *field) explain(name string, times []time.Time) {
	for i, again := range times[1:] {
		before := times[i]
		if !slices.ContainsFunc(f.deaths, func(death time.Time) bool {
			return death.After(before.Add(-time.Second)) && death.Before(before.Add(unnoted))
		}) {
			f.t.Errorf("%s was said at %s and again at %s, and nobody had died between", name, before, again)
		}
	}
}

// expectAlive tells whether every process works at the end.
func (f *field) expectAlive() {
	for i, p := range f.processes {
		if status, err := p.readiness(f.t.Context()); err != nil || status != http.StatusOK {
			f.t.Errorf("process %d is not ready: %d, %v\n%s", i, status, err, p.logs)
		}
	}
}

// expectPatience tells whether Slack was asked again no more often than each of
// the workers may after each wait that it asked for.
func (f *field) expectPatience() {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	most := int(f.storm.outage/retryAfter+1) * len(f.processes) * workers
	if f.refused == 0 || f.refused > most {
		f.t.Errorf("Slack refused %d messages, want some and at most %d", f.refused, most)
	}
}

// share is the value that so many of a hundred do not exceed.
func share(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*percent/100].Round(time.Millisecond)
}

// lost is how many notices that should be said have not been.
func (f *field) lost() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	said := 0
	for name := range f.said {
		if !f.cancelled[name] {
			said++
		}
	}
	return f.storm.notices - len(f.cancelled) - said
}

// expectFromMemory tells whether what was said says that it is from memory.
func (f *field) expectFromMemory() {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.memory < len(f.said) {
		f.t.Errorf("%d of %d reminders say that they are from memory, want all", f.memory, len(f.said))
	}
}

func (f *field) waitUntil(at time.Time) { f.wait(time.Until(at)) }

func (f *field) wait(d time.Duration) {
	select {
	case <-time.After(d):
	case <-f.t.Context().Done():
	}
}
