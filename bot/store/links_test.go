package store_test

import (
	"strings"
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
)

// Who somebody is at the meeting account is nowhere in the database, and opens in the
// row of that person alone.
func TestLinksAreSealed(t *testing.T) {
	t.Parallel()
	db := migrated(t, file(t))
	s := db.Links()
	for _, userID := range []string{"U1", "U2"} {
		l := linking.Link{Key: workspace.Key{TeamID: "T1"}, UserID: userID, Email: "seen-nowhere@example.com", MeetingUser: access.MeetingUser{
			UUID: "seen-nowhere-uuid", Account: "seen-nowhere-account", UserID: "seen-nowhere-id",
		}}
		if err := s.PutLink(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	if dump := db.Dump(t, "meeting_links"); strings.Contains(dump, "seen-nowhere") || !strings.Contains(dump, "U2") {
		t.Errorf("the table holds %s", dump)
	}
	db.Exec(t, "UPDATE meeting_links SET meeting_user = (SELECT meeting_user FROM meeting_links WHERE user_id = 'U2') WHERE user_id = 'U1'")
	if l, ok, err := s.GetLink(t.Context(), workspace.Key{TeamID: "T1"}, "U1"); ok || err != nil {
		t.Errorf("the row of somebody else opens as %+v, %v", l, err)
	}
	if all, err := s.ListLinks(t.Context()); err != nil || len(all) != 1 || all[0].UserID != "U2" {
		t.Errorf("ListLinks() = %+v, %v", all, err)
	}
}

// Without a key nothing is stored, and what another one sealed is no link.
func TestLinksWithoutTheirKey(t *testing.T) {
	t.Parallel()
	url := file(t)
	l := linking.Link{Key: workspace.Key{TeamID: "T1"}, UserID: "U1", Email: "seen-nowhere@example.com"}
	first := migratedWith(t, store.Options{URL: url, Keys: sealKeys()})
	if err := first.Links().PutLink(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s := migratedWith(t, store.Options{URL: url}).Links()
	if _, ok, err := s.GetLink(t.Context(), l.Key, l.UserID); ok || err != nil {
		t.Errorf("GetLink() without a key = %v, %v", ok, err)
	}
	if s.Seals() {
		t.Error("there is no key, and it seals")
	}
	if err := s.PutLink(t.Context(), l); err == nil || strings.Contains(err.Error(), "seen-nowhere") {
		t.Errorf("PutLink() without a key = %v", err)
	}
}
