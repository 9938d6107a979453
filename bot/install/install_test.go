package install_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/install"
	"meetingbot/bot/queue"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
)

// fakeSlack knows which tokens work, and gives next ones.
type fakeSlack struct {
	mu      sync.Mutex
	tokens  map[secret.Secret]error // nil: it works
	refresh map[secret.Secret]error // refresh tokens that can be traded, once; nil: they can
	traded  int
	tested  int
	onTrade func()
}

func refused(code string) error { return slack.SlackErrorResponse{Err: code} }

func (s *fakeSlack) Test(_ context.Context, token secret.Secret) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tested++
	err, known := s.tokens[token]
	if !known {
		return refused("invalid_auth")
	}
	return err
}

func (s *fakeSlack) Refresh(_ context.Context, refreshToken secret.Secret) (*slack.OAuthV2Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err, known := s.refresh[refreshToken]
	if !known {
		return nil, refused("invalid_refresh_token")
	}
	if err != nil {
		return nil, err
	}
	s.traded++
	delete(s.refresh, refreshToken)
	next := secret.Secret("xoxe-next" + strings.Repeat("t", s.traded))
	token := secret.Secret("xoxb-next" + strings.Repeat("t", s.traded))
	s.refresh[next], s.tokens[token] = nil, nil
	if s.onTrade != nil {
		s.onTrade()
	}
	return &slack.OAuthV2Response{AccessToken: token.Reveal(), RefreshToken: next.Reveal(), ExpiresIn: 43200, Scope: "commands,chat:write"}, nil
}

// world is an engine over a database, between a simulated Slack and a clock.
type world struct {
	*install.Engine
	t     *testing.T
	store install.Store
	slack *fakeSlack
	now   time.Time
	drops []workspace.Key
	log   bytes.Buffer
}

func encryptionKeys(t *testing.T) *sealed.Keys {
	t.Helper()
	key, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := sealed.ParseKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func openStore(t *testing.T, url string, keys *sealed.Keys) install.Store {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{URL: url, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db.Installations()
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, store: openStore(t, "sqlite::memory:", encryptionKeys(t)), now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)}
	w.slack = &fakeSlack{tokens: map[secret.Secret]error{"xoxb-1": nil}, refresh: map[secret.Secret]error{"xoxe-1": nil}}
	w.Engine = w.engine(w.store)
	return w
}

// engine is one more process.
func (w *world) engine(s install.Store) *install.Engine {
	w.t.Helper()
	e, err := install.New(install.Options{
		Store: s, Slack: w.slack, Changed: func(k workspace.Key) { w.drops = append(w.drops, k) },
		Logger: slog.New(slog.NewTextHandler(&w.log, nil)), Now: func() time.Time { return w.now },
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// grant is what is installed in T1, with a token that lasts for so long, forever for 0.
func (w *world) grant(lasts time.Duration) workspace.Grant {
	g := workspace.Grant{
		Key: workspace.Key{EnterpriseID: "E1", TeamID: "T1"}, BotUserID: "UBOT", InstalledBy: "U1", InstalledAt: w.now,
		Scopes: []string{"commands"}, Token: "xoxb-1",
	}
	if lasts != 0 {
		g.RefreshToken, g.ExpiresAt = "xoxe-1", w.now.Add(lasts)
	}
	return g
}

func (w *world) install(g workspace.Grant) {
	w.t.Helper()
	if err := w.Install(w.t.Context(), g); err != nil {
		w.t.Fatal(err)
	}
}

// token is the token that T1 is served with, or why there is none.
func (w *world) token(e *install.Engine) (string, error) {
	w.t.Helper()
	r, err := e.Find(w.t.Context(), workspace.Key{EnterpriseID: "E1", TeamID: "T1"})
	return r.Token.Reveal(), err
}

// depart has a departure worked on, and returns what becomes of its job.
func (w *world) depart(d install.Departure) error {
	w.t.Helper()
	payload, err := json.Marshal(d)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.work(queue.Job{Kind: install.ForgetWorkspace, Payload: payload})
}

func (w *world) work(j queue.Job) error {
	w.t.Helper()
	var jobs queue.Registry
	w.Register(&jobs)
	return jobs.Work(w.t.Context(), j)
}

func (w *world) installed() int {
	w.t.Helper()
	all, err := w.Grants(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return len(all)
}

func TestInstall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if token, err := w.token(w.Engine); !errors.Is(err, workspace.ErrUnknown) {
		t.Errorf("before: %q, %v", token, err)
	}
	w.install(w.grant(0))
	if token, err := w.token(w.Engine); token != "xoxb-1" || err != nil {
		t.Errorf("Find() = %q, %v", token, err)
	}
	if want := []workspace.Key{{EnterpriseID: "E1", TeamID: "T1"}}; !slices.Equal(w.drops, want) {
		t.Errorf("changed: %v", w.drops)
	}
	for _, g := range []workspace.Grant{{Token: "xoxb-1"}, {Key: workspace.Key{TeamID: "T1"}}} {
		if err := w.Install(t.Context(), g); err == nil {
			t.Errorf("Install(%+v) is accepted", g)
		}
	}
	if strings.Contains(w.log.String(), "xoxb") {
		t.Errorf("the log holds the token:\n%s", &w.log)
	}
}

// A token is renewed once less than two hours are left, and stored before it is used.
func TestRefreshInTime(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		left time.Duration
		want string
	}{{0, "xoxb-1"}, {2 * time.Hour, "xoxb-1"}, {2*time.Hour - time.Second, "xoxb-nextt"}, {-time.Hour, "xoxb-nextt"}} {
		w := newWorld(t)
		w.install(w.grant(tt.left))
		for range 2 {
			if token, err := w.token(w.Engine); token != tt.want || err != nil {
				t.Errorf("with %s left: %q, %v; want %q", tt.left, token, err, tt.want)
			}
		}
		r, err := w.store.GetGrant(t.Context(), w.grant(0).Key)
		if r.Token.Reveal() != tt.want || err != nil {
			t.Errorf("with %s left %q is stored, %v", tt.left, r.Token.Reveal(), err)
		}
		if renewed := tt.want != "xoxb-1"; renewed && (!r.ExpiresAt.Equal(w.now.Add(12*time.Hour)) || len(r.Scopes) != 2 || len(w.drops) != 2) {
			t.Errorf("renewed: until %s, scopes %q, changed %v", r.ExpiresAt, r.Scopes, w.drops)
		}
	}
}

// The job renews what nobody uses.
func TestIdleTokensAreRefreshed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.install(w.grant(time.Hour))
	for range 2 {
		if err := w.work(queue.Job{Kind: install.RefreshTokens}); err != nil {
			t.Errorf("the job ends with %v", err)
		}
	}
	if w.slack.traded != 1 {
		t.Errorf("%d refresh tokens were traded, want 1", w.slack.traded)
	}
}

// Several processes that need the next token trade the refresh token once, and all get
// what is stored then.
func testRefreshTogether(t *testing.T, left time.Duration, stores ...install.Store) {
	t.Helper()
	w := newWorld(t)
	w.store = stores[0]
	w.Engine = w.engine(stores[0])
	w.install(w.grant(left))
	const each = 4
	engines := make([]*install.Engine, 0, len(stores))
	for _, s := range stores {
		e, err := install.New(install.Options{Store: s, Slack: w.slack, Now: func() time.Time { return w.now }})
		if err != nil {
			t.Fatal(err)
		}
		engines = append(engines, e)
	}
	var asking sync.WaitGroup
	tokens := make(chan string, each*len(engines))
	for _, e := range engines {
		for range each {
			asking.Go(func() {
				token, err := w.token(e)
				if err != nil {
					t.Errorf("Find() = %v", err)
				}
				tokens <- token
			})
		}
	}
	asking.Wait()
	close(tokens)
	for token := range tokens {
		if token != "xoxb-nextt" && (left < 0 || token != "xoxb-1") {
			t.Errorf("with %s left one has %q", left, token)
		}
	}
	if w.slack.traded != 1 {
		t.Errorf("with %s left %d refresh tokens were traded, want 1", left, w.slack.traded)
	}
}

func TestRefreshTogether(t *testing.T) {
	t.Parallel()
	for _, left := range []time.Duration{time.Hour, -time.Hour} {
		s := openStore(t, "sqlite::memory:", encryptionKeys(t))
		testRefreshTogether(t, left, s, s)
	}
}

func TestRefreshTogetherOnPostgreSQL(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t)
	for _, left := range []time.Duration{time.Hour, -time.Hour} {
		keys, url := encryptionKeys(t), server.NewSchema(t)
		testRefreshTogether(t, left, openStore(t, url, keys), openStore(t, url, keys))
	}
}

// While Slack gives no next token, the former one is used as long as it lasts.
func TestRefreshThatFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.install(w.grant(time.Hour))
	w.slack.refresh["xoxe-1"] = errors.New("no answer")
	if token, err := w.token(w.Engine); token != "xoxb-1" || err != nil {
		t.Errorf("while it lasts: %q, %v", token, err)
	}
	w.now = w.now.Add(2 * time.Hour)
	if token, err := w.token(w.Engine); token != "" || err == nil || errors.Is(err, workspace.ErrUnknown) {
		t.Errorf("once it has expired: %q, %v", token, err)
	}
	w.slack.refresh["xoxe-1"] = nil
	if token, err := w.token(w.Engine); token != "xoxb-nextt" || err != nil {
		t.Errorf("once Slack answers: %q, %v", token, err)
	}
}

// A refusal that stands is logged once, with what to do, and nothing more is asked.
func TestRefreshThatIsRefused(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"invalid_refresh_token", "token_revoked"} {
		w := newWorld(t)
		w.install(w.grant(-time.Hour))
		w.slack.refresh["xoxe-1"] = refused(code)
		_, _ = w.token(w.Engine)
		for range 3 {
			if token, err := w.token(w.Engine); token != "xoxb-1" || err != nil {
				t.Errorf("%s: %q, %v; want the former token, which Slack refuses then", code, token, err)
			}
		}
		if log := w.log.String(); strings.Count(log, "level=ERROR") != 1 || !strings.Contains(log, code) || !strings.Contains(log, "install the app in the workspace again") || strings.Contains(log, "xox") {
			t.Errorf("%s: the log is\n%s", code, log)
		}
		w.slack.refresh["xoxe-1"] = nil
		w.install(w.grant(time.Hour))
		if token, err := w.token(w.Engine); token != "xoxb-nextt" || err != nil {
			t.Errorf("%s, then installed again: %q, %v", code, token, err)
		}
	}
}

// What was installed again while the next token was asked for stays.
func TestInstalledAgainDuringRefresh(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.install(w.grant(time.Hour))
	again := w.grant(0)
	again.Token = "xoxb-again"
	w.slack.onTrade = func() {
		if err := w.store.PutGrant(t.Context(), again); err != nil {
			t.Error(err)
		}
	}
	if token, err := w.token(w.Engine); token != "xoxb-again" || err != nil {
		t.Errorf("Find() = %q, %v", token, err)
	}
}
