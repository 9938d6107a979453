package playground

import (
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
)

// response is Slack's response to a request of the app.
type response struct {
	status      int
	contentType string
	body        []byte
	retryAfter  int // seconds
	errorCode   string

	channelID, messageTS string
}

// jsonResponse is a response with a JSON body.
func jsonResponse(status int, answer object) response {
	code := stringProp(answer, "error")
	return response{status: status, contentType: "application/json; charset=utf-8", body: append(compactJSON(answer), '\n'), errorCode: code}
}

// errorResponse is a response for an error; an error other than [*apiError] becomes
// internal_error.
func errorResponse(status int, err error) response {
	e := &apiError{code: "internal_error"}
	_ = errors.As(err, &e)
	res := jsonResponse(status, errorBody(e))
	if e.retryAfter > 0 {
		res.status, res.retryAfter = http.StatusTooManyRequests, e.retryAfter
	}
	return res
}

// serveCall answers a request of the app with handle, or with a failure that
// [Server.Fail] asked for, and records the call.
func (s *Server) serveCall(w http.ResponseWriter, r *http.Request, method string, handle func(body []byte, err error) response) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	began := s.options.Now()
	fault, failing := s.workspace.takeFault(method)
	s.delay(r.Context(), method)
	var res response
	if !failing || fault.executes() {
		res = handle(body, err)
	}
	if failing && fault.answers() {
		res = fault.response(method)
	}
	if failing && fault.code == FailOtherType {
		res = res.otherTypes()
	}
	s.record(Call{
		Method: method, At: began, Took: s.options.Now().Sub(began), Request: s.redactedText(recordedRequest(r, body)),
		Answer: s.redactedText(jsonOrText(res.body)), Status: res.status, Error: res.errorCode, ChannelID: res.channelID, MessageTS: res.messageTS,
	})
	if res.errorCode != "" {
		s.options.Logger.LogAttrs(r.Context(), slog.LevelDebug, "call failed",
			slog.String("route", r.Pattern), slog.String("error", res.errorCode))
	}
	switch {
	case !failing:
	case fault.code == FailTimeout, fault.code == FailLateResponse:
		s.waitForHangUp(r)
		panic(http.ErrAbortHandler)
	case fault.code == FailLostResponse:
		panic(http.ErrAbortHandler)
	}
	res.write(w)
}

// recordedRequest is the request's body for the record of calls.
func recordedRequest(r *http.Request, body []byte) any {
	decoded := jsonOrText(body)
	if _, text := decoded.(string); !text || isJSON(r) {
		return decoded
	}
	return appRequest{body: string(body)}.decoded()
}

// waitForHangUp waits until the app gives up.
func (s *Server) waitForHangUp(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.done:
	}
}

func (res response) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", res.contentType)
	if res.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(res.retryAfter))
	}
	w.WriteHeader(res.status)
	_, _ = w.Write(res.body)
}

// errorBody is the JSON that Slack answers for an error.
func errorBody(e *apiError) object {
	o := object{"ok": false, "error": e.code}
	maps.Copy(o, e.more)
	if len(e.messages) > 0 {
		o["errors"] = e.messages
		o["response_metadata"] = object{"messages": e.messages}
	}
	return o
}
