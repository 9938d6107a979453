package meeting

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what sort of refusal an Error is, and so what to tell a person.
type Kind string

// The kinds of refusal.
const (
	// NotFound: no such meeting, or it has ended, or the account may not know.
	NotFound Kind = "not_found"
	// Forbidden: the meeting exists and the account may not see it.
	Forbidden Kind = "forbidden"
	// SignInRefused: App ID, App Key or signature are not accepted; an
	// operator must act.
	SignInRefused Kind = "sign_in_refused"
	// TokenRefused: an expired or kicked token; signing in again helps.
	TokenRefused Kind = "token_refused"
	// Throttled: too many calls; wait RetryAfter.
	Throttled Kind = "throttled"
	// Unavailable: busy, failing, unreachable or too slow.
	Unavailable Kind = "unavailable"
	// Invalid: the API does not accept the question.
	Invalid Kind = "invalid"
	// Garbled: the API answered something that is not its own format.
	Garbled Kind = "garbled"
)

// Error is a refusal by the Meeting API, or a failure to reach it. Its text
// holds neither URLs nor tokens nor the API's own message.
type Error struct {
	Op         string        // what was tried: "get conference"
	Kind       Kind          // what sort of refusal
	Status     int           // HTTP status, 0 without an answer
	Code       string        // the API's error_code, such as MMC.111070005
	RequestID  string        // the answer's X-Request-Id
	RetryAfter time.Duration // how long the API asked to wait, 0 if it did not
	ServerTime time.Time     // the API's clock by the answer's Date, zero if it did not say
	Unsearched bool          // with NotFound: the lists or the history could not be searched as well, and may have it
	Uncertain  bool          // of a change: it may have been made all the same
	Err        error         // the cause, where the answer does not say it all
}

// Error names what was tried and what came back.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Op, e.Kind)
	if e.Status != 0 {
		fmt.Fprintf(&b, ", status %d", e.Status)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, ", code %s", e.Code)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, ", request %s", e.RequestID)
	}
	if e.Unsearched {
		b.WriteString(", not searched everywhere")
	}
	if e.Uncertain {
		b.WriteString(", may be done")
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Retryable reports whether waiting and asking again may help.
func (e *Error) Retryable() bool {
	switch e.Kind {
	case Throttled, Unavailable, Garbled:
		return true
	default:
		return false
	}
}

// KindOf returns the kind of the first Error in err's chain, "" without one.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}

// IsUncertain reports whether err leaves open whether a change was made.
func IsUncertain(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Uncertain
}

// Refusal is why the API did not answer a question.
type Refusal struct {
	Kind Kind
	Code string // the API's error_code, "" for none
	At   time.Time
}
