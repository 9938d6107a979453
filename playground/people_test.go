package playground_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/playground"
)

func TestUsersInfo_Kinds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	users := map[string]*slack.User{}
	for _, id := range []string{
		playground.ChineseID, playground.NewYorkID, playground.GuestID, playground.ExternalID, playground.DeactivatedID, playground.OtherBotID,
	} {
		u, err := b.client().GetUserInfoContext(t.Context(), id)
		if err != nil {
			t.Fatalf("GetUserInfo(%s) = %v, want nil", id, err)
		}
		users[id] = u
	}
	if u := users[playground.ChineseID]; u.Locale != "zh-CN" || u.TZ != "Asia/Shanghai" || u.TZOffset != 8*3600 || u.Profile.Email == "" {
		t.Errorf("user = %+v, want Shanghai", u)
	}
	if u := users[playground.NewYorkID]; u.TZ != "America/New_York" || u.IsRestricted || u.IsStranger {
		t.Errorf("user = %+v, want a member in New York", u)
	}
	if u := users[playground.GuestID]; !u.IsRestricted || u.TeamID != playground.TeamID {
		t.Errorf("user = %+v, want a guest", u)
	}
	if u := users[playground.ExternalID]; !u.IsStranger || u.TeamID != playground.ExternalTeamID {
		t.Errorf("user = %+v, want an external user", u)
	}
	if u := users[playground.DeactivatedID]; !u.Deleted || u.TZ != "" {
		t.Errorf("user = %+v, want one who has left", u)
	}
	if u := users[playground.OtherBotID]; !u.IsBot || u.Profile.BotID != "" {
		t.Errorf("user = %+v, want another bot", u)
	}
}

func TestUsersInfo_Addresses(t *testing.T) {
	t.Parallel()
	people := map[string]playground.Person{
		"U1": {ID: "U1", Name: "one", RealName: "One"},
		"U2": {ID: "U2", Name: "two", RealName: "Two", Unconfirmed: true},
		"U3": {ID: "U3", Name: "three", RealName: "Three", Invited: true, Unconfirmed: true},
	}
	b := setup(t, func(o *playground.Options) { o.People = slices.Collect(maps.Values(people)) })
	for id, want := range people {
		u, err := b.client().GetUserInfoContext(t.Context(), id)
		if err != nil || u.IsEmailConfirmed == want.Unconfirmed || u.IsInvitedUser != want.Invited {
			t.Errorf("GetUserInfo(%s) = %+v, %v, want %+v", id, u, err, want)
		}
		if got, _ := b.Person(id); got.Unconfirmed != want.Unconfirmed || got.Invited != want.Invited {
			t.Errorf("Person(%s) = %+v, want %+v", id, got, want)
		}
	}
}

func TestUsersInfo_WithoutEmailScope(t *testing.T) {
	t.Parallel()
	b := setup(t, withScopes(nil, "users:read.email"))
	u, err := b.client().GetUserInfoContext(t.Context(), playground.UserID)
	if err != nil || u.Profile.Email != "" {
		t.Errorf("GetUserInfo = %q, %v, want no address", u.Profile.Email, err)
	}
}

func TestUsersLookupByEmail(t *testing.T) {
	t.Parallel()
	b := setup(t)
	u, err := b.client().GetUserByEmailContext(t.Context(), "Ana@Example.com")
	if err != nil || u.ID != playground.UserID {
		t.Errorf("GetUserByEmail = %+v, %v, want Ana", u, err)
	}
	for _, email := range []string{"", "no@example.com", "tiago.carvalho@example.com", "olena.kovalenko@partner.example.com"} {
		if _, err := b.client().GetUserByEmailContext(t.Context(), email); errorCode(err) != "users_not_found" {
			t.Errorf("GetUserByEmail(%q) = %v, want users_not_found", email, err)
		}
	}
}

// Ana is the admin of the workspace; an owner is an admin too.
func TestUsersInfo_Admins(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for id, admin := range map[string]bool{playground.UserID: true, playground.ChineseID: false, playground.GuestID: false, playground.ExternalID: false} {
		u, err := b.client().GetUserInfoContext(t.Context(), id)
		if err != nil || u.IsAdmin != admin || u.IsOwner || u.IsPrimaryOwner {
			t.Errorf("GetUserInfo(%s) = %+v, %v, want an admin: %v", id, u, err, admin)
		}
	}
	ana, _ := b.Person(playground.UserID)
	ana.Admin, ana.Owner = false, true
	if err := b.ChangePerson(t.Context(), ana); err != nil {
		t.Fatal(err)
	}
	if u, err := b.client().GetUserInfoContext(t.Context(), playground.UserID); err != nil || !u.IsAdmin || !u.IsOwner {
		t.Errorf("an owner is %+v, %v", u, err)
	}
	ana.Owner = false
	if err := b.ChangePerson(t.Context(), ana); err != nil {
		t.Fatal(err)
	}
	if u, err := b.client().GetUserInfoContext(t.Context(), playground.UserID); err != nil || u.IsAdmin || u.IsOwner {
		t.Errorf("demoted, she is %+v, %v", u, err)
	}
}
