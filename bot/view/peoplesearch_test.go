package view_test

import (
	"strings"
	"testing"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func TestPeopleForm(t *testing.T) {
	t.Parallel()
	search := func(n, page int, query string) view.PeopleSearch {
		s := snapshot(t, ordinary, fullMeeting, people(n))
		return view.PeopleSearch{PageRef: view.PageRef{ID: "914083136", Page: page}, Query: query, Meeting: s}
	}
	// cut has only the first of the meeting's invitees, and what the API finds.
	cut := func(read int, query string, found *meeting.Snapshot) view.PeopleSearch {
		s := search(read, 1, query)
		s.Meeting.Count, s.Found = 57, found
		return s
	}
	only := func(names ...meeting.Name) *meeting.Snapshot {
		s := &meeting.Snapshot{Count: len(names)}
		for _, name := range names {
			s.Participants = append(s.Participants, meeting.Participant{Name: name, ID: meeting.Text(name)})
		}
		return s
	}
	tests := []struct {
		name string
		form view.PeopleSearch
	}{
		{"cut_not_asked", cut(20, "person 5", nil)},
		{"cut_found", cut(0, "zoe", only("Zoe", "Zoe Chen", "found by another field"))},
		{"cut_found_cut", cut(0, "zoe", &meeting.Snapshot{Participants: only("Zoe").Participants, Count: 40})},
		{"cut_found_more", cut(20, "person 2", only("Person 21", "Person 22"))},
		{"cut_found_none", cut(20, "zoe", only())},
		{"empty", view.PeopleSearch{PageRef: view.PageRef{ID: "914083136", Page: 1}}},
		{"found_page_2", search(57, 2, "person")},
		{"found_department", search(57, 1, "RESEARCH")},
		{"found_none", search(57, 1, "`*<!channel>* "+strings.Repeat("x", 100))},
		{"found_of_500", search(500, 99, "5")},
	}
	for lang, loc := range localizers(t) {
		for _, tt := range tests {
			t.Run(tt.name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				checkModal(t, "people_"+tt.name+"_"+lang, view.PeopleForm(loc, tt.form))
			})
		}
	}
}

func TestParsePeopleSearch(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"", "a", " a b ", "914083136:1"} {
		s := view.PeopleSearch{PageRef: view.PageRef{ID: "914083136", Page: 1}, Query: query}
		form := view.PeopleForm(localizers(t)["en"], s)
		if got, ok := view.ParsePeopleSearch(form.PrivateMetadata); !ok || got != s {
			t.Errorf("ParsePeopleSearch(%q) = %+v, %v, want %+v", form.PrivateMetadata, got, ok, s)
		}
	}
	for _, metadata := range []string{"", "x", "914083136 a", "914083136:0 a"} {
		if got, ok := view.ParsePeopleSearch(metadata); ok {
			t.Errorf("ParsePeopleSearch(%q) = %+v, want nothing", metadata, got)
		}
	}
}
