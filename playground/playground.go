// Package playground is a simulated Slack: a server that behaves as Slack's
// documentation says, and a page to use an app on.
//
// It knows Slack: signed requests, response_url, Web API methods, Block Kit and its
// limits. It knows nothing about the app under test, which it calls over HTTP as
// Slack does. The same server serves the page, the tests and the demo.
package playground

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// The ids of the simulated workspace and of the app.
const (
	// TeamID is the id of the workspace that the app is installed in.
	TeamID = "T0PLAYGRND"
	// AppID is the id of the app under test.
	AppID = "A0UNDRTEST"
	// BotUserID is the id of the app's bot user.
	BotUserID = "U0UNDRTEST"
	// BotID is the bot_id of the app's messages.
	BotID = "B0UNDRTEST"
)

// appName is what the app is called on the page.
const appName = "Meetings"

// Options configures a [Server].
type Options struct {
	// AckWithin is how long the app may take to answer a command or a click.
	// Defaults to Slack's 3 s.
	AckWithin time.Duration
	// AppToken is the app-level token. With it the app is in Socket Mode: it gets
	// everything over connections of its own, and nothing over HTTP. Defaults to none.
	AppToken string
	// AppScopes are the scopes of the app-level token. Defaults to connections:write.
	AppScopes string
	// AnyHost accepts requests with any Host header, for a page that other machines
	// open under unknown names. Defaults to false.
	AnyHost bool
	// BotToken is the token that the Web API accepts. Required unless NotInstalled is
	// set.
	BotToken string
	// BotURL is the base URL of the app under test. Commands are sent to
	// /slack/commands under it, clicks to /slack/interactions and events to
	// /slack/events. Required without AppToken.
	BotURL string
	// Client sends requests to the app. Defaults to one that follows no redirects.
	Client *http.Client
	// Channels are the channels of the workspace; direct messages with the app are
	// added. Defaults to one channel of every type.
	Channels []Channel
	// Command is the app's slash command. Defaults to "/meeting".
	Command string
	// Domain is the workspace's part of its address. Defaults to "playground".
	Domain string
	// Events are the events that the app subscribes to, by the names of its manifest;
	// those that people cause by what they write are sent only then. Defaults to none.
	Events []string
	// Limits switches Slack's rate limits on; see [Server.SetLimits]. Defaults to
	// off.
	Limits bool
	// Locale is Ana's language as an IETF tag. Defaults to "en-US".
	Locale string
	// Logger logs requests that failed. Defaults to discarding.
	Logger *slog.Logger
	// Name is what the workspace is called. Defaults to "Playground".
	Name string
	// NotInstalled says that the app is not installed in the workspace at first; see
	// [NewFront]. Defaults to false.
	NotInstalled bool
	// Organisation is the Enterprise organisation of the workspace. Defaults to none.
	Organisation Organisation
	// Now is the clock. Defaults to [time.Now].
	Now func() time.Time
	// People are the people of the workspace; the app's bot user is added.
	// Defaults to [DefaultPeople] with Locale and Zone.
	People []Person
	// Panel returns the current controls of the control panel. Defaults to none.
	Panel func() []Control
	// PublicURL is the base URL of this server. Every response_url starts with it,
	// and requests with another Host header are refused unless AnyHost is set.
	// Required.
	PublicURL string
	// Scopes are the scopes of BotToken. Defaults to those that the methods need.
	Scopes []string
	// ShouldEscape is should_escape in the app's manifest: people, channels and URLs
	// in a command's text are sent as <@U…|name> and the like. Defaults to false.
	ShouldEscape bool
	// Shortcuts are the app's shortcuts. Defaults to none.
	Shortcuts []Shortcut
	// SigningSecret signs the requests to the app. Required without AppToken.
	SigningSecret string
	// State is what [Server.Save] wrote earlier. Defaults to no messages.
	State io.Reader
	// Suggestions are examples that the page offers. Defaults to none.
	Suggestions []Suggestion
	// TeamID is the id of the workspace. Defaults to [TeamID].
	TeamID string
	// Verbs are words of the command, which its text can be completed to. Defaults
	// to none.
	Verbs []Suggestion
	// UnfurlDomains are unfurl_domains in the app's manifest: links to them and to
	// their subdomains are told to the app. Defaults to none.
	UnfurlDomains []string
	// Usage is the usage hint of the command. Defaults to none.
	Usage string
	// SigningNow is the clock for the timestamps of signed requests. It differs from
	// Now when simulated time passes faster than the app's time. Defaults to Now.
	SigningNow func() time.Time
	// Wait waits between attempts to deliver an event. Defaults to a timer.
	Wait func(ctx context.Context, d time.Duration) error
	// Zone is Ana's time zone as an IANA name. Defaults to "Europe/Berlin".
	Zone string
}

// Suggestion is an example argument of the command.
type Suggestion struct {
	// ID is the argument, such as a meeting's number.
	ID string
	// Title describes it in a few words.
	Title string
}

// Server is the simulated Slack. It serves the page at "/", the Web API at
// "/api/<method>", and its response_urls. Create it with [New] and stop its streams
// with [Server.Close].
type Server struct {
	options   Options
	public    *url.URL
	workspace *workspace
	front     *Front // nil for a workspace on its own
	methods   map[string]method
	readMarks readMarks
	socket    *socketMode // nil where the app gets requests over HTTP
	handler   http.Handler
	done      chan struct{} // closed when the streams have to end
	once      sync.Once
	closing   sync.Mutex     // held while something is begun in the background, or done is closed
	running   sync.WaitGroup // what runs in the background
}

// New checks the options and returns a server. It starts nothing. It returns an
// error for a missing or invalid option.
func New(o Options) (*Server, error) {
	public, err := o.validate()
	if err != nil {
		return nil, err
	}
	o = o.withDefaults()
	people, err := newPeople(o.People, o.TeamID)
	if err != nil {
		return nil, err
	}
	if o.Channels == nil {
		o.Channels = defaultChannels(people, o.Command)
	}
	channels, err := newChannels(o.Channels, people)
	if err != nil {
		return nil, err
	}
	s := &Server{options: o, public: public, workspace: newWorkspace(o.TeamID, o.Now, people, channels), done: make(chan struct{})}
	s.workspace.rateLimits = o.Limits
	if !o.NotInstalled {
		s.workspace.app.add(o.BotToken, token{}, o.Scopes)
	}
	if o.State != nil {
		if err := s.workspace.load(o.State); err != nil {
			return nil, err
		}
	}
	if o.AppToken != "" {
		s.socket = newSocketMode(s)
	}
	s.methods = s.allMethods()
	s.handler = s.protect(s.routes())
	return s, nil
}

// ServeHTTP serves the page, the Web API and the response_urls.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the event streams of open pages, the app's connections, and what is sent
// to the app in the background, so that an HTTP server can shut down. It may be called
// twice.
func (s *Server) Close() {
	s.once.Do(func() {
		s.close()
		if s.socket != nil {
			s.socket.close()
		}
	})
	s.running.Wait()
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.servePage)
	mux.HandleFunc("GET /stream", s.serveStream)
	mux.HandleFunc("POST /suggest", s.serveSuggest)
	mux.HandleFunc("POST /say", s.handleForm(s.handleSay))
	mux.HandleFunc("POST /compose", s.handleForm(s.handleCompose))
	mux.HandleFunc("POST /click", s.handleForm(s.handleClick))
	mux.HandleFunc("POST /act", s.handleForm(s.handleModalAction))
	mux.HandleFunc("POST /decline", s.handleForm(s.handleDecline))
	mux.HandleFunc("POST /shortcut", s.handleForm(s.handleShortcut))
	mux.HandleFunc("POST /fill", s.handleForm(s.handleFill))
	mux.HandleFunc("POST /submit", s.handleForm(s.handleSubmit))
	mux.HandleFunc("POST /close", s.handleForm(s.handleClose))
	mux.HandleFunc("POST /control", s.serveControl)
	mux.Handle("GET /assets/", s.assets())
	mux.HandleFunc("/api/{method}", s.serveMethod)
	mux.HandleFunc("GET /link/", s.serveLink)
	mux.HandleFunc("POST /upload/v1/{team}/{id}/{secret}", s.serveUpload)
	mux.HandleFunc("GET /files/{person}/{id}/{name}", s.serveFile)
	mux.HandleFunc("POST /commands/{team}/{id}/{secret}", s.serveResponseURL)
	mux.HandleFunc("POST /actions/{team}/{id}/{secret}", s.serveResponseURL)
	mux.HandleFunc("POST /app/{team}/{id}/{secret}", s.serveResponseURL)
	return mux
}

func (o Options) validate() (public *url.URL, err error) {
	required := []struct{ name, value string }{
		{"PublicURL", o.PublicURL},
	}
	if o.AppToken == "" {
		required = append(required, []struct{ name, value string }{{"SigningSecret", o.SigningSecret}, {"BotURL", o.BotURL}}...)
	}
	if !o.NotInstalled {
		required = append(required, struct{ name, value string }{"BotToken", o.BotToken})
	}
	for _, r := range required {
		if strings.TrimSpace(r.value) == "" {
			return nil, fmt.Errorf("playground: %s is required", r.name)
		}
	}
	if _, err := parseBaseURL(o.BotURL); err != nil && o.AppToken == "" {
		return nil, fmt.Errorf("playground: BotURL: %w", err)
	}
	if public, err = parseBaseURL(o.PublicURL); err != nil {
		return nil, fmt.Errorf("playground: PublicURL: %w", err)
	}
	if o.Command != "" && (!strings.HasPrefix(o.Command, "/") || strings.ContainsAny(o.Command, " \t\n")) {
		return nil, fmt.Errorf("playground: Command must be one word with a slash, got %q", o.Command)
	}
	return public, nil
}

var errNotAbsolute = errors.New("must be an absolute http or https URL")

// parseBaseURL parses an absolute URL, with or without a trailing slash.
func parseBaseURL(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(s, "/"))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, errNotAbsolute
	}
	return u, nil
}

func (o Options) withDefaults() Options {
	o.AppScopes = cmp.Or(o.AppScopes, "connections:write")
	o.AckWithin = cmp.Or(o.AckWithin, 3*time.Second)
	o.BotURL = strings.TrimSuffix(o.BotURL, "/")
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	o.Command = cmp.Or(o.Command, "/meeting")
	o.Domain = cmp.Or(o.Domain, "playground")
	o.Locale = cmp.Or(o.Locale, "en-US")
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	o.Name = cmp.Or(o.Name, "Playground")
	o.TeamID = cmp.Or(o.TeamID, TeamID)
	o.Zone = cmp.Or(o.Zone, "Europe/Berlin")
	if o.People == nil {
		o.People = DefaultPeople(o.Locale, o.Zone)
	}
	if o.Client == nil {
		o.Client = newClient()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.SigningNow == nil {
		o.SigningNow = o.Now
	}
	if o.Wait == nil {
		o.Wait = sleep
	}
	if o.Scopes == nil {
		o.Scopes = []string{
			"app_mentions:read", "calls:read", "calls:write", "channels:join", "channels:read", "chat:write", "commands", "files:write", "groups:read", "im:history", "im:read", "im:write",
			"links:read", "links:write", "mpim:read", "users:read", "users:read.email",
		}
	}
	return o
}
