package handlers

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
	"meetingbot/internal/secret"
)

const (
	installPath  = "/slack/install"
	callbackPath = "/slack/oauth/callback"
	// maxCallback is the longest query of a callback that is read, in bytes. Slack's
	// has about 200.
	maxCallback = 4 << 10
	// finishTimeout is how long an installation may take once Slack has sent its code.
	finishTimeout = 20 * time.Second
	// exchangeEvery and exchangeBurst bound how often Slack and the database are asked
	// for strangers.
	exchangeEvery = 200 * time.Millisecond
	exchangeBurst = 20
)

// Installer keeps installations.
type Installer interface {
	// Install keeps what Slack granted, in place of an earlier grant of the same key.
	Install(ctx context.Context, g workspace.Grant) error
}

// InstallPages says what stands on the pages of an installation.
type InstallPages interface {
	// InstallPage returns a page in one of the languages of an Accept-Language header.
	InstallPage(o bot.InstallOutcome, f bot.InstallFacts, languages string) bot.InstallPage
}

var _ InstallPages = (*bot.Bot)(nil)

// Once remembers what has been used.
type Once interface {
	// Note remembers an id in memory and reports whether this process has not noted it
	// before.
	Note(id string) bool
	// Claim remembers an id for all processes and reports whether none has claimed it
	// before.
	Claim(ctx context.Context, id string) bool
}

// HTTPClient sends requests to Slack. Its errors hold nothing secret.
type HTTPClient interface {
	Do(r *http.Request) (*http.Response, error)
}

// InstallOptions set up the installation into workspaces by OAuth.
type InstallOptions struct {
	// ClientID and ClientSecret are the Slack app's. Required.
	ClientID     string
	ClientSecret secret.Secret
	// AuthorizeURL is Slack's page that asks for consent. Required.
	AuthorizeURL string
	// APIURL is the base of Slack's Web API, with a slash at the end. Required.
	APIURL string
	// PublicURL is where people and Slack reach this server. Required.
	PublicURL string
	// Installer keeps the installations. Required.
	Installer Installer
	// Pages are what people read. Required.
	Pages InstallPages
	// Once remembers the states that have been used. Required.
	Once Once
	// Client sends the requests to Slack. Required.
	Client HTTPClient
	// Now is the clock of states and grants. Defaults to time.Now.
	Now func() time.Time
}

// validate names the first option that is missing or wrong.
func (o InstallOptions) validate() error {
	switch {
	case o.ClientID == "":
		return errors.New("handlers: Install.ClientID is required")
	case o.ClientSecret == "":
		return errors.New("handlers: Install.ClientSecret is required")
	case o.APIURL == "":
		return errors.New("handlers: Install.APIURL is required")
	case o.Installer == nil:
		return errors.New("handlers: Install.Installer is required")
	case o.Pages == nil:
		return errors.New("handlers: Install.Pages is required")
	case o.Once == nil:
		return errors.New("handlers: Install.Once is required")
	case o.Client == nil:
		return errors.New("handlers: Install.Client is required")
	}
	return nil
}

// installs installs the app into workspaces: two pages, and Slack's consent between
// them.
type installs struct {
	InstallOptions
	authorize url.URL
	public    url.URL
	states    installStates
	exchanges *rate.Limiter
	style     pageStyle
}

// newInstalls returns nil for nil: then there are no such pages.
func newInstalls(o *InstallOptions) (*installs, error) {
	if o == nil {
		return nil, nil //nolint:nilnil // the installation by OAuth is turned off
	}
	if err := o.validate(); err != nil {
		return nil, err
	}
	authorize, err := absoluteURL("AuthorizeURL", o.AuthorizeURL)
	if err != nil {
		return nil, err
	}
	public, err := absoluteURL("PublicURL", o.PublicURL)
	if err != nil {
		return nil, err
	}
	states, err := newInstallStates(o.ClientSecret)
	if err != nil {
		return nil, err
	}
	in := &installs{
		InstallOptions: *o, authorize: *authorize, public: *public, states: states,
		exchanges: rate.NewLimiter(rate.Every(exchangeEvery), exchangeBurst), style: newPageStyle(),
	}
	if in.Now == nil {
		in.Now = time.Now
	}
	return in, nil
}

// absoluteURL reads an option that is a URL.
func absoluteURL(option, s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(s, "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("handlers: Install.%s must be an absolute http or https URL", option)
	}
	return u, nil
}

// installPage shows the page with the button that leads to Slack.
func (h *Handlers) installPage(r httpRequest) error {
	r.abandonBody()
	return h.install.show(r, outcome{status: http.StatusOK, is: bot.InstallOffered})
}

// installCallback is where Slack sends people back to.
func (h *Handlers) installCallback(r httpRequest) error {
	r.abandonBody()
	in := h.install
	o := in.judge(r.Request())
	if o.status == 0 {
		o = h.finishInstall(o.code)
	}
	h.logInstall(r, o)
	return in.show(r, o)
}

// outcome is how a request of an installation is answered.
type outcome struct {
	status int // 0 where Slack has yet to be asked
	is     bot.InstallOutcome
	facts  bot.InstallFacts
	code   string // that Slack gave, to be exchanged
	links  installedLinks
	err    error // for the log
}

// judge decides what can be decided without Slack. The code of an outcome without a
// status is good to be exchanged, and its state has been used up.
//
// A state works once: it is remembered in the store for all replicas, and in memory
// while the store is out of reach. Slack's code works once by itself.
func (in *installs) judge(r *http.Request) outcome {
	if len(r.URL.RawQuery) > maxCallback {
		return outcome{status: http.StatusBadRequest, is: bot.InstallBegunElsewhere}
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return outcome{status: http.StatusBadRequest, is: bot.InstallBegunElsewhere}
	}
	state, code := single(q, "state"), single(q, "code")
	switch {
	case q.Has("error"):
		return stopped(single(q, "error"))
	case state == "":
		return outcome{status: http.StatusBadRequest, is: bot.InstallBegunElsewhere}
	case !hmac.Equal([]byte(in.cookie(r)), []byte(state)):
		return outcome{status: http.StatusBadRequest, is: bot.InstallOtherBrowser}
	case !in.states.valid(state, in.Now()), !isCode(code):
		return outcome{status: http.StatusUnauthorized, is: bot.InstallExpired}
	case !in.exchanges.AllowN(in.Now(), 1):
		return outcome{status: http.StatusServiceUnavailable, is: bot.InstallBusy}
	case !in.claim(r.Context(), state):
		return outcome{status: http.StatusUnauthorized, is: bot.InstallExpired}
	}
	return outcome{code: code}
}

// claim uses a state up and reports whether it was unused.
func (in *installs) claim(ctx context.Context, state string) bool {
	id := "install " + state
	return in.Once.Note(id) && in.Once.Claim(ctx, id)
}

// single returns a parameter that a query has once, else "".
func single(q url.Values, name string) string {
	if len(q[name]) != 1 {
		return ""
	}
	return q[name][0]
}

// isCode reports whether a code can be Slack's: it consists of digits, letters, dots,
// dashes and underscores.
func isCode(code string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"
	return code != "" && len(code) <= 512 && strings.Trim(code, letters) == ""
}
