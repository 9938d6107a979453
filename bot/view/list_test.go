package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// hourlyMeetings makes n meetings of half an hour each, one an hour from Monday,
// 23 November, 08:00 in Shanghai.
func hourlyMeetings(n int) []*meeting.Conference {
	all := make([]*meeting.Conference, n)
	for i := range all {
		begin := time.Date(2026, 11, 23, i, 0, 0, 0, time.UTC)
		all[n-1-i] = &meeting.Conference{
			ID: meeting.Text(fmt.Sprintf("9%08d", i)), Subject: meeting.Text(fmt.Sprintf("Meeting %d", i)), BookerName: "Ana García",
			State: meeting.StateScheduled, StartTime: stamp(begin), EndTime: stamp(begin.Add(30 * time.Minute)),
		}
	}
	return all
}

func stamp(t time.Time) meeting.Text { return meeting.Text(t.Format("2006-01-02 15:04")) }

// listFacts are those of a reader in Shanghai at 18:30.
func listFacts(t *testing.T, s view.Search, all []*meeting.Conference) view.ListFacts {
	t.Helper()
	return view.ListFacts{
		Search: s, Meetings: all, Now: time.Date(2026, 11, 23, 10, 30, 40, 0, time.UTC), Zone: zone(t, "Asia/Shanghai"), Mine: true,
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	weekly := snapshot(t, recurring, series).Conference
	weekly.State = meeting.StateRunning
	evil := []*meeting.Conference{snapshot(t, ordinary, fullMeeting, withMarkup).Conference, {ID: "no number"}, {}}
	long := hourlyMeetings(10)
	for _, c := range long {
		c.Subject = meeting.Text(strings.Repeat("关于年度预算与项目进度的讨论会议", 32))
		c.BookerName = meeting.Name(strings.Repeat("很长的名字", 30))
		c.StartTime, c.EndTime = "2026-11-23 10:42", "2027-12-24 12:00"
	}
	ampersands := hourlyMeetings(10)
	for _, c := range ampersands {
		c.Subject, c.BookerName = meeting.Text(strings.Repeat("&", 150)), meeting.Name(strings.Repeat("&", 150))
		c.StartTime, c.EndTime = "2026-11-23 10:42", "2027-12-24 12:00"
	}
	unclear := listFacts(t, view.Search{Range: view.RangeAll, Page: 1}, nil)
	unclear.Mine, unclear.Unclear = true, 3
	tests := []struct {
		name  string
		facts view.ListFacts
	}{
		{"unclear", unclear},
		{"all_page_2", listFacts(t, view.Search{Range: view.RangeAll, Page: 2}, hourlyMeetings(30))},
		{"today", listFacts(t, view.Search{Range: view.RangeToday, Page: 1}, append(hourlyMeetings(30), weekly))},
		{"tomorrow", listFacts(t, view.Search{Range: view.RangeTomorrow, Page: 1}, append(hourlyMeetings(50), weekly))},
		{"week", listFacts(t, view.Search{Range: view.RangeWeek, Page: 99}, append(hourlyMeetings(20), weekly))},
		{"none", listFacts(t, view.Search{Range: view.RangeToday, Page: 1}, nil)},
		{"found", listFacts(t, view.Search{Range: view.RangeAll, Page: 1, Text: "a `<!channel>` *b*"}, evil)},
		{"found_none", listFacts(t, view.Search{Range: view.RangeAll, Page: 1, Text: "预算"}, nil)},
		{"long", listFacts(t, view.Search{Range: view.RangeAll, Page: 1}, long)},
		{"ampersands", listFacts(t, view.Search{Range: view.RangeAll, Page: 1}, ampersands)},
		{"cut_zone_unknown", view.ListFacts{
			Search: view.Search{Range: view.RangeAll, Page: 1}, Meetings: hourlyMeetings(1), Now: time.Date(2026, 11, 23, 0, 10, 0, 0, time.UTC), Read: 1, Total: 600,
		}},
	}
	for lang, loc := range localizers(t) {
		for _, tt := range tests {
			t.Run(tt.name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, "list_"+tt.name+"_"+lang, view.List(loc, tt.facts))
			})
		}
	}
}

// Days begin and end in the reader's time zone.
func TestDaysAreInTheReadersZone(t *testing.T) {
	t.Parallel()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 22, 0, 0, 0, time.UTC) // Tuesday in Shanghai, Monday in New York
	meetings := []*meeting.Conference{{ID: "914083136", Subject: "Here", StartTime: stamp(at.Add(time.Hour)), EndTime: stamp(at.Add(2 * time.Hour))}}
	for _, tt := range []struct {
		zone            string
		now             time.Time
		today, tomorrow bool
	}{
		{"Asia/Shanghai", at, true, false},
		{"America/New_York", at, true, false},
		{"Asia/Shanghai", at.Add(-10 * time.Hour), false, true},
		{"America/New_York", at.Add(-10 * time.Hour), true, false},
		{"Asia/Shanghai", at.Add(3 * time.Hour), false, false},
	} {
		for r, want := range map[view.Range]bool{view.RangeToday: tt.today, view.RangeTomorrow: tt.tomorrow} {
			f := view.ListFacts{Search: view.Search{Range: r, Page: 1}, Meetings: meetings, Now: tt.now, Zone: zone(t, tt.zone)}
			got := strings.Contains(view.List(c.Localizer(c.Languages()[0]), f).Text, "Here")
			if got != want || f.Covers(meetings[0], tt.now) != want {
				t.Errorf("%s at %s in %s has the meeting: %v, want %v", r, tt.now, tt.zone, got, want)
			}
		}
	}
}

func TestParseSearch(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := view.Search{
			Range: rapid.SampledFrom([]view.Range{view.RangeAll, view.RangeToday, view.RangeTomorrow, view.RangeWeek}).Draw(t, "range"),
			Page:  rapid.IntRange(1, 9999).Draw(t, "page"),
			Text:  rapid.String().Draw(t, "text"),
		}
		if got, ok := view.ParseSearch(s.String()); !ok || got != s {
			t.Fatalf("ParseSearch(%q) = %v, %v, want %v", s.String(), got, ok, s)
		}
	})
	for _, value := range []string{"", "today", "today:", "today:0", "today:01", "yesterday:1", "today:1:", "914083136:1"} {
		if s, ok := view.ParseSearch(value); ok || s != (view.Search{}) {
			t.Errorf("ParseSearch(%q) = %v, %v, want nothing", value, s, ok)
		}
	}
}

// A list that may lack meetings does not say that there are none.
func TestEmptyListsClaimNoMoreThanIsKnown(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	none := loc.Say(text.ListNoneToday)
	for name, change := range map[string]func(*view.ListFacts){
		"cut":     func(f *view.ListFacts) { f.Read, f.Total = 500, 600 },
		"unclear": func(f *view.ListFacts) { f.Unclear = 1 },
		"":        func(*view.ListFacts) {},
	} {
		f := listFacts(t, view.Search{Range: view.RangeToday, Page: 1}, nil)
		change(&f)
		if got := view.List(loc, f).Text; strings.Contains(got, none) != (name == "") {
			t.Errorf("an empty list that is %q says\n%s", name, got)
		}
	}
}
