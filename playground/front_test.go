package playground_test

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

const callbackURL = "https://bot.example.com/slack/oauth/callback"

// frontEnv is two workspaces at one address, with an app.
type frontEnv struct {
	*playground.Front
	current       atomic.Pointer[playground.Front]
	first, globex *playground.Server
	url, appURL   string
	app           *app
	clock         *clock
	web           *http.Client
}

// setupFront starts both; the app is installed in the first.
func setupFront(t *testing.T, edit ...func(*playground.App)) *frontEnv {
	t.Helper()
	e := &frontEnv{app: &app{t: t, received: make(chan struct{})}, clock: &clock{now: time.Unix(1_800_000_000, 0)}, web: &http.Client{
		Transport:     &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	t.Cleanup(e.web.CloseIdleConnections)
	behind := httptest.NewServer(e.app)
	t.Cleanup(behind.Close)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.current.Load().ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	e.url = front.URL
	e.appURL = behind.URL
	e.first = e.workspace(t, playground.Options{BotToken: token})
	e.globex = e.workspace(t, playground.Globex())
	e.serve(t, edit...)
	return e
}

// serve puts both workspaces behind the address.
func (e *frontEnv) serve(t *testing.T, edit ...func(*playground.App)) {
	t.Helper()
	a := playground.App{
		ClientID: "1.2", ClientSecret: "client-secret", RedirectURLs: []string{callbackURL}, InstallURL: "https://bot.example.com/slack/install",
		Scopes: []string{"commands", "chat:write", "channels:read", "users:read"}, OptionalScopes: []string{"channels:read"},
	}
	for _, f := range edit {
		f(&a)
	}
	var err error
	if e.Front, err = playground.NewFront(playground.FrontOptions{App: a, Workspaces: []*playground.Server{e.first, e.globex}}); err != nil {
		t.Fatal(err)
	}
	e.current.Store(e.Front)
	t.Cleanup(e.Close)
}

func (e *frontEnv) workspace(t *testing.T, o playground.Options) *playground.Server {
	t.Helper()
	o.BotURL, o.PublicURL, o.SigningSecret, o.Now, o.AckWithin = e.appURL, e.url, secret, e.clock.Now, time.Minute
	s, err := playground.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// consentQuery is what the app asks for in Globex.
func consentQuery() url.Values {
	return url.Values{
		"client_id": {"1.2"}, "scope": {"commands,chat:write,channels:read,users:read"}, "redirect_uri": {callbackURL}, "state": {"s t&te"},
		"team": {playground.GlobexTeamID},
	}
}

// fetch sends a request without following redirects.
func (e *frontEnv) fetch(t *testing.T, method, path string, form url.Values) testResponse {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, e.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := e.web.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return testResponse{status: res.StatusCode, header: res.Header, body: string(body)}
}

// allow consents as Lena and returns the code.
func (e *frontEnv) allow(t *testing.T, optional ...string) string {
	t.Helper()
	a := e.fetch(t, http.MethodPost, "/oauth/v2/authorize?"+consentQuery().Encode(),
		url.Values{"do": {"allow"}, "as": {playground.GlobexUserID}, "optional": optional})
	back, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != http.StatusFound || back.Query().Get("code") == "" || back.Query().Get("state") != "s t&te" ||
		!strings.HasPrefix(back.String(), callbackURL+"?") {
		t.Fatalf("consent = %d to %q, want the callback with a code and the state", a.status, a.header.Get("Location"))
	}
	return back.Query().Get("code")
}

// access calls oauth.v2.access with changes to a good exchange of a code.
func (e *frontEnv) access(t *testing.T, code string, change url.Values) map[string]any {
	t.Helper()
	form := url.Values{"client_id": {"1.2"}, "client_secret": {"client-secret"}, "code": {code}, "redirect_uri": {callbackURL}}
	maps.Copy(form, change)
	a := e.fetch(t, http.MethodPost, "/api/oauth.v2.access", form)
	var answer map[string]any
	if err := json.Unmarshal([]byte(a.body), &answer); err != nil || a.status != http.StatusOK {
		t.Fatalf("oauth.v2.access = %d %s", a.status, a.body)
	}
	return answer
}

// as returns a client with a token.
func (e *frontEnv) as(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(e.url+"/api/"))
}

func TestConsentPage(t *testing.T) {
	t.Parallel()
	e := setupFront(t)
	a := e.fetch(t, http.MethodGet, "/oauth/v2/authorize?"+consentQuery().Encode(), nil)
	for _, want := range []string{"the Globex workspace", "Lena Berg", `name="optional" value="channels:read" checked`, "chat:write"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page lacks %q: %s", want, a.body)
		}
	}
	for _, unwanted := range []string{"Inês", "Ana Morel", `value="chat:write"`} {
		if strings.Contains(a.body, unwanted) {
			t.Errorf("the page has %q: guests cannot install apps, and required scopes cannot be declined", unwanted)
		}
	}
	if policy := a.header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' https://bot.example.com;") {
		t.Errorf("policy %q does not let the form lead to the app", policy)
	}
	anywhere := consentQuery()
	anywhere.Del("team")
	if page := e.fetch(t, http.MethodGet, "/oauth/v2/authorize?"+anywhere.Encode(), nil).body; !strings.Contains(page, "access the Globex workspace") {
		t.Errorf("the page does not offer the workspace that lacks the app: %s", page)
	}
	for name, bad := range map[string]url.Values{
		"Invalid client_id":            {"client_id": {"9"}},
		"did not match":                {"redirect_uri": {"https://evil.example/slack/oauth/callback"}},
		"Invalid permissions":          {"scope": {"commands,admin"}},
		"No scopes":                    {"scope": {""}},
		"There is no such workspace":   {"team": {"T0NONE"}},
		"did not match any configured": {"redirect_uri": {callbackURL + "er"}},
	} {
		q := consentQuery()
		maps.Copy(q, bad)
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			a := e.fetch(t, method, "/oauth/v2/authorize?"+q.Encode(), url.Values{"do": {"allow"}, "as": {playground.GlobexUserID}})
			if a.status != http.StatusBadRequest || !strings.Contains(a.body, name) || a.header.Get("Location") != "" {
				t.Errorf("%s with %v = %d to %q %s, want a page with %q", method, bad, a.status, a.header.Get("Location"), a.body, name)
			}
		}
	}
	if a := e.fetch(t, http.MethodPost, "/oauth/v2/authorize?"+consentQuery().Encode(), url.Values{"do": {"allow"}, "as": {playground.UserID}}); a.status != http.StatusBadRequest {
		t.Errorf("consent by somebody of another workspace = %d, want a refusal", a.status)
	}
	a = e.fetch(t, http.MethodPost, "/oauth/v2/authorize?"+consentQuery().Encode(), url.Values{"do": {"cancel"}})
	if got, want := a.header.Get("Location"), callbackURL+"?error=access_denied&state=s+t%26te"; got != want {
		t.Errorf("cancelled: to %q, want %q", got, want)
	}
}

func TestExchangeOfACode(t *testing.T) {
	t.Parallel()
	e := setupFront(t)
	code := e.allow(t)
	for want, change := range map[string]url.Values{
		"invalid_client_id": {"client_id": {"9"}}, "bad_client_secret": {"client_secret": {"x"}}, "invalid_code": {"code": {"x"}},
		"bad_redirect_uri": {"redirect_uri": {callbackURL + "/"}}, "invalid_grant_type": {"grant_type": {"x"}},
		"invalid_refresh_token": {"grant_type": {"refresh_token"}, "refresh_token": {""}},
	} {
		if got := e.access(t, code, change); got["error"] != want {
			t.Errorf("oauth.v2.access with %v = %v, want %s", change, got, want)
		}
	}
	if e.globex.Installed() {
		t.Fatal("the app is installed before a code was exchanged")
	}
	answer := e.access(t, code, nil)
	granted, _ := answer["access_token"].(string)
	delete(answer, "access_token")
	want := map[string]any{
		"ok": true, "token_type": "bot", "scope": "commands,chat:write,users:read", "bot_user_id": playground.BotUserID, "app_id": playground.AppID,
		"team": map[string]any{"id": playground.GlobexTeamID, "name": "Globex"}, "enterprise": nil, "is_enterprise_install": false,
		"authed_user": map[string]any{"id": playground.GlobexUserID},
	}
	if diff := cmp.Diff(want, answer); diff != "" {
		t.Errorf("oauth.v2.access (-want +got):\n%s", diff)
	}
	if got := e.access(t, code, nil); got["error"] != "code_already_used" {
		t.Errorf("the same code again = %v, want code_already_used", got)
	}
	late := e.allow(t)
	e.clock.advance(10*time.Minute + time.Second)
	if got := e.access(t, late, nil); got["error"] != "invalid_code" {
		t.Errorf("a code after ten minutes = %v, want invalid_code", got)
	}
	for _, c := range e.first.Calls("oauth.v2.access") {
		for _, hidden := range []string{granted, code, "client-secret"} {
			if strings.Contains(c.Request+c.Answer, hidden) {
				t.Errorf("the record of calls has %q: %s %s", hidden, c.Request, c.Answer)
			}
		}
	}
}

// TestTokensLeadToTheirWorkspace calls the Web API with the tokens of both.
func TestTokensLeadToTheirWorkspace(t *testing.T) {
	t.Parallel()
	e := setupFront(t)
	granted, _ := e.access(t, e.allow(t), nil)["access_token"].(string)
	for text, want := range map[string]string{token: playground.TeamID, granted: playground.GlobexTeamID} {
		who, err := e.as(text).AuthTestContext(t.Context())
		if err != nil || who.TeamID != want {
			t.Errorf("auth.test = %+v, %v, want %s", who, err, want)
		}
	}
	if _, err := e.as("xoxb-nobody").AuthTestContext(t.Context()); err == nil || err.Error() != "invalid_auth" {
		t.Errorf("auth.test with a token of nobody = %v, want invalid_auth", err)
	}
	if _, err := e.as(granted).GetUserInfoContext(t.Context(), playground.UserID); err == nil || err.Error() != "user_not_found" {
		t.Errorf("users.info of somebody of another workspace = %v, want user_not_found", err)
	}
	// channels:read was declined, in this workspace alone.
	_, err := e.as(granted).GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: playground.GlobexChannelID})
	if err == nil || err.Error() != "missing_scope" {
		t.Errorf("conversations.info without channels:read = %v, want missing_scope", err)
	}
	if _, err := e.as(token).GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: playground.ChannelID}); err != nil {
		t.Errorf("conversations.info in the first workspace: %v", err)
	}
	// Scopes add up; a token without rotation stays.
	again := e.access(t, e.allow(t, "channels:read"), nil)
	if again["access_token"] != granted || again["scope"] != "commands,chat:write,users:read,channels:read" {
		t.Errorf("the second installation gives %v, want the same token with one more scope", again)
	}
}

func TestWorkspaceWithoutTheApp(t *testing.T) {
	t.Parallel()
	e := setupFront(t)
	if err := e.globex.Say(t.Context(), playground.GlobexUserID, playground.GlobexChannelID, "/meeting 1"); !errors.Is(err, playground.ErrUnknownCommand) {
		t.Errorf("a command without the app = %v, want %v", err, playground.ErrUnknownCommand)
	}
	if err := e.globex.DeliverEvent(t.Context(), "user_change", nil); !errors.Is(err, playground.ErrNotInstalled) {
		t.Errorf("an event without the app = %v, want %v", err, playground.ErrNotInstalled)
	}
	if err := e.globex.Say(t.Context(), playground.GlobexUserID, playground.GlobexChannelID, "/invite @meetings"); !errors.Is(err, playground.ErrUnknownPerson) {
		t.Errorf("an invitation of the app = %v, want %v", err, playground.ErrUnknownPerson)
	}
	if n := e.app.requestCount(); n != 0 {
		t.Errorf("the app got %d requests of a workspace that lacks it", n)
	}
	body := e.fetch(t, http.MethodGet, "/globex/", nil).body
	for _, want := range []string{"Lena Berg", "Meetings is not installed in Globex", `href="https://bot.example.com/slack/install"`, `href="/"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	e.access(t, e.allow(t), nil)
	if body := e.fetch(t, http.MethodGet, "/globex/", nil).body; strings.Contains(body, "is not installed") {
		t.Error("the page says that the app is not installed")
	}
	if err := e.globex.Say(t.Context(), playground.GlobexUserID, playground.GlobexChannelID, "/meeting 1"); err != nil {
		t.Fatal(err)
	}
	form := e.app.lastRequest().form
	if got := form.Get("team_id") + " " + form.Get("team_domain"); got != playground.GlobexTeamID+" globex" {
		t.Errorf("the command comes from %q, want Globex", got)
	}
	res, err := e.web.Post(form.Get("response_url"), "application/json", strings.NewReader(`{"text":"hello Globex"}`))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if all := e.globex.Messages(playground.GlobexChannelID, playground.GlobexUserID); len(all) != 1 || all[0].Text != "hello Globex" {
		t.Errorf("messages of Globex: %+v, want the one of its response_url", all)
	}
	a := e.fetch(t, http.MethodGet, "/app_redirect?team="+playground.GlobexTeamID+"&app="+playground.AppID, nil)
	if got := a.header.Get("Location"); !strings.HasPrefix(got, "/globex/?") {
		t.Errorf("app_redirect leads to %q, want Globex", got)
	}
}

func TestUninstall(t *testing.T) {
	t.Parallel()
	for _, first := range []string{playground.AppUninstalled, playground.TokensRevoked} {
		e := setupFront(t)
		granted, _ := e.access(t, e.allow(t), nil)["access_token"].(string)
		if err := e.globex.Invite(playground.GlobexChannelID, playground.BotUserID); err != nil {
			t.Fatal(err)
		}
		if err := e.globex.Uninstall(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, c := range e.globex.Calls(playground.CallEvent) {
			kinds = append(kinds, c.Type)
			if strings.Contains(c.Request, "authorizations") {
				t.Errorf("%s has authorizations: %s", c.Type, c.Request)
			}
		}
		if len(kinds) != 2 || kinds[0] != first || !slices.Contains(kinds, playground.AppUninstalled) || !slices.Contains(kinds, playground.TokensRevoked) {
			t.Errorf("events: %v, want both, %s first", kinds, first)
		}
		if _, err := e.as(granted).AuthTestContext(t.Context()); err == nil || err.Error() != "account_inactive" {
			t.Errorf("auth.test after it = %v, want account_inactive", err)
		}
		if _, err := e.as(token).AuthTestContext(t.Context()); err != nil {
			t.Errorf("auth.test in the other workspace: %v", err)
		}
		if i := slices.IndexFunc(e.globex.Channels(playground.GlobexUserID), func(c playground.Channel) bool {
			return c.ID == playground.GlobexChannelID && slices.Contains(c.Members, playground.BotUserID)
		}); i >= 0 {
			t.Error("the app is still in a channel")
		}
		if err := e.globex.Uninstall(t.Context(), first); !errors.Is(err, playground.ErrNotInstalled) {
			t.Errorf("Uninstall again = %v, want %v", err, playground.ErrNotInstalled)
		}
		if again, _ := e.access(t, e.allow(t), nil)["access_token"].(string); again == granted || again == "" {
			t.Errorf("the token of the next installation is %q, want a new one", again)
		}
	}
}

func TestRotation(t *testing.T) {
	t.Parallel()
	e := setupFront(t, func(a *playground.App) { a.RotateTokens = true })
	first := e.access(t, e.allow(t), nil)
	if first["expires_in"] != 43200.0 {
		t.Fatalf("oauth.v2.access = %v, want a token for twelve hours", first)
	}
	refresh := func(token any) map[string]any {
		text, _ := token.(string)
		return e.access(t, "", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {text}})
	}
	check := func(answer map[string]any, want string) {
		t.Helper()
		text, _ := answer["access_token"].(string)
		_, err := e.as(text).AuthTestContext(t.Context())
		if got := errorText(err); got != want {
			t.Errorf("auth.test = %q, want %q", got, want)
		}
	}
	second := refresh(first["refresh_token"])
	check(first, "")
	check(second, "")
	if again := refresh(first["refresh_token"]); again["error"] != "invalid_refresh_token" {
		t.Errorf("a refresh token used twice = %v, want invalid_refresh_token", again)
	}
	third := refresh(second["refresh_token"])
	check(first, "token_revoked") // only two live
	check(second, "")
	e.clock.advance(12 * time.Hour)
	check(third, "token_expired")
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestInstallForAnOrganisation installs the app for all workspaces of an organisation:
// one token serves them, and every request says so.
func TestInstallForAnOrganisation(t *testing.T) {
	t.Parallel()
	e := setupFront(t)
	acme := playground.Organisation{ID: "E0ACMECORP", Name: "Acme"}
	first, second := playground.Options{NotInstalled: true, Organisation: acme}, playground.Globex()
	second.Organisation = acme
	e.first, e.globex = e.workspace(t, first), e.workspace(t, second)
	e.serve(t)
	q := consentQuery()
	q.Set("team", acme.ID)
	if page := e.fetch(t, http.MethodGet, "/oauth/v2/authorize?"+q.Encode(), nil).body; !strings.Contains(page, "access all workspaces of Acme") {
		t.Errorf("the consent page does not name the organisation: %s", page)
	}
	a := e.fetch(t, http.MethodPost, "/oauth/v2/authorize?"+q.Encode(), url.Values{"do": {"allow"}, "as": {playground.UserID}, "optional": {"channels:read"}})
	back, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	answer := e.access(t, back.Query().Get("code"), nil)
	if answer["team"] != nil || answer["is_enterprise_install"] != true ||
		!cmp.Equal(answer["enterprise"], any(map[string]any{"id": acme.ID, "name": acme.Name})) {
		t.Errorf("oauth.v2.access = %v, want the organisation and no team", answer)
	}
	granted, _ := answer["access_token"].(string)
	for channelID, userID := range map[string]string{playground.ChannelID: playground.UserID, playground.GlobexChannelID: playground.GlobexUserID} {
		if _, err := e.as(granted).GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{ChannelID: channelID}); err != nil {
			t.Errorf("conversations.info %s with the token of all: %v", channelID, err)
		}
		if who, err := e.as(granted).GetUserInfoContext(t.Context(), userID); err != nil || who.ID != userID {
			t.Errorf("users.info %s with the token of all = %v, %v", userID, who, err)
		}
	}
	e.app.reply = replyJSON(card(1))
	if err := e.globex.Say(t.Context(), playground.GlobexUserID, playground.GlobexChannelID, "/meeting 1"); err != nil {
		t.Fatal(err)
	}
	form := e.app.lastRequest().form
	if form.Get("enterprise_id") != acme.ID || form.Get("is_enterprise_install") != "true" || form.Get("team_id") != playground.GlobexTeamID {
		t.Errorf("the command says %v, want organisation and team", form)
	}
	all := e.globex.Messages(playground.GlobexChannelID, playground.GlobexUserID)
	if err := e.globex.Click(t.Context(), playground.GlobexUserID, all[len(all)-1].TS, "next"); err != nil {
		t.Fatal(err)
	}
	if c := e.app.lastCallback(); c.Team.ID != "" || c.Enterprise.ID != acme.ID || !c.IsEnterpriseInstall || c.User.TeamID != playground.GlobexTeamID {
		t.Errorf("the click comes from %+v of %+v, want no team but the person's", c.Team, c.Enterprise)
	}
}

// TestInstallationIsSaved restarts a workspace from its saved state.
func TestInstallationIsSaved(t *testing.T) {
	t.Parallel()
	e := setupFront(t)
	granted, _ := e.access(t, e.allow(t), nil)["access_token"].(string)
	var state strings.Builder
	if err := e.globex.Save(&state); err != nil {
		t.Fatal(err)
	}
	o := playground.Globex()
	o.State = strings.NewReader(state.String())
	again := e.workspace(t, o)
	if !again.Installed() || !slices.Equal(again.Scopes(), e.globex.Scopes()) {
		t.Errorf("installed after a restart: %v with %v", again.Installed(), again.Scopes())
	}
	r := httptest.NewRequest(http.MethodPost, e.url+"/api/auth.test", strings.NewReader("token="+granted))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	again.ServeHTTP(w, r)
	if !strings.Contains(w.Body.String(), `"ok":true`) {
		t.Errorf("auth.test after a restart: %s", w.Body)
	}
}

func TestFrontOptions(t *testing.T) {
	t.Parallel()
	e := setupFront(t)
	good := playground.App{ClientID: "1", ClientSecret: "2", RedirectURLs: []string{callbackURL}}
	for name, o := range map[string]playground.FrontOptions{
		"no workspace": {App: good},
		"no app":       {Workspaces: []*playground.Server{e.first}},
		"twins":        {App: good, Workspaces: []*playground.Server{e.first, e.first}},
	} {
		if f, err := playground.NewFront(o); err == nil || f != nil {
			t.Errorf("%s: NewFront = %v, %v, want an error", name, f, err)
		}
	}
}
