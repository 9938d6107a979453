package person_test

import (
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/bot/person"
)

// An admin is one of where the app is installed, and nobody else.
func TestAdmins(t *testing.T) {
	t.Parallel()
	workspace, organisation := slack.AuthTestResponse{TeamID: "T1"}, slack.AuthTestResponse{EnterpriseID: "E1"}
	ofOrganisation := slack.AuthTestResponse{TeamID: "T1", EnterpriseID: "E1"}
	in := func(enterprise string, admin, owner bool, teams ...string) slack.EnterpriseUser {
		return slack.EnterpriseUser{EnterpriseID: enterprise, IsAdmin: admin, IsOwner: owner, Teams: teams}
	}
	tests := []struct {
		name string
		home slack.AuthTestResponse
		asks [2]string // enterprise and team
		user slack.User
		want bool
	}{
		{"member", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T1"}, false},
		{"admin", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T1", IsAdmin: true}, true},
		{"owner", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T1", IsOwner: true}, true},
		{"primary owner", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T1", IsPrimaryOwner: true}, true},
		{"admin elsewhere", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T9", IsAdmin: true}, false},
		{"admin elsewhere, asking there", workspace, [2]string{"", "T9"}, slack.User{TeamID: "T9", IsAdmin: true}, false},
		{"a stranger with the flag", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T1", IsStranger: true, IsAdmin: true}, false},
		{"a guest with the flag", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T1", IsRestricted: true, IsAdmin: true}, false},
		{"closed account", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T1", Deleted: true, IsAdmin: true}, false},
		{"admin of another organisation", workspace, [2]string{"", "T1"}, slack.User{TeamID: "T9", Enterprise: in("E9", true, true)}, false},
		{"organisation's owner, in the workspace", ofOrganisation, [2]string{"E1", "T1"}, slack.User{TeamID: "T1", Enterprise: in("E1", false, true, "T1")}, true},
		{"organisation's owner, not in the workspace", ofOrganisation, [2]string{"E1", "T1"}, slack.User{TeamID: "T2", Enterprise: in("E1", false, true, "T2")}, false},
		{"admin of another workspace of the organisation", ofOrganisation, [2]string{"E1", "T1"}, slack.User{TeamID: "T2", IsAdmin: true, Enterprise: in("E1", false, false, "T2")}, false},
		{"for all: organisation's admin", organisation, [2]string{"E1", "T2"}, slack.User{TeamID: "T2", Enterprise: in("E1", true, false, "T2")}, true},
		{"for all: admin of the workspace", organisation, [2]string{"E1", "T2"}, slack.User{TeamID: "T2", IsAdmin: true, Enterprise: in("E1", false, false, "T2")}, true},
		{"for all: admin of another workspace", organisation, [2]string{"E1", "T3"}, slack.User{TeamID: "T2", IsAdmin: true, Enterprise: in("E1", false, false, "T2", "T3")}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.user.ID = "U1"
			d := directory(t, installed{users(func() (*slack.User, error) { return &tt.user, nil }), tt.home, nil}, person.Options{})
			got := d.Get(t.Context(), tt.asks[0], tt.asks[1], "U1")
			if got.Admin != tt.want {
				t.Errorf("Admin = %v, want %v", got.Admin, tt.want)
			}
			if got.From("T8").Admin {
				t.Error("an account of T8 is an admin")
			}
			enterprise, team, known := d.Home()
			if !known || enterprise != tt.home.EnterpriseID || team != tt.home.TeamID {
				t.Errorf("Home = %q, %q, %v, want %+v", enterprise, team, known, tt.home)
			}
		})
	}
}

// Somebody who was made an admin, or is none any more, is known by that once Slack has
// said so.
func TestAdminsChange(t *testing.T) {
	t.Parallel()
	a := &asking{}
	d := directory(t, a, person.Options{})
	if _, _, known := d.Home(); known {
		t.Error("Home is known before anybody was asked about")
	}
	for _, admin := range []bool{true, false} {
		d.Get(t.Context(), "", "T1", "U1")
		a.set(slack.User{IsAdmin: admin}, nil)
		if got := d.Fresh(t.Context(), "", "T1", "U1"); got.Admin != admin {
			t.Errorf("Fresh = %+v, want an admin: %v", got, admin)
		}
		if got := d.Get(t.Context(), "", "T1", "U1"); got.Admin != admin {
			t.Errorf("Get after Fresh = %+v, want an admin: %v", got, admin)
		}
	}
}

// TestOrganisationNamedAsTeam checks a token for a whole organisation of which Slack
// says that its team is the organisation.
func TestOrganisationNamedAsTeam(t *testing.T) {
	t.Parallel()
	user := slack.User{ID: "U1", TeamID: "T2", IsAdmin: true, Enterprise: slack.EnterpriseUser{EnterpriseID: "E1", Teams: []string{"T2", "T3"}}}
	d := directory(t, installed{
		users(func() (*slack.User, error) { return &user, nil }), slack.AuthTestResponse{TeamID: "E1", EnterpriseID: "E1"}, nil,
	}, person.Options{})
	if got := d.Get(t.Context(), "E1", "T3", "U1"); got.Admin || got.AccountType != person.Member {
		t.Errorf("an admin of another workspace: admin %v, %s, want a member", got.Admin, got.AccountType)
	}
	if enterprise, team, known := d.Home(); enterprise != "E1" || team != "" || !known {
		t.Errorf("Home = %q, %q, %v, want the organisation alone", enterprise, team, known)
	}
}
