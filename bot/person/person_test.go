package person_test

import (
	"context"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot/person"
)

func TestStanding(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		enterprise string
		team       string
		user       slack.User
		want       person.AccountType
	}{
		{name: "member", team: "T1", user: slack.User{TeamID: "T1"}, want: person.Member},
		{name: "administrator", team: "T1", user: slack.User{TeamID: "T1", IsAdmin: true, IsOwner: true}, want: person.Member},
		{name: "guest of several channels", team: "T1", user: slack.User{TeamID: "T1", IsRestricted: true}, want: person.Guest},
		{name: "guest of one channel", team: "T1", user: slack.User{TeamID: "T1", IsRestricted: true, IsUltraRestricted: true}, want: person.Guest},
		{name: "ultra restricted alone", team: "T1", user: slack.User{TeamID: "T1", IsUltraRestricted: true}, want: person.Guest},
		{name: "stranger by flag", team: "T1", user: slack.User{TeamID: "T1", IsStranger: true}, want: person.External},
		{name: "stranger by workspace", team: "T1", user: slack.User{TeamID: "T2"}, want: person.External},
		{name: "a stranger who is a guest at home", team: "T1", user: slack.User{TeamID: "T2", IsRestricted: true}, want: person.External},
		{name: "bot", team: "T1", user: slack.User{TeamID: "T1", IsBot: true}, want: person.Bot},
		{name: "workflow", team: "T1", user: slack.User{TeamID: "T1", IsWorkflowBot: true}, want: person.Bot},
		{name: "connector", team: "T1", user: slack.User{TeamID: "T1", IsConnectorBot: true}, want: person.Bot},
		{name: "deactivated", team: "T1", user: slack.User{TeamID: "T1", Deleted: true}, want: person.Deactivated},
		{name: "a deactivated bot of strangers", team: "T1", user: slack.User{TeamID: "T2", Deleted: true, IsBot: true, IsStranger: true}, want: person.Deactivated},
		{name: "no workspace said", team: "T1", user: slack.User{}, want: person.Unseen},
		{name: "no workspace said, but the organisation", enterprise: "E1", team: "T1", user: slack.User{Enterprise: slack.EnterpriseUser{EnterpriseID: "E1"}}, want: person.Unseen},
		{name: "no workspace asked in", user: slack.User{TeamID: "T2"}, want: person.External},
		{
			name: "colleague in the same Enterprise organisation", enterprise: "E1", team: "T1",
			user: slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E1"}}, want: person.Member,
		},
		{
			name: "belongs to the organisation itself", enterprise: "E1", team: "T1",
			user: slack.User{TeamID: "E1"}, want: person.Member,
		},
		{
			name: "listed in the workspace", team: "T1",
			user: slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{Teams: []string{"T3", "T1"}}}, want: person.Member,
		},
		{
			name: "of another organisation", enterprise: "E1", team: "T1",
			user: slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E2"}}, want: person.External,
		},
		{
			name: "of no organisation", enterprise: "E1", team: "T1",
			user: slack.User{TeamID: "T2"}, want: person.External,
		},
		{
			name: "asked in an organisation, not in a workspace", enterprise: "E1",
			user: slack.User{TeamID: "T2"}, want: person.External,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := lookUp(t, tt.enterprise, tt.team, tt.user).AccountType
			if got != tt.want {
				t.Errorf("Get(%q, %q).AccountType = %v, want %v", tt.enterprise, tt.team, got, tt.want)
			}
		})
	}
}

// Where the app is installed counts, not what a request names: it may be the
// workspace of the person who acts.
func TestTheInstalledWorkspaceCounts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name             string
		home             slack.AuthTestResponse
		enterprise, team string // where they ask
		user             slack.User
		want             person.AccountType
		local            bool
	}{
		{"their own workspace named", slack.AuthTestResponse{TeamID: "T1"}, "", "T9", slack.User{TeamID: "T9"}, person.External, false},
		{
			"their own organisation named",
			slack.AuthTestResponse{TeamID: "T1"},
			"E9", "T1",
			slack.User{TeamID: "T9", Enterprise: slack.EnterpriseUser{EnterpriseID: "E9"}},
			person.External, false,
		},
		{"a guest elsewhere", slack.AuthTestResponse{TeamID: "T1"}, "", "T9", slack.User{TeamID: "T9", IsRestricted: true}, person.External, false},
		{"a member, an organisation named", slack.AuthTestResponse{TeamID: "T1"}, "E9", "T1", slack.User{TeamID: "T1"}, person.Member, true},
		{"a member, seen elsewhere", slack.AuthTestResponse{TeamID: "T1"}, "", "T9", slack.User{TeamID: "T1"}, person.Member, true},
		{
			"a colleague of the organisation",
			slack.AuthTestResponse{TeamID: "T1", EnterpriseID: "E1"},
			"", "T1",
			slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E1"}},
			person.Member, false,
		},
		{
			"in the whole organisation",
			slack.AuthTestResponse{EnterpriseID: "E1"},
			"E1", "T2",
			slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E1"}},
			person.Member, true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.user.ID = "U1"
			d := directory(t, installed{users(func() (*slack.User, error) { return &tt.user, nil }), tt.home, nil}, person.Options{})
			got := d.Get(t.Context(), tt.enterprise, tt.team, "U1")
			if from := got.From("T8").AccountType; from == person.Member && tt.home.EnterpriseID == "" {
				t.Errorf("an account of T8 is a %v, whatever organisation the request names", from)
			}
			if got.AccountType != tt.want || got.Local != tt.local {
				t.Errorf("Get(%q, %q) = %v, local %v, want %v, %v", tt.enterprise, tt.team, got.AccountType, got.Local, tt.want, tt.local)
			}
		})
	}
}

// What a request says of the workspace that a person belongs to.
func TestFrom(t *testing.T) {
	t.Parallel()
	in := func(enterprise string, account person.AccountType) person.Person {
		return person.Person{Organisation: enterprise, TeamID: "T1", AccountType: account, Local: true}
	}
	tests := []struct {
		name      string
		who       person.Person
		team      string
		want      person.AccountType
		elsewhere bool
	}{
		{"not said", in("", person.Member), "", person.Member, false},
		{"the same", in("", person.Member), "T1", person.Member, false},
		{"another", in("", person.Member), "T9", person.External, true},
		{"another, unknown", in("", person.Unknown), "T9", person.External, true},
		{"another, of a guest", in("", person.Guest), "T9", person.External, true},
		{"another, deactivated", in("", person.Deactivated), "T9", person.Deactivated, true},
		{"another, of a bot", in("", person.Bot), "T9", person.Bot, true},
		{"another, unseen", in("", person.Unseen), "T9", person.Unseen, true},
		{"of the organisation, as Slack says", in("E1", person.Member), "T2", person.Member, true},
		{"of the organisation, perhaps", in("E1", person.Unknown), "T2", person.Unknown, true},
		{"the organisation itself", in("E1", person.Member), "E1", person.Member, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := tt.who.From(tt.team)
			if got.AccountType != tt.want || got.Elsewhere != tt.elsewhere || got.Local == tt.elsewhere {
				t.Errorf("From(%q) = %+v, want %v, elsewhere %v", tt.team, got, tt.want, tt.elsewhere)
			}
		})
	}
}

// Whether an address is proven to be theirs.
func TestConfirmed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		user slack.User
		want bool
	}{
		{"confirmed", slack.User{IsEmailConfirmed: true}, true},
		{"not said", slack.User{}, false},
		{"invitation pending", slack.User{IsEmailConfirmed: true, IsInvitedUser: true}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.user.TeamID = "T1"
			if got := lookUp(t, "", "T1", tt.user).Confirmed; got != tt.want {
				t.Errorf("Confirmed = %v, want %v", got, tt.want)
			}
		})
	}
}

// Whether an account is one of the very workspace, as far as Slack says so.
func TestLocal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		team string
		user slack.User
		want bool
	}{
		{"the same workspace", "T1", slack.User{TeamID: "T1"}, true},
		{"listed in the workspace", "T1", slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{Teams: []string{"T3", "T1"}}}, true},
		{"a colleague of another workspace", "T1", slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E1"}}, false},
		{"no workspace said", "T1", slack.User{}, false},
		{"asked in no workspace", "", slack.User{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := lookUp(t, "E1", tt.team, tt.user).Local; got != tt.want {
				t.Errorf("Local = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		locale string
		want   language.Tag
	}{
		{"zh-CN", language.MustParse("zh-CN")},
		{"en-US", language.AmericanEnglish},
		{"zh_TW", language.MustParse("zh-TW")},
		{"", language.Und},
		{"not a language", language.Und},
	}
	for _, tt := range tests {
		t.Run(tt.locale, func(t *testing.T) {
			t.Parallel()
			if got := lookUp(t, "", "T1", slack.User{TeamID: "T1", Locale: tt.locale}).Language; got != tt.want {
				t.Errorf("Language of locale %q = %v, want %v", tt.locale, got, tt.want)
			}
		})
	}
}

func TestZone(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		tz     string
		offset int
		want   string // noon of universal time in the zone, "" for no zone
	}{
		{name: "named", tz: "Asia/Shanghai", offset: 28800, want: "20:00 Asia/Shanghai"},
		{name: "the name knows summer time better than the offset", tz: "Europe/Berlin", offset: 3600, want: "14:00 Europe/Berlin"},
		{name: "unknown name", tz: "Mars/Olympus", offset: -12600, want: "08:30 offset -12600"},
		{name: "offset alone", offset: 19800, want: "17:30 offset 19800"},
		{name: "this machine's zone is nobody's", tz: "Local", offset: 3600, want: "13:00 offset 3600"},
		{name: "nothing known"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			z := lookUp(t, "", "T1", slack.User{TeamID: "T1", TZ: tt.tz, TZOffset: tt.offset}).Zone
			got := ""
			if z != nil {
				got = noon.In(z).Format("15:04 ") + z.String()
			}
			if got != tt.want {
				t.Errorf("zone of %q, %d = %q, want %q", tt.tz, tt.offset, got, tt.want)
			}
		})
	}
}

// installed is a Slack where the app is installed somewhere, or does not say.
type installed struct {
	users
	home slack.AuthTestResponse
	err  error
}

func (i installed) AuthTestContext(context.Context) (*slack.AuthTestResponse, error) {
	return &i.home, i.err
}

// lookUp lets a directory ask a Slack that knows one user, and where the app is
// installed where they ask.
func lookUp(t *testing.T, enterprise, team string, u slack.User) person.Person {
	t.Helper()
	u.ID = "U1"
	home := slack.AuthTestResponse{EnterpriseID: enterprise, TeamID: team}
	d := directory(t, installed{users(func() (*slack.User, error) { return &u, nil }), home, nil}, person.Options{})
	return d.Get(t.Context(), enterprise, team, "U1")
}
