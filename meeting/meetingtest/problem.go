package meetingtest

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Slow makes every call to an endpoint take d longer ("" for every endpoint,
// 0 to stop), until Heal. Waiting ends early when the asker goes, when the
// http.Server is shut down, and at Heal.
func (s *Server) Slow(endpoint string, d time.Duration) {
	mustBeEndpoint(endpoint)
	s.problems.setDelay(endpoint, d)
}

// Throttle answers the next n calls to an endpoint with the gateway's 429
// APIG.0308, with a Retry-After in whole seconds, rounded up, when retryAfter
// is positive. In this and the following methods "" stands for any endpoint
// and a negative n for every call until Heal; troubles of one endpoint come in
// the order they were asked for, and before those of "".
func (s *Server) Throttle(endpoint string, n int, retryAfter time.Duration) {
	s.addProblem(endpoint, n, func(int) problem { return throttleProblem(retryAfter) })
}

// Fail answers the next n calls with a status and, unless code is "", with
// that code as the API's own refusal; without a code the body is empty.
func (s *Server) Fail(endpoint string, n, status int, code string) {
	s.addProblem(endpoint, n, func(int) problem { return failProblem(status, code) })
}

// Garbage answers the next n calls with 200 and something that is not the
// API's: in turn a page of HTML, half of the true answer, and nothing.
func (s *Server) Corrupt(endpoint string, n int) {
	s.addProblem(endpoint, n, corruptProblem)
}

// CutOff breaks the connection in the next n calls: in turn in the middle of
// the true answer and before any of it. Of the latter, a client such as Go's
// may ask again by itself when the connection had been used before.
func (s *Server) Disconnect(endpoint string, n int) {
	s.addProblem(endpoint, n, disconnectProblem)
}

// Heal ends all trouble, also that of calls that are waiting.
func (s *Server) ClearProblems() { s.problems.clear() }

// trouble queues a kind of trouble for an endpoint.
func (s *Server) addProblem(endpoint string, n int, kind func(nth int) problem) {
	mustBeEndpoint(endpoint)
	if n != 0 {
		s.problems.add(endpoint, &queuedProblem{next: kind, remaining: n})
	}
}

// spoiler is trouble for one call. Without trouble both functions are nil.
type problem struct {
	respond func() response                         // asked in the service's place
	write   func(w http.ResponseWriter, a response) // sends in the answer's place
}

// answer is what the service says, or what is said in its place.
func (s problem) response(serve func() response) response {
	if s.respond != nil {
		return s.respond()
	}
	return serve()
}

// send puts the answer on the wire, or what the trouble leaves of it.
func (s problem) writeResponse(w http.ResponseWriter, a response) {
	if s.write != nil {
		s.write(w, a)
		return
	}
	a.write(w)
}

// throttle is the gateway's "too many".
func throttleProblem(after time.Duration) problem {
	return problem{respond: func() response {
		a := errorResponse(throttled)
		if after > 0 {
			seconds := int64((after + time.Second - 1) / time.Second)
			a.header = http.Header{"Retry-After": {strconv.FormatInt(seconds, 10)}}
		}
		return a
	}}
}

// fail is any status with any code.
func failProblem(status int, code string) problem {
	return problem{respond: func() response {
		if code == "" {
			return response{status: status}
		}
		return errorResponse(refusal{status, code, "FAILED_ON_DEMAND"})
	}}
}

// page is what a proxy in the way might say.
const htmlPage = "<!DOCTYPE html>\n<html><head><title>One moment</title></head>" +
	"<body><h1>We will be right back</h1></body></html>\n"

// garbage is an answer that is not the API's.
func corruptProblem(nth int) problem {
	switch nth % 3 {
	case 0:
		return problem{respond: func() response {
			return response{status: http.StatusOK, contentType: "text/html; charset=utf-8", body: []byte(htmlPage)}
		}}
	case 1:
		return problem{write: func(w http.ResponseWriter, a response) {
			a.body = a.body[:len(a.body)/2]
			a.write(w)
		}}
	default:
		return problem{respond: func() response { return response{status: http.StatusOK} }}
	}
}

// cutOff is a connection that breaks.
func disconnectProblem(nth int) problem {
	return problem{write: func(w http.ResponseWriter, a response) {
		if nth%2 == 0 {
			writeHalf(w, a)
		}
		panic(http.ErrAbortHandler) // the way to break a connection in net/http
	}}
}

// half promises the whole answer and sends a part of it.
func writeHalf(w http.ResponseWriter, a response) {
	h := w.Header()
	h.Set("Content-Type", jsonType)
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
}

// bout is one kind of trouble for so many calls.
type queuedProblem struct {
	next      func(nth int) problem
	remaining int // negative: until Heal
	used      int
}

// troubles is the trouble that waits for calls to come.
type problemQueue struct {
	mu      sync.Mutex
	queues  map[string][]*queuedProblem
	delays  map[string]time.Duration
	wake    chan struct{}         // closed when waiting must end
	watched map[*http.Server]bool // servers that wake the waiting at their shutdown
}

// add queues a bout.
func (t *problemQueue) add(endpoint string, b *queuedProblem) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.queues == nil {
		t.queues = map[string][]*queuedProblem{}
	}
	t.queues[endpoint] = append(t.queues[endpoint], b)
}

// setSlow sets how much longer an endpoint takes.
func (t *problemQueue) setDelay(endpoint string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.delays == nil {
		t.delays = map[string]time.Duration{}
	}
	t.delays[endpoint] = d
}

// heal forgets all trouble and wakes the waiting.
func (t *problemQueue) clear() {
	t.mu.Lock()
	t.queues, t.delays = nil, nil
	t.mu.Unlock()
	t.wakeAll()
}

// wake ends the waiting of all calls.
func (t *problemQueue) wakeAll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.wake != nil {
		close(t.wake)
		t.wake = nil
	}
}

// take uses up the trouble that waits for a call to an endpoint.
func (t *problemQueue) take(endpoint string) problem {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, key := range []string{endpoint, ""} {
		queue := t.queues[key]
		if len(queue) == 0 {
			continue
		}
		b := queue[0]
		b.used++
		if b.remaining > 0 && b.used >= b.remaining {
			t.queues[key] = queue[1:]
		}
		return b.next(b.used - 1)
	}
	return problem{}
}

// wait holds a call up where its endpoint is slow; an error says that nobody
// waits for the answer any more.
func (t *problemQueue) wait(r *http.Request, endpoint string) error {
	d, woken := t.delay(r.Context(), endpoint)
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-woken:
	case <-r.Context().Done():
		return r.Context().Err()
	}
	return nil
}

// patience tells how long a call to an endpoint has to wait, and what ends the
// waiting early. A server that is being shut down waits for its calls and does
// not cancel them, so it is asked to say when it is.
func (t *problemQueue) delay(ctx context.Context, endpoint string) (time.Duration, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	d, ok := t.delays[endpoint]
	if !ok {
		d = t.delays[""]
	}
	if d <= 0 {
		return 0, nil
	}
	if t.wake == nil {
		t.wake = make(chan struct{})
	}
	if srv, ok := ctx.Value(http.ServerContextKey).(*http.Server); ok && !t.watched[srv] {
		if t.watched == nil {
			t.watched = map[*http.Server]bool{}
		}
		t.watched[srv] = true
		srv.RegisterOnShutdown(t.wakeAll)
	}
	return d, t.wake
}
