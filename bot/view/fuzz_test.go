package view_test

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/playground/blockkit"
)

// parsers read what Slack brings back in values and in metadata. Each returns
// what it read, written again.
func parsers() map[string]func(string) (string, bool) {
	return map[string]func(string) (string, bool){
		"ParsePageRef":        func(s string) (string, bool) { v, ok := view.ParsePageRef(s); return v.String(), ok },
		"ParseSearch":         func(s string) (string, bool) { v, ok := view.ParseSearch(s); return v.String(), ok },
		"ParseSharedRef":      func(s string) (string, bool) { v, ok := view.ParseSharedRef(s); return v.String(), ok },
		"ParseListedReminder": func(s string) (string, bool) { v, ok := view.ParseListedReminder(s); return v.String(), ok },
		"ParseFormState":      func(s string) (string, bool) { v, ok := view.ParseFormState(s); return v.String(), ok },
		"ParseChoice": func(s string) (string, bool) {
			choice, ref, ok := view.ParseChoice(s)
			return choice + " " + ref, ok
		},
		"ParsePeopleSearch": func(s string) (string, bool) {
			v, ok := view.ParsePeopleSearch(s)
			if v.Query == "" {
				return s, ok // the space behind the page is optional
			}
			return v.Metadata(), ok
		},
	}
}

// FuzzParse checks that only what is written again in the same way is read, and
// that nothing remains of what is not.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"914083136:2", "914083136:2:rooms:@1795430520", "today:2", "list:1:budget: 2", "ABC:2", "ABC:02", "ABC:+2", "A:B:2", ":2", "914083136 ABC", "914083136 ABC C1",
		"914083136 ", "share 914083136:1", "U012AB3CD 914083136:2:rooms:@1795430520", "914083136:1 query  with spaces ", "914083136:1", "914083136:99999999999999999999", "2", "02", "+2", "-1", "９", "\xff:1",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for name, parse := range parsers() {
			if again, ok := parse(value); ok && again != value {
				t.Errorf("%s(%q) is written as %q", name, value, again)
			}
		}
		if page, ok := view.ParsePage(value); ok && (page < 1 || page > 9999) {
			t.Errorf("ParsePage(%q) = %d", value, page)
		}
		if stop := view.ParseStopRef(value); stop.String() != value && stop.String() != value+":" {
			t.Errorf("ParseStopRef(%q) is written as %q", value, stop)
		}
	})
}

// FuzzRender checks that Slack takes what is shown for anything that was read
// from a value or from metadata.
func FuzzRender(f *testing.F) {
	for _, s := range []string{"914083136:2", "914083136:9999:people:@-1", "914083136:1:@9223372036854775807", "list:9999:`<!here>` *b*", "week:1", "914083136:1 <@U1> `x`", "U1 914083136:2:@-1", "12345678901234567890123456789012 ABC"} {
		f.Add(s)
	}
	for _, long := range []string{strings.Repeat("x", 200), strings.Repeat("预", 3000), strings.Repeat("`&", 900), "\xff\x00\n"} {
		f.Add("914083136:1 " + long)
		f.Add("list:1:" + long)
		f.Add("914083136 " + long)
	}
	catalog, err := text.Load()
	if err != nil {
		f.Fatal(err)
	}
	loc := catalog.Localizer(language.SimplifiedChinese)
	f.Fuzz(func(t *testing.T, value string) {
		s := snapshot(t, ordinary, series, people(12))
		all := facts(t, s)
		if ref, ok := view.ParsePageRef(value); ok {
			all.PageRef = ref
			checkLimits(t, value, view.Card(loc, all))
			checkLimits(t, value, view.Dates(loc, all))
		}
		if ref, ok := view.ParseSharedRef(value); ok {
			f := sharedFacts(t, s)
			f.By, f.MeetingID, f.Start, f.Snapshot = ref.By, ref.Page.ID, ref.Page.Start, true
			checkLimits(t, value, view.Shared(loc, f))
		}
		if search, ok := view.ParseSearch(value); ok {
			checkLimits(t, value, view.List(loc, listFacts(t, search, hourlyMeetings(30))))
		}
		if search, ok := view.ParsePeopleSearch(value); ok {
			search.Meeting = s
			checkView(t, value, view.PeopleForm(loc, search))
		}
		if form, ok := view.ParseFormState(value); ok {
			checkView(t, value, view.ReminderForm(newReader(t, loc), view.FormFacts{FormState: form, Number: form.MeetingID}))
		}
	})
}

// checkLimits reports what Slack would refuse in a message.
func checkLimits(t *testing.T, value string, m view.Message) {
	t.Helper()
	for _, p := range blockkit.CheckMessage(marshal(t, m)) {
		t.Errorf("Slack would refuse the message for %q: %s", value, p)
	}
}

// checkView reports what Slack would refuse in a modal.
func checkView(t *testing.T, value string, modal any) {
	t.Helper()
	raw, err := json.Marshal(modal)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range blockkit.CheckView(raw) {
		t.Errorf("Slack would refuse the modal for %q: %s", value, p)
	}
}
