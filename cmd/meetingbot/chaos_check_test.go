//go:build chaos

package main

import (
	"net/http"
	"slices"
	"time"
)

const (
	// maxLateness is how long a notice is waited for.
	maxLateness = 8 * time.Minute
	// rescueTime is how long after a crash the last job of the crashed process has
	// been done: others take it when its lease has ended, if Slack's pace lets them.
	rescueTime = time.Minute
	// markTime is how long it may take until a posted notice is marked as sent. A
	// crash within it repeats the notice.
	markTime = 15 * time.Second
	// arrivalTime is how long after a crash a message may still arrive that the
	// crashed process had sent: the simulated Slack takes many at a time.
	arrivalTime = 3 * time.Second
)

// checkNotices waits until all notices have been posted and no more can come. It
// checks that none is lost, early, cancelled or repeated without a reason.
func (e *chaosEnv) checkNotices(repeatsAllowed int) {
	e.t.Helper()
	for e.missing() > 0 && time.Now().Before(e.due.Add(maxLateness)) {
		e.wait(200 * time.Millisecond)
	}
	e.waitUntil(e.lastPossible())
	e.mu.Lock()
	defer e.mu.Unlock()
	late, repeated := e.lateness()
	lost := e.storm.notices - len(e.cancelled) - len(late)
	e.t.Logf("%d notices to %d channels: lost %d, repeated %d, from an earlier reading %d, refused %d, late p50 %s p99 %s max %s",
		e.storm.notices, e.storm.channels, lost, repeated, e.stale, e.refused, percentile(late, 50), percentile(late, 99), percentile(late, 100))
	if lost != 0 || repeated > repeatsAllowed || len(e.unexpected) > 0 {
		e.t.Errorf("lost %d, want none; repeated %d, want at most %d; unexpected messages: %q", lost, repeated, repeatsAllowed, e.unexpected)
	}
	if len(late) > 0 && late[0] < 0 {
		e.t.Errorf("a notice came %s early", -late[0])
	}
	e.checkReady()
	if e.t.Failed() {
		e.t.Logf("processes or the database were stopped at %v", e.crashes)
		for _, p := range e.processes {
			e.t.Logf("%s", p.logs)
		}
	}
}

// lateness returns how late each notice was, sorted, and how many were repeated.
// The caller holds the lock.
func (e *chaosEnv) lateness() (late []time.Duration, repeated int) {
	for name, times := range e.posted {
		if e.cancelled[name] {
			e.t.Errorf("%s was cancelled, and its notice was posted", name)
			continue
		}
		repeated += len(times) - 1
		e.checkRepeats(name, times)
		late = append(late, times[0].Sub(e.due))
	}
	slices.Sort(late)
	return late, repeated
}

// missing is how many notices should have been posted and have not been yet.
func (e *chaosEnv) missing() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	posted := 0
	for name := range e.posted {
		if !e.cancelled[name] {
			posted++
		}
	}
	return e.storm.notices - len(e.cancelled) - posted
}

// lastPossible is when no more notices can come: the cancelled meetings would have
// started, and the jobs of crashed processes have been rescued.
func (e *chaosEnv) lastPossible() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	last := e.due.Add(time.Minute + 10*time.Second)
	if n := len(e.crashes); n > 0 && e.crashes[n-1].Add(rescueTime).After(last) {
		last = e.crashes[n-1].Add(rescueTime)
	}
	return last
}

// checkRepeats checks that there was a reason for each repetition of a notice: a crash
// before it was marked as sent, or a process that was frozen with the notice in hand and
// posted it when it went on, after another one had.
func (e *chaosEnv) checkRepeats(name string, times []time.Time) {
	if e.loseAnswer != nil {
		return // a lost answer is a reason too
	}
	for i, again := range times[1:] {
		before := times[i]
		if !slices.ContainsFunc(e.crashes, func(crash time.Time) bool {
			unmarked := crash.After(before.Add(-arrivalTime)) && crash.Before(before.Add(markTime))
			wentOn := crash.Sub(again).Abs() < time.Second
			return unmarked || wentOn
		}) {
			e.t.Errorf("%s was posted at %s and again at %s, without a crash in between", name, before, again)
		}
	}
}

// checkReady checks that every process is ready at the end.
func (e *chaosEnv) checkReady() {
	for i, p := range e.processes {
		if status, err := p.readiness(e.t.Context()); err != nil || status != http.StatusOK {
			e.t.Errorf("process %d is not ready: %d, %v\n%s", i, status, err, p.logs)
		}
	}
}

// checkRetryAfter checks that each worker tried at most once in each time that
// Slack asked to wait.
func (e *chaosEnv) checkRetryAfter() {
	e.t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	most := int(e.storm.outage/retryAfter+1) * len(e.processes) * workers
	if e.refused == 0 || e.refused > most {
		e.t.Errorf("Slack refused %d messages, want some and at most %d", e.refused, most)
	}
}

// checkAllStale checks that every notice says that it is from an earlier reading.
func (e *chaosEnv) checkAllStale() {
	e.t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.stale < len(e.posted) {
		e.t.Errorf("%d of %d notices say that they are from an earlier reading, want all", e.stale, len(e.posted))
	}
}

// percentile returns the value that percent of a hundred values do not exceed.
func percentile(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*percent/100].Round(time.Millisecond)
}
