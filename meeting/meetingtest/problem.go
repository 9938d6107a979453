package meetingtest

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Slow makes every call to an endpoint take d longer ("" for every endpoint,
// 0 to stop), until ClearProblems. The delay ends early when the client
// disconnects, when the http.Server shuts down, and at ClearProblems.
func (s *Server) Slow(endpoint string, d time.Duration) {
	mustBeEndpoint(endpoint)
	s.problems.setDelay(endpoint, d)
}

// Throttle answers the next n calls to an endpoint with the gateway's 429
// APIG.0308. If retryAfter is positive, the response has a Retry-After in
// whole seconds, rounded up.
//
// In this and the following methods, endpoint "" means any endpoint, and a
// negative n means every call until ClearProblems. The problems of one
// endpoint occur in the order they were requested, and before those of "".
func (s *Server) Throttle(endpoint string, n int, retryAfter time.Duration) {
	s.addProblem(endpoint, n, func(int) problem { return throttleProblem(retryAfter) })
}

// Fail answers the next n calls with a status and, unless code is "", with
// that code as an error of the API. Without a code the body is empty.
func (s *Server) Fail(endpoint string, n, status int, code string) {
	s.addProblem(endpoint, n, func(int) problem { return failProblem(status, code) })
}

// Block answers the next n calls as a firewall or a proxy on the way does: with a
// status and a page of its own.
func (s *Server) Block(endpoint string, n, status int) {
	s.addProblem(endpoint, n, func(int) problem { return blockProblem(status) })
}

// Corrupt answers the next n calls with 200 and a body that is not the API's:
// in turn an HTML page, half of the real body, and an empty one.
func (s *Server) Corrupt(endpoint string, n int) {
	s.addProblem(endpoint, n, corruptProblem)
}

// Disconnect closes the connection in the next n calls: in turn in the middle
// of the response and before it. In the second case a client such as Go's may
// retry by itself if it had used the connection before.
func (s *Server) Disconnect(endpoint string, n int) {
	s.addProblem(endpoint, n, disconnectProblem)
}

// Lose does what the next n calls ask for, and closes the connection without a word
// of it: the client cannot tell whether it was done.
func (s *Server) Lose(endpoint string, n int) {
	s.addProblem(endpoint, n, func(int) problem {
		return problem{write: func(http.ResponseWriter, response) { panic(http.ErrAbortHandler) }}
	})
}

// Drop closes the connection in the next n calls, without doing what they ask for and
// without a word of it: the client cannot tell that from Lose.
func (s *Server) Drop(endpoint string, n int) {
	s.addProblem(endpoint, n, func(int) problem {
		return problem{respond: func() response { panic(http.ErrAbortHandler) }}
	})
}

// Hold does what the next call asks for and keeps its answer back, until release closes
// the connection. done is closed as soon as it was done.
func (s *Server) Hold(endpoint string) (done <-chan struct{}, release func()) {
	acted, let := make(chan struct{}), make(chan struct{})
	s.addProblem(endpoint, 1, func(int) problem {
		return problem{write: func(http.ResponseWriter, response) {
			close(acted)
			<-let
			panic(http.ErrAbortHandler)
		}}
	})
	return acted, sync.OnceFunc(func() { close(let) })
}

// ClearProblems ends all problems, other ways of paging, and the delay of calls that are waiting.
func (s *Server) ClearProblems() { s.problems.clear() }

// addProblem queues n problems for an endpoint.
func (s *Server) addProblem(endpoint string, n int, next func(nth int) problem) {
	mustBeEndpoint(endpoint)
	if n != 0 {
		s.problems.add(endpoint, &queuedProblem{next: next, remaining: n})
	}
}

// problem is what goes wrong with one call. The zero value means that nothing
// does.
type problem struct {
	respond func() response                           // if set, replaces the handler
	write   func(w http.ResponseWriter, res response) // if set, replaces writing the response
	after   func()                                    // if set, is called after the handler
}

// response returns the handler's response, or the one that replaces it.
func (p problem) response(handle func() response) response {
	if p.respond != nil {
		return p.respond()
	}
	res := handle()
	if p.after != nil {
		p.after()
	}
	return res
}

// writeResponse writes the response, or what the problem leaves of it.
func (p problem) writeResponse(w http.ResponseWriter, res response) {
	if p.write != nil {
		p.write(w, res)
		return
	}
	res.write(w)
}

// throttleProblem is the gateway's "too many requests".
func throttleProblem(after time.Duration) problem {
	return problem{respond: func() response {
		res := errorResponse(throttled)
		if after > 0 {
			seconds := int64((after + time.Second - 1) / time.Second)
			res.header = http.Header{"Retry-After": {strconv.FormatInt(seconds, 10)}}
		}
		return res
	}}
}

// failProblem is any status with any code.
func failProblem(status int, code string) problem {
	return problem{respond: func() response {
		if code == "" {
			return response{status: status}
		}
		return errorResponse(refusal{status, code, "FAILED_ON_DEMAND"})
	}}
}

// htmlPage is what a proxy might return.
const htmlPage = "<!DOCTYPE html>\n<html><head><title>One moment</title></head>" +
	"<body><h1>We will be right back</h1></body></html>\n"

// blockProblem is the page of somebody between the client and the API.
func blockProblem(status int) problem {
	return problem{respond: func() response {
		return response{status: status, contentType: "text/html; charset=utf-8", body: []byte(htmlPage)}
	}}
}

// corruptProblem is a response that is not the API's.
func corruptProblem(nth int) problem {
	switch nth % 3 {
	case 0:
		return problem{respond: func() response {
			return response{status: http.StatusOK, contentType: "text/html; charset=utf-8", body: []byte(htmlPage)}
		}}
	case 1:
		return problem{write: func(w http.ResponseWriter, res response) {
			res.body = res.body[:len(res.body)/2]
			res.write(w)
		}}
	default:
		return problem{respond: func() response { return response{status: http.StatusOK} }}
	}
}

// disconnectProblem is a closed connection.
func disconnectProblem(nth int) problem {
	return problem{write: func(w http.ResponseWriter, res response) {
		if nth%2 == 0 {
			writeHalf(w, res)
		}
		panic(http.ErrAbortHandler) // this makes net/http close the connection
	}}
}

// writeHalf announces the whole response and writes half of its body.
func writeHalf(w http.ResponseWriter, res response) {
	h := w.Header()
	h.Set("Content-Type", jsonType)
	h.Set("Content-Length", strconv.Itoa(len(res.body)))
	w.WriteHeader(res.status)
	_, _ = w.Write(res.body[:len(res.body)/2])
	_ = http.NewResponseController(w).Flush()
}

// queuedProblem is one kind of problem for a number of calls.
type queuedProblem struct {
	next      func(nth int) problem
	remaining int // negative: until ClearProblems
	used      int
}

// problemQueue holds the problems of future calls.
type problemQueue struct {
	mu      sync.Mutex
	queues  map[string][]*queuedProblem
	delays  map[string]time.Duration
	paging  map[string]Paging
	wake    chan struct{}         // closed to end all delays
	watched map[*http.Server]bool // servers whose shutdown ends all delays
}

// add queues a problem.
func (q *problemQueue) add(endpoint string, p *queuedProblem) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.queues == nil {
		q.queues = map[string][]*queuedProblem{}
	}
	q.queues[endpoint] = append(q.queues[endpoint], p)
}

// setDelay sets how much longer an endpoint takes.
func (q *problemQueue) setDelay(endpoint string, d time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.delays == nil {
		q.delays = map[string]time.Duration{}
	}
	q.delays[endpoint] = d
}

// clear deletes all problems and ends all delays.
func (q *problemQueue) clear() {
	q.mu.Lock()
	q.queues, q.delays, q.paging = nil, nil, nil
	q.mu.Unlock()
	q.wakeAll()
}

// wakeAll ends the delays of all waiting calls.
func (q *problemQueue) wakeAll() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.wake != nil {
		close(q.wake)
		q.wake = nil
	}
}

// take removes and returns the next problem for a call to an endpoint.
func (q *problemQueue) take(endpoint string) problem {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, key := range []string{endpoint, ""} {
		queued := q.queues[key]
		if len(queued) == 0 {
			continue
		}
		p := queued[0]
		p.used++
		if p.remaining > 0 && p.used >= p.remaining {
			q.queues[key] = queued[1:]
		}
		return p.next(p.used - 1)
	}
	return problem{}
}

// wait delays a call if its endpoint is slow. It returns an error if the
// client disconnects meanwhile.
func (q *problemQueue) wait(r *http.Request, endpoint string) error {
	d, wake := q.delay(r.Context(), endpoint)
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-wake:
	case <-r.Context().Done():
		return r.Context().Err()
	}
	return nil
}

// delay returns how long a call has to wait, and a channel that is closed
// when it must not wait any longer. A server that shuts down does not cancel
// the requests it waits for, so it has to end their delays.
func (q *problemQueue) delay(ctx context.Context, endpoint string) (time.Duration, <-chan struct{}) {
	q.mu.Lock()
	defer q.mu.Unlock()
	d, ok := q.delays[endpoint]
	if !ok {
		d = q.delays[""]
	}
	if d <= 0 {
		return 0, nil
	}
	if q.wake == nil {
		q.wake = make(chan struct{})
	}
	if srv, ok := ctx.Value(http.ServerContextKey).(*http.Server); ok && !q.watched[srv] {
		if q.watched == nil {
			q.watched = map[*http.Server]bool{}
		}
		q.watched[srv] = true
		srv.RegisterOnShutdown(q.wakeAll)
	}
	return d, q.wake
}
