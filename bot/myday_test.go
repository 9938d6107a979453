package bot_test

import (
	"slices"
	"strings"
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// A command without anything, or with words for it, shows the meetings of whoever
// asks, and of nobody else: also where lists have all meetings.
func TestMyDay(t *testing.T) {
	t.Parallel()
	for _, lists := range []access.Lists{access.ListMine, access.ListAll} {
		for _, words := range []string{"", " ", "my day", "My  Day", "我的日程"} {
			_, w := newBot(t, func(o *options) { o.Policy.Lists = lists })
			w.calendar()
			w.Email = "person8@example.com"
			got := w.command(t, words)
			if !strings.Contains(got.Text, english(text.DayTitle)) || !strings.Contains(got.Text, "Meeting 7") || strings.Contains(got.Text, "Meeting 8") {
				t.Errorf("%q with lists of %s shows\n%s\nwant Meeting 7 alone", words, lists, got.Text)
			}
			if got.value(view.ActionHelp) != "" || !strings.Contains(string(got.raw), `"`+view.ActionHelp+`"`) {
				t.Errorf("%q shows no button to the help: %s", words, got.raw)
			}
		}
	}
}

// Where there is nothing today or tomorrow, the next meeting is looked for, and no
// further than it is found.
func TestMyDayShowsWhatIsNext(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.calendar()
	all := w.find
	w.find = func(search string) (*meeting.Listing, error) {
		l, err := all(search)
		for i, c := range l.Conferences {
			later := *c
			later.StartTime = "2026-12-" + later.StartTime[8:]
			later.EndTime = "2026-12-" + later.EndTime[8:]
			l.Conferences[i] = &later
		}
		slices.Reverse(l.Conferences) // the nearest is found by its start
		return l, err
	}
	w.Email = "person4@example.com"
	got := w.command(t, "")
	if !strings.Contains(got.Text, english(text.DayNoneTomorrow)) || !strings.Contains(got.Text, "Meeting 3") || strings.Contains(got.Text, "Meeting 4") {
		t.Errorf("my day is\n%s\nwant Meeting 3 as the next", got.Text)
	}
	if w.gotten != 8 {
		t.Errorf("%d invitation lists were read, want the first 8", w.gotten)
	}
	w.Email = "nobody@elsewhere.example"
	if got := w.command(t, ""); !strings.Contains(got.Text, english(text.DayNone)) {
		t.Errorf("my day of somebody without meetings is\n%s", got.Text)
	}
}

// Who may look up nothing reads what they may do instead.
func TestMyDayOfGuests(t *testing.T) {
	t.Parallel()
	for kind, want := range map[person.AccountType]text.Key{
		person.Guest: text.RefusalGuest, person.External: text.RefusalExternal, person.Deactivated: text.RefusalDeactivated,
	} {
		_, w := newBot(t)
		w.AccountType = kind
		got := w.command(t, "")
		if !strings.Contains(got.Text, english(want)) || !strings.Contains(got.Text, english(text.HelpRefused)) {
			t.Errorf("%s reads\n%s\nwant what they may do", kind, got.Text)
		}
		if w.asked > 0 {
			t.Errorf("the Meeting API was asked for %s", kind)
		}
	}
}

// Without an address nobody's meetings can be told from those of others.
func TestMyDayWithoutAnAddress(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.Email = ""
	if got := w.command(t, "").Text; got != english(text.ListUnverified) || w.asked > 0 {
		t.Errorf("my day without an address is %q, want %q and nothing asked", got, english(text.ListUnverified))
	}
}
