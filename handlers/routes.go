package handlers

import (
	"io"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// route is one endpoint: its method, its path, who serves it, and whether it
// carries questions to the bot.
type route struct {
	method string
	path   string
	serve  endpoint
	asks   bool
	exists func(*Handlers) bool // nil: always, but for what is Slack's
}

// routes is every endpoint there is.
func routes() []route {
	return []route{
		{http.MethodPost, "/slack/commands", signed(echo.MIMEApplicationForm, (*Handlers).command), true, nil},
		{http.MethodPost, "/slack/interactions", signed(echo.MIMEApplicationForm, (*Handlers).interaction), true, nil},
		{http.MethodPost, "/slack/events", signed(echo.MIMEApplicationJSON, (*Handlers).event), false, nil},
		{http.MethodGet, installPath, (*Handlers).installPage, false, installable},
		{http.MethodGet, callbackPath, (*Handlers).installCallback, false, installable},
		{http.MethodGet, joinPath, (*Handlers).join, false, joinable},
		{http.MethodPost, pushPath, (*Handlers).push, false, pushable}, // the Meeting API's events
		{http.MethodGet, "/healthz", (*Handlers).healthz, false, nil},
		{http.MethodGet, "/readyz", (*Handlers).readyz, false, nil},
	}
}

// installable reports whether the installation by OAuth is set up.
func installable(h *Handlers) bool { return h.install != nil }

// joinable reports whether people join meetings as themselves.
func joinable(h *Handlers) bool { return h.joiner != nil }

// pushable reports whether the Meeting API's events are taken.
func pushable(h *Handlers) bool { return h.pushes != nil }

// Routes returns every endpoint as method and path, such as
// "POST /slack/commands".
func Routes() []string {
	var names []string
	for _, r := range routes() {
		names = append(names, r.name())
	}
	return names
}

// name returns the route as method and path.
func (r route) name() string { return r.method + " " + r.path }

// isSlacks reports whether Slack's signed requests arrive here.
func (r route) isSlacks() bool {
	return r.method == http.MethodPost && strings.HasPrefix(r.path, "/slack/")
}

// Echo returns a server of every route, without Slack's where its requests come over
// the socket. Another method on a route's path is
// answered with 405 and any other path with 404. The client's address is taken
// from the connection, never from a header. It writes nothing to stdout.
func (h *Handlers) Echo() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard)
	e.StdLogger.SetOutput(io.Discard)
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = h.answerUnrouted
	for _, r := range routes() {
		if r.exists != nil && !r.exists(h) || r.isSlacks() && h.socket != nil {
			continue
		}
		e.Add(r.method, r.path, h.serve(r))
	}
	return e
}
