package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"meetingbot/internal/remote"
)

// maxRetryWait is the longest wait that Slack may ask for.
const maxRetryWait = 10 * time.Second

// reason is why a message did not arrive at its response_url. It is a metric's
// label, so the list is closed.
type reason string

const (
	refusedURL  reason = "refused_url" // not an address that is posted to
	unreachable reason = "unreachable" // no connection, so nothing was sent
	broken      reason = "broken"      // the connection broke before an answer
	timedOut    reason = "timed_out"   // no answer in time
	throttled   reason = "throttled"   // 429
	failing     reason = "failing"     // 5xx
	rejected    reason = "rejected"    // any other refusal
)

// reasons returns every reason.
func reasons() []reason {
	return []reason{refusedURL, unreachable, broken, timedOut, throttled, failing, rejected}
}

// deliveryError is why a message did not arrive. Its text never holds the
// address, with which anybody could post in the bot's name, nor anything of the
// answer but a code: a proxy's may quote the message.
type deliveryError struct {
	reason     reason
	status     int           // 0 without an answer
	code       string        // Slack's code, such as "expired_url"
	retryAfter time.Duration // how long Slack asks to wait
	err        error         // the cause without an answer
}

// Error says what came back.
func (e *deliveryError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "post to response_url: %s", e.reason)
	if e.status != 0 {
		fmt.Fprintf(&b, ", status %d", e.status)
	}
	if e.code != "" {
		fmt.Fprintf(&b, ", code %s", e.code)
	}
	if e.err != nil {
		fmt.Fprintf(&b, ": %v", e.err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *deliveryError) Unwrap() error { return e.err }

// mayHaveArrived reports whether Slack may have taken the message.
func (e *deliveryError) mayHaveArrived() bool {
	return e.reason == broken || e.reason == timedOut || e.reason == failing
}

// retryable reports whether the same message may be posted again. After a
// timeout or on a connection that broke it may have arrived, so it may not.
func (e *deliveryError) retryable() bool {
	switch e.reason {
	case unreachable, throttled, failing:
		return e.retryAfter <= maxRetryWait
	default:
		return false
	}
}

// noResponse is the error of a post without an answer.
func noResponse(ctx context.Context, err error) *deliveryError {
	e := &deliveryError{reason: broken, err: remote.Failure(err)}
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" && ctx.Err() == nil {
		e.reason = unreachable // nothing was sent, so even a timeout is safe
	} else if failed, ok := errors.AsType[net.Error](err); ok && failed.Timeout() || ctx.Err() != nil {
		e.reason = timedOut
	}
	return e
}

// checkResponse returns nil for a message that arrived. Slack answers "ok", or
// {"ok":false,"error":…} with a status that may be 200, or a code alone.
func checkResponse(resp *http.Response, answer []byte) *deliveryError {
	e := &deliveryError{reason: rejected, status: resp.StatusCode, retryAfter: retryAfter(resp.Header)}
	refused, code := readRefusal(answer)
	e.code = code
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		e.reason = throttled
	case resp.StatusCode >= http.StatusInternalServerError:
		e.reason = failing
	case resp.StatusCode/100 == 2 && !refused:
		return nil
	}
	return e
}

// readRefusal reports whether an answer is Slack's {"ok":false}, and returns the
// code in it or that it consists of.
func readRefusal(answer []byte) (refused bool, code string) {
	var body struct {
		OK    *bool `json:"ok"`
		Error any   `json:"error"`
	}
	if json.Unmarshal(answer, &body) != nil {
		return false, remote.Code(string(answer))
	}
	code, _ = body.Error.(string)
	return body.OK != nil && !*body.OK, remote.Code(code)
}

// retryAfter reads the header in its seconds form, the one Slack uses.
func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, int(time.Hour/time.Second))) * time.Second
}

// backoff is how long to wait after the given attempt, counted from 1:
// as long as Slack asks for, if it does.
func backoff(attempt int, asked time.Duration) time.Duration {
	if asked > 0 {
		return asked
	}
	return time.Duration(attempt) * 300 * time.Millisecond
}
