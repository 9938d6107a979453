package install_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/install"
	"meetingbot/bot/workspace"
)

// dead has Slack refuse the token of T1.
func (w *world) dead(code string) { w.slack.tokens["xoxb-1"] = refused(code) }

// uninstalled says that the app was removed from T1 some time after it was installed.
func (w *world) uninstalled(after time.Duration) install.Departure {
	return install.Departure{Key: workspace.Key{EnterpriseID: "E1", TeamID: "T1"}, At: w.now.Add(after), Uninstalled: true}
}

func TestDepartures(t *testing.T) {
	t.Parallel()
	bots := func(users ...string) func(*install.Departure) {
		return func(d *install.Departure) { d.Uninstalled, d.Bots = false, users }
	}
	tests := []struct {
		name  string
		code  string // with which Slack refuses the token, "" where it works
		after time.Duration
		edit  func(*install.Departure)
		left  int
	}{
		{"uninstalled", "account_inactive", time.Hour, nil, 0},
		{"uninstalled in the same second", "token_revoked", 0, nil, 0},
		{"an event without the organisation", "invalid_auth", time.Hour, func(d *install.Departure) { d.EnterpriseID = "" }, 0},
		{"the bot's token was revoked", "token_revoked", time.Hour, bots("U7", "UBOT"), 0},
		{"another bot's token was revoked", "token_revoked", time.Hour, bots("U7"), 1},
		{"a person's token was revoked", "token_revoked", time.Hour, bots(), 1},
		{"on a clock that is ahead of Slack's", "account_inactive", -time.Minute, nil, 0},
		{"before it was installed again", "account_inactive", -time.Hour, nil, 1},
		{"a moment before it was installed again", "", -time.Second, nil, 1},
		{"the token works", "", time.Hour, nil, 1},
		{"another workspace", "account_inactive", time.Hour, func(d *install.Departure) { d.TeamID = "T2" }, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.install(w.grant(0))
			if tt.code != "" {
				w.dead(tt.code)
			}
			d := w.uninstalled(tt.after)
			if tt.edit != nil {
				tt.edit(&d)
			}
			for range 2 { // both events may come, and each may come again
				if err := w.depart(d); err != nil {
					t.Errorf("the job ends with %v", err)
				}
			}
			if got := w.installed(); got != tt.left {
				t.Errorf("%d installations are left, want %d", got, tt.left)
			}
		})
	}
}

// Nothing is deleted before Slack has said that the token is dead: the job is tried
// again.
func TestDepartureThatIsNotConfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.install(w.grant(0))
	for _, err := range []error{errors.New("no answer"), refused("internal_error"), refused("ratelimited"), refused("team_access_not_granted")} {
		w.slack.tokens["xoxb-1"] = err
		if err := w.depart(w.uninstalled(time.Hour)); err == nil || w.installed() != 1 {
			t.Errorf("%v: the job ends, %d installations are left", err, w.installed())
		}
	}
	w.dead("not_authed")
	if err := w.depart(w.uninstalled(time.Hour)); err != nil || w.installed() != 0 {
		t.Errorf("once confirmed: %v, %d installations are left", err, w.installed())
	}
	if strings.Contains(w.log.String(), "xoxb") {
		t.Errorf("the log holds the token:\n%s", &w.log)
	}
}

// A token that has merely expired is renewed before it is judged.
func TestDepartureOfAnExpiredToken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		refresh error
		left    int
	}{{nil, 1}, {refused("invalid_refresh_token"), 0}} {
		w := newWorld(t)
		w.install(w.grant(-time.Minute))
		w.dead("token_expired")
		w.slack.refresh["xoxe-1"] = tt.refresh
		if err := w.depart(w.uninstalled(time.Hour)); err != nil || w.installed() != tt.left {
			t.Errorf("refresh %v: %v, %d installations are left, want %d", tt.refresh, err, w.installed(), tt.left)
		}
	}
}

// The removal of an organisation's installation leaves those of its workspaces that
// have their own, and the other way about.
func TestDeparturesOfOrganisations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.install(w.grant(0))
	org := w.grant(0)
	org.Key, org.Token = workspace.Key{EnterpriseID: "E1"}, "xoxb-org"
	w.install(org)
	w.slack.tokens["xoxb-org"] = refused("account_inactive")
	d := w.uninstalled(time.Hour)
	d.TeamID = ""
	if err := w.depart(d); err != nil {
		t.Fatal(err)
	}
	if token, err := w.token(w.Engine); token != "xoxb-1" || err != nil || w.installed() != 1 {
		t.Errorf("after the organisation: %q, %v", token, err)
	}
	w.slack.tokens["xoxb-org"] = nil
	w.install(org)
	w.dead("account_inactive")
	if err := w.depart(w.uninstalled(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if token, err := w.token(w.Engine); token != "xoxb-org" || err != nil {
		t.Errorf("after the workspace: %q, %v; want that the organisation's serves it", token, err)
	}
}
