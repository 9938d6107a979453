package meeting_test

import (
	"testing"
	"testing/synctest"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// The API searches the invitees of meetings to come and of those that have ended, and
// is asked once.
func TestAPISearchesInvitees(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		m := withPeople(57)
		m.Participants[55].Name, m.Participants[56].Name = "Quixote One", "Two Quixote"
		h.api.Add(m)
		h.api.Page("", meetingtest.Paging{LongestPage: 1})
		check := func(s *meeting.Snapshot) {
			t.Helper()
			for range 2 {
				before := h.api.Calls("")
				got, err := h.cache.SearchInvitees(t.Context(), s, "quixote")
				if err != nil || len(got.Participants) != 2 || got.Count != 2 || got.Participants[0].Name != "Quixote One" || got.Participants[1].Name != "Two Quixote" {
					t.Errorf("SearchInvitees() = %+v, %v, want the two", got, err)
				}
				if n := h.api.Calls("") - before; n != 0 && n != 2 {
					t.Errorf("%d questions, want one for each page and none for what is fresh", n)
				}
			}
		}
		s, err := h.cache.Get(t.Context(), everybody)
		if err != nil {
			t.Fatal(err)
		}
		check(s)
		h.api.End(everybody)
		s, err = h.cache.History(t.Context(), everybody)
		if err != nil || !s.Ended {
			t.Fatal(s, err)
		}
		check(s)
	})
}

// An answer without a list does not say that nobody is found.
func TestAPISearchesInviteesWithoutData(t *testing.T) {
	t.Parallel()
	h := newFixture(t, meetingtest.Options{}, testCredentials())
	h.api.Add(withPeople(57))
	h.api.Page("", meetingtest.Paging{NoData: true})
	s, err := h.cache.Get(t.Context(), everybody)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := h.cache.SearchInvitees(t.Context(), s, "quixote"); meeting.KindOf(err) != meeting.Garbled {
		t.Errorf("SearchInvitees() = %v, %v, want %s", got, err, meeting.Garbled)
	}
}
