package storetest

import (
	"slices"
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/workspace"
)

// link is that of somebody in a workspace which no other test knows.
func link() linking.Link {
	return linking.Link{
		Key: anywhere().Key, UserID: "U1", Email: "ana@example.com", MeetingAccount: "app", LinkedAt: keptNoon(),
		MeetingUser: access.MeetingUser{UUID: "0123", Account: "ana01", UserID: "third-ana"},
	}
}

func testLinks(t *testing.T, b bench) {
	if b.opened.Links == nil {
		t.Skip("this store has none")
	}
	s := b.opened.Links
	put := func(t *testing.T, all ...linking.Link) {
		t.Helper()
		for _, l := range all {
			if err := s.PutLink(t.Context(), l); err != nil {
				t.Fatalf("PutLink(%v, %s) = %v", l.Key, l.UserID, err)
			}
		}
	}
	has := func(t *testing.T, k workspace.Key, userID string, want linking.Link) {
		t.Helper()
		got, ok, err := s.GetLink(t.Context(), k, userID)
		if err != nil || ok != (want != linking.Link{}) {
			t.Errorf("GetLink(%v, %s) = %v, %v", k, userID, ok, err)
		}
		same(t, "what is stored", got, want)
	}
	t.Run("are kept", func(t *testing.T) {
		l := link()
		put(t, l)
		has(t, l.Key, l.UserID, l)
		all, err := s.ListLinks(t.Context())
		if err != nil || !slices.Contains(all, l) {
			t.Errorf("ListLinks() = %v, %v", all, err)
		}
		if !s.Seals() {
			t.Error("what was sealed cannot be")
		}
	})
	t.Run("are of one person of one workspace", func(t *testing.T) {
		l := link()
		put(t, l)
		has(t, l.Key, "U2", linking.Link{})
		has(t, workspace.Key{TeamID: l.Key.TeamID + "X"}, l.UserID, linking.Link{})
		has(t, workspace.Key{EnterpriseID: l.Key.EnterpriseID}, l.UserID, linking.Link{})
	})
	t.Run("stay when the workspace joins an organisation", func(t *testing.T) {
		l := link()
		put(t, l)
		joined := workspace.Key{EnterpriseID: "E9", TeamID: l.Key.TeamID}
		has(t, joined, l.UserID, l)
		l.Key, l.MeetingUser.Account = joined, "ana02"
		put(t, l)
		has(t, workspace.Key{TeamID: joined.TeamID}, l.UserID, l)
	})
	t.Run("of two organisations are two", func(t *testing.T) {
		first, second := link(), link()
		first.Key, second.Key = workspace.Key{EnterpriseID: "E1" + first.Key.TeamID}, workspace.Key{EnterpriseID: "E2" + first.Key.TeamID}
		put(t, first, second)
		has(t, first.Key, first.UserID, first)
		has(t, second.Key, second.UserID, second)
	})
	t.Run("are removed once", func(t *testing.T) {
		l, other := link(), link()
		other.Key, other.UserID = l.Key, "U2"
		put(t, l, other)
		for _, want := range []bool{true, false} {
			if was, err := s.DeleteLink(t.Context(), l.Key, l.UserID); err != nil || was != want {
				t.Errorf("DeleteLink() = %v, %v, want %v", was, err, want)
			}
		}
		has(t, l.Key, l.UserID, linking.Link{})
		has(t, l.Key, other.UserID, other)
	})
}
