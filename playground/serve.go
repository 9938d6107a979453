package playground

import (
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
)

// outcome is what Slack answers to a request of the app.
type outcome struct {
	status     int
	kind       string // the content type
	body       []byte
	retryAfter int // seconds
	code       string

	channelID, messageTS string
}

// jsonOutcome is an answer in JSON.
func jsonOutcome(status int, answer object) outcome {
	code := name(answer, "error")
	return outcome{status: status, kind: "application/json; charset=utf-8", body: append(compact(answer), '\n'), code: code}
}

// refused is an answer that says no.
func refused(status int, err error) outcome {
	r := &refusal{code: "internal_error"}
	_ = errors.As(err, &r)
	o := jsonOutcome(status, failure(r))
	if r.retryAfter > 0 {
		o.status, o.retryAfter = http.StatusTooManyRequests, r.retryAfter
	}
	return o
}

// attend answers a request of the app, or does what a test or a demonstration of
// trouble asked for in its place, and records either.
func (s *Server) attend(w http.ResponseWriter, r *http.Request, method string, do func(body []byte, err error) outcome) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	began := s.options.Now()
	f, failing := s.space.strike(method)
	var o outcome
	if failing && f.code != FailLost {
		o = f.outcome(method)
	} else {
		o = do(body, err)
	}
	s.record(Call{
		Method: method, At: began, Took: s.options.Now().Sub(began), Request: s.presentable(request(r, body)),
		Answer: s.presentable(loose(o.body)), Status: o.status, Error: o.code, ChannelID: o.channelID, MessageTS: o.messageTS,
	})
	if o.code != "" {
		s.options.Logger.LogAttrs(r.Context(), slog.LevelDebug, "call refused",
			slog.String("route", r.Pattern), slog.String("error", o.code))
	}
	if failing && (f.code == FailTimeout || f.code == FailLost) {
		s.hangUp(r, f.code)
	}
	o.write(w)
}

// request is what the app asked, for the record.
func request(r *http.Request, body []byte) any {
	if isJSON(r) {
		return loose(body)
	}
	return parcel{body: string(body)}.object()
}

// hangUp ends a connection without an answer: at once, or when the app has given
// up.
func (s *Server) hangUp(r *http.Request, code string) {
	if code == FailTimeout {
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
	}
	panic(http.ErrAbortHandler)
}

func (o outcome) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", o.kind)
	if o.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(o.retryAfter))
	}
	w.WriteHeader(o.status)
	_, _ = w.Write(o.body)
}

// failure is how Slack's JSON says no.
func failure(r *refusal) object {
	o := object{"ok": false, "error": r.code}
	maps.Copy(o, r.more)
	if len(r.messages) > 0 {
		o["errors"] = r.messages
		o["response_metadata"] = object{"messages": r.messages}
	}
	return o
}
