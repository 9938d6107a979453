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
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// chaosEnv is a number of processes of the program between a simulated Slack and a
// simulated Meeting API. It records when which notice was posted.
type chaosEnv struct {
	t          *testing.T
	storm      storm
	api        *meetingtest.Server
	slack      *playground.Server
	processes  []*process
	due        time.Time               // of every notice
	cancelled  map[string]bool         // by subject
	people     []playground.Person     // of the workspace, nil for the usual ones
	anyChannel bool                    // whether a notice may come to any channel
	loseAnswer func(i int) answerFault // how the answer to notice i is lost; nil for none
	passing    refusals                // refusals of single messages
	updates    updates                 // of the cards of meetings

	mu          sync.Mutex             // guards what follows
	posted      map[string][]time.Time // by the subject of the meeting
	stale       int                    // notices that say that they are from an earlier reading
	unexpected  []string               // messages that are no notice, or in the wrong channel
	crashes     []time.Time            // when a process or the database was stopped
	refuseUntil time.Time              // Slack answers 429 until then
	refused     int                    // how often it did
}

// openChaosEnv starts the processes, all with the same database, and the simulated
// servers. More are variables of the processes.
func openChaosEnv(t *testing.T, s storm, databaseURL string, processes int, more ...string) *chaosEnv {
	t.Helper()
	e := &chaosEnv{t: t, storm: s, cancelled: map[string]bool{}, posted: map[string][]time.Time{}}
	e.open(databaseURL, processes, more...)
	return e
}

// open starts everything. More are variables of the processes.
func (e *chaosEnv) open(databaseURL string, processes int, more ...string) {
	e.t.Helper()
	t := e.t
	e.api = meetingtest.New(meetingtest.Options{AppID: testAppID, AppKey: testAppKey})
	api := httptest.NewServer(e.api)
	t.Cleanup(api.Close)
	slackServer := httptest.NewUnstartedServer(nil) // its handler needs the program's address
	slackURL := "http://" + slackServer.Listener.Addr().String()
	for range processes {
		p := &process{t: t, path: buildBinary(t), env: append(programEnv(slackURL, api.URL, databaseURL), more...)}
		p.start()
		t.Cleanup(p.kill)
		e.processes = append(e.processes, p)
	}
	e.openSlack(slackServer, slackURL)
}

// openSlack starts the simulated Slack, which sends commands to the first process.
// It limits no rates while the subscriptions are made.
func (e *chaosEnv) openSlack(server *httptest.Server, address string) {
	e.t.Helper()
	var channels []playground.Channel
	for i := range e.storm.channels {
		channels = append(channels, playground.Channel{
			ID: channelID(i), Name: fmt.Sprintf("room-%d", i), Members: []string{playground.UserID, playground.BotUserID},
		})
	}
	var err error
	e.slack, err = playground.New(playground.Options{
		BotURL: e.processes[0].url, PublicURL: address, SigningSecret: testSigningSecret, BotToken: testToken,
		Channels: channels, People: e.people, AckWithin: time.Minute, ShouldEscape: shouldEscape,
	})
	if err != nil {
		e.t.Fatal(err)
	}
	server.Config.Handler = http.HandlerFunc(e.serve)
	server.Start()
	e.t.Cleanup(server.Close)
	e.t.Cleanup(e.slack.Close)
}

func channelID(i int) string { return fmt.Sprintf("C0ROOM%05d", i) }

// subject names the meeting that notice i is about.
func subject(i int) string { return fmt.Sprintf("Storm %05d", i) }

var subjectPattern = regexp.MustCompile(`Storm \d{5}`)

// retryAfter is how long Slack asks to wait with a 429.
const retryAfter = 2 * time.Second

// staleMark is part of a notice that has no new reading from the Meeting API.
const staleMark = "isn't answering"

// serve is the simulated Slack. It records the messages that are posted.
func (e *chaosEnv) serve(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/api/chat.postMessage":
	case "/api/chat.update":
		e.updates.serve(e.slack, w, r)
		return
	default:
		e.slack.ServeHTTP(w, r)
		return
	}
	if e.passing.refuseNext(w) {
		return
	}
	if e.refuse() {
		w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
		http.Error(w, "", http.StatusTooManyRequests)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the process was killed
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	response := httptest.NewRecorder()
	e.slack.ServeHTTP(response, r)
	fault := answerArrives
	if strings.Contains(response.Body.String(), `"ok":true`) {
		if i, ok := e.record(string(body)); ok && e.loseAnswer != nil {
			fault = e.loseAnswer(i)
		}
	}
	fault.answer(w, r, func() {
		maps.Copy(w.Header(), response.Header())
		w.WriteHeader(response.Code)
		_, _ = w.Write(response.Body.Bytes())
	})
}

// record records a message and returns which notice it is. Only notices are
// expected, each in the channel that is subscribed to its meeting.
func (e *chaosEnv) record(body string) (i int, ok bool) {
	form, err := url.ParseQuery(body)
	if err != nil {
		e.t.Errorf("chat.postMessage has no form: %v", err)
		return 0, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	name := subjectPattern.FindString(form.Get("text"))
	_, err = fmt.Sscanf(name, "Storm %d", &i)
	if err != nil || !e.anyChannel && form.Get("channel") != channelID(i%e.storm.channels) {
		e.unexpected = append(e.unexpected, form.Get("channel")+": "+form.Get("text"))
		return 0, false
	}
	e.posted[name] = append(e.posted[name], time.Now())
	if strings.Contains(form.Get("text"), staleMark) {
		e.stale++
	}
	return i, true
}

// refuseFor makes Slack answer every message with 429.
func (e *chaosEnv) refuseFor(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.refuseUntil = time.Now().Add(d)
}

// refuse reports whether Slack refuses a message now, and counts it.
func (e *chaosEnv) refuse() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	refuses := time.Now().Before(e.refuseUntil)
	if refuses {
		e.refused++
	}
	return refuses
}

// recordCrash records that a process or the database was stopped now.
func (e *chaosEnv) recordCrash() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.crashes = append(e.crashes, time.Now())
}

// subscribe adds a meeting for each notice, all at the same time, and subscribes a
// channel to each.
func (e *chaosEnv) subscribe() {
	e.t.Helper()
	e.due = time.Now().Add(e.subscribeTime() + time.Minute).Truncate(time.Minute)
	start := e.due.Add(time.Minute)
	for i := range e.storm.notices {
		e.remind(i, fmt.Sprintf("9%08d", i), subject(i), start)
	}
	if late := time.Since(e.due); late > -2*time.Second {
		e.t.Fatalf("the machine became too slow: the subscriptions were made %s after the notices were due", late)
	}
	e.slack.SetLimits(true)
}

// subscribeTime estimates how long subscribe takes on this machine, at most, from a
// few subscriptions whose notices are not due during the test.
func (e *chaosEnv) subscribeTime() time.Duration {
	e.t.Helper()
	const few = 10
	began := time.Now()
	for i := range few {
		e.remind(i, fmt.Sprintf("8%08d", i), "Trial", began.Add(48*time.Hour))
	}
	return 15*time.Second + time.Since(began)/few*time.Duration(e.storm.notices)*2
}

// remind adds a meeting and has the channel of notice i reminded a minute before
// its start.
func (e *chaosEnv) remind(i int, id, name string, start time.Time) {
	e.t.Helper()
	e.api.Add(meetingtest.Meeting{
		ID: id, Subject: name, Start: start, End: start.Add(time.Hour), Participants: meetingtest.People(1),
	})
	line := "/meeting remind " + id + " 1m"
	if err := e.slack.Say(e.t.Context(), playground.UserID, channelID(i%e.storm.channels), line); err != nil {
		e.t.Fatalf("%s: %v\n%s", line, err, e.processes[0].logs)
	}
}

// cancel cancels one meeting in twenty, too late for its channel to be told: that
// takes until the API has not known it for minutes.
func (e *chaosEnv) cancel() {
	e.waitUntil(e.due.Add(-20 * time.Second))
	for i := 0; i < e.storm.notices; i += 20 {
		e.api.Remove(fmt.Sprintf("9%08d", i))
		e.cancelled[subject(i)] = true
	}
}

func (e *chaosEnv) waitUntil(at time.Time) { e.wait(time.Until(at)) }

func (e *chaosEnv) wait(d time.Duration) {
	select {
	case <-time.After(d):
	case <-e.t.Context().Done():
	}
}
