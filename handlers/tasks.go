package handlers

import (
	"context"
	"errors"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// errStopping is why questions are cut off when the process stops.
var errStopping = errors.New("the process is stopping")

// tasks owns every goroutine that may outlive its request: a bounded number,
// waited for at the end.
type tasks struct {
	root   context.Context //nolint:containedctx // the life of the process, not of a request: all work ends with it
	cancel context.CancelCauseFunc
	limit  int
	gauge  prometheus.Gauge // of running

	mu        sync.Mutex
	running   int
	begun     uint64 // how many have run or are running
	watchdogs int    // each watches one of the running; beyond the limit
	stopped   bool
	idle      chan struct{} // made by wait, closed by the last goroutine to end
}

// newTasks owns up to limit goroutines at a time, and their watchdogs.
func newTasks(limit int, gauge prometheus.Gauge) *tasks {
	root, cancel := context.WithCancelCause(context.Background())
	return &tasks{root: root, cancel: cancel, limit: limit, gauge: gauge}
}

// start runs f in a goroutine of its own. It reports false, and runs nothing,
// when the limit is reached or the process is stopping. f must not panic.
func (t *tasks) start(f func()) bool {
	if !t.acquire() {
		return false
	}
	go func() {
		defer t.release()
		f()
	}()
	return true
}

// startWatchdog runs f in one more goroutine, for a task that has not ended. It
// does not count towards the limit, and is waited for like a task. f must not
// panic.
func (t *tasks) startWatchdog(f func()) {
	t.mu.Lock()
	t.watchdogs++
	t.mu.Unlock()
	go func() {
		defer func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.watchdogs--
			t.signalIdle()
		}()
		f()
	}()
}

func (t *tasks) acquire() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopped || t.running >= t.limit {
		return false
	}
	t.running++
	t.begun++
	t.gauge.Inc()
	return true
}

func (t *tasks) release() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running--
	t.gauge.Dec()
	t.signalIdle()
}

// signalIdle wakes the callers of wait if no goroutine is left. The caller holds mu.
func (t *tasks) signalIdle() {
	if t.running == 0 && t.watchdogs == 0 && t.idle != nil {
		close(t.idle)
		t.idle = nil
	}
}

// wait returns nil once no goroutine is left, or ctx's cause.
func (t *tasks) wait(ctx context.Context) error {
	t.mu.Lock()
	if t.idle == nil {
		t.idle = make(chan struct{})
	}
	idle := t.idle
	t.signalIdle()
	t.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// started returns how many tasks have run, and whether none is running.
func (t *tasks) started() (n uint64, idle bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.begun, t.running == 0
}

// stop refuses new tasks and cuts off the running ones.
func (t *tasks) stop() {
	t.mu.Lock()
	t.stopped = true
	t.mu.Unlock()
	t.cancel(errStopping)
}

// left is how many tasks have not ended, or are still watched.
func (t *tasks) left() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return max(t.running, t.watchdogs)
}
