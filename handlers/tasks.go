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
	inHand prometheus.Gauge

	mu       sync.Mutex
	count    int
	watchers int // beside those that count: each watches one of them
	closed   bool
	idle     chan struct{} // made by whoever waits, closed by the last to leave
}

// newTasks owns up to limit goroutines at a time.
func newTasks(limit int, inHand prometheus.Gauge) *tasks {
	root, cancel := context.WithCancelCause(context.Background())
	return &tasks{root: root, cancel: cancel, limit: limit, inHand: inHand}
}

// start runs f in a goroutine of its own. It reports false, and runs nothing,
// when there is no room or the process is stopping. f must not panic.
func (t *tasks) start(f func()) bool {
	if !t.enter() {
		return false
	}
	go func() {
		defer t.leave()
		f()
	}()
	return true
}

// watch runs one more goroutine, beside work that start has let in and that has
// not ended: it takes nobody's room, and is waited for like the work. f must not
// panic.
func (t *tasks) watch(f func()) {
	t.mu.Lock()
	t.watchers++
	t.mu.Unlock()
	go func() {
		defer func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.watchers--
			t.settle()
		}()
		f()
	}()
}

func (t *tasks) enter() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || t.count >= t.limit {
		return false
	}
	t.count++
	t.inHand.Inc()
	return true
}

func (t *tasks) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count--
	t.inHand.Dec()
	t.settle()
}

// settle wakes whoever waits once nothing is left.
func (t *tasks) settle() {
	if t.count == 0 && t.watchers == 0 && t.idle != nil {
		close(t.idle)
		t.idle = nil
	}
}

// wait returns once nothing is in hand, or with ctx's cause.
func (t *tasks) wait(ctx context.Context) error {
	t.mu.Lock()
	if t.idle == nil {
		t.idle = make(chan struct{})
	}
	idle := t.idle
	t.settle()
	t.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// stop lets nothing more in and cuts off what is in hand.
func (t *tasks) stop() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.cancel(errStopping)
}

// left is how many pieces of work have not ended, or are still watched.
func (t *tasks) left() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return max(t.count, t.watchers)
}
