package view_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/view"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// joinsOf returns the links of the Join buttons of a message.
func joinsOf(m view.Message) []string {
	var all []string
	for _, b := range m.Blocks {
		if a, ok := b.(*slack.ActionBlock); ok {
			for _, e := range a.Elements.ElementSet {
				if b, ok := e.(*slack.ButtonBlockElement); ok && b.ActionID == view.ActionJoin {
					all = append(all, b.URL)
				}
			}
		}
	}
	return all
}

// secretive gives a meeting all its links and passwords.
func secretive(c *meeting.Conference) {
	c.GuestJoin, c.ChairJoin, c.AudienceJoin = "https://m.example.com/guest", "https://m.example.com/chair", "https://m.example.com/audience"
	c.Config.GuestPassword = "77112233"
	c.Passwords = []meeting.PasswordEntry{{Role: meeting.PasswordChair, Password: "88445566"}, {Role: meeting.PasswordGeneral, Password: "99778899"}}
}

// A list lets people into what runs or is about to, by the link for guests, and
// never shows a password or the link for hosts.
func TestListsJoinWhatRuns(t *testing.T) {
	t.Parallel()
	guest := []string{"https://m.example.com/guest"}
	tests := []struct {
		name   string
		change func(*meeting.Conference)
		want   []string
	}{
		{"running", func(c *meeting.Conference) { c.State = meeting.StateRunning }, guest},
		{"running late", func(c *meeting.Conference) {
			c.State, c.StartTime, c.EndTime = meeting.StateRunning, "2026-11-23 09:00", "2026-11-23 10:00"
		}, guest},
		{"being made", func(c *meeting.Conference) { c.State = meeting.StateCreating }, guest},
		{"in ten minutes", func(c *meeting.Conference) { c.StartTime = "2026-11-23 10:40" }, guest},
		{"in eleven minutes", func(c *meeting.Conference) { c.StartTime = "2026-11-23 10:41" }, nil},
		{"due", func(c *meeting.Conference) { c.StartTime = "2026-11-23 10:20" }, guest},
		{"over", func(c *meeting.Conference) { c.StartTime, c.EndTime = "2026-11-23 09:00", "2026-11-23 10:00" }, nil},
		{"no state, now", func(c *meeting.Conference) { c.State, c.StartTime = "", "2026-11-23 10:20" }, guest},
		{"no start", func(c *meeting.Conference) { c.StartTime = "" }, nil},
		{"ended", func(c *meeting.Conference) { c.State, c.StartTime = meeting.StateEnded, "2026-11-23 10:20" }, nil},
		{"strange", func(c *meeting.Conference) { c.State, c.StartTime = "HOLOGRAM", "2026-11-23 10:20" }, nil},
		{"no link", func(c *meeting.Conference) { c.State, c.GuestJoin = meeting.StateRunning, "" }, nil},
		{"the host's link for guests", func(c *meeting.Conference) { c.State, c.GuestJoin = meeting.StateRunning, c.ChairJoin }, nil},
		{"longest link", func(c *meeting.Conference) {
			c.State, c.GuestJoin = meeting.StateRunning, "https://m.example.com/"+secret.Secret(strings.Repeat("x", 2000))
		}, nil},
		{"webinar", func(c *meeting.Conference) { c.State, c.Webinar = meeting.StateRunning, true }, []string{"https://m.example.com/audience"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := booked(t, "Planning", "11-23 14:00")
			c.EndTime = "2026-11-23 15:00"
			secretive(c)
			tt.change(c)
			f := listFacts(t, view.Search{Range: view.RangeAll, Page: 1}, []*meeting.Conference{c})
			f.Mine = false
			m := view.List(localizers(t)["en"], f)
			if got := joinsOf(m); strings.Join(got, " ") != strings.Join(tt.want, " ") {
				t.Errorf("the list has the links %q, want %q", got, tt.want)
			}
			raw := string(marshal(t, m))
			for _, hidden := range []string{"77112233", "88445566", "99778899", "m.example.com/chair"} {
				if strings.Contains(raw, hidden) {
					t.Errorf("the list has %s: %s", hidden, raw)
				}
			}
			if !strings.Contains(raw, `"`+view.ActionPick+`"`) {
				t.Error("the list has no button to the card")
			}
		})
	}
}

// On the dates of a series only the one that runs has a link.
func TestDatesJoinWhatRuns(t *testing.T) {
	t.Parallel()
	s := snapshot(t, recurring, conference(func(c *meeting.Conference) {
		secretive(c)
		c.State, c.Occurrences = meeting.StateRunning, nil
		for _, date := range []string{"11-22 10:00 1h", "11-23 10:00 1h", "11-24 10:00 1h"} {
			c.Occurrences = append(c.Occurrences, occurrence(t, date))
		}
	}))
	f := facts(t, s)
	f.Now = time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	m := view.Dates(localizers(t)["en"], f)
	if got := joinsOf(m); len(got) != 1 || got[0] != "https://m.example.com/guest" {
		t.Errorf("the dates have the links %q, want the one for guests", got)
	}
	if rows := sectionsOf(m, view.BlockDate); len(rows) != 3 || !strings.Contains(rows[1], "in progress") || strings.Contains(rows[2], "in progress") {
		t.Errorf("the dates are %q, want the second in progress", rows)
	}
	f.Now = f.Now.Add(-48 * time.Hour)
	s.Conference.State = meeting.StateScheduled
	if got := joinsOf(view.Dates(localizers(t)["en"], f)); got != nil {
		t.Errorf("dates that do not run have the links %q", got)
	}
}

// People who are invited to a webinar take part in it, and get the link for that.
func TestListsLetPanelistsIn(t *testing.T) {
	t.Parallel()
	c := booked(t, "Town hall", "11-23 10:35")
	secretive(c)
	c.Webinar = true
	for mine, want := range map[bool]string{true: "https://m.example.com/guest", false: "https://m.example.com/audience"} {
		f := listFacts(t, view.Search{Range: view.RangeToday, Page: 1}, []*meeting.Conference{c})
		f.Mine = mine
		if got := joinsOf(view.List(localizers(t)["en"], f)); len(got) != 1 || got[0] != want {
			t.Errorf("a list of own meetings (%v) has the links %q, want %s", mine, got, want)
		}
	}
}
