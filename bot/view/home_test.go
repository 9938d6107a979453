package view_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"gotest.tools/v3/golden"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
	"meetingbot/playground/blockkit"
)

// dayFacts are those of a reader in Shanghai at 18:30.
func dayFacts(t *testing.T, all ...*meeting.Conference) view.DayFacts {
	t.Helper()
	return view.DayFacts{ListFacts: listFacts(t, view.Search{Range: view.RangeDay, Page: 1}, all)}
}

// edited changes facts.
func edited[F any](f F, edits ...func(*F)) F {
	for _, edit := range edits {
		edit(&f)
	}
	return f
}

// fullDay is a day with a meeting that runs, one that is late, one about to begin,
// one later and two tomorrow.
func fullDay(t *testing.T) view.DayFacts {
	t.Helper()
	running := booked(t, "Quarterly planning", "11-23 10:00")
	running.State, running.EndTime, running.BookerName = meeting.StateRunning, "2026-11-23 11:30", "Leonor Duarte"
	secretive(running)
	soon := booked(t, "Design review", "11-23 10:38")
	secretive(soon)
	all := []*meeting.Conference{
		booked(t, "Tomorrow's stand-up", "11-24 01:00"), running, soon, booked(t, "Late starter", "11-23 10:27"),
		booked(t, "Evening call", "11-23 14:00"), booked(t, "Retrospective", "11-24 08:00"),
	}
	for i, c := range all {
		c.ID = meeting.Text(fmt.Sprintf("91408313%d", i))
	}
	return dayFacts(t, all...)
}

// numbered gives meetings numbers of their own.
func numbered(all []*meeting.Conference) []*meeting.Conference {
	for i, c := range all {
		c.ID = meeting.Text(fmt.Sprintf("9%08d", i))
	}
	return all
}

// busy is a day of n meetings.
func busy(t *testing.T, n int) view.DayFacts {
	t.Helper()
	all := make([]*meeting.Conference, n)
	for i := range all {
		all[i] = booked(t, fmt.Sprintf("Meeting %d", i+1), fmt.Sprintf("11-23 11:%02d", i%60))
	}
	return dayFacts(t, numbered(all)...)
}

func TestMyDay(t *testing.T) {
	t.Parallel()
	next := dayFacts(t)
	next.Next = booked(t, "Budget", "11-30 08:00")
	unclear := dayFacts(t)
	unclear.Unclear = 3
	tests := []struct {
		name  string
		facts view.DayFacts
	}{
		{"full", fullDay(t)},
		{"empty", dayFacts(t)},
		{"next", next},
		{"only_tomorrow", dayFacts(t, booked(t, "Stand-up", "11-24 01:00"))},
		{"unclear", unclear},
		{"sixty", busy(t, 60)},
		{"zone_unknown", edited(fullDay(t), func(f *view.DayFacts) { f.Zone = nil })},
	}
	for lang, loc := range localizers(t) {
		for _, tt := range tests {
			t.Run(tt.name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				check(t, "day_"+tt.name+"_"+lang, view.MyDay(loc, "/meeting", tt.facts))
			})
		}
	}
}

// homeFacts are those of a Home tab with a day and reminders.
func homeFacts(t *testing.T, d view.DayFacts, reminders int) view.HomeFacts {
	t.Helper()
	d.Lasting = true
	list := reminderList(min(reminders, view.MaxHomeReminders), 1, reminders)
	for i := range list.Reminders {
		if i%2 == 1 {
			toPerson(&list.Reminders[i])
		}
	}
	return view.HomeFacts{Day: &d, Reminders: list.Reminders, RemindersTotal: reminders, Version: "1.2.3"}
}

// checkHome compares a Home tab with its golden and with what Slack takes.
func checkHome(t *testing.T, name string, v slack.HomeTabViewRequest) {
	t.Helper()
	raw := homeJSON(t, v)
	for _, p := range blockkit.CheckView(raw) {
		t.Errorf("Slack would refuse the Home tab: %s", p)
	}
	blocks, err := json.Marshal(v.Blocks.BlockSet)
	if err != nil {
		t.Fatal(err)
	}
	if n := utf8.RuneCount(blocks); n > 13_000 || len(v.Blocks.BlockSet) > 100 {
		t.Errorf("the Home tab has %d blocks of %d characters, want 100 and 13000 at most", len(v.Blocks.BlockSet), n)
	}
	golden.Assert(t, string(raw), name+".golden.json")
}

func homeJSON(t *testing.T, v slack.HomeTabViewRequest) []byte {
	t.Helper()
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

func TestHome(t *testing.T) {
	t.Parallel()
	evil := booked(t, "", "11-23 14:00")
	evil.Subject, evil.BookerName = meeting.Text(markup), meeting.Name(markup)
	down := view.HomeFacts{Trouble: text.HomeNoAnswer, Reminders: []view.ReminderFacts{reminderFacts()}, RemindersTotal: 1}
	own := homeFacts(t, fullDay(t), 1)
	own.OwnLeads = []time.Duration{10 * time.Minute}
	stale := homeFacts(t, fullDay(t), 1)
	stale.Trouble, stale.ReadAt = text.HomeNoAnswer, now().Add(-20*time.Minute)
	tests := []struct {
		name  string
		facts view.HomeFacts
	}{
		{"full", homeFacts(t, fullDay(t), 2)},
		{"empty", homeFacts(t, dayFacts(t), 0)},
		{"sixty", homeFacts(t, busy(t, 60), 22)},
		{"guest", view.HomeFacts{Refusal: text.RefusalGuest}},
		{"unknown", view.HomeFacts{Unknown: true}},
		{"down", down},
		{"stale", stale},
		{"own", own},
		{"markup", homeFacts(t, dayFacts(t, evil), 0)},
		{"reminders_unread", edited(homeFacts(t, dayFacts(t), 0), func(f *view.HomeFacts) { f.RemindersUnread = true })},
		{"rules", edited(homeFacts(t, dayFacts(t), 1), func(f *view.HomeFacts) {
			f.Rules = []view.RuleFacts{ruleFacts(), ruleFacts(mineRule, ownRule)}
			f.RemindersTotal = 3
		})},
		{"settings", edited(homeFacts(t, dayFacts(t), 0), func(f *view.HomeFacts) { f.Settings = true })},
	}
	for lang, loc := range localizers(t) {
		r := view.Reader{Localizer: loc, Now: now(), Zone: zone(t, "Asia/Shanghai")}
		for _, tt := range tests {
			t.Run(tt.name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				checkHome(t, "home_"+tt.name+"_"+lang, view.Home(r, "/meeting", tt.facts))
			})
		}
	}
}

// However long everything is, the Home tab fits, and says how much it leaves out.
func TestHomeFits(t *testing.T) {
	t.Parallel()
	d := busy(t, 60)
	for _, c := range d.Meetings {
		c.State = meeting.StateRunning
		secretive(c)
		c.GuestJoin += "/"
		for len(c.GuestJoin) < 480 {
			c.GuestJoin += "x"
		}
		c.Subject = meeting.Text(strings.Repeat("关于年度预算与项目进度的讨论会议", 32))
	}
	f := homeFacts(t, d, 40)
	for i := range f.Reminders {
		withAmpersands(&f.Reminders[i])
		withLongLeads(&f.Reminders[i])
	}
	for lang, loc := range localizers(t) {
		r := view.Reader{Localizer: loc, Now: now(), Zone: zone(t, "Asia/Shanghai")}
		v := view.Home(r, "/meeting", f)
		checkHome(t, "home_long_"+lang, v)
		if raw := string(homeJSON(t, v)); !strings.Contains(raw, view.BlockDayMore) || !strings.Contains(raw, view.BlockHomeMore) {
			t.Errorf("the Home tab in %s does not say what it leaves out", lang)
		}
	}
}

// A Home tab is the same while time changes nothing on it, and ChangesAt is when it
// does.
func TestHomeLasts(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	at := func(now time.Time) (string, time.Time) {
		f := homeFacts(t, fullDay(t), 1)
		f.Day.Now = now
		raw := homeJSON(t, view.Home(view.Reader{Localizer: loc, Now: now, Zone: f.Day.Zone}, "/meeting", f))
		return string(raw), f.Day.ChangesAt()
	}
	shown, changes := at(now())
	if again, _ := at(changes.Add(-time.Second)); again != shown {
		t.Errorf("the Home tab changes before %s:\n%s\nand\n%s", changes, shown, again)
	}
	if want := now().Add(2 * time.Minute); !changes.Equal(want) { // a look at what has not begun in time
		t.Errorf("ChangesAt() = %s, want %s", changes, want)
	}
	f := homeFacts(t, dayFacts(t, booked(t, "Evening call", "11-23 14:00")), 0)
	for _, tt := range []struct{ now, want string }{
		{"10:30", "13:50"}, {"13:50", "14:00"}, {"14:00", "14:02"}, {"14:29", "14:30"}, {"14:30", "16:00"}, // midnight in Shanghai
	} {
		f.Day.Now = clock(t, tt.now)
		if got := f.Day.ChangesAt(); !got.Equal(clock(t, tt.want)) {
			t.Errorf("at %s ChangesAt() = %s, want %s", tt.now, got, tt.want)
		}
	}
}

// clock is a time of that Monday.
func clock(t *testing.T, at string) time.Time {
	t.Helper()
	parsed, err := time.Parse("2006-01-02 15:04", "2026-11-23 "+at)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// No secret of a meeting is ever on the Home tab.
func TestHomeHasNoSecrets(t *testing.T) {
	t.Parallel()
	r := view.Reader{Localizer: localizers(t)["en"], Now: now()}
	raw := string(homeJSON(t, view.Home(r, "/meeting", homeFacts(t, fullDay(t), 1))))
	for _, hidden := range []string{"77112233", "88445566", "99778899", "m.example.com/chair"} {
		if strings.Contains(raw, hidden) {
			t.Errorf("the Home tab has %s", hidden)
		}
	}
	if !strings.Contains(raw, "https://m.example.com/guest") {
		t.Error("the Home tab has no link into what runs")
	}
}
