package main

import (
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"meetingbot/bot/workspace"
	"meetingbot/playground"
)

// weeklySync is a demo meeting that starts again and again.
const weeklySync = "935150742"

// installing is a person who installs the bot in a browser of their own.
type installing struct {
	t       *testing.T
	env     *playgroundEnv
	app     *app // nil where only pages are opened
	browser *http.Client
	pages   []string // all that was read
	secrets []string // all that must not be seen: states and codes
}

func newInstalling(t *testing.T, e *playgroundEnv) *installing {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &installing{t: t, env: e, browser: &http.Client{
		Jar: jar, Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// open opens an address, or sends a form there.
func (i *installing) open(address string, form url.Values) (status int, body string, header http.Header) {
	i.t.Helper()
	method, content := http.MethodGet, io.Reader(http.NoBody)
	if form != nil {
		method, content = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(i.t.Context(), method, address, content)
	if err != nil {
		i.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w, err := i.browser.Do(r)
	if err != nil {
		i.t.Fatal(err)
	}
	defer w.Body.Close()
	page, err := io.ReadAll(w.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	return w.StatusCode, string(page), w.Header
}

// openBot opens a page of the bot, which is searched for secrets at the end.
func (i *installing) openBot(path string) (status int, body string) {
	i.t.Helper()
	status, body, _ = i.open(address(i.env.bot)+path, nil)
	i.pages = append(i.pages, body)
	return status, body
}

// begin opens the install page and returns where its button leads.
func (i *installing) begin() string {
	i.t.Helper()
	_, body, _ := i.open(address(i.env.bot)+"/slack/install", nil)
	link := regexp.MustCompile(`class="button" href="([^"]*)"`).FindStringSubmatch(body)
	if link == nil {
		i.t.Fatalf("the install page has no button: %s", body)
	}
	return html.UnescapeString(link[1])
}

// consent answers Slack's page for Globex and returns the path that leads back.
func (i *installing) consent(button string, form url.Values) string {
	i.t.Helper()
	return i.consentFor(button, playground.GlobexTeamID, form)
}

// consentFor is consent for another workspace, or for an organisation.
func (i *installing) consentFor(button, team string, form url.Values) string {
	i.t.Helper()
	status, body, header := i.open(button+"&team="+team, form)
	back, err := url.Parse(header.Get("Location"))
	if err != nil || status != http.StatusFound {
		i.t.Fatalf("consent = %d to %q: %s", status, header.Get("Location"), body)
	}
	i.secrets = append(i.secrets, back.Query().Get("state"))
	if code := back.Query().Get("code"); code != "" {
		i.secrets = append(i.secrets, code)
	}
	return back.RequestURI()
}

// allowing is the form of somebody who declines some of the optional scopes.
func allowing(optional ...string) url.Values {
	return url.Values{"do": {"allow"}, "as": {playground.GlobexUserID}, "optional": optional}
}

// TestInstallIntoTwoWorkspaces installs the bot in a second workspace over HTTP,
// through the simulated Slack, uses it in both, and removes it from one: that one's
// rows are gone and the other is untouched. Then it searches the log, the pages and
// the database for every secret.
func TestInstallIntoTwoWorkspaces(t *testing.T) {
	t.Parallel()
	e := openPlaygroundEnv(t, playgroundCommand{})
	logs := new(lockedBuffer)
	e.logger = slog.New(slog.NewJSONHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a, first, stop := e.startApp(t)
	globex := e.workspaces[1]
	i := newInstalling(t, e)
	i.app = a

	// Nothing but consent in the same browser installs it.
	_, away, _ := newInstalling(t, e).open(address(e.bot)+i.consent(i.begin(), allowing()), nil)
	if !strings.Contains(away, "in this browser") || globex.Installed() {
		t.Errorf("another browser finished the installation: %s", away)
	}
	if _, page := i.openBot(i.consent(i.begin(), url.Values{"do": {"cancel"}})); !strings.Contains(page, "Nothing was installed") {
		t.Errorf("after a refusal: %s", page)
	}
	e.front.Fail("oauth.v2.access", "503", 1)
	if status, page := i.openBot(i.consent(i.begin(), allowing())); status != http.StatusServiceUnavailable || !strings.Contains(page, "Slack is not answering") {
		t.Errorf("while Slack fails: %d %s", status, page)
	}

	back := i.consent(i.begin(), allowing("channels:read", "groups:read", "channels:join", "users:read.email"))
	status, page := i.openBot(back)
	if status != http.StatusOK || !strings.Contains(page, "Meetingbot is in Globex now") || !strings.Contains(page, "(mpim:read)") || strings.Contains(page, "(groups:read)") {
		t.Errorf("installed: %d %s", status, page)
	}
	if again, _ := i.openBot(back); again != http.StatusBadRequest {
		t.Errorf("the same address again = %d, want 400", again)
	}
	i.useBoth(first, globex)
	token := i.uninstall(globex)
	i.checkRemindersOf(first, playground.UserID, playground.ChannelID, true)

	// Installed again, it remembers nothing.
	i.openBot(i.consent(i.begin(), allowing("channels:read", "channels:join")))
	if err := globex.Invite(playground.GlobexChannelID, playground.BotUserID); err != nil {
		t.Fatal(err)
	}
	i.checkRemindersOf(globex, playground.GlobexUserID, playground.GlobexChannelID, false)
	stop()
	i.secrets = append(i.secrets, token, e.botToken.Reveal(), e.clientSecret.Reveal(), e.signingSecret.Reveal(), e.encryptionKey.Reveal())
	i.searchForSecrets(logs.String())
}

// useBoth looks a meeting up and sets a reminder in both workspaces.
func (i *installing) useBoth(first, globex *playground.Server) {
	i.t.Helper()
	for userID, s := range map[string]*playground.Server{playground.UserID: first, playground.GlobexUserID: globex} {
		channelID := s.Channels(userID)[0].ID
		if err := s.Invite(channelID, playground.BotUserID); err != nil {
			i.t.Fatal(err)
		}
		if err := s.Say(i.t.Context(), userID, channelID, "/meeting remind "+weeklySync+" 5m"); err != nil {
			i.t.Fatal(err)
		}
		i.checkRemindersOf(s, userID, channelID, true)
	}
}

// checkRemindersOf checks whether a channel is reminded of something.
func (i *installing) checkRemindersOf(s *playground.Server, userID, channelID string, want bool) {
	i.t.Helper()
	if err := s.Say(i.t.Context(), userID, channelID, "/meeting reminders"); err != nil {
		i.t.Fatal(err)
	}
	answered := func(has bool) bool {
		all := s.Messages(channelID, userID)
		newest := string(all[len(all)-1].JSON())
		return strings.Contains(newest, "Weekly sync") == has && strings.Contains(newest, "eminder")
	}
	if !eventually(func() bool { return answered(want) }) {
		all := s.Messages(channelID, userID)
		i.t.Errorf("reminders of %s are not what was expected (%v): %s", channelID, want, all[len(all)-1].JSON())
	}
}

// uninstall removes the bot from a workspace, waits until its grant is gone, and
// returns the token that it had.
func (i *installing) uninstall(s *playground.Server) (token string) {
	i.t.Helper()
	token = s.Token()
	if token == "" {
		i.t.Fatal("the bot has no token")
	}
	if err := s.Uninstall(i.t.Context(), playground.TokensRevoked); err != nil {
		i.t.Fatal(err)
	}
	var left []workspace.Grant
	if !eventually(func() bool {
		left = i.grants()
		return len(left) == 1 && left[0].TeamID == playground.TeamID
	}) {
		i.t.Errorf("grants after the removal: %v, want that of the first workspace", left)
	}
	return token
}

// grants are those that are stored.
func (i *installing) grants() []workspace.Grant {
	i.t.Helper()
	all, err := i.app.database.Installations().Grants(i.t.Context())
	if err != nil {
		i.t.Fatal(err)
	}
	return all
}

// searchForSecrets searches the log, the pages and the files of the database. The
// simulated Slack's own files have tokens, of course.
func (i *installing) searchForSecrets(logs string) {
	i.t.Helper()
	if !strings.Contains(logs, "GET /slack/oauth/callback") {
		i.t.Errorf("the callback is not in the log, so the search proves nothing: %s", logs)
	}
	places := map[string]string{"log": logs, "pages": strings.Join(i.pages, "\n")}
	files, err := filepath.Glob(filepath.Join(i.env.data.dir, "meetingbot.db*"))
	if err != nil || len(files) == 0 {
		i.t.Fatalf("no database in %s: %v", i.env.data.dir, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			i.t.Fatal(err)
		}
		places[filepath.Base(name)] = string(content)
	}
	for where, content := range places {
		for n, secret := range i.secrets {
			if len(secret) < 10 || strings.Contains(content, secret) {
				i.t.Errorf("secret %d (%d characters) is in the %s", n, len(secret), where)
			}
		}
	}
	if !slices.ContainsFunc(i.pages, func(page string) bool { return strings.Contains(page, "Globex") }) {
		i.t.Error("no page was kept, so the search proves nothing")
	}
}

// TestInstallForAnOrganisation installs the bot for all workspaces of an organisation,
// and uses it in one that has no installation of its own: with a command, which names
// the workspace, and with a click, which does not.
func TestInstallForAnOrganisation(t *testing.T) {
	t.Parallel()
	e := openPlaygroundEnv(t, playgroundCommand{})
	e.organisation = playground.Organisation{ID: "E0ACMECORP", Name: "Acme"}
	e.start(t)
	globex, i := e.workspaces[1], newInstalling(t, e)
	form := allowing("channels:read", "users:read.email")
	form.Set("as", playground.UserID)
	status, page := i.openBot(i.consentFor(i.begin(), e.organisation.ID, form))
	if status != http.StatusOK || !strings.Contains(page, "for the organization Acme") ||
		!strings.Contains(page, "/manage/E0ACMECORP/integrations/profile/"+playground.AppID+"/workspaces/add") {
		t.Errorf("installed: %d %s", status, page)
	}
	if err := globex.Say(t.Context(), playground.GlobexUserID, playground.GlobexChannelID, "/meeting 928473016"); err != nil {
		t.Fatal(err)
	}
	newest := func() playground.Message {
		all := globex.Messages(playground.GlobexChannelID, playground.GlobexUserID)
		return all[len(all)-1]
	}
	shows := func(text string) {
		t.Helper()
		if !eventually(func() bool { return strings.Contains(string(newest().JSON()), text) }) {
			t.Fatalf("the newest message lacks %q: %s", text, newest().JSON())
		}
	}
	shows("1–10 of 59")
	if err := globex.Click(t.Context(), playground.GlobexUserID, newest().TS, "participants_next"); err != nil {
		t.Fatal(err)
	}
	shows("11–20 of 59")
}

// TestInstallationOutlivesRestart starts the playground again with the same folder.
func TestInstallationOutlivesRestart(t *testing.T) {
	t.Parallel()
	e := openPlaygroundEnv(t, playgroundCommand{})
	dir := e.data.dir
	_, stop := e.start(t)
	i := newInstalling(t, e)
	i.openBot(i.consent(i.begin(), allowing("users:read.email")))
	stop()

	again := openPlaygroundEnv(t, playgroundCommand{})
	again.data, again.encryptionKey = playData{dir}, e.encryptionKey
	again.start(t)
	globex := again.workspaces[1]
	if !globex.Installed() {
		t.Fatal("the bot is not installed in Globex after a restart")
	}
	if err := globex.Say(t.Context(), playground.GlobexUserID, playground.GlobexChannelID, "/meeting "+again.suggestions[0].ID); err != nil {
		t.Fatal(err)
	}
	if !eventually(func() bool {
		all := globex.Messages(playground.GlobexChannelID, playground.GlobexUserID)
		return len(all) > 0 && strings.Contains(string(all[len(all)-1].JSON()), again.suggestions[0].Title)
	}) {
		t.Errorf("no card in Globex: %+v", globex.Messages(playground.GlobexChannelID, playground.GlobexUserID))
	}
}
