package view_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// A name of which nothing can be seen is no name wherever people are listed, and so
// in the table for spreadsheets.
func TestInvisibleNamesAreNone(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	for _, name := range []meeting.Name{"\u3164", "\u2800\u2800", "\u200b\ufe0f", "\U000e0061\U000e007f"} {
		for where, shown := range everywhere(t, loc, name) {
			raw, err := json.Marshal(shown)
			if err != nil {
				t.Fatal(err)
			}
			named := slices.Contains([]string{"list", "reminder", "shared card"}, where) // has only a booker or a sharer, who is left out
			if !named && !strings.Contains(string(raw), loc.Say(text.Unnamed)) || strings.Contains(string(raw), string(name)) {
				t.Errorf("%s shows %q as %s", where, name, raw)
			}
		}
	}
}

// A subject of which nothing can be seen is none.
func TestInvisibleSubjectsAreNone(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	s := snapshot(t, ordinary, fullMeeting, func(s *meeting.Snapshot) { s.Conference.Subject = "\u3164\u2800" })
	f := facts(t, s)
	reminder := noticeFacts(t, func(f *view.NoticeFacts) { f.Subject = "\u3164\u2800" })
	for where, m := range map[string]view.Message{
		"card":     view.Card(loc, f),
		"list":     view.List(loc, listFacts(t, view.Search{Range: view.RangeAll, Page: 1}, []*meeting.Conference{s.Conference})),
		"reminder": view.ReminderNotice(view.Reader{Localizer: loc, Now: f.Now}, reminder),
		"host":     view.HostSecrets(loc, f),
	} {
		if !strings.Contains(m.Text, loc.Say(text.UntitledMeeting)) || strings.Contains(string(marshal(t, m)), "\u3164") {
			t.Errorf("the %s shows\n%s", where, m.Text)
		}
	}
}

// Characters that cannot be seen make no difference to what is searched for.
func TestPeopleAreFoundWithoutInvisibleCharacters(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	s := snapshot(t, ordinary, fullMeeting, people(1), func(s *meeting.Snapshot) { s.Participants[0].Name = "Ana\u200b\u3164Garc\u00ada" })
	for _, query := range []string{"ana garca", "ANA\u3164GARCA", "a\u2060na"} {
		form := view.PeopleForm(loc, view.PeopleSearch{PageRef: view.PageRef{ID: "914083136", Page: 1}, Query: query, Meeting: s})
		raw, err := json.Marshal(form)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), "Ana Garca") {
			t.Errorf("searching for %q shows %s", query, raw)
		}
	}
}
