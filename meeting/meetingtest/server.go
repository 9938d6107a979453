package meetingtest

import (
	"cmp"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Names of the endpoints, for trouble and for counting; "" means any of them.
// Those of meetings are below /v1/mmc/management/conferences.
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
	EndpointUnknown       = "unknown"            // whatever the gateway does not know
)

// Options say who may sign in to a Server and what time it is there.
type Options struct {
	// AppID and AppKey are what an App ID sign-in must prove. Without both,
	// every such sign-in is refused.
	AppID, AppKey string
	// CorpID turns on the mode of service providers, who serve several
	// enterprises: the signed message then holds a corporation's id, which
	// must be this one or empty. Defaults to the mode of one enterprise, where
	// naming a corporation fails the sign-in.
	CorpID string
	// Accounts holds the passwords of the accounts that may sign in by name.
	// Defaults to none.
	Accounts map[string]string
	// Admins are accounts and user ids that see every meeting of the
	// enterprise. Everybody else sees the meetings they booked or are invited
	// to. An App ID sign-in without a user id is the default administrator and
	// sees everything.
	Admins []string
	// Now tells the time. Defaults to time.Now.
	Now func() time.Time
	// TokenLife is how long a token lives. Defaults to 12 hours, the shortest
	// that the documents promise.
	TokenLife time.Duration
	// Logger is told of refusals, at debug level and without secrets.
	// Defaults to silence.
	Logger *slog.Logger
}

// Server is a make-believe Meeting API. It is an http.Handler and safe for
// concurrent use.
type Server struct {
	opts     Options
	tokens   tokens
	nonces   nonces
	problems problemQueue

	mu        sync.RWMutex
	meetings  map[string]Meeting
	running   map[string]*runningMeeting // of running meetings
	history   []*pastMeeting             // the history
	inHistory map[historyKey]bool        // what is in it
	calls     map[string]int
}

var _ http.Handler = (*Server)(nil)

// New returns a server that knows the two sample meetings of the API's
// documentation, 914083136 and 969304019, and nothing else.
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
	s.Add(ordinaryMeeting())
	s.Add(recurringMeeting())
	return s
}

// Add books a meeting, in the place of one with the same ID. It panics when
// the meeting has no ID.
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

// Remove takes a meeting away, as if it had been cancelled or never been. What
// was held before stays in the history.
func (s *Server) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(id)
}

// forget drops a meeting and who is in it, once its past is history.
func (s *Server) remove(id string) {
	if _, known := s.meetings[id]; !known {
		return
	}
	s.advance(s.opts.Now())
	delete(s.meetings, id)
	delete(s.running, id)
}

// Edit changes a meeting and reports whether it exists. The change must not
// call the server and must not keep the pointer.
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

// Calls tells how many requests an endpoint has had, those that met trouble
// included; "" counts all of them.
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

// count notes one request to an endpoint.
func (s *Server) countCall(endpoint string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[endpoint]++
}

// ExpireTokens makes every token behave as if its time were over.
func (s *Server) ExpireTokens() { s.tokens.expire() }

// KickTokens makes every token behave as if a later sign-in had pushed it out.
func (s *Server) KickTokens() { s.tokens.kick() }

// mustKnow panics on a name that no endpoint has: a test that counts or
// troubles an endpoint by a misspelt name would prove nothing.
func mustBeEndpoint(endpoint string) {
	switch endpoint {
	case "", EndpointDetail, EndpointList, EndpointOnline, EndpointAttendees, EndpointHistory, EndpointHistoryDetail,
		EndpointAttendance, EndpointAppAuth, EndpointAccount, EndpointUnknown:
	default:
		panic("meetingtest: unknown endpoint " + endpoint)
	}
}
