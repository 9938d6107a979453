package main

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// TestProgramStopsUnderSteadyTraffic answers whoever asked before the listener
// closed, although somebody always asks.
func TestProgramStopsUnderSteadyTraffic(t *testing.T) {
	t.Parallel()
	h := startProgram(t)
	h.api.Slow(meetingtest.EndpointDetail, 3*time.Second)
	stopAsking := h.askSteadily()
	if !eventually(func() bool { return h.api.Calls(meetingtest.EndpointDetail) > 5 }) {
		t.Fatal("nobody asks")
	}
	began := time.Now()
	if err := h.stop(); err != nil {
		t.Errorf("the program ended with %v, want 0", err)
	}
	took := time.Since(began)
	stopAsking()
	if took > 14*time.Second { // 2 s of notice, 3 s to answer, and a starved machine
		t.Errorf("it took %v to stop, want no wait for a moment without questions", took)
	}
	logs := h.logs.String()
	if strings.Contains(logs, "cut off") {
		t.Errorf("somebody was cut off:\n%s", logs)
	}
	reminders, work := strings.Index(logs, `"part":"reminders"`), strings.Index(logs, `"part":"work in hand"`)
	if reminders < 0 || work < reminders {
		t.Errorf("the reminders stopped at %d and the work at %d, want no reminder begun while work is finished", reminders, work)
	}
}

// askSteadily asks for another meeting ten times a second, in the background,
// until the returned function is called.
func (h *program) askSteadily() (stop func()) {
	ctx, cancel := context.WithCancel(h.t.Context())
	var asking sync.WaitGroup
	asking.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for n := 700000000; ; n++ {
			id := strconv.Itoa(n)
			h.api.Add(meetingtest.Meeting{ID: id, Subject: "One of many"})
			asking.Go(func() { // refused once the program is gone
				_ = h.slack.Say(ctx, playground.UserID, playground.ChannelID, "/meeting "+id)
			})
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	})
	return func() {
		cancel()
		asking.Wait()
	}
}
