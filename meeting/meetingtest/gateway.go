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
const requestCap = 1 << 20

// service answers the requests to one endpoint.
type service func(*http.Request) answer

// ServeHTTP answers as the vendor's gateway and the services behind it do.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	endpoint, serve := s.route(r)
	s.count(endpoint)
	r.Body = http.MaxBytesReader(w, r.Body, requestCap)
	s.stamp(w.Header(), r)
	if s.troubles.wait(r, endpoint) != nil {
		// The asker or the server is gone: nobody reads an answer.
		panic(http.ErrAbortHandler)
	}
	trouble := s.troubles.take(endpoint)
	a := trouble.answer(func() answer { return serve(r) })
	s.note(r, endpoint, a)
	trouble.send(w, a)
}

// route finds the service for a request. A wrong method is answered like an
// unknown path, with 404: the gateway's table of errors has two rows of
// APIG.0101, and the second is for it.
func (s *Server) route(r *http.Request) (string, service) {
	conferences, managed := strings.CutPrefix(r.URL.Path, "/v1/mmc/management/conferences")
	if managed {
		return s.conferences(conferences, r)
	}
	switch r.URL.Path {
	case "/v2/usg/acs/auth/appauth":
		return only(http.MethodPost, r, EndpointAppAuth, s.appAuth)
	case "/v1/usg/acs/auth/account":
		return only(http.MethodPost, r, EndpointAccount, s.account)
	}
	return EndpointUnknown, func(*http.Request) answer { return refuse(noSuchAPI) }
}

// conferences finds the service for a request about meetings, by the rest of
// its path.
func (s *Server) conferences(path string, r *http.Request) (string, service) {
	switch path {
	case "":
		return only(http.MethodGet, r, EndpointList, s.list)
	case "/confDetail":
		return only(http.MethodGet, r, EndpointDetail, s.detail)
	case "/online":
		return only(http.MethodGet, r, EndpointOnline, s.online)
	case "/online/conf-attendee":
		return only(http.MethodGet, r, EndpointPresent, s.present)
	case "/history":
		return only(http.MethodGet, r, EndpointHistory, s.history)
	case "/history/confDetail":
		return only(http.MethodGet, r, EndpointHistoryDetail, s.historyDetail)
	case "/history/confAttendeeRecord":
		return only(http.MethodGet, r, EndpointAttendance, s.attendance)
	}
	return EndpointUnknown, func(*http.Request) answer { return refuse(noSuchAPI) }
}

// only lets one method through to a service.
func only(method string, r *http.Request, endpoint string, serve service) (string, service) {
	if r.Method != method {
		return EndpointUnknown, func(*http.Request) answer { return refuse(noSuchMethod) }
	}
	return endpoint, serve
}

// note logs a refusal; nothing of the question is logged.
func (s *Server) note(r *http.Request, endpoint string, a answer) {
	if a.code == "" {
		return
	}
	s.opts.Logger.LogAttrs(r.Context(), slog.LevelDebug, "refused a call of the meeting API",
		slog.String("route", endpoint), slog.Int("status", a.status), slog.String("code", a.code))
}

// stamp sets the headers that every answer of the documents' samples carries,
// dated by the server's own clock. The request's id is the asker's own where it
// sent one.
func (s *Server) stamp(h http.Header, r *http.Request) {
	h.Set("Date", s.opts.Now().UTC().Format(http.TimeFormat))
	h.Set("Server", "api-gateway")
	h.Set("Cache-Control", "no-cache")
	h.Set("Pragma", "No-cache")
	h.Set("Expires", "0")
	h["http_proxy_id"] = []string{hexID()} // not canonical: that is how it is spelt
	id := r.Header.Get("X-Request-Id")
	if !plainID(id) {
		id = hexID()
	}
	h.Set("X-Request-Id", id)
}

// plainID reports whether a request's id may be echoed in a header.
func plainID(id string) bool {
	ok, err := regexp.MatchString(`^[0-9A-Za-z_-]{1,64}$`, id)
	return ok && err == nil
}

// hexID returns 32 random hexadecimal digits.
func hexID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
