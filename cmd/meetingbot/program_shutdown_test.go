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

// TestProgramStopsUnderSteadyTraffic checks that requests which arrive before the
// listener closes get a reply, although new ones keep coming.
func TestProgramStopsUnderSteadyTraffic(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.api.Slow(meetingtest.EndpointDetail, 3*time.Second)
	stopTraffic := p.startTraffic()
	if !eventually(func() bool { return p.api.Calls(meetingtest.EndpointDetail) > 5 }) {
		t.Fatal("the traffic does not reach the Meeting API")
	}
	began := time.Now()
	if err := p.stop(); err != nil {
		t.Errorf("the program ended with %v, want 0", err)
	}
	took := time.Since(began)
	stopTraffic()
	if took > 14*time.Second { // 2 s unready, 3 s for a reply, and the rest for a slow machine
		t.Errorf("it took %v to stop, want no wait for a moment without requests", took)
	}
	logs := p.logs.String()
	if strings.Contains(logs, "cut off") {
		t.Errorf("a request was cut off:\n%s", logs)
	}
	jobs, questions := strings.Index(logs, `"part":"jobs"`), strings.Index(logs, `"part":"questions in progress"`)
	if jobs < 0 || questions < jobs {
		t.Errorf("the jobs stopped at %d and the questions at %d of the log, want the jobs first", jobs, questions)
	}
}

// startTraffic asks for another meeting ten times a second, in the background,
// until stop is called.
func (p *program) startTraffic() (stop func()) {
	ctx, cancel := context.WithCancel(p.t.Context())
	var senders sync.WaitGroup
	senders.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for n := 700000000; ; n++ {
			id := strconv.Itoa(n)
			p.api.Add(meetingtest.Meeting{ID: id, Subject: "One of many"})
			senders.Go(func() { // fails once the program has stopped
				_ = p.slack.Say(ctx, playground.UserID, playground.ChannelID, "/meeting "+id)
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
		senders.Wait()
	}
}
