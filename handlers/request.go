package handlers

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"strings"
	"time"

	"meetingbot/bot"
)

// request is one thing that Slack asks or tells, whichever way it came in.
type request struct {
	ctx        context.Context //nolint:containedctx // ends when nobody would read the answer
	route      string          // a metric's label, such as "POST /slack/commands"
	id         string          // the request id
	started    time.Time       // when it came in
	signature  string          // Slack's, verified, in whichever spelling it came; "" of an envelope
	envelopeID string          // "" of an HTTP request
	room       int             // how long an answer can be, in bytes
	to         answerer
}

// answerer takes the answer to one request: JSON, or nothing, which Slack takes as
// "received".
type answerer interface {
	answer(body []byte) error
}

// json answers with a body that is JSON already.
func (r request) json(body []byte) error { return r.to.answer(body) }

// reply answers with a reply, or with nothing for an empty one.
func (r request) reply(reply bot.Reply) error { return r.to.answer(reply.JSON()) }

// ackEmpty answers with nothing, which Slack takes as "received".
func (r request) ackEmpty() error { return r.to.answer(nil) }

// holds reports whether the answer has room for a reply.
func (r request) holds(reply bot.Reply) bool { return len(reply.JSON()) <= r.room }

// questionID is the id of what a request asks: the same one where the same timestamp
// and body, or the same envelope, come again, and no other has it.
func (r request) questionID() string {
	if r.envelopeID != "" {
		return "envelope " + r.envelopeID
	}
	return strings.ToLower(r.signature)
}

// since is how long ago a request came in.
func (h *Handlers) since(r request) time.Duration { return h.now().Sub(r.started) }

// attrs are a request's attributes in a log, with the error that it ended with.
func (r request) attrs(err error) []slog.Attr {
	return append(errorAttrs(err), slog.String("request_id", r.id), slog.String("route", r.route))
}

// logServed says at debug level that a request was served, and how. It never says
// what was in it.
func (h *Handlers) logServed(r request, outcome slog.Attr, took time.Duration) {
	if !h.log.Enabled(r.ctx, slog.LevelDebug) {
		return
	}
	h.log.LogAttrs(r.ctx, slog.LevelDebug, "request served",
		slog.String("request_id", r.id),
		slog.String("route", r.route),
		outcome,
		slog.Duration("duration", took))
}

// newRequestID returns ten random hexadecimal digits: short enough to be read
// aloud, long enough to be unique within the life of a log.
func newRequestID() string {
	var b [5]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}
