package meeting

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"meetingbot/internal/lenientjson"
	"meetingbot/internal/remote"
)

// maxRetryAfter bounds what an answer may ask to wait.
const maxRetryAfter = time.Hour

var (
	errNotJSON      = errors.New("the answer is not a JSON object")
	errTooLong      = errors.New("the answer is too long")
	errNoConference = errors.New("the answer holds no meeting")
)

// errorBody is a refusal by the API, its gateway or its older parts. Their
// messages are left out: they may hold anything.
type errorBody struct {
	Code       Text `json:"error_code"`
	ReturnCode Text `json:"returnCode"`
	RequestID  Text `json:"request_id"`
}

// refusal makes an Error of an answer whose status is not 200.
func refusal(op string, resp *http.Response, now time.Time) *Error {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxError)) // a part may still hold the code
	e := readRefusal(body, resp.StatusCode)
	e.Op = op
	e.ServerTime = serverTime(resp.Header)
	e.RequestID = cmp.Or(requestID(resp.Header), e.RequestID)
	e.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), cmp.Or(e.ServerTime, now))
	return e
}

// readRefusal classifies by code first, then by status.
func readRefusal(body []byte, status int) *Error {
	var b errorBody
	_ = unmarshal(body, &b) // a proxy may answer HTML or nothing
	e := &Error{Status: status, RequestID: cleanID(b.RequestID.String())}
	e.Code = cleanCode(cmp.Or(b.Code, b.ReturnCode).String())
	e.Kind = cmp.Or(kindOfCode(e.Code), kindOfStatus(status, e.Code))
	return e
}

// missing makes an Error of an answer with status 200 that lacks what was
// asked for: the refusal that it may hold instead, or that it holds nothing.
func missing(body []byte, nothing error) *Error {
	e := readRefusal(body, http.StatusOK)
	if e.Kind == Garbled {
		e.Err = nothing
	}
	return e
}

// unmarshal decodes a JSON object leniently: a value of another type than the
// documents specify is left zero. What is no JSON object is Garbled.
func unmarshal(body []byte, v any) error {
	if lenientjson.Unmarshal(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), v) != nil {
		return &Error{Kind: Garbled, Err: errNotJSON}
	}
	return nil
}

// kindOfStatus classifies an answer whose code is unknown or missing. Without a
// code of the API's own, a status says nothing of the meeting: it may be that of
// a firewall or a proxy, which passes.
func kindOfStatus(status int, code string) Kind {
	switch own := isOwnCode(code); {
	case status == http.StatusUnauthorized:
		return TokenRefused
	case status == http.StatusTooManyRequests, status == http.StatusTooEarly:
		return Throttled
	case status == http.StatusRequestTimeout, status >= 500:
		return Unavailable
	case status == http.StatusPreconditionFailed, status == http.StatusLocked:
		return Invalid // the sign-in of a disabled and of a locked account
	case !own, status < 400:
		return Garbled
	case status == http.StatusForbidden:
		return Forbidden
	case status == http.StatusNotFound && strings.HasPrefix(code, "MMC."):
		return NotFound
	case status == http.StatusNotFound:
		return Garbled // the API says "no such meeting" with 400 and a code
	default:
		return Invalid
	}
}

// minOwnNumber is how long a code is that is a number without a family. The
// API's have 8 to 9 digits; others put a status there.
const minOwnNumber = 7

// isOwnCode reports whether a clean code is one of the API or its gateway.
func isOwnCode(code string) bool {
	family, _, ok := strings.Cut(code, ".")
	if !ok {
		return len(code) >= minOwnNumber
	}
	switch family {
	case "MMC", "USG", "MBI", "WSS", "APIG":
		return true
	default:
		return false
	}
}

// retryAfter reads a Retry-After of seconds or of a date, 0 for neither.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	var d time.Duration
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		d = time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second))
	} else if at, err := http.ParseTime(value); err == nil {
		d = at.Sub(now)
	}
	return min(max(d, 0), maxRetryAfter)
}

// serverTime returns the clock of the server that answered, zero if it does not say.
func serverTime(h http.Header) time.Time {
	at, _ := http.ParseTime(h.Get("Date"))
	return at
}

// requestID returns the answer's request id if it looks like one.
func requestID(h http.Header) string { return cleanID(h.Get("X-Request-Id")) }

// cleanID returns s if it looks like an id: it goes into errors and logs.
func cleanID(s string) string {
	if s == "" || len(s) > 64 || strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && r != '_' && r != '.' && !alphanumeric(r)
	}) {
		return ""
	}
	return s
}

// cleanCode returns s if it looks like a code, MMC.111070005 or 111070005.
func cleanCode(s string) string {
	number := s
	if family, rest, ok := strings.Cut(s, "."); ok {
		if family == "" || len(family) > 8 || strings.Trim(family, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return ""
		}
		number = rest
	}
	if number == "" || len(number) > 12 || strings.Trim(number, "0123456789") != "" {
		return ""
	}
	return s
}

func alphanumeric(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// transportError describes why there is no answer, or no whole one.
func transportError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return doneError(ctx)
	}
	return remote.Failure(err)
}
