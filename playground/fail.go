package playground

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Codes of [Server.Fail] besides Slack's error codes and HTTP statuses.
const (
	// FailRateLimited answers with status 429 and a Retry-After of one second.
	FailRateLimited = "ratelimited"
	// FailTimeout never answers: it waits until the app gives up.
	FailTimeout = "timeout"
	// FailOtherType answers as usual, but has numbers where texts are documented.
	FailOtherType = "other_type"
	// FailLostResponse executes the call, but closes the connection without a
	// response.
	FailLostResponse = "lost"
	// FailLateResponse executes the call, but answers too late: it waits until the
	// app gives up.
	FailLateResponse = "late"
	// FailExecuted, before a code, executes the call and answers with the code:
	// "executed:503", "executed:fatal_error".
	FailExecuted = "executed:"
)

// fault is a failure that was asked for, and how many calls still get it.
type fault struct {
	code      string
	remaining int
}

// Fail makes the next calls of a method fail, the given number of times. The code is
// one of Slack's error codes, an HTTP status such as "503", or one of the Fail
// constants. The method may be [CallResponseURL], [CallUpload] or [CallSocket]; empty means any method of the
// app's calls. Failures
// happen in the order in which they were asked for.
func (s *Server) Fail(method, code string, times int) {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	if times > 0 {
		s.workspace.faults[method] = append(s.workspace.faults[method], fault{code: code, remaining: times})
	}
}

// Slow makes every call of a method take so much longer, until [Server.ClearFailures].
// The method is one of those of Fail, but not empty.
func (s *Server) Slow(method string, by time.Duration) {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	s.workspace.slow[method] = by
}

// ClearFailures removes all failures that have not happened yet, and what Slow has
// slowed down.
func (s *Server) ClearFailures() {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	clear(s.workspace.faults)
	clear(s.workspace.slow)
}

// delay waits as long as Slow says for a method, at most until the caller gives up.
func (s *Server) delay(ctx context.Context, method string) {
	s.workspace.mu.Lock()
	by := s.workspace.slow[method]
	s.workspace.mu.Unlock()
	if by <= 0 {
		return
	}
	timer := time.NewTimer(by)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-s.done:
	}
}

// executes reports whether the call is done all the same.
func (f fault) executes() bool {
	switch f.code {
	case FailLostResponse, FailLateResponse, FailOtherType:
		return true
	}
	return strings.HasPrefix(f.code, FailExecuted)
}

// answers reports whether the call gets the failure's response.
func (f fault) answers() bool { return !f.executes() || strings.HasPrefix(f.code, FailExecuted) }

// otherTypes is a response with numbers for the texts of its objects.
func (res response) otherTypes() response {
	var answer object
	if err := json.Unmarshal(res.body, &answer); err != nil {
		return res
	}
	for _, part := range answer {
		inner, ok := part.(map[string]any)
		for key, value := range inner {
			if _, text := value.(string); ok && text {
				inner[key] = 7
			}
		}
	}
	res.body = append(compactJSON(answer), '\n')
	return res
}

// takeFault returns and counts the next failure for a method, if there is one.
func (w *workspace) takeFault(method string) (fault, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, key := range []string{method, ""} {
		due := w.faults[key]
		if len(due) == 0 || key == "" && method == CallSocket { // which is no call of the app's
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

// response is the failure's response to a call of the method.
func (f fault) response(method string) response {
	f.code = strings.TrimPrefix(f.code, FailExecuted)
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
