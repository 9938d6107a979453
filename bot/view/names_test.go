package view_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// privateNames are names with an address or a number that belongs to nobody on
// the list.
func privateNames() []meeting.Name {
	return []meeting.Name{
		"Jane Doe (Jane.Doe@Example.com)", "Guest Lee <lee77@example.org>", "Zhang San <zhang.san@example.com>",
		"Li Lei 13800138000", "Li +86 138 0013 8000", "李雷１３８００１３８０００", "李雷（lei.li＠example．com）", "Li sip:+8613800138000@sip.example.com",
		"Li tel:138-0013-8000", "Li (138) 0013.8000", "Li 138\u200b0013\u200d8000", "Li lee77@exam\u2060ple.org",
		"שלום 13800138000", "13800138000", meeting.Name(strings.Repeat("名", 50) + "lee77@example.org 13800138000"),
	}
}

// everywhere shows a name in every place where it belongs to an invitee, a
// booker, a sharer, a visitor or the bot's own account.
func everywhere(t *testing.T, loc text.Localizer, name meeting.Name) map[string]any {
	t.Helper()
	s := snapshot(t, ordinary, fullMeeting, people(1), func(s *meeting.Snapshot) {
		s.Conference.BookerName, s.Conference.Department = name, name
		s.Participants[0].Name, s.Participants[0].Department = name, name
	})
	f := facts(t, s)
	inChannel := sharedFacts(t, s)
	inChannel.ByName = name
	visits := attendanceFacts(t, 1, meeting.Visit{Name: name, Department: name, JoinTime: "1795430520000"})
	search := view.Search{Range: view.RangeAll, Page: 1}
	reminder := noticeFacts(t, func(f *view.NoticeFacts) { f.Booker = name })
	return map[string]any{
		"card":          view.Card(loc, f),
		"shared card":   view.Shared(loc, inChannel),
		"list":          view.List(loc, listFacts(t, search, []*meeting.Conference{s.Conference})),
		"reminder":      view.ReminderNotice(view.Reader{Localizer: loc, Now: f.Now}, reminder),
		"people search": view.PeopleForm(loc, view.PeopleSearch{PageRef: f.PageRef, Meeting: s}),
		"attendance":    view.Attendance(loc, visits),
		"CSV":           view.AttendanceCSV(loc, visits),
		"doctor":        view.Doctor(loc, view.Health{Account: &meeting.Identity{Name: name}, Now: f.Now}),
	}
}

// No address and no number that somebody has in a name is shown anywhere.
func TestPrivateNamesAreShownNowhere(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for _, name := range privateNames() {
			for where, shown := range everywhere(t, loc, name) {
				raw, err := json.Marshal(shown)
				if err != nil {
					t.Fatal(err)
				}
				plain := strings.NewReplacer(" ", "", "-", "", ".", "").Replace(strings.ToLower(norm.NFKC.String(string(raw))))
				for _, private := range []string{"13800138", "0138000", "janedoe@", "lee77", "zhangsan@", "leili"} {
					if strings.Contains(plain, private) {
						t.Errorf("%s (%s) shows %q of %q", where, lang, private, string(name))
					}
				}
			}
		}
	}
}

// Names that only look a little like addresses and numbers are shown as they are.
func TestOrdinaryNamesAreShownEverywhere(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	for _, name := range []meeting.Name{"Room 204", "Team 7", "2026 budget", "B-1203", "Ana García"} {
		for where, shown := range everywhere(t, loc, name) {
			raw, err := json.Marshal(shown)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(raw), string(name)) {
				t.Errorf("%s does not show %q: %s", where, string(name), raw)
			}
		}
	}
}

// Who searches for a number among the invitees does not learn whose it is.
func TestPeopleSearchFindsNoPrivateName(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	s := snapshot(t, ordinary, fullMeeting, people(1), func(s *meeting.Snapshot) { s.Participants[0].Name = "Li Lei 13800138000 <lee77@example.org>" })
	for query, found := range map[string]bool{"Li Lei": true, "1380": false, "13800138000": false, "lee77": false, "example": false} {
		form := view.PeopleForm(loc, view.PeopleSearch{PageRef: view.PageRef{ID: "914083136", Page: 1}, Query: query, Meeting: s})
		raw, err := json.Marshal(form)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(raw), `*Li Lei*`); got != found {
			t.Errorf("searching %q finds somebody: %v, want %v", query, got, found)
		}
	}
}

var (
	addressShown = regexp.MustCompile(`[\p{L}\p{N}]@[\p{L}\p{N}]`)
	numberShown  = regexp.MustCompile(`[0-9](?:[\s\p{Pd}\p{Cf}\p{M}.()]*[0-9]){6}`)
)

// Cleaning a name does not join what is left of it to an address or a number.
func TestDisplayNameOfAnyName(t *testing.T) {
	t.Parallel()
	part := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"13", "800", "1380013", "+86", "8000", " ", "-", "(", ")", "<", ">", "@", "＠", "example.org", "lee", ".", "\u200b", "\u200d", "\n", "\xff", "ש", "１", "李",
	}))
	rapid.Check(t, func(t *rapid.T) {
		in := meeting.Name(strings.Join(rapid.SliceOfN(part, 0, 20).Draw(t, "parts"), ""))
		got := norm.NFKC.String(view.DisplayName(in))
		if addressShown.MatchString(got) || numberShown.MatchString(got) {
			t.Fatalf("DisplayName(%q) = %q", string(in), got)
		}
	})
}
