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
	mustKnow(endpoint)
	s.troubles.setSlow(endpoint, d)
}

// Throttle answers the next n calls to an endpoint with the gateway's 429
// APIG.0308, with a Retry-After in whole seconds, rounded up, when retryAfter
// is positive. In this and the following methods "" stands for any endpoint
// and a negative n for every call until Heal; troubles of one endpoint come in
// the order they were asked for, and before those of "".
func (s *Server) Throttle(endpoint string, n int, retryAfter time.Duration) {
	s.trouble(endpoint, n, func(int) spoiler { return throttle(retryAfter) })
}

// Fail answers the next n calls with a status and, unless code is "", with
// that code as the API's own refusal; without a code the body is empty.
func (s *Server) Fail(endpoint string, n, status int, code string) {
	s.trouble(endpoint, n, func(int) spoiler { return fail(status, code) })
}

// Garbage answers the next n calls with 200 and something that is not the
// API's: in turn a page of HTML, half of the true answer, and nothing.
func (s *Server) Garbage(endpoint string, n int) {
	s.trouble(endpoint, n, garbage)
}

// CutOff breaks the connection in the next n calls: in turn in the middle of
// the true answer and before any of it. Of the latter, a client such as Go's
// may ask again by itself when the connection had been used before.
func (s *Server) CutOff(endpoint string, n int) {
	s.trouble(endpoint, n, cutOff)
}

// Heal ends all trouble, also that of calls that are waiting.
func (s *Server) Heal() { s.troubles.heal() }

// trouble queues a kind of trouble for an endpoint.
func (s *Server) trouble(endpoint string, n int, kind func(nth int) spoiler) {
	mustKnow(endpoint)
	if n != 0 {
		s.troubles.add(endpoint, &bout{kind: kind, left: n})
	}
}

// spoiler is trouble for one call. Without trouble both functions are nil.
type spoiler struct {
	instead func() answer                         // asked in the service's place
	wire    func(w http.ResponseWriter, a answer) // sends in the answer's place
}

// answer is what the service says, or what is said in its place.
func (s spoiler) answer(serve func() answer) answer {
	if s.instead != nil {
		return s.instead()
	}
	return serve()
}

// send puts the answer on the wire, or what the trouble leaves of it.
func (s spoiler) send(w http.ResponseWriter, a answer) {
	if s.wire != nil {
		s.wire(w, a)
		return
	}
	a.send(w)
}

// throttle is the gateway's "too many".
func throttle(after time.Duration) spoiler {
	return spoiler{instead: func() answer {
		a := refuse(throttled)
		if after > 0 {
			seconds := int64((after + time.Second - 1) / time.Second)
			a.header = http.Header{"Retry-After": {strconv.FormatInt(seconds, 10)}}
		}
		return a
	}}
}

// fail is any status with any code.
func fail(status int, code string) spoiler {
	return spoiler{instead: func() answer {
		if code == "" {
			return answer{status: status}
		}
		return refuse(refusal{status, code, "FAILED_ON_DEMAND"})
	}}
}

// page is what a proxy in the way might say.
const page = "<!DOCTYPE html>\n<html><head><title>One moment</title></head>" +
	"<body><h1>We will be right back</h1></body></html>\n"

// garbage is an answer that is not the API's.
func garbage(nth int) spoiler {
	switch nth % 3 {
	case 0:
		return spoiler{instead: func() answer {
			return answer{status: http.StatusOK, contentType: "text/html; charset=utf-8", body: []byte(page)}
		}}
	case 1:
		return spoiler{wire: func(w http.ResponseWriter, a answer) {
			a.body = a.body[:len(a.body)/2]
			a.send(w)
		}}
	default:
		return spoiler{instead: func() answer { return answer{status: http.StatusOK} }}
	}
}

// cutOff is a connection that breaks.
func cutOff(nth int) spoiler {
	return spoiler{wire: func(w http.ResponseWriter, a answer) {
		if nth%2 == 0 {
			half(w, a)
		}
		panic(http.ErrAbortHandler) // the way to break a connection in net/http
	}}
}

// half promises the whole answer and sends a part of it.
func half(w http.ResponseWriter, a answer) {
	h := w.Header()
	h.Set("Content-Type", jsonType)
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
}

// bout is one kind of trouble for so many calls.
type bout struct {
	kind func(nth int) spoiler
	left int // negative: until Heal
	done int
}

// troubles is the trouble that waits for calls to come.
type troubles struct {
	mu    sync.Mutex
	bouts map[string][]*bout
	slow  map[string]time.Duration
	woken chan struct{}         // closed when waiting must end
	known map[*http.Server]bool // servers that wake the waiting at their shutdown
}

// add queues a bout.
func (t *troubles) add(endpoint string, b *bout) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.bouts == nil {
		t.bouts = map[string][]*bout{}
	}
	t.bouts[endpoint] = append(t.bouts[endpoint], b)
}

// setSlow sets how much longer an endpoint takes.
func (t *troubles) setSlow(endpoint string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.slow == nil {
		t.slow = map[string]time.Duration{}
	}
	t.slow[endpoint] = d
}

// heal forgets all trouble and wakes the waiting.
func (t *troubles) heal() {
	t.mu.Lock()
	t.bouts, t.slow = nil, nil
	t.mu.Unlock()
	t.wake()
}

// wake ends the waiting of all calls.
func (t *troubles) wake() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.woken != nil {
		close(t.woken)
		t.woken = nil
	}
}

// take uses up the trouble that waits for a call to an endpoint.
func (t *troubles) take(endpoint string) spoiler {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, key := range []string{endpoint, ""} {
		queue := t.bouts[key]
		if len(queue) == 0 {
			continue
		}
		b := queue[0]
		b.done++
		if b.left > 0 && b.done >= b.left {
			t.bouts[key] = queue[1:]
		}
		return b.kind(b.done - 1)
	}
	return spoiler{}
}

// wait holds a call up where its endpoint is slow; an error says that nobody
// waits for the answer any more.
func (t *troubles) wait(r *http.Request, endpoint string) error {
	d, woken := t.patience(r.Context(), endpoint)
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
func (t *troubles) patience(ctx context.Context, endpoint string) (time.Duration, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	d, ok := t.slow[endpoint]
	if !ok {
		d = t.slow[""]
	}
	if d <= 0 {
		return 0, nil
	}
	if t.woken == nil {
		t.woken = make(chan struct{})
	}
	if srv, ok := ctx.Value(http.ServerContextKey).(*http.Server); ok && !t.known[srv] {
		if t.known == nil {
			t.known = map[*http.Server]bool{}
		}
		t.known[srv] = true
		srv.RegisterOnShutdown(t.wake)
	}
	return d, t.woken
}
