package storetest

import (
	"slices"
	"testing"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// account is that of a workspace which no other test knows.
func account() workspace.OwnAccount {
	return workspace.OwnAccount{
		Key: anywhere().Key, Site: "https://api.example.com", AddedAt: keptNoon(),
		Credentials: meeting.Credentials{AppID: "app", AppKey: "app-key-very-secret", UserID: "ana", CorpID: "corp"},
	}
}

// accountOf is the account of a workspace as it is stored.
func (b bench) accountOf(t *testing.T, k workspace.Key) (workspace.OwnAccount, bool) {
	t.Helper()
	all, err := b.opened.Accounts.ListAccounts(t.Context())
	if err != nil {
		t.Fatalf("ListAccounts() = %v", err)
	}
	i := slices.IndexFunc(all, func(a workspace.OwnAccount) bool { return a.Key == k })
	if i < 0 {
		return workspace.OwnAccount{}, false
	}
	return all[i], true
}

func testAccounts(t *testing.T, b bench) {
	if b.opened.Accounts == nil {
		t.Skip("this store has none")
	}
	put := func(t *testing.T, a workspace.OwnAccount) {
		t.Helper()
		if err := b.opened.Accounts.PutAccount(t.Context(), a); err != nil {
			t.Fatalf("PutAccount(%v) = %v", a.Key, err)
		}
	}
	t.Run("are kept", func(t *testing.T) {
		a := account()
		put(t, a)
		got, _ := b.accountOf(t, a.Key)
		same(t, "what is listed", got, a)
		for _, c := range elsewhere(anywhere())[:2] {
			if got, ok := b.accountOf(t, c.Key); ok {
				t.Errorf("another workspace has %+v", got)
			}
		}
	})
	t.Run("take the place of another", func(t *testing.T) {
		a := account()
		put(t, a)
		a.Site, a.Credentials = "https://other.example.com", meeting.Credentials{AppID: "other", AppKey: "other-key"}
		put(t, a)
		got, _ := b.accountOf(t, a.Key)
		same(t, "what is listed", got, a)
	})
	t.Run("are removed once", func(t *testing.T) {
		a, other := account(), account()
		put(t, a)
		put(t, other)
		for _, want := range []bool{true, false} {
			if was, err := b.opened.Accounts.DeleteAccount(t.Context(), a.Key); err != nil || was != want {
				t.Errorf("DeleteAccount() = %v, %v, want %v", was, err, want)
			}
		}
		if _, ok := b.accountOf(t, a.Key); ok {
			t.Error("it is still there")
		}
		if _, ok := b.accountOf(t, other.Key); !ok {
			t.Error("that of another workspace is gone")
		}
	})
}
