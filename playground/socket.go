package playground

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// CallSocket is the name for [Server.Fail] of what is sent to the app in Socket Mode,
// whatever it is.
const CallSocket = "socket"

// Codes of [Server.Fail] for [CallSocket], and of [Server.EndSockets]. With FailDrop
// and FailLostResponse a connection is cut without a word; with FailTimeout it stays
// open, and nothing more is read or written.
const (
	// SocketWarning announces the end of a connection ten seconds ahead.
	SocketWarning = "warning"
	// SocketRefresh asks for another connection, at once.
	SocketRefresh = "refresh_requested"
	// SocketDisabled switches Socket Mode off, until [Server.EnableSocket].
	SocketDisabled = "link_disabled"
	// SocketTooMany ends a connection because the app has too many.
	SocketTooMany = "too_many_websockets"
	// FailDrop cuts a connection right after an envelope was written to it.
	FailDrop = "drop"
)

const (
	// maxSockets is how many connections an app may have.
	maxSockets = 10
	// maxAck is how long a message of the app's can be, in bytes. Slack closes the
	// connection of a longer one with code 1009.
	maxAck = 20_479
	// socketLife is how long a connection lasts, as its hello says.
	socketLife = 18_060 * time.Second
	// ticketLife is how long the address of a connection can be used, once.
	ticketLife = 30 * time.Second
)

// socketMode is Slack's side of Socket Mode: the app's connections, and what waits to
// be acknowledged.
type socketMode struct {
	s *Server

	mu       sync.Mutex
	tickets  map[string]time.Time // when they expire
	links    []*link
	pending  []*envelope // the oldest first
	sent     int         // envelopes, which take turns among the connections
	disabled bool
	closed   bool
}

// envelope is a request to the app in Socket Mode.
type envelope struct {
	ID           string          `json:"envelope_id"`
	Type         string          `json:"type"`
	Payload      json.RawMessage `json:"payload"`
	Accepts      bool            `json:"accepts_response_payload"`
	RetryAttempt int             `json:"retry_attempt"`
	RetryReason  string          `json:"retry_reason"`

	on      *link                // where it was sent; nil while there is no connection
	lost    bool                 // its acknowledgement gets lost, once
	answers chan json.RawMessage // the app's answer
}

func newSocketMode(s *Server) *socketMode {
	return &socketMode{s: s, tickets: map[string]time.Time{}}
}

// connectionsOpen is apps.connections.open: it returns the address of one connection.
// It takes the app-level token, in the header only.
func (s *Server) connectionsOpen(token string, a args) (object, error) {
	switch {
	case token == "":
		return nil, apiErr("not_authed")
	case token == s.options.BotToken:
		return nil, apiErr("not_allowed_token_type")
	case s.socket == nil || token != s.options.AppToken || a["token"] != "":
		return nil, apiErr("invalid_auth")
	case s.options.AppScopes != "connections:write":
		return nil, &apiError{code: "missing_scope", more: object{"needed": "connections:write", "provided": s.options.AppScopes}}
	}
	address := strings.Replace(s.options.PublicURL, "http", "ws", 1) + "/link/?" +
		url.Values{"ticket": {s.socket.newTicket()}, "app_id": {AppID}}.Encode()
	return object{"url": address}, nil
}

func (m *socketMode) newTicket() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	ticket := rand.Text()
	m.tickets[ticket] = time.Now().Add(ticketLife)
	return ticket
}

func (m *socketMode) useTicket(ticket string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	expires, ok := m.tickets[ticket]
	delete(m.tickets, ticket)
	return ok && time.Now().Before(expires)
}

// newEnvelope wraps a request as Socket Mode does: there is no form, and no
// signature.
func newEnvelope(r appRequest) (*envelope, error) {
	e := &envelope{ID: "e-" + strings.ToLower(rand.Text()), answers: make(chan json.RawMessage, 1)}
	form, _ := url.ParseQuery(r.body)
	switch r.path {
	case "/slack/commands":
		fields := object{}
		for name := range form {
			fields[name] = form.Get(name)
		}
		e.Type, e.Payload, e.Accepts = "slash_commands", compactJSON(fields), true
	case "/slack/interactions":
		e.Type, e.Payload = "interactive", json.RawMessage(form.Get("payload"))
		var p payload
		_ = json.Unmarshal(e.Payload, &p)
		e.Accepts = p.Type == "view_submission" || p.Type == "block_suggestion"
	case "/slack/events":
		e.Type, e.Payload, e.RetryReason = "events_api", json.RawMessage(r.body), r.header.Get("X-Slack-Retry-Reason")
		_, _ = fmt.Sscan(r.header.Get("X-Slack-Retry-Num"), &e.RetryAttempt)
	default:
		return nil, fmt.Errorf("%w: Socket Mode has nothing like %s", ErrFailed, r.path)
	}
	return e, nil
}

// roundTrip sends a request to the app over one of its connections and waits for the
// acknowledgement. Without a connection it waits for one.
func (m *socketMode) roundTrip(ctx context.Context, r appRequest) (appResponse, error) {
	e, err := newEnvelope(r)
	if err != nil {
		return appResponse{}, err
	}
	m.mu.Lock()
	m.pending = append(m.pending, e)
	m.mu.Unlock()
	defer m.forget(e)
	m.deliver(e)
	select {
	case body := <-e.answers:
		a := appResponse{status: http.StatusOK, header: http.Header{}, body: body}
		if len(body) > 0 {
			a.header.Set("Content-Type", "application/json")
		}
		return a, nil
	case <-ctx.Done():
		return appResponse{}, fmt.Errorf("%w: no acknowledgement", ErrFailed)
	}
}

// EndSockets ends every connection of the app: with a reason of Slack's, or, with
// another code, as a failure of the network does. It returns how many there were.
func (s *Server) EndSockets(code string) int {
	if s.socket == nil {
		return 0
	}
	links := s.socket.open()
	if code == SocketDisabled {
		s.socket.setDisabled(true)
	}
	for _, l := range links {
		l.end(code)
	}
	return len(links)
}

// EnableSocket switches Socket Mode on again.
func (s *Server) EnableSocket() {
	if s.socket != nil {
		s.socket.setDisabled(false)
	}
}

// Sockets is how many connections the app has.
func (s *Server) Sockets() int {
	if s.socket == nil {
		return 0
	}
	return len(s.socket.open())
}

func (m *socketMode) setDisabled(disabled bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.disabled = disabled
}

// close ends all connections and takes no more.
func (m *socketMode) close() {
	m.mu.Lock()
	m.closed = true
	m.mu.Unlock()
	for _, l := range m.open() {
		_ = l.ws.Close()
	}
}
