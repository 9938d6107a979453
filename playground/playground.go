// Package playground is a make-believe Slack: a server that behaves as Slack
// documents, and a page to talk to an app on.
//
// It knows Slack: signed requests, response_url, Web API methods, Block Kit and
// its limits. It refuses to know the app under test: it talks to it over HTTP as
// Slack does, and the same server serves the page, the tests and the demo.
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

// What exists in the make-believe workspace beside its people and channels.
const (
	// TeamID is the id of the workspace that the app is installed in.
	TeamID = "T0PLAYGRND"
	// AppID is the id of the app under test.
	AppID = "A0UNDRTEST"
	// BotUserID is the id of the app's bot user.
	BotUserID = "U0UNDRTEST"
	// BotID is the id of the app as an author.
	BotID = "B0UNDRTEST"
)

// appName is what the app is called on the page.
const appName = "Meetings"

// Options says what the make-believe Slack stands between.
type Options struct {
	// AckWithin is how long the app may take to answer a command or a click.
	// Defaults to Slack's 3 s.
	AckWithin time.Duration
	// AnyHost serves requests whatever their Host: for a page that is opened from
	// other machines, by names that are not known here. Defaults to false.
	AnyHost bool
	// BotToken is the token that the Web API accepts. Required.
	BotToken string
	// BotURL is the base address of the app under test; commands go to
	// /slack/commands under it and clicks to /slack/interactions. Required.
	BotURL string
	// Client sends requests to the app. Defaults to a client of its own, which
	// follows no redirects.
	Client *http.Client
	// Channels are the channels of the workspace; direct messages with the app are
	// added. Defaults to one of every kind.
	Channels []Channel
	// Command is the app's slash command. Defaults to "/meeting".
	Command string
	// Limits switches Slack's rate limits on; see [Server.SetLimits]. Defaults to
	// off.
	Limits bool
	// Locale is Ana's language as an IETF tag. Defaults to "en-US".
	Locale string
	// Logger is told of requests that failed. Defaults to discarding.
	Logger *slog.Logger
	// Now is the clock. Defaults to [time.Now].
	Now func() time.Time
	// People are the people of the workspace; the app's bot user is added.
	// Defaults to [DefaultPeople] with Locale and Zone.
	People []Person
	// Panel returns the controls beside the conversation, as they are now. Defaults
	// to none.
	Panel func() []Control
	// PublicURL is the base address under which this server is reachable; every
	// response_url starts with it, and requests with another Host are refused
	// unless AnyHost. Required.
	PublicURL string
	// Scopes are what auth.test says the token may do. Defaults to the scopes
	// of the methods that there are.
	Scopes []string
	// ShouldEscape is the command's should_escape in the app's manifest: people,
	// channels and addresses in its text arrive as <@U…|name> and the like.
	// Defaults to false.
	ShouldEscape bool
	// SigningSecret signs what the app receives. Required.
	SigningSecret string
	// State is what [Server.Save] wrote earlier. Defaults to nothing said yet.
	State io.Reader
	// Suggestions are offered on the page. Defaults to none.
	Suggestions []Suggestion
	// Usage is the hint beside the command while a person types it. Defaults to
	// none.
	Usage string
	// SigningNow is the clock by which requests to the app are signed. It is not Now
	// where the workspace's time is made to pass faster than the app's machine's.
	// Defaults to Now.
	SigningNow func() time.Time
	// Wait waits between the attempts to deliver an event. Defaults to a timer.
	Wait func(ctx context.Context, d time.Duration) error
	// Zone is Ana's time zone as an IANA name. Defaults to "Europe/Berlin".
	Zone string
}

// Suggestion is an argument of the command that a newcomer can try.
type Suggestion struct {
	// ID is what follows the command, such as a meeting's number.
	ID string
	// Title says in a few words what it is.
	Title string
}

// Server is the make-believe Slack. It serves the page at "/", the Web API at
// "/api/<method>", and the response_urls that it hands out. Create it with
// [New] and stop its streams with [Server.Close].
type Server struct {
	options   Options
	public    *url.URL
	workspace *workspace
	methods   map[string]method
	readMarks readMarks
	handler   http.Handler
	done      chan struct{} // closed when the streams have to end
	once      sync.Once
}

// New checks the options and returns a server, with empty channels unless
// there is a State. It starts nothing.
func New(o Options) (*Server, error) {
	public, err := o.validate()
	if err != nil {
		return nil, err
	}
	o = o.withDefaults()
	people, err := newPeople(o.People)
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
	s := &Server{options: o, public: public, workspace: newWorkspace(o.Now, people, channels), done: make(chan struct{})}
	s.workspace.rateLimits = o.Limits
	if o.State != nil {
		if err := s.workspace.load(o.State); err != nil {
			return nil, err
		}
	}
	s.methods = s.allMethods()
	s.handler = s.protect(s.routes())
	return s, nil
}

// ServeHTTP serves the page, the Web API and the response_urls.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the streams that feed open pages, so that an HTTP server can shut
// down. It may be called twice.
func (s *Server) Close() { s.once.Do(func() { close(s.done) }) }

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.servePage)
	mux.HandleFunc("GET /stream", s.serveStream)
	mux.HandleFunc("POST /suggest", s.serveSuggest)
	mux.HandleFunc("POST /say", s.handleForm(s.handleSay))
	mux.HandleFunc("POST /click", s.handleForm(s.handleClick))
	mux.HandleFunc("POST /act", s.handleForm(s.handleModalAction))
	mux.HandleFunc("POST /fill", s.handleForm(s.handleFill))
	mux.HandleFunc("POST /submit", s.handleForm(s.handleSubmit))
	mux.HandleFunc("POST /close", s.handleForm(s.handleClose))
	mux.HandleFunc("POST /control", s.serveControl)
	mux.Handle("GET /assets/", s.assets())
	mux.HandleFunc("/api/{method}", s.serveMethod)
	mux.HandleFunc("POST /commands/{team}/{id}/{secret}", s.serveResponseURL)
	mux.HandleFunc("POST /actions/{team}/{id}/{secret}", s.serveResponseURL)
	mux.HandleFunc("POST /app/{team}/{id}/{secret}", s.serveResponseURL)
	return mux
}

func (o Options) validate() (public *url.URL, err error) {
	required := []struct{ name, value string }{
		{"BotToken", o.BotToken},
		{"SigningSecret", o.SigningSecret},
		{"BotURL", o.BotURL},
		{"PublicURL", o.PublicURL},
	}
	for _, r := range required {
		if strings.TrimSpace(r.value) == "" {
			return nil, fmt.Errorf("playground: %s is required", r.name)
		}
	}
	if _, err := parseBaseURL(o.BotURL); err != nil {
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

var errNotAbsolute = errors.New("must be an absolute http address")

// parseBaseURL parses a base address, with or without a slash at its end.
func parseBaseURL(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(s, "/"))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, errNotAbsolute
	}
	return u, nil
}

func (o Options) withDefaults() Options {
	o.AckWithin = cmp.Or(o.AckWithin, 3*time.Second)
	o.BotURL = strings.TrimSuffix(o.BotURL, "/")
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	o.Command = cmp.Or(o.Command, "/meeting")
	o.Locale = cmp.Or(o.Locale, "en-US")
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
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
			"channels:join", "channels:read", "chat:write", "commands", "groups:read", "im:read", "im:write", "users:read", "users:read.email",
		}
	}
	return o
}
