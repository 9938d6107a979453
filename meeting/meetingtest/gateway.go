package meetingtest

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"

	"meetingbot/internal/lazyregexp"
)

// maxRequestBytes limits how much of a request's body is read.
const maxRequestBytes = 1 << 20

// handlerFunc handles the requests to one endpoint.
type handlerFunc func(*http.Request) response

// ServeHTTP answers like the vendor's gateway and the services behind it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	endpoint, handle := s.route(r)
	s.countCall(endpoint)
	r.Body = http.MaxBytesReader(w, r.Body, maxRequestBytes)
	s.setHeaders(w.Header(), r)
	if s.problems.wait(r, endpoint) != nil {
		// The client is gone: nobody reads a response.
		panic(http.ErrAbortHandler)
	}
	p := s.problems.take(endpoint)
	res := p.response(func() response { return handle(r) })
	s.logRefusal(r, endpoint, res)
	p.writeResponse(w, res)
}

// route returns the endpoint and the handler of a request. A wrong method is
// answered like an unknown path, with 404: the gateway's table of errors has
// a second row of APIG.0101 for it.
func (s *Server) route(r *http.Request) (string, handlerFunc) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/v1/mmc/management"); ok {
		if endpoint, handle, ok := s.routeBookings(path, r); ok {
			return endpoint, handle
		}
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/v1/mmc/management/conferences")
	if ok {
		return s.routeConferences(rest, r)
	}
	if endpoint, handle, ok := s.routeControl(r); ok {
		return endpoint, handle
	}
	switch r.URL.Path {
	case "/v2/usg/acs/auth/appauth":
		return forMethod(http.MethodPost, r, EndpointAppAuth, s.appAuth)
	case "/v1/mmc/management/record/files":
		return forMethod(http.MethodGet, r, EndpointRecordings, s.listRecordings)
	case "/v1/usg/acs/auth/account":
		return forMethod(http.MethodPost, r, EndpointAccount, s.accountAuth)
	}
	return EndpointUnknown, func(*http.Request) response { return errorResponse(noSuchAPI) }
}

// routeConferences routes a request about meetings by the rest of its path.
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
	case "/record/files":
		return forMethod(http.MethodGet, r, EndpointRecordFiles, s.listRecordFiles)
	case "/history/confAttendeeRecord":
		return forMethod(http.MethodGet, r, EndpointAttendance, s.listAttendance)
	}
	return EndpointUnknown, func(*http.Request) response { return errorResponse(noSuchAPI) }
}

// forMethod returns the handler for one method, and a refusal for all others.
func forMethod(method string, r *http.Request, endpoint string, handle handlerFunc) (string, handlerFunc) {
	if r.Method != method {
		return EndpointUnknown, func(*http.Request) response { return errorResponse(noSuchMethod) }
	}
	return endpoint, handle
}

// logRefusal logs a refusal without the parameters of the request.
func (s *Server) logRefusal(r *http.Request, endpoint string, res response) {
	if res.code == "" {
		return
	}
	s.opts.Logger.LogAttrs(r.Context(), slog.LevelDebug, "meeting API call refused",
		slog.String("route", endpoint), slog.Int("status", res.status), slog.String("code", res.code))
}

// setHeaders sets the headers that every response in the documents' samples
// has. Date follows the server's own clock. The request ID is the client's if
// it sent a valid one.
func (s *Server) setHeaders(h http.Header, r *http.Request) {
	h.Set("Date", s.opts.Now().UTC().Format(http.TimeFormat))
	h.Set("Server", "api-gateway")
	h.Set("Cache-Control", "no-cache")
	h.Set("Pragma", "No-cache")
	h.Set("Expires", "0")
	h["http_proxy_id"] = []string{newRequestID()} // spelt in lower case, as in the samples
	id := r.Header.Get("X-Request-Id")
	if !requestID().MatchString(id) {
		id = newRequestID()
	}
	h.Set("X-Request-Id", id)
}

// requestID matches a client's request ID that may be echoed in a header.
var requestID = lazyregexp.New(`^[0-9A-Za-z_-]{1,64}$`)

// newRequestID returns 32 random hexadecimal digits.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never returns an error
	return hex.EncodeToString(b[:])
}
