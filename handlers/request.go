package handlers

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"meetingbot/bot"
)

// request is one HTTP request to a route.
type request struct {
	echo.Context
	route   string    // method and path
	id      string    // the request id
	started time.Time // when it came in
}

// endpoint serves one request. An error it returns has not been answered yet.
type endpoint func(h *Handlers, r request) error

// serve makes an Echo handler of a route: it gives the request an id, answers
// errors, survives panics, measures, and logs at debug level.
func (h *Handlers) serve(to route) echo.HandlerFunc {
	name := to.name()
	durations := h.metrics.requests[name]
	return func(c echo.Context) error {
		r := request{Context: c, route: name, id: newRequestID(), started: h.now()}
		c.Response().Header().Set(echo.HeaderXRequestID, r.id)
		if err := catchPanic(func() error { return to.serve(h, r) }); err != nil {
			h.answerError(r, err)
		}
		status := c.Response().Status
		took := h.since(r)
		durations.observe(status, took)
		h.logRequest(r, status, took)
		return nil
	}
}

// since is how long ago a request came in.
func (h *Handlers) since(r request) time.Duration { return h.now().Sub(r.started) }

// logRequest says at debug level that a request was served. It never says what
// was in it.
func (h *Handlers) logRequest(r request, status int, took time.Duration) {
	ctx := r.Request().Context()
	if !h.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	h.log.LogAttrs(ctx, slog.LevelDebug, "request served",
		slog.String("request_id", r.id),
		slog.String("route", r.route),
		slog.Int("status", status),
		slog.Duration("duration", took))
}

// json answers 200 with a body that is JSON already.
func (r request) json(body []byte) error {
	header := r.Response().Header()
	header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	// Without it, net/http sends anything beyond 2 KiB in chunks.
	header.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	r.Response().WriteHeader(http.StatusOK)
	_, err := r.Response().Write(body)
	return err
}

// reply answers 200 with a reply, or with nothing for an empty one.
func (r request) reply(reply bot.Reply) error {
	if isEmpty(reply) {
		return r.ackEmpty()
	}
	return r.json(reply.JSON())
}

// ackEmpty answers 200 with nothing, which Slack takes as "received".
func (r request) ackEmpty() error { return r.NoContent(http.StatusOK) }

// attrs are a request's attributes in a log, with the error that it ended with.
func (r request) attrs(err error) []slog.Attr {
	return append(errorAttrs(err), slog.String("request_id", r.id), slog.String("route", r.route))
}

// newRequestID returns ten random hexadecimal digits: short enough to be read
// aloud, long enough to be unique within the life of a log.
func newRequestID() string {
	var b [5]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}
