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
	// FailLostResponse does what was asked and cuts the connection in place of an answer.
	FailLostResponse = "lost"
)

// fault is what is to go wrong, and how often.
type fault struct {
	code      string
	remaining int
}

// Fail lets the next calls of a method fail, as many times as it says: with one of
// Slack's error names, with an HTTP status such as "503", or with one of the Fail
// constants. The method may be [CallResponseURL], or empty for every method. What
// was asked for earlier goes wrong first.
func (s *Server) Fail(method, code string, times int) {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	if times > 0 {
		s.workspace.faults[method] = append(s.workspace.faults[method], fault{code: code, remaining: times})
	}
}

// ClearFailures takes back every failure that has not happened yet.
func (s *Server) ClearFailures() {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	clear(s.workspace.faults)
}

// takeFault takes one of the failures that are due for a method.
func (w *workspace) takeFault(method string) (fault, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, key := range []string{method, ""} {
		due := w.faults[key]
		if len(due) == 0 {
			continue
		}
		f := due[0]
		due[0].remaining--
		if due[0].remaining == 0 {
			w.faults[key] = due[1:]
		}
		return f, true
	}
	return fault{}, false
}

// response is what the failure answers.
func (f fault) response(method string) response {
	status, err := strconv.Atoi(f.code)
	switch {
	case err == nil:
		return response{status: status, contentType: "text/plain; charset=utf-8", body: []byte(http.StatusText(status) + "\n"), errorCode: f.code}
	case f.code == FailRateLimited:
		return errorResponse(http.StatusOK, rateLimited(1))
	case f.code == FailTimeout:
		return response{errorCode: f.code}
	case method == CallResponseURL:
		return errorResponse(http.StatusNotFound, apiErr(f.code))
	default:
		return errorResponse(http.StatusOK, apiErr(f.code))
	}
}
