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

// visit is one request on its way through a route.
type visit struct {
	echo.Context
	route   string    // method and path
	id      string    // the request id
	started time.Time // when it came in
}

// endpoint serves one visit. An error it returns has not been answered yet.
type endpoint func(h *Handlers, v visit) error

// serve makes an Echo handler of a route: it gives the request an id, answers
// errors, survives panics, measures, and at debug level logs the bare facts.
func (h *Handlers) serve(r route) echo.HandlerFunc {
	name := r.name()
	durations := h.metrics.requests[name]
	return func(c echo.Context) error {
		v := visit{Context: c, route: name, id: newRequestID(), started: h.now()}
		c.Response().Header().Set(echo.HeaderXRequestID, v.id)
		if err := guard(func() error { return r.serve(h, v) }); err != nil {
			h.answerError(v, err)
		}
		status := c.Response().Status
		took := h.now().Sub(v.started)
		durations.observe(status, took)
		h.logVisit(v, status, took)
		return nil
	}
}

// logVisit says at debug level that a request was served. It never says what
// was in it.
func (h *Handlers) logVisit(v visit, status int, took time.Duration) {
	ctx := v.Request().Context()
	if !h.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	h.log.LogAttrs(ctx, slog.LevelDebug, "request served",
		slog.String("request_id", v.id),
		slog.String("route", v.route),
		slog.Int("status", status),
		slog.Duration("duration", took))
}

// json answers 200 with a body that is JSON already.
func (v visit) json(body []byte) error {
	header := v.Response().Header()
	header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	// Without it, net/http sends anything beyond 2 KiB in chunks.
	header.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	v.Response().WriteHeader(http.StatusOK)
	_, err := v.Response().Write(body)
	return err
}

// reply answers 200 with a reply, or with nothing for an empty one.
func (v visit) reply(r bot.Reply) error {
	if isEmpty(r) {
		return v.empty()
	}
	return v.json(r.JSON())
}

// empty answers 200 with nothing, which Slack takes as "received".
func (v visit) empty() error { return v.NoContent(http.StatusOK) }

// attrs say in a log which request came to what.
func (v visit) attrs(err error) []slog.Attr {
	return append(errorAttrs(err), slog.String("request_id", v.id), slog.String("route", v.route))
}

// newRequestID returns ten random hexadecimal digits: short enough to be read
// aloud, long enough not to come up twice within the life of a log.
func newRequestID() string {
	var b [5]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return hex.EncodeToString(b[:])
}
