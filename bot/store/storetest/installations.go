package storetest

import (
	"errors"
	"testing"
	"time"

	"meetingbot/bot/install"
	"meetingbot/bot/workspace"
	"meetingbot/internal/secret"
)

// ExerciseInstallations checks a store for what install.Store says of grants. What it
// says of a workspace's other rows is for the store's own tests.
func ExerciseInstallations(t *testing.T, open func(t *testing.T) install.Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, install.Store){
		"grants":        testGrants,
		"lookup":        testLookup,
		"organisations": testMoved,
		"refresh":       testRefresh,
		"refusal":       testRefreshRefused,
		"expiry":        testExpiring,
		"deletion":      testDeleteGrant,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// grantIn is what Slack grants in a workspace.
func grantIn(k workspace.Key) workspace.Grant {
	return workspace.Grant{
		Key: k, TeamName: "Team " + k.TeamID, AppID: "A1", BotID: "B1", BotUserID: "UBOT", InstalledBy: "U1", InstalledAt: noon(),
		Scopes: []string{"chat:write", "commands"}, Token: secret.Secret("xoxb-" + k.String()),
		RefreshToken: secret.Secret("xoxe-1-" + k.String()), ExpiresAt: noon().Add(12 * time.Hour),
	}
}

// kept is a grant as it comes back.
func kept(g workspace.Grant) workspace.Grant {
	g.InstalledAt = g.InstalledAt.UTC().Truncate(time.Millisecond)
	if !g.ExpiresAt.IsZero() {
		g.ExpiresAt = g.ExpiresAt.UTC().Truncate(time.Millisecond)
	}
	return g
}

func put(t *testing.T, s install.Store, g workspace.Grant) install.Record {
	t.Helper()
	if err := s.PutGrant(t.Context(), g); err != nil {
		t.Fatalf("PutGrant() = %v", err)
	}
	return get(t, s, g.Key)
}

func get(t *testing.T, s install.Store, k workspace.Key) install.Record {
	t.Helper()
	r, err := s.GetGrant(t.Context(), k)
	if err != nil {
		t.Fatalf("GetGrant(%s) = %v", k, err)
	}
	return r
}

// reveal compares secrets, which print as a fixed word.
func sameGrant(t *testing.T, what string, got, want workspace.Grant) {
	t.Helper()
	same(t, what, got, want)
	if got.Token.Reveal() != want.Token.Reveal() || got.RefreshToken.Reveal() != want.RefreshToken.Reveal() {
		t.Errorf("%s has other tokens", what)
	}
}

func testGrants(t *testing.T, s install.Store) {
	ctx := t.Context()
	k := workspace.Key{EnterpriseID: "E1", TeamID: "T1"}
	if _, err := s.GetGrant(ctx, k); !errors.Is(err, workspace.ErrUnknown) {
		t.Errorf("GetGrant() of none = %v", err)
	}
	g := grantIn(k)
	first := put(t, s, g)
	sameGrant(t, "the grant", first.Grant, kept(g))
	// Installed again, it replaces all but the scopes, where Slack does not say them.
	g.InstalledAt, g.Token, g.RefreshToken, g.ExpiresAt, g.Scopes = g.InstalledAt.Add(time.Hour), "xoxb-again", "", time.Time{}, nil
	second := put(t, s, g)
	want := kept(g)
	want.Scopes = []string{"chat:write", "commands"}
	sameGrant(t, "the next grant", second.Grant, want)
	if first.Version == second.Version || first.Version == "" {
		t.Errorf("versions: %q, then %q", first.Version, second.Version)
	}
	g.Scopes = []string{"commands"}
	if put(t, s, g).Scopes[0] != "commands" || get(t, s, k).Version == second.Version {
		t.Error("other scopes are not noted")
	}
	other := grantIn(workspace.Key{TeamID: "T2"})
	other.InstalledAt = other.InstalledAt.Add(-time.Hour)
	put(t, s, other)
	all, err := s.Grants(ctx)
	if err != nil || len(all) != 2 || all[0].TeamID != "T2" || all[1].TeamName != "Team T1" {
		t.Errorf("Grants() = %+v, %v", all, err)
	}
	for _, g := range all {
		if g.Token != "" || g.RefreshToken != "" {
			t.Error("Grants() has tokens")
		}
	}
}

func testLookup(t *testing.T, s install.Store) {
	put(t, s, grantIn(workspace.Key{EnterpriseID: "E1", TeamID: "T1"}))
	put(t, s, grantIn(workspace.Key{EnterpriseID: "E1"}))
	put(t, s, grantIn(workspace.Key{TeamID: "T3"}))
	for asked, want := range map[workspace.Key]string{
		{EnterpriseID: "E1", TeamID: "T1"}: "xoxb-E1/T1",
		{TeamID: "T1"}:                     "xoxb-E1/T1", // Slack does not always name the organisation
		{EnterpriseID: "E1", TeamID: "T2"}: "xoxb-E1",
		{EnterpriseID: "E1"}:               "xoxb-E1",
		{TeamID: "T3"}:                     "xoxb-T3",
		{EnterpriseID: "E9", TeamID: "T3"}: "xoxb-T3", // it has joined an organisation
		{TeamID: "T2"}:                     "",
		{EnterpriseID: "E2", TeamID: "T2"}: "",
		{}:                                 "",
	} {
		r, err := s.FindGrant(t.Context(), asked)
		if r.Token.Reveal() != want || (want == "") != errors.Is(err, workspace.ErrUnknown) {
			t.Errorf("FindGrant(%+v) has the token %q, %v; want %q", asked, r.Token.Reveal(), err, want)
		}
	}
}

func testMoved(t *testing.T, s install.Store) {
	put(t, s, grantIn(workspace.Key{TeamID: "T1"}))
	put(t, s, grantIn(workspace.Key{EnterpriseID: "E1"}))
	put(t, s, grantIn(workspace.Key{EnterpriseID: "E2"}))
	put(t, s, grantIn(workspace.Key{EnterpriseID: "E1", TeamID: "T1"}))
	all, err := s.Grants(t.Context())
	if err != nil || len(all) != 3 {
		t.Errorf("Grants() = %+v, %v; want the workspace once, and both organisations", all, err)
	}
}

func testRefresh(t *testing.T, s install.Store) {
	ctx, now := t.Context(), noon()
	r := put(t, s, grantIn(workspace.Key{TeamID: "T1"}))
	claim := func(r install.Record, at time.Time) bool {
		t.Helper()
		ok, err := s.ClaimRefresh(ctx, r, at, at.Add(time.Minute))
		if err != nil {
			t.Fatalf("ClaimRefresh() = %v", err)
		}
		return ok
	}
	if !claim(r, now) || claim(r, now.Add(59*time.Second)) {
		t.Error("a claim does not keep others from it")
	}
	if !claim(r, now.Add(time.Minute)) {
		t.Error("a claim does not end")
	}
	next := install.Tokens{Token: "xoxb-next", RefreshToken: "xoxe-next", ExpiresAt: now.Add(24 * time.Hour), Scopes: []string{"commands"}}
	if err := s.ReplaceToken(ctx, r, next); err != nil {
		t.Fatalf("ReplaceToken() = %v", err)
	}
	got := get(t, s, r.Key)
	want := r.Grant
	want.Token, want.RefreshToken, want.ExpiresAt, want.Scopes = next.Token, next.RefreshToken, next.ExpiresAt, next.Scopes
	sameGrant(t, "the grant after a refresh", got.Grant, kept(want))
	if claim(r, now.Add(time.Hour)) || !claim(got, now) {
		t.Error("the former record can be claimed, or the new one cannot")
	}
	// Without scopes the former ones stay, and a record that has changed is left alone.
	if err := s.ReplaceToken(ctx, r, install.Tokens{Token: "xoxb-late"}); err != nil {
		t.Fatalf("ReplaceToken() of a former record = %v", err)
	}
	if again := get(t, s, r.Key); again.Token != "xoxb-next" || again.Version != got.Version {
		t.Error("a late refresh has replaced the next token")
	}
	if err := s.ReplaceToken(ctx, got, install.Tokens{Token: "xoxb-3"}); err != nil {
		t.Fatalf("ReplaceToken() = %v", err)
	}
	if third := get(t, s, r.Key); third.Token != "xoxb-3" || third.RefreshToken != "" || len(third.Scopes) != 1 {
		t.Errorf("after a refresh without scopes: %+v", third.Grant)
	}
}

func testRefreshRefused(t *testing.T, s install.Store) {
	ctx, now := t.Context(), noon()
	r := put(t, s, grantIn(workspace.Key{TeamID: "T1"}))
	if r.RefreshRefused {
		t.Error("a refresh is refused from the beginning")
	}
	for _, refusedAt := range []time.Time{{}, now} {
		if ok, err := s.ClaimRefresh(ctx, r, now, now.Add(time.Minute)); !ok || err != nil {
			t.Errorf("ClaimRefresh() = %v, %v", ok, err)
		}
		if err := s.EndRefresh(ctx, r, refusedAt); err != nil {
			t.Fatalf("EndRefresh() = %v", err)
		}
		if got := get(t, s, r.Key).RefreshRefused; got == refusedAt.IsZero() {
			t.Errorf("after EndRefresh(%v): refused %v", refusedAt, got)
		}
	}
	if ok, err := s.ClaimRefresh(ctx, r, now, now.Add(time.Minute)); ok || err != nil {
		t.Errorf("after a refusal, ClaimRefresh() of what was read before it = %v, %v", ok, err)
	}
	if put(t, s, grantIn(r.Key)).RefreshRefused {
		t.Error("the refusal outlives another installation")
	}
}

func testExpiring(t *testing.T, s install.Store) {
	ctx, now := t.Context(), noon()
	for team, edit := range map[string]func(*workspace.Grant){
		"TSOON":    func(g *workspace.Grant) { g.ExpiresAt = now.Add(time.Hour) },
		"TNOW":     func(g *workspace.Grant) { g.ExpiresAt = now },
		"TLATE":    func(g *workspace.Grant) { g.ExpiresAt = now.Add(3 * time.Hour) },
		"TNEVER":   func(g *workspace.Grant) { g.ExpiresAt, g.RefreshToken = time.Time{}, "" },
		"TREFUSED": func(g *workspace.Grant) { g.ExpiresAt = now },
	} {
		g := grantIn(workspace.Key{TeamID: team})
		edit(&g)
		put(t, s, g)
	}
	if err := s.EndRefresh(ctx, get(t, s, workspace.Key{TeamID: "TREFUSED"}), now); err != nil {
		t.Fatal(err)
	}
	for most, want := range map[int][]workspace.Key{5: {{TeamID: "TNOW"}, {TeamID: "TSOON"}}, 1: {{TeamID: "TNOW"}}} {
		got, err := s.Expiring(ctx, now.Add(2*time.Hour), most)
		same(t, "Expiring()", got, want)
		if err != nil {
			t.Error(err)
		}
	}
}

func testDeleteGrant(t *testing.T, s install.Store) {
	ctx := t.Context()
	former := put(t, s, grantIn(workspace.Key{TeamID: "T1"})).Grant
	other := put(t, s, grantIn(workspace.Key{TeamID: "T2"})).Grant
	again := grantIn(former.Key)
	again.InstalledAt = again.InstalledAt.Add(time.Hour)
	put(t, s, again)
	if err := s.DeleteGrant(ctx, former); err != nil {
		t.Fatalf("DeleteGrant() of one that was replaced = %v", err)
	}
	now := get(t, s, former.Key)
	if err := s.DeleteGrant(ctx, now.Grant); err != nil {
		t.Fatalf("DeleteGrant() = %v", err)
	}
	if _, err := s.GetGrant(ctx, former.Key); !errors.Is(err, workspace.ErrUnknown) {
		t.Errorf("GetGrant() after DeleteGrant() = %v", err)
	}
	get(t, s, other.Key)
}
