//go:build chaos

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// endedLooks is in how many ways the card of a meeting that is over is shown at most: as
// over, with how it was, and with its recording.
const endedLooks = 3

var endedPattern = regexp.MustCompile(`(?m)^Ended`)

// updates are what messages have been changed to.
type updates struct {
	mu      sync.Mutex
	all     int
	refused int                 // for their rate
	ended   map[string][]string // what each message was changed to once its meeting was over, by its ts
	revived map[string]bool     // messages that showed something else after that, by their ts
	shown   map[string][]string // when each message was changed to which status, by its ts
}

// serve lets a message be changed, and notes to what.
func (u *updates) serve(slack *playground.Server, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the process was killed
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	response := httptest.NewRecorder()
	u.mu.Lock() // what is taken in one order is noted in this order
	slack.ServeHTTP(response, r)
	u.note(string(body), response.Body.String())
	u.mu.Unlock()
	maps.Copy(w.Header(), response.Header())
	w.WriteHeader(response.Code)
	_, _ = w.Write(response.Body.Bytes())
}

func (u *updates) note(body, answer string) {
	form, err := url.ParseQuery(body)
	switch {
	case err != nil:
		return
	case !strings.Contains(answer, `"ok":true`):
		u.refused++
		return
	}
	u.all++
	if u.ended == nil {
		u.ended, u.revived, u.shown = map[string][]string{}, map[string]bool{}, map[string][]string{}
	}
	ts, text := form.Get("ts"), form.Get("text")
	lines := strings.SplitN(text, "\n", 3) // subject, status, and the rest
	u.shown[ts] = append(u.shown[ts], fmt.Sprintf("%s %q", time.Now().Format(time.StampMilli), lines[:min(2, len(lines))]))
	switch {
	case endedPattern.MatchString(text):
		u.ended[ts] = append(u.ended[ts], text+form.Get("blocks"))
	case u.ended[ts] != nil:
		u.revived[ts] = true
	}
}

// String says how many updates there were.
func (u *updates) String() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return fmt.Sprintf("%d updates, %d refused", u.all, u.refused)
}

// check checks that no card came to life again after its meeting was over, and that
// none was then changed more often than it may be: once for each look, and once more
// for each crash.
func (u *updates) check(t *testing.T, crashes int) {
	t.Helper()
	u.mu.Lock()
	defer u.mu.Unlock()
	for ts := range u.revived {
		t.Errorf("the card %s changed back after its end:\n%s", ts, strings.Join(u.shown[ts], "\n"))
	}
	repeated := 0
	for ts, all := range u.ended {
		looks := map[string]bool{}
		for _, look := range all {
			looks[look] = true
		}
		repeated += len(all) - len(looks)
		if len(looks) > endedLooks {
			t.Errorf("the card %s had %d looks after the end, want at most %d: %q", ts, len(looks), endedLooks, all)
		}
	}
	t.Logf("%d cards show an end; repeated %d; %d updates were refused", len(u.ended), repeated, u.refused)
	if repeated > crashes {
		t.Errorf("%d updates were repeated after the end, want one for each of %d crashes at most", repeated, crashes)
	}
	if len(u.ended) == 0 {
		t.Error("no card shows an end")
	}
}

// The subscription to the Meeting API's events.
const (
	stormSubscriber = "storm"
	stormEventKey   = "storm-event-key-0123456789"
)

// subscribeToEvents has the Meeting API tell of what happens, by an address that leads to
// a process that runs.
func (f *followed) subscribeToEvents() *meetingtest.Subscription {
	f.t.Helper()
	front := httptest.NewServer(http.HandlerFunc(f.forward))
	f.t.Cleanup(front.Close)
	events, err := f.api.Subscribe(context.WithoutCancel(f.t.Context()), meetingtest.Webhook{
		URL: front.URL + "/meeting/events", SubscriberID: stormSubscriber, Key: stormEventKey,
	})
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(events.Close)
	return events
}

// forward is a load balancer before the processes: it takes the first one that answers.
func (f *followed) forward(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	for _, p := range f.processes {
		target, err := url.Parse(p.address())
		if err != nil {
			continue
		}
		answered := true
		proxy := httputil.NewSingleHostReverseProxy(target)
		proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { answered = false }
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
		if answered {
			return
		}
	}
	w.WriteHeader(http.StatusBadGateway)
}
