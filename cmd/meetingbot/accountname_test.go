package main

import (
	"testing"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Links hold in one directory of people: the same App ID at another host, or another
// App ID, is another one, and whose key it is and who signs in does not matter.
func TestAccountName(t *testing.T) {
	t.Parallel()
	usual := accountName("https://api.example.com", meeting.Credentials{AppID: "app", AppKey: "key"})
	for name, tt := range map[string]struct {
		url  string
		c    meeting.Credentials
		same bool
	}{
		"another key":        {"https://api.example.com", meeting.Credentials{AppID: "app", AppKey: "newer", UserID: "ana"}, true},
		"another port":       {"https://API.example.com:8443/", meeting.Credentials{AppID: "app"}, true},
		"another host":       {"https://api.example.org", meeting.Credentials{AppID: "app"}, false},
		"another App ID":     {"https://api.example.com", meeting.Credentials{AppID: "other"}, false},
		"another enterprise": {"https://api.example.com", meeting.Credentials{AppID: "app", CorpID: "corp"}, false},
	} {
		if got := accountName(tt.url, tt.c); (got == usual) != tt.same {
			t.Errorf("%s: %q and %q, want the same: %v", name, got, usual, tt.same)
		}
	}
}

// A workspace's own account has another directory, and one that cannot be used none.
func TestNamesOfOwnAccounts(t *testing.T) {
	t.Parallel()
	o := &ownAccounts{usual: "usual", of: map[workspace.Key]ownAccount{
		{TeamID: "T1"}: {name: "own"}, {TeamID: "T2"}: {}, {EnterpriseID: "E1"}: {name: "of E1"},
	}}
	for k, want := range map[workspace.Key]string{
		{TeamID: "T1"}: "own", {EnterpriseID: "E1", TeamID: "T1"}: "own", {TeamID: "T2"}: "",
		{EnterpriseID: "E1", TeamID: "T3"}: "of E1", {TeamID: "T3"}: "usual",
	} {
		if got := o.name(k); got != want {
			t.Errorf("the account of %v is %q, want %q", k, got, want)
		}
	}
}
