package handlers

import (
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// httpRequest is one HTTP request to a route.
type httpRequest struct {
	echo.Context
	request
}

// endpoint serves one HTTP request. An error it returns has not been answered yet.
type endpoint func(h *Handlers, r httpRequest) error

// newHTTPRequest gives an HTTP request an id.
func (h *Handlers) newHTTPRequest(c echo.Context, route string) httpRequest {
	return httpRequest{Context: c, request: request{
		ctx: c.Request().Context(), route: route, id: newRequestID(), started: h.now(), room: math.MaxInt,
		to: (*httpAnswer)(c.Response()),
	}}
}

// serve makes an Echo handler of a route: it gives the request an id, answers
// errors, survives panics, measures, and logs at debug level.
func (h *Handlers) serve(to route) echo.HandlerFunc {
	name := to.name()
	durations := h.metrics.requests[name]
	return func(c echo.Context) error {
		r := h.newHTTPRequest(c, name)
		c.Response().Header().Set(echo.HeaderXRequestID, r.id)
		if err := catchPanic(func() error { return to.serve(h, r) }); err != nil {
			h.answerError(r, err)
		}
		status := c.Response().Status
		took := h.since(r.request)
		durations.observe(status, took)
		h.logServed(r.request, slog.Int("status", status), took)
		return nil
	}
}

// httpAnswer answers an HTTP request. It is the response itself, so that it costs
// no memory.
type httpAnswer echo.Response

// answer answers 200.
func (a *httpAnswer) answer(body []byte) error {
	w := (*echo.Response)(a)
	if len(body) == 0 {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	header := w.Header()
	header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	// Without it, net/http sends anything beyond 2 KiB in chunks.
	header.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(body)
	return err
}
