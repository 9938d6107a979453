package meetingtest

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
)

// requestCap bounds what is read of a request's body, in bytes.
const maxRequestBytes = 1 << 20

// service answers the requests to one endpoint.
type handlerFunc func(*http.Request) response

// ServeHTTP answers as the vendor's gateway and the services behind it do.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	endpoint, serve := s.route(r)
	s.countCall(endpoint)
	r.Body = http.MaxBytesReader(w, r.Body, maxRequestBytes)
	s.setHeaders(w.Header(), r)
	if s.problems.wait(r, endpoint) != nil {
		// The asker or the server is gone: nobody reads an answer.
		panic(http.ErrAbortHandler)
	}
	trouble := s.problems.take(endpoint)
	a := trouble.response(func() response { return serve(r) })
	s.logRefusal(r, endpoint, a)
	trouble.writeResponse(w, a)
}

// route finds the service for a request. A wrong method is answered like an
// unknown path, with 404: the gateway's table of errors has two rows of
// APIG.0101, and the second is for it.
func (s *Server) route(r *http.Request) (string, handlerFunc) {
	conferences, managed := strings.CutPrefix(r.URL.Path, "/v1/mmc/management/conferences")
	if managed {
		return s.routeConferences(conferences, r)
	}
	switch r.URL.Path {
	case "/v2/usg/acs/auth/appauth":
		return forMethod(http.MethodPost, r, EndpointAppAuth, s.appAuth)
	case "/v1/usg/acs/auth/account":
		return forMethod(http.MethodPost, r, EndpointAccount, s.accountAuth)
	}
	return EndpointUnknown, func(*http.Request) response { return errorResponse(noSuchAPI) }
}

// conferences finds the service for a request about meetings, by the rest of
// its path.
func (s *Server) routeConferences(path string, r *http.Request) (string, handlerFunc) {
	switch path {
	case "":
		return forMethod(http.MethodGet, r, EndpointList, s.listMeetings)
	case "/confDetail":
		return forMethod(http.MethodGet, r, EndpointDetail, s.getMeeting)
	case "/online":
		return forMethod(http.MethodGet, r, EndpointOnline, s.listOnline)
	case "/online/conf-attendee":
		return forMethod(http.MethodGet, r, EndpointAttendees, s.listAttendees)
	case "/history":
		return forMethod(http.MethodGet, r, EndpointHistory, s.listHistory)
	case "/history/confDetail":
		return forMethod(http.MethodGet, r, EndpointHistoryDetail, s.getHistory)
	case "/history/confAttendeeRecord":
		return forMethod(http.MethodGet, r, EndpointAttendance, s.listAttendance)
	}
	return EndpointUnknown, func(*http.Request) response { return errorResponse(noSuchAPI) }
}

// only lets one method through to a service.
func forMethod(method string, r *http.Request, endpoint string, serve handlerFunc) (string, handlerFunc) {
	if r.Method != method {
		return EndpointUnknown, func(*http.Request) response { return errorResponse(noSuchMethod) }
	}
	return endpoint, serve
}

// note logs a refusal; nothing of the question is logged.
func (s *Server) logRefusal(r *http.Request, endpoint string, a response) {
	if a.code == "" {
		return
	}
	s.opts.Logger.LogAttrs(r.Context(), slog.LevelDebug, "refused a call of the meeting API",
		slog.String("route", endpoint), slog.Int("status", a.status), slog.String("code", a.code))
}

// stamp sets the headers that every answer of the documents' samples carries,
// dated by the server's own clock. The request's id is the asker's own where it
// sent one.
func (s *Server) setHeaders(h http.Header, r *http.Request) {
	h.Set("Date", s.opts.Now().UTC().Format(http.TimeFormat))
	h.Set("Server", "api-gateway")
	h.Set("Cache-Control", "no-cache")
	h.Set("Pragma", "No-cache")
	h.Set("Expires", "0")
	h["http_proxy_id"] = []string{newRequestID()} // not canonical: that is how it is spelt
	id := r.Header.Get("X-Request-Id")
	if !validRequestID(id) {
		id = newRequestID()
	}
	h.Set("X-Request-Id", id)
}

// plainID reports whether a request's id may be echoed in a header.
func validRequestID(id string) bool {
	ok, err := regexp.MatchString(`^[0-9A-Za-z_-]{1,64}$`, id)
	return ok && err == nil
}

// hexID returns 32 random hexadecimal digits.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
