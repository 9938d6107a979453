package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"

	"github.com/labstack/echo/v4"
)

var (
	// errUnsigned: the request has no valid signature of Slack's.
	errUnsigned = errors.New("request is not signed by Slack")
	// errMalformed: signed, but not in the shape Slack sends.
	errMalformed = errors.New("request is malformed")
	// errTooLarge: the body is larger than maxBody.
	errTooLarge = errors.New("request body is too large")
	// errSlow: the body did not come in time.
	errSlow = errors.New("request body comes too slowly")
	// errFull: other bodies take all the memory that there is for bodies that are not
	// verified yet.
	errFull = errors.New("too many unverified bodies")
	// errNotTaken: no connection took the answer, so Slack does not have it.
	errNotTaken = errors.New("the answer was not taken")
	// errBusy: too many questions are in progress, or the process is stopping.
	errBusy = errors.New("too many questions in progress")
)

// statusOf translates an error into a status.
func statusOf(err error) int {
	switch {
	case errors.Is(err, errUnsigned):
		return http.StatusUnauthorized
	case errors.Is(err, errMalformed):
		return http.StatusBadRequest
	case errors.Is(err, errTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errSlow):
		return http.StatusRequestTimeout
	case errors.Is(err, errBusy), errors.Is(err, errFull):
		return http.StatusServiceUnavailable
	}
	if e, ok := errors.AsType[*echo.HTTPError](err); ok {
		return e.Code
	}
	return http.StatusInternalServerError
}

// answerError answers a request whose endpoint returned an error: with a bare
// status, since Slack shows a person nothing else of it. Internal errors are
// logged.
func (h *Handlers) answerError(r httpRequest, err error) {
	status := statusOf(err)
	_, panicked := errors.AsType[*panicError](err)
	if r.Response().Committed && !panicked {
		return // the answer was written, and the client is gone
	}
	if status == http.StatusInternalServerError {
		h.log.LogAttrs(r.Request().Context(), slog.LevelError, "request failed", r.attrs(err)...)
	}
	if status == http.StatusServiceUnavailable {
		r.Response().Header().Set(echo.HeaderRetryAfter, "1")
	}
	if !r.Response().Committed {
		_ = r.NoContent(status) // it writes no body, so it cannot fail
	}
}

// answerUnrouted answers what no route takes: unknown paths and wrong methods.
func (h *Handlers) answerUnrouted(err error, c echo.Context) {
	status := statusOf(err)
	h.metrics.unrouted.observe(status, 0)
	httpRequest{Context: c}.abandonBody()
	if !c.Response().Committed {
		_ = c.NoContent(status)
	}
}

// panicError is a panic that was recovered. Its text is fit for a log: a panic's
// value may hold what a person wrote, so only the text of the Go runtime is kept.
type panicError struct {
	what  string
	stack string
}

// Error says what sort of value the code panicked with.
func (e *panicError) Error() string { return "panic: " + e.what }

// catchPanic calls f and turns a panic into an error.
func catchPanic(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = newPanicError(v)
		}
	}()
	return f()
}

// newPanicError describes a recovered value.
func newPanicError(v any) *panicError {
	what := fmt.Sprintf("%T", v)
	if e, ok := v.(runtime.Error); ok {
		what = e.Error()
	}
	return &panicError{what: what, stack: string(debug.Stack())}
}

// errorAttrs are an error's attributes in a log, with the stack of a panic.
func errorAttrs(err error) []slog.Attr {
	attrs := []slog.Attr{slog.String("error", err.Error())}
	if p, ok := errors.AsType[*panicError](err); ok {
		attrs = append(attrs, slog.String("stack", p.stack))
	}
	return attrs
}
