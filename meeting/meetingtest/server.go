package meetingtest

import (
	"cmp"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Names of the endpoints, for problems and for call counts; "" means all of them.
// Paths with … are below /v1/mmc/management/conferences.
const (
	EndpointDetail        = "confDetail"         // GET  …/confDetail
	EndpointList          = "conferences"        // GET  …
	EndpointOnline        = "online"             // GET  …/online
	EndpointAttendees     = "conf-attendee"      // GET  …/online/conf-attendee
	EndpointHistory       = "history"            // GET  …/history
	EndpointHistoryDetail = "history/confDetail" // GET  …/history/confDetail
	EndpointAttendance    = "confAttendeeRecord" // GET  …/history/confAttendeeRecord
	EndpointAppAuth       = "appauth"            // POST /v2/usg/acs/auth/appauth
	EndpointAccount       = "account"            // POST /v1/usg/acs/auth/account
	EndpointUnknown       = "unknown"            // any other path or method
)

// Options configure who may sign in to a Server, and its clock.
type Options struct {
	// AppID and AppKey are the credentials of App ID sign-ins. Unless both
	// are set, every such sign-in is refused.
	AppID, AppKey string
	// CorpID turns on service provider mode, in which one App ID serves
	// several enterprises. The signed message then contains a corporation
	// ID, which must be CorpID or empty. Defaults to the mode of one
	// enterprise, where a sign-in with a corporation ID is refused.
	CorpID string
	// Accounts maps the accounts that may sign in by name to their
	// passwords. Defaults to none.
	Accounts map[string]string
	// Admins are the accounts and user IDs that see every meeting of the
	// enterprise. Others see only the meetings that they booked or are
	// invited to. An App ID sign-in without a user ID is the default
	// administrator and sees everything.
	Admins []string
	// Now returns the current time. Defaults to time.Now.
	Now func() time.Time
	// TokenLife is how long a token is valid. Defaults to 12 hours, the
	// shortest time that the documents promise.
	TokenLife time.Duration
	// Logger logs refusals, at debug level and without secrets. Defaults to
	// a logger that discards everything.
	Logger *slog.Logger
}

// Server is a simulated Meeting API. It is an http.Handler and safe for
// concurrent use.
type Server struct {
	opts     Options
	tokens   tokens
	nonces   nonces
	problems problemQueue

	mu        sync.RWMutex
	meetings  map[string]Meeting
	running   map[string]*runningMeeting // by meeting ID
	history   []*pastMeeting             // meetings that have ended, in the order they were recorded
	inHistory map[historyKey]bool        // which meetings history contains
	calls     map[string]int             // by endpoint
	rooms     []OwnRoom                  // that can be booked

	users      []User                    // the directory
	controls   map[string]controlSession // by control token
	joinNonces map[string]joinNonce      // by nonce
}

var _ http.Handler = (*Server)(nil)

// New returns a server with the two example meetings of the API's
// documentation, 914083136 and 969304019.
func New(o Options) *Server {
	o.TokenLife = cmp.Or(o.TokenLife, 12*time.Hour)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{
		opts: o, meetings: map[string]Meeting{}, running: map[string]*runningMeeting{},
		inHistory: map[historyKey]bool{}, calls: map[string]int{},
	}
	s.addPersonalRoom("", "admin", "admin")
	s.Add(ordinaryMeeting())
	s.Add(recurringMeeting())
	return s
}

// Add books a meeting, replacing one with the same ID. It panics when the
// meeting has no ID.
func (s *Server) Add(m Meeting) {
	if m.ID == "" {
		panic("meetingtest: a meeting needs an ID")
	}
	m.Participants = slices.Clone(m.Participants)
	m.Occurrences = slices.Clone(m.Occurrences)
	m.setOccurrenceIDs()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(m.ID)
	s.meetings[m.ID] = m
}

// Remove deletes a meeting, as if it had been cancelled. Past occurrences
// stay in the history.
func (s *Server) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(id)
}

// remove deletes a meeting and its attendees, after recording what has ended
// in the history.
func (s *Server) remove(id string) {
	if _, known := s.meetings[id]; !known {
		return
	}
	s.advance(s.opts.Now())
	delete(s.meetings, id)
	delete(s.running, id)
}

// Edit changes a meeting and reports whether it exists. change must not call
// the server or keep the pointer.
func (s *Server) Edit(id string, change func(*Meeting)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(s.opts.Now())
	m, ok := s.meetings[id]
	if !ok {
		return false
	}
	m.Participants = slices.Clone(m.Participants)
	m.Occurrences = slices.Clone(m.Occurrences)
	change(&m)
	m.ID = id
	m.setOccurrenceIDs()
	s.meetings[id] = m
	return true
}

// Calls returns how many requests an endpoint has received, including those
// that got a problem; "" counts all endpoints.
func (s *Server) Calls(endpoint string) int {
	mustBeEndpoint(endpoint)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if endpoint != "" {
		return s.calls[endpoint]
	}
	total := 0
	for _, n := range s.calls {
		total += n
	}
	return total
}

// countCall counts one request to an endpoint.
func (s *Server) countCall(endpoint string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[endpoint]++
}

// ExpireTokens makes every token behave as expired.
func (s *Server) ExpireTokens() { s.tokens.expire() }

// KickTokens makes every token behave as if a later sign-in had kicked it
// out.
func (s *Server) KickTokens() { s.tokens.kick() }

// mustBeEndpoint panics on an unknown endpoint name, so that a test with a
// misspelt name does not pass by accident.
func mustBeEndpoint(endpoint string) {
	if isBookingEndpoint(endpoint) {
		return
	}
	switch endpoint {
	case "", EndpointDetail, EndpointList, EndpointOnline, EndpointAttendees, EndpointHistory, EndpointHistoryDetail,
		EndpointAttendance, EndpointRecordings, EndpointRecordFiles, EndpointAppAuth, EndpointAccount, EndpointUnknown:
	default:
		if !isControlEndpoint(endpoint) {
			panic("meetingtest: unknown endpoint " + endpoint)
		}
	}
}
