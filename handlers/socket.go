package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"meetingbot/internal/boundedcache"
)

// SocketOptions set up Slack's Socket Mode: Slack's requests come over connections
// that this process opens, and none of its requests is served over HTTP.
type SocketOptions struct {
	// Open asks Slack for the address of one more connection, which is a secret.
	// The error is a *SocketRefusal where Slack refuses. Required.
	Open func(ctx context.Context) (address string, err error)
	// Advice says what an operator can do about a reason for which there is no
	// connection, "" for nothing. Required.
	Advice func(reason string) string
}

// SocketRefusal is Slack's refusal to open a connection.
type SocketRefusal struct {
	Code       string        // Slack's, such as "invalid_auth"
	RetryAfter time.Duration // how long Slack asks to wait, 0 where it does not
}

// Error names the code.
func (e *SocketRefusal) Error() string { return "Slack refuses the connection: " + e.Code }

// Reasons of Slack's for the end of a connection that more than another connection
// has to help.
const (
	// SocketDisabled says that Socket Mode is switched off for the app.
	SocketDisabled = "link_disabled"
	// SocketTooMany says that the app has as many connections as Slack allows.
	SocketTooMany = "too_many_websockets"
)

// checkSocket is the name of the check that fails while there is no connection.
const checkSocket = "slack_socket"

const (
	// socketLanes is how many connections are kept: one bridges what the other
	// misses.
	socketLanes = 2
	// maxEnvelopes bounds how many envelopes are remembered.
	maxEnvelopes = 20_000
	// envelopeTTL is for how long an envelope is remembered.
	envelopeTTL = time.Hour
	// maxAnswers bounds how many answers are kept, of 20 KB each at most, and
	// answerTTL for how long: Slack may not have got them, and ask again.
	maxAnswers = 500
	answerTTL  = 5 * time.Minute
	// ackLimit is how long a process that stops waits for the acknowledgements of
	// what it has taken. Each takes less than Slack's three seconds.
	ackLimit = 5 * time.Second
)

// socket is the entrance that Slack's Socket Mode is: it takes envelopes from several
// connections, each envelope once, and acknowledges them.
type socket struct {
	h       *Handlers
	open    func(context.Context) (string, error)
	advice  func(reason string) string
	pace    socketPace
	types   map[string]envelopeType
	seen    *boundedcache.Cache[*receipt] // by envelope_id
	answers *boundedcache.Cache[[]byte]   // by envelope_id
	oddLog  rate.Sometimes                // a flood of odd messages is no flood of log lines
	places  chan struct{}                 // one for each envelope in hand
	inHand  sync.WaitGroup                // envelopes
	readers sync.WaitGroup                // goroutines of connections

	mu       sync.Mutex
	conns    []*socketConn // those that are up
	trouble  string        // why there is no connection, as it was logged; "" while there is one
	stopping bool
}

// newSocket makes a socket that is not connected.
func newSocket(h *Handlers, o SocketOptions, limit int) *socket {
	return &socket{
		h: h, open: o.Open, advice: o.Advice, pace: usualPace(), types: envelopeTypes(),
		seen: boundedcache.New[*receipt](maxEnvelopes), answers: boundedcache.New[[]byte](maxAnswers),
		oddLog: rate.Sometimes{Interval: time.Minute}, places: make(chan struct{}, 2*limit), // those who are too many are told so
		trouble: "connecting",
	}
}

// ServeSocket takes what Slack sends over its connections until ctx ends. Then it
// takes nothing more, acknowledges what it has taken, and closes the connections:
// what is not acknowledged Slack brings again, to another process or to this one
// when it is back. Without Options.Socket it returns at once.
func (h *Handlers) ServeSocket(ctx context.Context) {
	s := h.socket
	if s == nil {
		return
	}
	var lanes sync.WaitGroup
	for i := range socketLanes {
		lanes.Go(func() { (&lane{socket: s, early: i > 0}).run(ctx) })
	}
	<-ctx.Done()
	s.stopTaking()
	s.awaitAcks()
	s.closeAll()
	lanes.Wait()
	s.readers.Wait()
}

// stopTaking leaves what comes from now on to others.
func (s *socket) stopTaking() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = true
}

// awaitAcks waits until everything that was taken has been acknowledged.
func (s *socket) awaitAcks() {
	done := make(chan struct{})
	go func() {
		s.inHand.Wait()
		close(done)
	}()
	timer := time.NewTimer(ackLimit)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

// closeAll closes all connections.
func (s *socket) closeAll() {
	for _, c := range s.up() {
		c.close()
	}
}

// up returns the connections that are up.
func (s *socket) up() []*socketConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.conns)
}

// connected adds a connection that is up.
func (s *socket) connected(c *socketConn) {
	s.mu.Lock()
	s.conns = append(s.conns, c)
	was := s.trouble
	s.trouble = ""
	s.h.metrics.sockets.Set(float64(len(s.conns)))
	s.mu.Unlock()
	if was != "" {
		s.h.log.LogAttrs(context.Background(), slog.LevelInfo, "connected to Slack")
	}
}

// disconnected takes away a connection that has ended.
func (s *socket) disconnected(c *socketConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = slices.DeleteFunc(s.conns, func(other *socketConn) bool { return other == c })
	s.h.metrics.sockets.Set(float64(len(s.conns)))
}

// report says why a connection failed: once for each reason while there is no other
// connection, and where somebody has to do something.
func (s *socket) report(ctx context.Context, err error) {
	reason := socketReason(err)
	s.mu.Lock()
	told := s.trouble == reason || len(s.conns) > 0 && !s.isLasting(reason)
	if !told {
		s.trouble = reason
	}
	s.mu.Unlock()
	if told || ctx.Err() != nil {
		return
	}
	level := slog.LevelWarn
	attrs := []slog.Attr{slog.String("reason", reason), slog.String("error", err.Error())}
	if fix := s.advice(reason); fix != "" {
		level, attrs = slog.LevelError, append(attrs, slog.String("fix", fix))
	}
	s.h.log.LogAttrs(ctx, level, "connection to Slack failed", attrs...)
}

// isLasting reports whether a reason stays until somebody does something about it.
func (s *socket) isLasting(reason string) bool { return s.advice(reason) != "" }

// check is a condition of readiness: there is a connection.
func (s *socket) check(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(s.conns) > 0:
		return nil
	case s.trouble == "":
		return errors.New("no connection to Slack")
	default:
		return fmt.Errorf("no connection to Slack: %s", s.trouble)
	}
}
