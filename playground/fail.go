package playground

import (
	"net/http"
	"strconv"
)

// What else than Slack's error names [Server.Fail] takes as a code.
const (
	// FailRateLimited answers with status 429 and a Retry-After of one second.
	FailRateLimited = "ratelimited"
	// FailTimeout never answers: it waits until the app gives up.
	FailTimeout = "timeout"
	// FailLost does what was asked and cuts the connection in place of an answer.
	FailLost = "lost"
)

// fault is what is to go wrong, and how often.
type fault struct {
	code string
	left int
}

// Fail lets the next calls of a method fail, as many times as it says: with one of
// Slack's error names, with an HTTP status such as "503", or with one of the Fail
// constants. The method may be [CallResponseURL], or empty for every method. What
// was asked for earlier goes wrong first.
func (s *Server) Fail(method, code string, times int) {
	s.space.mu.Lock()
	defer s.space.mu.Unlock()
	if times > 0 {
		s.space.faults[method] = append(s.space.faults[method], fault{code: code, left: times})
	}
}

// Heal takes back every failure that has not happened yet.
func (s *Server) Heal() {
	s.space.mu.Lock()
	defer s.space.mu.Unlock()
	clear(s.space.faults)
}

// strike takes one of the failures that are due for a method.
func (w *workspace) strike(method string) (fault, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, key := range []string{method, ""} {
		due := w.faults[key]
		if len(due) == 0 {
			continue
		}
		f := due[0]
		due[0].left--
		if due[0].left == 0 {
			w.faults[key] = due[1:]
		}
		return f, true
	}
	return fault{}, false
}

// outcome is what the failure answers.
func (f fault) outcome(method string) outcome {
	status, err := strconv.Atoi(f.code)
	switch {
	case err == nil:
		return outcome{status: status, kind: "text/plain; charset=utf-8", body: []byte(http.StatusText(status) + "\n"), code: f.code}
	case f.code == FailRateLimited:
		return refused(http.StatusOK, tooFast(1))
	case f.code == FailTimeout:
		return outcome{code: f.code}
	case method == CallResponseURL:
		return refused(http.StatusNotFound, no(f.code))
	default:
		return refused(http.StatusOK, no(f.code))
	}
}
