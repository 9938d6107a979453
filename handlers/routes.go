package handlers

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"
)

// route is one endpoint: its method, its path, who serves it, and whether it
// carries questions to the bot.
type route struct {
	method string
	path   string
	serve  endpoint
	asks   bool
}

// routes is every endpoint there is.
func routes() []route { return append(slackRoutes(), pages()...) }

// slackRoutes is where Slack's signed requests arrive.
func slackRoutes() []route {
	return []route{
		{http.MethodPost, "/slack/commands", signed(echo.MIMEApplicationForm, (*Handlers).command), true},
		{http.MethodPost, "/slack/interactions", signed(echo.MIMEApplicationForm, (*Handlers).interaction), true},
		{http.MethodPost, "/slack/events", signed(echo.MIMEApplicationJSON, (*Handlers).event), false},
	}
}

// pages is every endpoint that is there however Slack's requests arrive.
func pages() []route {
	return []route{
		{http.MethodGet, "/healthz", (*Handlers).healthz, false},
		{http.MethodGet, "/readyz", (*Handlers).readyz, false},
	}
}

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

// served is every endpoint that is served.
func (h *Handlers) served() []route {
	if h.socket != nil {
		return pages()
	}
	return routes()
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
	for _, r := range h.served() {
		e.Add(r.method, r.path, h.serve(r))
	}
	return e
}
