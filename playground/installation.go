package playground

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// rotatedLife is how long a token lives where token rotation is switched on; see
// https://docs.slack.dev/authentication/using-token-rotation.
const rotatedLife = 12 * time.Hour

// maxLiveTokens is how many tokens work at a time where they are rotated.
const maxLiveTokens = 2

// installation is the app in the workspace. Its fields are read and written under the
// workspace's lock.
type installation struct {
	installed bool
	forAll    bool              // in the whole organisation
	scopes    []string          // those that were granted; a new installation adds to them
	tokens    map[string]*token // dead ones too, for their error
	order     []string          // of the tokens, the newest last
}

// token is one token of the app.
type token struct {
	expires time.Time // zero: never
	refresh string    // the refresh token that came with it, "" without rotation
	traded  bool      // the refresh token has been used
	dead    string    // the error for its use, "" while it works
}

// add makes a token work and adds to the scopes.
func (i *installation) add(text string, t token, scopes []string) {
	i.installed = true
	i.tokens[text] = &t
	i.order = append(i.order, text)
	for _, scope := range scopes {
		if !slices.Contains(i.scopes, scope) {
			i.scopes = append(i.scopes, scope)
		}
	}
}

// kill makes all tokens but the newest ones fail with an error.
func (i *installation) kill(code string, keep int) {
	for n, text := range i.order {
		if t := i.tokens[text]; n < len(i.order)-keep && t.dead == "" {
			t.dead = code
		}
	}
}

// grant is what an installation or a rotation gives the app.
type grant struct {
	token, refresh string
	expiresIn      int // seconds, 0 for never
	scopes         []string
}

// Installed reports whether the app is installed in the workspace.
func (s *Server) Installed() bool {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	return s.workspace.app.installed
}

// Scopes returns the scopes that the app has in the workspace.
func (s *Server) Scopes() []string {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	return slices.Clone(s.workspace.app.scopes)
}

// Token returns the newest token of the app that has not been revoked, "" if there is
// none.
func (s *Server) Token() string {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	for _, text := range slices.Backward(s.workspace.app.order) {
		if s.workspace.app.tokens[text].dead == "" {
			return text
		}
	}
	return ""
}

// install installs the app, or adds to its scopes where it is installed. Without
// rotation a token that works stays the token.
func (w *workspace) install(scopes []string, rotate bool) grant {
	w.mu.Lock()
	defer w.mu.Unlock()
	g := grant{token: w.app.lasting()}
	if rotate || g.token == "" {
		g = w.newGrant(rotate)
	}
	w.addToken(g, scopes)
	g.scopes = slices.Clone(w.app.scopes)
	w.notifyWatchers()
	return g
}

// lasting returns the token that works and never expires, "" if there is none.
func (i *installation) lasting() string {
	for text, t := range i.tokens {
		if t.dead == "" && t.expires.IsZero() {
			return text
		}
	}
	return ""
}

// newGrant makes a token in Slack's format. The caller holds the lock.
func (w *workspace) newGrant(rotate bool) grant {
	secret := "xoxb-" + w.teamID + "-" + rand.Text()[:24]
	if !rotate {
		return grant{token: secret}
	}
	return grant{token: "xoxe." + secret, refresh: "xoxe-1-" + rand.Text(), expiresIn: int(rotatedLife / time.Second)}
}

// addToken makes a grant's token work. The caller holds the lock.
func (w *workspace) addToken(g grant, scopes []string) {
	t := token{refresh: g.refresh}
	if g.expiresIn > 0 {
		t.expires = w.now().Add(rotatedLife)
	}
	w.app.order = slices.DeleteFunc(w.app.order, func(text string) bool { return text == g.token })
	w.app.add(g.token, t, scopes)
	if g.refresh != "" {
		w.app.kill("token_revoked", maxLiveTokens)
	}
}

// errNoRefresh says that a refresh token is unknown, used up or dead.
var errNoRefresh = &apiError{code: "invalid_refresh_token"}

// rotate gives a new token for a refresh token, which works once.
func (w *workspace) rotate(refresh string) (grant, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range w.app.tokens {
		if t.refresh != refresh || refresh == "" {
			continue
		}
		if t.traded || !w.app.installed {
			return grant{}, errNoRefresh
		}
		t.traded = true
		g := w.newGrant(true)
		w.addToken(g, nil)
		g.scopes = slices.Clone(w.app.scopes)
		return g, nil
	}
	return grant{}, errNoRefresh
}

// checkToken returns the error for the use of a token, nil for one that works.
func (s *Server) checkToken(text string) error {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	t, ok := s.workspace.app.tokens[text]
	switch {
	case !ok:
		return apiErr("invalid_auth")
	case t.dead != "":
		return apiErr(t.dead)
	case !t.expires.IsZero() && !s.options.Now().Before(t.expires):
		return apiErr("token_expired")
	}
	return nil
}

// knowsToken reports whether a token is one of this workspace, dead or alive.
func (w *workspace) knowsToken(text string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, ok := w.app.tokens[text]
	return ok
}

// hideTokens removes all tokens from a text.
func (w *workspace) hideTokens(text string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for secret, t := range w.app.tokens {
		text = strings.ReplaceAll(text, secret, redacted)
		if t.refresh != "" {
			text = strings.ReplaceAll(text, t.refresh, redacted)
		}
	}
	return text
}

// The events of an uninstallation. Slack sends them in any order.
const (
	AppUninstalled = "app_uninstalled"
	TokensRevoked  = "tokens_revoked"
)

// Uninstall removes the app from the workspace: its tokens are dead, it leaves all
// channels, and it gets the two events of an uninstallation, the given one first. It
// returns [ErrNotInstalled], or why an event was not acknowledged.
func (s *Server) Uninstall(ctx context.Context, first string) error {
	s.workspace.mu.Lock()
	if !s.workspace.app.installed {
		s.workspace.mu.Unlock()
		return ErrNotInstalled
	}
	s.workspace.removeApp()
	s.workspace.mu.Unlock()
	events := []string{AppUninstalled, TokensRevoked}
	if first == TokensRevoked {
		slices.Reverse(events)
	}
	var failed []error
	for _, kind := range events {
		if err := s.deliverFarewell(ctx, kind); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", kind, err))
		}
	}
	return errors.Join(failed...)
}

// removeApp kills all tokens and takes the app out of the channels and its views off
// the screens. The caller holds the lock.
func (w *workspace) removeApp() {
	w.app.installed, w.app.forAll, w.app.scopes = false, false, nil
	w.app.kill("account_inactive", 0)
	for i, c := range w.channels {
		if c.kind != Direct && c.has(BotUserID) {
			after := *c
			after.members = slices.DeleteFunc(slices.Clone(c.members), func(id string) bool { return id == BotUserID })
			w.channels[i] = &after
		}
	}
	clear(w.stacks)
	clear(w.homes)
	w.notifyWatchers()
}

// deliverFarewell sends one event of an uninstallation. It has no authorizations:
// there are none left.
func (s *Server) deliverFarewell(ctx context.Context, kind string) error {
	now := s.options.Now()
	inner := object{"type": kind, "event_ts": timestamp(now.UnixMicro())}
	if kind == TokensRevoked {
		inner["tokens"] = object{"oauth": []string{}, "bot": []string{BotUserID}}
	}
	return s.sendWithRetries(ctx, kind, compactJSON(object{
		"token": verificationToken, "team_id": s.options.TeamID, "api_app_id": AppID, "event": inner, "type": "event_callback",
		"event_id": s.workspace.eventID(), "event_time": now.Unix(),
	}))
}

// savedInstallation is the saved form of an installation.
type savedInstallation struct {
	Installed bool                  `json:"installed"`
	ForAll    bool                  `json:"for_all,omitempty"`
	Scopes    []string              `json:"scopes,omitempty"`
	Tokens    map[string]savedToken `json:"tokens,omitempty"`
	Order     []string              `json:"order,omitempty"`
}

type savedToken struct {
	Expires time.Time `json:"expires,omitzero"`
	Refresh string    `json:"refresh,omitempty"`
	Traded  bool      `json:"traded,omitempty"`
	Dead    string    `json:"dead,omitempty"`
}

// save returns the saved form. The caller holds the lock.
func (i *installation) save() *savedInstallation {
	saved := &savedInstallation{Installed: i.installed, ForAll: i.forAll, Scopes: i.scopes, Tokens: map[string]savedToken{}, Order: i.order}
	for text, t := range i.tokens {
		saved.Tokens[text] = savedToken{Expires: t.expires, Refresh: t.refresh, Traded: t.traded, Dead: t.dead}
	}
	return saved
}

// restore brings back what was saved, if anything was. A token of the options works
// beside it, unless the app had been removed. The caller holds the lock.
func (i *installation) restore(saved *savedInstallation) {
	if saved == nil {
		return
	}
	given, scopes := maps.Clone(i.tokens), i.scopes
	*i = installation{installed: saved.Installed, forAll: saved.ForAll, scopes: saved.Scopes, tokens: map[string]*token{}, order: saved.Order}
	for text, t := range saved.Tokens {
		i.tokens[text] = &token{expires: t.Expires, refresh: t.Refresh, traded: t.Traded, dead: t.Dead}
	}
	for text, t := range given {
		if i.installed {
			i.add(text, *t, scopes)
			continue
		}
		t.dead = "account_inactive"
		i.tokens[text] = t
	}
}
