package playground

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"meetingbot/playground/page"
)

// App is an app that people install into workspaces, as Slack knows it from its
// manifest.
type App struct {
	// ClientID and ClientSecret are the app's. Required.
	ClientID, ClientSecret string
	// RedirectURLs are where people may be sent after consent. Required.
	RedirectURLs []string
	// Scopes are the bot scopes of the manifest, OptionalScopes those among them that
	// a workspace may decline.
	Scopes, OptionalScopes []string
	// InstallURL is where the app's installation begins; the page of a workspace
	// without the app links to it. Defaults to no link.
	InstallURL string
	// RotateTokens gives tokens that live for twelve hours.
	RotateTokens bool
}

// FrontOptions configures a [Front].
type FrontOptions struct {
	// App is installed into the workspaces. Required.
	App App
	// Workspaces are behind the front, with the same PublicURL and AppToken, and distinct
	// TeamIDs and Domains. The page of the first is at "/", those of the others at "/domain/".
	Workspaces []*Server
}

// Front is one address for several workspaces: it asks for consent when an app is
// installed and gives out tokens, and leads every other request to the workspace that
// it is for: calls by their token, response_urls by their team, pages by their path.
type Front struct {
	app        App
	workspaces []*Server
	now        func() time.Time
	handler    http.Handler

	mu    sync.Mutex
	codes map[string]*code
}

// NewFront puts workspaces behind one address. It starts nothing. It returns an error
// for a missing or invalid option.
func NewFront(o FrontOptions) (*Front, error) {
	a := o.App
	if len(o.Workspaces) == 0 || a.ClientID == "" || a.ClientSecret == "" || len(a.RedirectURLs) == 0 {
		return nil, errors.New("playground: a front needs Workspaces, and an App with ClientID, ClientSecret and RedirectURLs")
	}
	f := &Front{app: a, workspaces: o.Workspaces, now: o.Workspaces[0].options.Now, codes: map[string]*code{}}
	seen := map[string]bool{}
	for _, s := range o.Workspaces {
		if seen[s.options.TeamID] || seen[s.options.Domain] {
			return nil, fmt.Errorf("playground: two workspaces are called %s or %s", s.options.TeamID, s.options.Domain)
		}
		seen[s.options.TeamID], seen[s.options.Domain] = true, true
		s.front, s.socket = f, f.first().socket // the app's connections serve all workspaces
	}
	f.handler = f.first().protect(f.routes())
	return f, nil
}

func (f *Front) first() *Server { return f.workspaces[0] }

// ServeHTTP serves all workspaces, the consent page, and the methods that give out
// tokens.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) { f.handler.ServeHTTP(w, r) }

// Fail makes the next calls of a method that gives out tokens fail; see [Server.Fail].
func (f *Front) Fail(method, code string, times int) { f.first().Fail(method, code, times) }

// Close ends the event streams of open pages of all workspaces. It may be called
// twice.
func (f *Front) Close() {
	for _, s := range f.workspaces {
		s.Close()
	}
}

// CloseIdleConnections closes the connections to the app that no request uses. It may be
// called before the app stops, which else waits for those that were never used.
func (f *Front) CloseIdleConnections() {
	for _, s := range f.workspaces {
		s.options.Client.CloseIdleConnections()
	}
}

func (f *Front) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /oauth/v2/authorize", f.serveConsent)
	mux.HandleFunc("POST /oauth/v2/authorize", f.handleConsent)
	mux.HandleFunc("GET /app_redirect", f.redirectToApp)
	mux.HandleFunc("/api/oauth.v2.access", f.serveAccess)
	mux.HandleFunc("/api/{method}", f.serveMethod)
	for _, kind := range []string{"commands", "actions", "app"} {
		mux.HandleFunc("POST /"+kind+"/{team}/{id}/{secret}", f.serveOfTeam)
	}
	mux.HandleFunc("POST /upload/v1/{team}/{id}/{secret}", f.serveOfTeam)
	mux.Handle("/", f.first())
	for _, s := range f.workspaces[1:] {
		path := s.pagePath()
		mux.Handle(path, http.StripPrefix(strings.TrimSuffix(path, "/"), s))
	}
	return mux
}

// pagePath is where the workspace's page is under the front's address.
func (s *Server) pagePath() string {
	if s.front == nil || s == s.front.first() {
		return "/"
	}
	return "/" + s.options.Domain + "/"
}

// byTeam returns a workspace by its id, or nil.
func (f *Front) byTeam(id string) *Server {
	i := slices.IndexFunc(f.workspaces, func(s *Server) bool { return s.options.TeamID == id })
	if i < 0 {
		return nil
	}
	return f.workspaces[i]
}

// serveMethod leads a call to the workspace whose token it has. The first one refuses
// those of nobody.
func (f *Front) serveMethod(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		f.first().ServeHTTP(w, r)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.ofToken(r, body).ServeHTTP(w, r)
}

func (f *Front) ofToken(r *http.Request, body []byte) *Server {
	a, err := readArgs(r, body)
	if err != nil {
		a = args{}
	}
	text := tokenOf(r, a)
	found := slices.DeleteFunc(slices.Clone(f.workspaces), func(s *Server) bool { return !s.workspace.knowsToken(text) })
	if len(found) == 0 {
		return f.first()
	}
	return found[max(0, slices.IndexFunc(found, func(s *Server) bool { return s.concerns(a) }))]
}

// serveOfTeam leads the use of a response_url, or a file, to its workspace.
func (f *Front) serveOfTeam(w http.ResponseWriter, r *http.Request) {
	cmp.Or(f.byTeam(r.PathValue("team")), f.first()).ServeHTTP(w, r)
}

// redirectToApp opens the app in a workspace, as links that people get after an
// installation do.
func (f *Front) redirectToApp(w http.ResponseWriter, r *http.Request) {
	s := f.byTeam(r.URL.Query().Get("team"))
	if s == nil || r.URL.Query().Get("app") != AppID {
		http.Error(w, "there is no such app or workspace", http.StatusNotFound)
		return
	}
	person := s.People()[0].ID
	u := url.URL{Path: s.pagePath(), RawQuery: url.Values{page.KeyPerson: {person}, page.KeyChannel: {directID(person)}}.Encode()}
	w.Header().Set("Location", u.String())
	w.WriteHeader(http.StatusFound)
}

// pageWorkspaces are the workspaces for the page's switcher.
func (f *Front) pageWorkspaces(here *Server) []page.Workspace {
	var all []page.Workspace
	for _, s := range f.workspaces {
		all = append(all, page.Workspace{Name: s.options.Name, Path: s.pagePath(), Here: s == here, Installed: s.Installed()})
	}
	return all
}
