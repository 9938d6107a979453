package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
	"meetingbot/handlers"
)

const (
	clientID     = "10000000001.20000000002"
	clientSecret = "cLiEnTsEcReT"
	botToken     = "xoxb-gRaNtEdToKeN"
	refreshToken = "xoxe-1-rEfReShToKeN"
	slackCode    = "1000.2000.sLaCkSoNeTiMeCoDe"
)

// granted is what Slack answers for a workspace.
const granted = `{"ok":true,"access_token":"` + botToken + `","token_type":"bot","scope":"commands,chat:write,users:read,im:write",
	"bot_user_id":"U0BOT","app_id":"A0APP","team":{"id":"T0GLOBEX","name":"Globex & <Sons>"},"enterprise":null,
	"authed_user":{"id":"U0ADMIN"},"is_enterprise_install":false}`

// grantedForAll is what it answers for a whole organisation, with rotated tokens.
const grantedForAll = `{"ok":true,"access_token":"` + botToken + `","refresh_token":"` + refreshToken + `","expires_in":43200,"token_type":"bot",
	"scope":"commands","bot_user_id":"U0BOT","app_id":"A0APP","team":null,"enterprise":{"id":"E0ORG","name":"Org"},
	"authed_user":{"id":"U0ADMIN"},"is_enterprise_install":true}`

// installEnv is a server with the pages of the installation, and what is behind it.
type installEnv struct {
	*testServer
	slack *fakeOAuth
	kept  *keeper
	clock *settableClock
}

// setupInstall starts a server whose pages are told by fakePages.
func setupInstall(t *testing.T) *installEnv {
	t.Helper()
	e := &installEnv{slack: newFakeOAuth(t), kept: &keeper{}, clock: &settableClock{now: time.Unix(1_800_000_000, 0)}}
	e.testServer = setup(t, &fakeBot{}, func(o *handlers.Options) { o.Install = e.options() })
	e.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return e
}

func (e *installEnv) options() *handlers.InstallOptions {
	return &handlers.InstallOptions{
		ClientID: clientID, ClientSecret: clientSecret, AuthorizeURL: "https://slack.com/oauth/v2/authorize",
		APIURL: e.slack.url + "/api/", PublicURL: "https://bot.example.com/", Installer: e.kept, Pages: fakePages{},
		Once: &usedOnce{}, Client: e.slack.client, Now: e.clock.Now,
	}
}

// begin opens the install page and returns the state that its button carries.
func (e *installEnv) begin(t *testing.T) (state string) {
	t.Helper()
	a := e.get(t, "/slack/install")
	if a.status != http.StatusOK {
		t.Fatalf("GET /slack/install = %d %s", a.status, a.body)
	}
	return consent(t, a).Get("state")
}

// consent returns the query of the address that a page's button leads to.
func consent(t *testing.T, a answer) url.Values {
	t.Helper()
	link := regexp.MustCompile(`<a class="button" href="([^"]*)"`).FindStringSubmatch(a.body)
	if link == nil {
		t.Fatalf("no button in %s", a.body)
	}
	u, err := url.Parse(strings.ReplaceAll(link[1], "&amp;", "&"))
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

// cookieOf returns the only cookie of an answer.
func cookieOf(t *testing.T, a answer) *http.Cookie {
	t.Helper()
	cookies := (&http.Response{Header: a.header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("cookies: %v, want one", cookies)
	}
	return cookies[0]
}

// comeBack calls the callback with a query, and a cookie unless it is "".
func (e *installEnv) comeBack(t *testing.T, query, cookie string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, e.url+"/slack/oauth/callback?"+query, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "meetingbot_install", Value: cookie})
	}
	return e.do(t, r)
}

func TestInstallPage(t *testing.T) {
	t.Parallel()
	e := setupInstall(t)
	a := e.get(t, "/slack/install")
	q := consent(t, a)
	var scopes []string
	for _, s := range bot.Scopes() {
		scopes = append(scopes, s.Name)
	}
	for name, want := range map[string]string{
		"client_id": clientID, "scope": strings.Join(scopes, ","), "redirect_uri": "https://bot.example.com/slack/oauth/callback",
	} {
		if got := q.Get(name); got != want {
			t.Errorf("%s of the consent page = %q, want %q", name, got, want)
		}
	}
	c := cookieOf(t, a)
	if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/slack" || c.MaxAge != 600 || c.Value != q.Get("state") {
		t.Errorf("cookie: %v, want the state for ten minutes, of this browser and this path alone", c)
	}
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Content-Type": "text/html; charset=UTF-8",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	policy := a.header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "style-src 'sha256-"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
	if again := e.begin(t); again == q.Get("state") {
		t.Error("two pages have the same state")
	}
}

func TestInstallPagesTakeOnlyGET(t *testing.T) {
	t.Parallel()
	e := setupInstall(t)
	for _, path := range []string{"/slack/install", "/slack/oauth/callback"} {
		for _, method := range []string{http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete} {
			r, err := http.NewRequestWithContext(t.Context(), method, e.url+path, strings.NewReader("x"))
			if err != nil {
				t.Fatal(err)
			}
			if got := e.do(t, r); got.status != http.StatusMethodNotAllowed {
				t.Errorf("%s %s = %d, want 405", method, path, got.status)
			}
		}
	}
}

// TestCallback goes through what Slack, an impatient person or a stranger may send.
func TestCallback(t *testing.T) {
	t.Parallel()
	const nobody = "" // keeps no cookie
	tests := []struct {
		name   string
		query  func(state string) string // defaults to the state and Slack's code
		cookie func(state string) string // defaults to the state
		slack  string                    // the answer to the exchange; defaults to granted
		status int                       // of Slack's answer; defaults to 200
		after  time.Duration
		keep   error
		want   int
		page   bot.InstallOutcome
	}{
		{name: "granted", want: 200, page: bot.InstallDone},
		{name: "granted for all", slack: grantedForAll, want: 200, page: bot.InstallDoneForAll},
		{name: "just in time", after: 599 * time.Second, want: 200, page: bot.InstallDone},
		{name: "no cookie", cookie: func(string) string { return nobody }, want: 400, page: bot.InstallOtherBrowser},
		{name: "cookie of another state", cookie: func(s string) string { return "x" + s }, want: 400, page: bot.InstallOtherBrowser},
		{name: "no state", query: func(string) string { return "code=" + slackCode + "&state=" }, want: 400, page: bot.InstallBegunElsewhere},
		{name: "nothing", query: func(string) string { return "" }, want: 400, page: bot.InstallBegunElsewhere},
		{name: "two states", query: func(s string) string { return "code=" + slackCode + "&state=" + s + "&state=" + s }, want: 400, page: bot.InstallBegunElsewhere},
		{name: "endless", query: func(s string) string { return "state=" + s + "&code=" + strings.Repeat("1", 5000) }, want: 400, page: bot.InstallBegunElsewhere},
		{name: "no query", query: func(string) string { return "state=%zz" }, want: 400, page: bot.InstallBegunElsewhere},
		{name: "expired", after: 600 * time.Second, want: 401, page: bot.InstallExpired},
		{name: "forged", query: func(s string) string { return "code=" + slackCode + "&state=" + forged(s) }, cookie: forged, want: 401, page: bot.InstallExpired},
		{name: "no code", query: func(s string) string { return "state=" + s }, want: 401, page: bot.InstallExpired},
		{name: "no code at all", query: func(s string) string { return "state=" + s + "&code=a%20b" }, want: 401, page: bot.InstallExpired},
		{name: "code unknown", slack: `{"ok":false,"error":"invalid_code"}`, want: 401, page: bot.InstallExpired},
		{name: "code used", slack: `{"ok":false,"error":"code_already_used"}`, want: 401, page: bot.InstallExpired},
		{name: "denied", query: func(s string) string { return "error=access_denied&state=" + s }, want: 200, page: bot.InstallDenied},
		{name: "denied without anything", query: func(string) string { return "error=access_denied" }, cookie: func(string) string { return nobody }, want: 200, page: bot.InstallDenied},
		{name: "stopped", query: func(s string) string { return "error=invalid_scope&state=" + s }, want: 400, page: bot.InstallStopped},
		{name: "injected", query: func(s string) string { return "error=%3Cscript%3E&state=" + s }, want: 400, page: bot.InstallStopped},
		{name: "wrong secret", slack: `{"ok":false,"error":"bad_client_secret"}`, want: 502, page: bot.InstallRefused},
		{name: "Slack out of order", slack: `{"ok":false,"error":"internal_error"}`, want: 503, page: bot.InstallSlackDown},
		{name: "Slack fails", slack: "oops", status: 500, want: 503, page: bot.InstallSlackDown},
		{name: "Slack is busy", slack: "", status: 429, want: 503, page: bot.InstallSlackDown},
		{name: "no JSON", slack: "<html>", want: 503, page: bot.InstallSlackDown},
		{name: "a person's token", slack: strings.Replace(granted, `"bot"`, `"user"`, 1), want: 502, page: bot.InstallRefused},
		{name: "no team", slack: strings.Replace(granted, "T0GLOBEX", "", 1), want: 502, page: bot.InstallRefused},
		{name: "no organisation", slack: strings.Replace(grantedForAll, "E0ORG", "", 1), want: 502, page: bot.InstallRefused},
		{name: "no app", slack: strings.Replace(granted, "A0APP", "", 1), want: 502, page: bot.InstallRefused},
		{name: "no token", slack: strings.Replace(granted, botToken, "", 1), want: 502, page: bot.InstallRefused},
		{name: "not kept", keep: errors.New("the database is gone"), want: 503, page: bot.InstallNotKept},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := setupInstall(t)
			e.kept.err = tt.keep
			e.slack.answerExchange(tt.slack, tt.status)
			state := e.begin(t)
			query, cookie := "code="+slackCode+"&state="+state, state
			if tt.query != nil {
				query = tt.query(state)
			}
			if tt.cookie != nil {
				cookie = tt.cookie(state)
			}
			e.clock.advance(tt.after)
			got := e.comeBack(t, query, cookie)
			if title := "<h1>" + pageTitle(tt.page) + "</h1>"; got.status != tt.want || !strings.Contains(got.body, title) {
				t.Errorf("callback = %d %s, want %d %s", got.status, got.body, tt.want, title)
			}
			if c := cookieOf(t, got); c.Value == state || tt.page != bot.InstallBegunElsewhere && (c.MaxAge >= 0 || c.Value != "") {
				t.Errorf("cookie after: %v, want the old one gone", c)
			}
			e.checkNothingSecret(t, got, state)
		})
	}
}

// forged changes the random part of a state.
func forged(state string) string {
	const at = 20
	other := "B"
	if state[at:at+1] == other {
		other = "C"
	}
	return state[:at] + other + state[at+1:]
}

// checkNothingSecret searches the log and the page for what must not be there.
func (e *installEnv) checkNothingSecret(t *testing.T, a answer, state string) {
	t.Helper()
	for _, secret := range []string{clientSecret, botToken, refreshToken, slackCode, state, "<script>"} {
		if strings.Contains(a.body, secret) {
			t.Errorf("%q is on the page: %s", secret, a.body)
		}
		if logs := e.logs.String(); strings.Contains(logs, secret) {
			t.Errorf("%q is in the log: %s", secret, logs)
		}
	}
}

func TestStateWorksOnce(t *testing.T) {
	t.Parallel()
	e := setupInstall(t)
	state := e.begin(t)
	query := "code=" + slackCode + "&state=" + state
	if got := e.comeBack(t, query, state); got.status != http.StatusOK {
		t.Fatalf("callback = %d %s, want 200", got.status, got.body)
	}
	if got := e.comeBack(t, query, state); got.status != http.StatusUnauthorized {
		t.Errorf("the same callback again = %d, want 401", got.status)
	}
	if n := e.slack.exchanges(); n != 1 {
		t.Errorf("Slack was asked %d times, want once", n)
	}
}

// TestManyInstallations lets twenty through at once, and then one every 200 ms.
func TestManyInstallations(t *testing.T) {
	t.Parallel()
	e := setupInstall(t)
	install := func() int {
		state := e.begin(t)
		return e.comeBack(t, "code="+slackCode+"&state="+state, state).status
	}
	for n := range 20 {
		if got := install(); got != http.StatusOK {
			t.Fatalf("installation %d = %d, want 200", n, got)
		}
	}
	if got := install(); got != http.StatusServiceUnavailable || e.slack.exchanges() != 20 {
		t.Errorf("one more = %d after %d exchanges, want 503 after 20", got, e.slack.exchanges())
	}
	e.clock.advance(200 * time.Millisecond)
	if got := install(); got != http.StatusOK {
		t.Errorf("a little later = %d, want 200", got)
	}
}

// TestStateIsGoodAtOtherReplicas finishes at one server what began at another.
func TestStateIsGoodAtOtherReplicas(t *testing.T) {
	t.Parallel()
	e := setupInstall(t)
	other := setup(t, &fakeBot{}, func(o *handlers.Options) { o.Install = e.options() })
	state := e.begin(t)
	e.url = other.url
	if got := e.comeBack(t, "code="+slackCode+"&state="+state, state); got.status != http.StatusOK {
		t.Errorf("callback at another replica = %d %s, want 200", got.status, got.body)
	}
	stranger := e.options()
	stranger.ClientSecret = "another"
	e.url = setup(t, &fakeBot{}, func(o *handlers.Options) { o.Install = stranger }).url
	state = setupInstall(t).begin(t)
	if got := e.comeBack(t, "code="+slackCode+"&state="+state, state); got.status != http.StatusUnauthorized {
		t.Errorf("callback at a server with another secret = %d, want 401", got.status)
	}
}

func TestGrant(t *testing.T) {
	t.Parallel()
	began := time.Unix(1_800_000_000, 0).UTC()
	workspaceGrant := workspace.Grant{
		Key: workspace.Key{TeamID: "T0GLOBEX"}, AppID: "A0APP", BotID: "B0BOT", BotUserID: "U0BOT", InstalledBy: "U0ADMIN", Token: botToken,
		Scopes: []string{"commands", "chat:write", "users:read", "im:write"}, InstalledAt: began, TeamName: "Globex & <Sons>",
	}
	forAll := workspace.Grant{
		Key: workspace.Key{EnterpriseID: "E0ORG"}, AppID: "A0APP", BotID: "B0BOT", BotUserID: "U0BOT", InstalledBy: "U0ADMIN",
		Token: botToken, RefreshToken: refreshToken, ExpiresAt: began.Add(12 * time.Hour), Scopes: []string{"commands"}, InstalledAt: began, TeamName: "Org",
	}
	withTeam := strings.Replace(grantedForAll, `"team":null`, `"team":{"id":"T0GLOBEX","name":"Globex"}`, 1)
	for answer, want := range map[string]workspace.Grant{granted: workspaceGrant, grantedForAll: forAll, withTeam: forAll} {
		e := setupInstall(t)
		e.slack.answerExchange(answer, 0)
		state := e.begin(t)
		e.comeBack(t, "code="+slackCode+"&state="+state, state)
		if diff := cmp.Diff([]workspace.Grant{want}, e.kept.all()); diff != "" {
			t.Errorf("kept (-want +got):\n%s", diff)
		}
		asked := e.slack.lastExchange()
		for name, want := range map[string]string{
			"client_id": clientID, "client_secret": clientSecret, "code": slackCode, "redirect_uri": "https://bot.example.com/slack/oauth/callback",
		} {
			if got := asked.Get(name); got != want {
				t.Errorf("%s of the exchange = %q, want %q", name, got, want)
			}
		}
	}
}

func TestInstalledPageLeadsToSlack(t *testing.T) {
	t.Parallel()
	for authorize, want := range map[string][]string{
		"https://slack.com/oauth/v2/authorize":     {"slack://app?id=A0APP&amp;tab=home&amp;team=T0GLOBEX", "https://slack.com/app_redirect?app=A0APP&amp;team=T0GLOBEX"},
		"https://slack-gov.com/oauth/v2/authorize": {"slack://app?id=A0APP&amp;tab=home&amp;team=T0GLOBEX", "https://slack-gov.com/app_redirect?app=A0APP&amp;team=T0GLOBEX"},
	} {
		e := setupInstall(t)
		o := e.options()
		o.AuthorizeURL = authorize
		e.url = setup(t, &fakeBot{}, func(all *handlers.Options) { all.Install = o }).url
		state := e.begin(t)
		page := e.comeBack(t, "code="+slackCode+"&state="+state, state).body
		for _, link := range want {
			if !strings.Contains(page, `href="`+link+`"`) {
				t.Errorf("no link to %s in %s", link, page)
			}
		}
		if !strings.Contains(page, "Globex &amp; &lt;Sons&gt;") {
			t.Errorf("the workspace's name is not in %s", page)
		}
	}
	e := setupInstall(t)
	e.slack.answerExchange(grantedForAll, 0)
	state := e.begin(t)
	page := e.comeBack(t, "code="+slackCode+"&state="+state, state).body
	if link := "https://app.slack.com/manage/E0ORG/integrations/profile/A0APP/workspaces/add"; !strings.Contains(page, `href="`+link+`"`) {
		t.Errorf("no link to %s in %s", link, page)
	}
}

// TestInstallationSurvivesAnImpatientPerson keeps what was granted although the
// browser has gone.
func TestInstallationSurvivesAnImpatientPerson(t *testing.T) {
	t.Parallel()
	e := setupInstall(t)
	hold := e.slack.holdExchange()
	state := e.begin(t)
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, e.url+"/slack/oauth/callback?code="+slackCode+"&state="+state, http.NoBody)
		if err != nil {
			left <- err
			return
		}
		r.AddCookie(&http.Cookie{Name: "meetingbot_install", Value: state})
		w, err := e.client.Do(r)
		if err == nil {
			w.Body.Close()
		}
		left <- err
	}()
	<-hold.reached
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Fatalf("the request ended with %v, want that it was given up", err)
	}
	close(hold.release)
	e.drained(t)
	if n := len(e.kept.all()); n != 1 {
		t.Errorf("%d grants were kept, want the one", n)
	}
}

func TestInstallOptionsAreChecked(t *testing.T) {
	t.Parallel()
	e := setupInstall(t)
	for want, edit := range map[string]func(o *handlers.InstallOptions){
		"ClientID":     func(o *handlers.InstallOptions) { o.ClientID = "" },
		"ClientSecret": func(o *handlers.InstallOptions) { o.ClientSecret = "" },
		"AuthorizeURL": func(o *handlers.InstallOptions) { o.AuthorizeURL = "slack.com" },
		"APIURL":       func(o *handlers.InstallOptions) { o.APIURL = "" },
		"PublicURL":    func(o *handlers.InstallOptions) { o.PublicURL = "ftp://bot" },
		"Installer":    func(o *handlers.InstallOptions) { o.Installer = nil },
		"Pages":        func(o *handlers.InstallOptions) { o.Pages = nil },
		"Once":         func(o *handlers.InstallOptions) { o.Once = nil },
		"Client":       func(o *handlers.InstallOptions) { o.Client = nil },
	} {
		o := e.options()
		edit(o)
		_, err := handlers.New(handlers.Options{Bot: &fakeBot{}, SigningSecret: signingSecret, Install: o})
		if err == nil || !strings.Contains(err.Error(), "Install."+want) {
			t.Errorf("New = %v, want an error that names Install.%s", err, want)
		}
	}
}

// fakePages has the outcome for a title.
type fakePages struct{}

func (fakePages) InstallPage(o bot.InstallOutcome, f bot.InstallFacts, languages string) bot.InstallPage {
	return bot.InstallPage{Language: "en", Title: pageTitle(o), Lead: []string{f.Team, f.Code, languages}, Action: "go", Other: "web", Notes: []string{f.Ref}}
}

func pageTitle(o bot.InstallOutcome) string { return fmt.Sprintf("page %d", o) }

// keeper keeps grants.
type keeper struct {
	mu   sync.Mutex
	kept []workspace.Grant
	err  error
}

func (k *keeper) Install(_ context.Context, g workspace.Grant) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil {
		k.kept = append(k.kept, g)
	}
	return k.err
}

func (k *keeper) all() []workspace.Grant {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.kept
}

// usedOnce remembers ids as bot/once does.
type usedOnce struct{ noted, claimed sync.Map }

func (u *usedOnce) Note(id string) bool {
	_, again := u.noted.LoadOrStore(id, true)
	return !again
}

func (u *usedOnce) Claim(_ context.Context, id string) bool {
	_, again := u.claimed.LoadOrStore(id, true)
	return !again
}

// settableClock is a clock that a test puts forward.
type settableClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *settableClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *settableClock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// fakeOAuth is Slack's oauth.v2.access and auth.test, with an answer that a test sets.
type fakeOAuth struct {
	url    string
	client *http.Client

	mu     sync.Mutex
	answer string
	status int
	hold   *exchangeHold
	asked  []url.Values
}

// exchangeHold keeps an exchange waiting.
type exchangeHold struct{ reached, release chan struct{} }

func newFakeOAuth(t *testing.T) *fakeOAuth {
	t.Helper()
	f := &fakeOAuth{answer: granted, status: http.StatusOK, client: &http.Client{Transport: &http.Transport{}}}
	s := httptest.NewServer(f)
	f.url = s.URL
	t.Cleanup(func() {
		f.client.CloseIdleConnections()
		s.Close()
	})
	return f
}

func (f *fakeOAuth) answerExchange(answer string, status int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if answer != "" || status != 0 {
		f.answer = answer
	}
	if status != 0 {
		f.status = status
	}
}

func (f *fakeOAuth) holdExchange() *exchangeHold {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hold = &exchangeHold{reached: make(chan struct{}), release: make(chan struct{})}
	return f.hold
}

func (f *fakeOAuth) exchanges() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asked)
}

func (f *fakeOAuth) lastExchange() url.Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked[len(f.asked)-1]
}

func (f *fakeOAuth) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	if r.URL.Path == "/api/auth.test" {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"ok":true,"team_id":"T0GLOBEX","user_id":"U0BOT","bot_id":"B0BOT"}`)
		return
	}
	f.mu.Lock()
	f.asked = append(f.asked, r.PostForm)
	answer, status, hold := f.answer, f.status, f.hold
	f.mu.Unlock()
	if hold != nil {
		close(hold.reached)
		<-hold.release
	}
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "30")
	}
	w.WriteHeader(status)
	fmt.Fprint(w, answer)
}
