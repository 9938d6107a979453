package handlers

import (
	"encoding/json"
	"errors"
	"log/slog"
)

// maxEnvelopeID is how long an envelope_id can be, in bytes. Slack's are UUIDs.
const maxEnvelopeID = 200

// envelope is a message of Slack's over the socket.
type envelope struct {
	Type    string          `json:"type"`
	ID      string          `json:"envelope_id"` // to be acknowledged by
	Payload json.RawMessage `json:"payload"`
	Accepts bool            `json:"accepts_response_payload"`
	Reason  string          `json:"reason"` // of a disconnect
	Debug   struct {
		Lifetime float64 `json:"approximate_connection_time"` // of a hello, in seconds
	} `json:"debug_info"`
}

// envelopeType says how one type of envelope is served.
type envelopeType struct {
	route string
	serve func(h *Handlers, r request, payload []byte) error
	asks  bool // it carries questions to the bot
}

// envelopeTypes is every type of envelope that is served. The others are
// acknowledged.
func envelopeTypes() map[string]envelopeType {
	return map[string]envelopeType{
		"slash_commands": {"socket slash_commands", (*Handlers).commandPayload, true},
		"interactive":    {"socket interactive", (*Handlers).interact, true},
		"events_api":     {"socket events_api", (*Handlers).event, false},
	}
}

// parseEnvelope reads a message. It returns errMalformed for one that can be neither
// understood nor acknowledged.
func parseEnvelope(message []byte) (*envelope, error) {
	e := new(envelope)
	if err := decode(message, e); err != nil {
		return nil, err
	}
	acknowledgeable := e.ID != "" && len(e.ID) <= maxEnvelopeID
	if e.Type != "hello" && e.Type != "disconnect" && !acknowledgeable {
		return nil, errMalformed
	}
	return e, nil
}

// receive handles a message of a connection. It waits only while too many envelopes
// are in hand.
func (s *socket) receive(c *socketConn, message []byte) {
	e, err := parseEnvelope(message)
	switch {
	case err != nil:
		s.logOdd("socket message", message)
	case e.Type == "hello":
		c.greeted(e)
	case e.Type == "disconnect":
		c.asked(e.Reason)
	default:
		s.take(c, e)
	}
}

// take takes an envelope in hand, unless it has been taken before: then it is
// acknowledged once more. A process that stops takes none.
func (s *socket) take(c *socketConn, e *envelope) {
	a := &receipt{socket: s, id: e.ID, conn: c}
	if e.Accepts {
		a.room = ackRoom(e.ID)
	}
	if !s.hold() {
		return
	}
	if !s.seen.Add(e.ID, a, envelopeTTL) {
		if former, ok := s.seen.Get(e.ID); ok {
			a = former
		}
		go s.release(func() { a.repeat(c) })
		return
	}
	go s.release(func() { s.serve(a, e) })
}

// hold reports whether one more envelope can be taken, and takes a place for it.
func (s *socket) hold() bool {
	s.places <- struct{}{}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		<-s.places
		return false
	}
	s.inHand.Add(1)
	return true
}

// release calls do and gives its place back.
func (s *socket) release(do func()) {
	defer func() {
		<-s.places
		s.inHand.Done()
	}()
	do()
}

// serve has an envelope served as an HTTP request would be, and sees to it that it is
// acknowledged. It must not panic.
func (s *socket) serve(a *receipt, e *envelope) {
	to, ok := s.types[e.Type]
	if !ok {
		_ = a.answer(nil) // where no connection takes it, Slack asks again
		return
	}
	h := s.h
	r := request{
		ctx: h.tasks.root, route: to.route, id: newRequestID(), started: h.now(), envelopeID: e.ID, room: a.room, to: a,
	}
	err := catchPanic(func() error { return to.serve(h, r, e.Payload) })
	s.settle(r, a, e, err)
	took := h.since(r)
	h.metrics.requests[r.route].observe(statusOf(err), took)
	h.logServed(r, slog.Bool("acknowledged", a.wasTaken()), took)
}

// settle ends an envelope that its handler has left with err. One of which nothing
// could be done is acknowledged all the same: it would only come again. One that
// there is no room for is not, so that Slack brings it once more.
func (s *socket) settle(r request, a *receipt, e *envelope, err error) {
	switch {
	case err == nil:
		return
	case errors.Is(err, errBusy):
		s.seen.Delete(a.id)
		return
	case errors.Is(err, errNotTaken):
		s.oddLog.Do(func() {
			s.h.log.LogAttrs(r.ctx, slog.LevelWarn, "acknowledgement not sent", r.attrs(err)...)
		})
		return
	case errors.Is(err, errMalformed):
		s.logOdd(e.Type, e.Payload)
	default:
		s.h.log.LogAttrs(r.ctx, slog.LevelError, "request failed", r.attrs(err)...)
	}
	_ = a.answer(nil)
}

// logOdd says, once a minute at most, that something cannot be used, and of what shape
// it is.
func (s *socket) logOdd(what string, content []byte) {
	s.oddLog.Do(func() {
		s.h.log.LogAttrs(s.h.tasks.root, slog.LevelWarn, "request cannot be used",
			slog.String("route", what), slog.String("shape", shapeOf(content)))
	})
}
