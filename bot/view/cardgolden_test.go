package view_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// cardCase is the name of a golden and the facts of its card.
type cardCase struct {
	name  string
	facts view.Facts
}

func cards(t *testing.T) []cardCase {
	t.Helper()
	with := func(s *meeting.Snapshot, edits ...func(*view.Facts)) view.Facts {
		f := facts(t, s)
		for _, edit := range edits {
			edit(&f)
		}
		return f
	}
	at := func(year int, month time.Month, day, hour, minute int) func(*view.Facts) {
		return func(f *view.Facts) {
			f.Now = time.Date(year, month, day, hour, minute, 30, 0, time.UTC)
			f.Meeting.ReadAt = f.Now
		}
	}
	page := func(n int) func(*view.Facts) { return func(f *view.Facts) { f.Page = n } }
	group := func(g view.Group) func(*view.Facts) { return func(f *view.Facts) { f.Group = g } }
	start := func(year int, month time.Month, day, hour, minute int) func(*view.Facts) {
		return func(f *view.Facts) { f.Start = time.Date(year, month, day, hour, minute, 0, 0, time.UTC).Unix() }
	}
	in := func(name string) func(*view.Facts) { return func(f *view.Facts) { f.Zone = zone(t, name) } }
	return []cardCase{
		{"ordinary", with(snapshot(t, ordinary), at(2019, 12, 18, 7, 40))},
		{"ordinary_long_ago", with(snapshot(t, ordinary))},
		{"recurring", with(snapshot(t, recurring), at(2019, 12, 18, 6, 20))},
		{"recurring_long_ago", with(snapshot(t, recurring))},
		{"upcoming", with(snapshot(t, ordinary, fullMeeting))},
		{"upcoming_other_zone", with(snapshot(t, ordinary, fullMeeting), in("Europe/Berlin"))},
		{"upcoming_zone_unknown", with(snapshot(t, ordinary, fullMeeting), func(f *view.Facts) { f.Zone = nil })},
		{"upcoming_without_password", with(snapshot(t, ordinary, fullMeeting), func(f *view.Facts) { f.Password = false })},
		{"series", with(snapshot(t, recurring, series), in("America/New_York"))},
		{"invited_0", with(snapshot(t, ordinary, fullMeeting, people(0)))},
		{"invited_1", with(snapshot(t, ordinary, fullMeeting, people(1)))},
		{"invited_10", with(snapshot(t, ordinary, fullMeeting, people(10)))},
		{"invited_11_page_1", with(snapshot(t, ordinary, fullMeeting, people(11)))},
		{"invited_11_page_2", with(snapshot(t, ordinary, fullMeeting, people(11)), page(2))},
		{"invited_57_page_1", with(snapshot(t, ordinary, fullMeeting, people(57)))},
		{"invited_57_page_2", with(snapshot(t, ordinary, fullMeeting, people(57)), page(2))},
		{"invited_57_page_6", with(snapshot(t, ordinary, fullMeeting, people(57)), page(6))},
		{"invited_500_page_1", with(snapshot(t, ordinary, fullMeeting, people(500)))},
		{"invited_500_page_25", with(snapshot(t, ordinary, fullMeeting, people(500)), page(25))},
		{"invited_500_page_50", with(snapshot(t, ordinary, fullMeeting, people(500)), page(50))},
		{"invited_cut", with(snapshot(t, ordinary, fullMeeting, people(20), func(s *meeting.Snapshot) { s.Count = 1234 }), page(2))},
		{"invited_unread", with(snapshot(t, ordinary, fullMeeting, people(0), func(s *meeting.Snapshot) { s.Count = 57 }))},
		{"invited_rooms", with(snapshot(t, ordinary, fullMeeting, people(57)), group(view.GroupRooms), page(2))},
		{"invited_people", with(snapshot(t, ordinary, fullMeeting, people(57)), group(view.GroupPeople))},
		{"invited_no_rooms", with(snapshot(t, ordinary, fullMeeting, people(1)), group(view.GroupRooms))},
		{"series_one", with(snapshot(t, recurring, series), start(2026, 12, 3, 9, 30))},
		{"series_passed", with(snapshot(t, recurring, series), start(2026, 11, 19, 7, 0))},
		{"subject_500_chinese", with(snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) {
			c.Subject = meeting.Text(strings.Repeat("关于年度预算与项目进度的讨论会议", 32)[:3*500])
		})))},
		{"subject_mrkdwn", with(snapshot(t, ordinary, fullMeeting, withMarkup))},
		{"right_to_left", with(snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) {
			c.Subject, c.BookerName = "פגישה שבועית (2)", "\u202Eمحمد"
		})))},
		{"times_missing", with(snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.StartTime, c.EndTime = "", "" })))},
		{"start_missing", with(snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.StartTime = "soon" })))},
		{"end_missing", with(snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.EndTime = "" })))},
		{"unknown_enums", with(snapshot(t, ordinary, fullMeeting, withUnknownEnums))},
		{"nothing_known", with(&meeting.Snapshot{Conference: &meeting.Conference{}}, func(f *view.Facts) { f.ID = "914083136" })},
		{"link_broken", with(snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.GuestJoin = "javascript:alert(1)" })))},
		{"host", with(snapshot(t, ordinary, fullMeeting), asHost)},
		{"stale", with(snapshot(t, ordinary, fullMeeting, func(s *meeting.Snapshot) { s.Stale = true }))},
		{"ended_recorded", with(snapshot(t, ordinary, fullMeeting, func(s *meeting.Snapshot) {
			s.Ended, s.Conference.State, s.Conference.HasRecord = true, meeting.StateEnded, true
		}), asHost)},
		{"ended", with(snapshot(t, recurring, series, func(s *meeting.Snapshot) { s.Ended, s.Conference.State = true, meeting.StateEnded }), asHost)},
		{"running", with(snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.State = meeting.StateRunning })), func(f *view.Facts) {
			f.Attendees = &meeting.Attendees{People: []meeting.Attendee{{Account: "account3@example.com"}, {Number: "+991116000005"}, {ID: "x"}}}
		})},
		{"running_guests", with(snapshot(t, ordinary, fullMeeting, conference(inProgress)), inIt(1, guests...))},
		{"running_57_page_3", with(snapshot(t, ordinary, fullMeeting, conference(inProgress), people(57)), inIt(21, guests...), page(3))},
		{"running_rooms", with(snapshot(t, ordinary, fullMeeting, conference(inProgress), people(57)), inIt(21, guests...), group(view.GroupRooms))},
		{"running_cut", with(snapshot(t, ordinary, fullMeeting, conference(inProgress), people(12), func(s *meeting.Snapshot) { s.Count = 57 }), inIt(1, guests...))},
		{"running_private", with(snapshot(t, ordinary, fullMeeting, conference(inProgress), withPrivateNames), inIt(3, privateGuests...))},
		{"running_host", with(snapshot(t, ordinary, fullMeeting, conference(inProgress)), asHost)},
		{"private", with(snapshot(t, ordinary, fullMeeting, withPrivateNames))},
		{"direct", with(snapshot(t, ordinary, fullMeeting), func(f *view.Facts) { f.Reminders, f.Direct = true, true })},
		{"remindable", with(snapshot(t, ordinary, fullMeeting), func(f *view.Facts) { f.Reminders = true })},
	}
}

// guests came without an invitation: two are called the same, one is a host by now, and
// one has no name.
var guests = []meeting.Attendee{
	{ID: "g1", Name: "Li Wei", Number: "1001"},
	{ID: "g2", Name: "Li Wei", Number: "1002"},
	{ID: "g3", Name: "Zoe *<!channel>*", Account: "zoe", Role: meeting.RoleHost},
	{ID: "g4"},
}

// privateGuests have their numbers and addresses for names.
var privateGuests = []meeting.Attendee{
	{ID: "p1", Name: "8613800138000", Number: "8613800138000"},
	{ID: "p2", Name: "Kim 4711", Number: "4711"},
	{ID: "p3", Name: "Joe <joe@example.com>", Account: "joe@example.com"},
	{ID: "p4", Name: "+86 138-0013-8000"},
}

// inIt puts the first n invitees and others into the meeting, the second as host.
func inIt(n int, others ...meeting.Attendee) func(*view.Facts) {
	return func(f *view.Facts) {
		f.Attendees = &meeting.Attendees{ReadAt: f.Now}
		for i, p := range f.Meeting.Participants[:n] {
			one := meeting.Attendee{ID: meeting.Text(fmt.Sprint("c", i)), Name: "From the device", ThirdAccount: p.Account, Number: p.ID}
			if i == 1 {
				one.Role = meeting.RoleHost
			}
			f.Attendees.People = append(f.Attendees.People, one)
		}
		f.Attendees.People = append(f.Attendees.People, others...)
		f.Attendees.Connections, f.Attendees.Count = len(f.Attendees.People), len(f.Attendees.People)
	}
}

// asHost makes the reader a host.
func asHost(f *view.Facts) { f.Host, f.HostLink, f.Invitation = true, true, text.AmInvitedHost }

// withFiftyDates makes a series as long as the API allows.
func withFiftyDates(s *meeting.Snapshot) {
	s.Conference.Occurrences = nil
	for week := range 50 {
		begin := time.Date(2026, 10, 5, 7, 0, 0, 0, time.UTC).AddDate(0, 0, 7*week)
		s.Conference.Occurrences = append(s.Conference.Occurrences, meeting.SubConference{
			StartTime: meeting.Text(begin.Format("2006-01-02 15:04")), EndTime: meeting.Text(begin.Add(time.Hour).Format("2006-01-02 15:04")),
		})
	}
}

// withMarkup puts mark-up into every text that people can write.
func withMarkup(s *meeting.Snapshot) {
	c := s.Conference
	c.Subject, c.BookerName, c.Department, c.DialIn = markup, markup, "> "+markup, markup
	c.State, c.Kind = markup, markup
	for i := range s.Participants {
		s.Participants[i].Name, s.Participants[i].Department, s.Participants[i].AttendeeType = markup, markup, markup
	}
}

// withUnknownEnums gives every enumeration an undocumented value.
func withUnknownEnums(s *meeting.Snapshot) {
	c := s.Conference
	c.State, c.Kind, c.TimeZone, c.Config.Restriction, c.RecordType = "Paused <1>", "HOLOGRAM", "99", new(meeting.Int(7)), 9
	for i := range s.Participants {
		s.Participants[i].AttendeeType, s.Participants[i].Role = "ideahub", 7
	}
}

// withPrivateNames puts phone numbers and e-mail addresses into names.
func withPrivateNames(s *meeting.Snapshot) {
	s.Conference.BookerName = "ana.garcia@example.com"
	for i := range s.Participants {
		p := &s.Participants[i]
		p.Name = meeting.Name([]meeting.Text{p.ID, p.SMS, p.Email, "Ana <" + p.Email + ">", "+86 138-0013-8000", "Bo (" + p.Phone2 + ")", "  "}[i%7])
	}
}

func TestCards(t *testing.T) {
	t.Parallel()
	for lang, loc := range localizers(t) {
		for _, tt := range cards(t) {
			t.Run(tt.name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				raw := check(t, "card_"+tt.name+"_"+lang, view.Card(loc, tt.facts))
				for _, secret := range secrets(tt.facts) {
					if bytes.Contains(raw, []byte(secret)) {
						t.Errorf("the card has %q in it, which nobody may see", secret)
					}
				}
			})
		}
	}
}

// There is no golden without a case.
func TestCardGoldensAreAllUsed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "card_*.golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	if want := len(cards(t)) * len(localizers(t)); len(files) != want {
		t.Errorf("%d goldens of cards for %d cases", len(files), want)
	}
}

// secrets lists what a card of these facts must not show.
func secrets(f view.Facts) []string {
	c := f.Meeting.Conference
	all := []string{
		c.ChairJoin.Reveal(), c.AudienceJoin.Reveal(), c.LiveAddress.Reveal(), c.AuxAddress.Reveal(),
		c.BookerUUID.String(), "@example.com", "MEETTING",
	}
	for _, p := range c.Passwords {
		if p.Role != meeting.PasswordGeneral || !f.Password {
			all = append(all, p.Password.Reveal())
		}
	}
	for _, p := range c.PartAttendees {
		all = append(all, p.Phone.String(), p.Phone2.String(), p.Phone3.String())
	}
	for _, p := range f.Meeting.Participants {
		for _, own := range []meeting.Text{p.ID, p.Email, p.SMS, p.Phone2, p.Phone3} {
			all = append(all, own.String())
		}
		if strings.Contains(p.Account.String(), "@") {
			all = append(all, p.Account.String())
		}
	}
	if f.Attendees != nil {
		for _, a := range f.Attendees.People {
			all = append(all, a.Number.String())
		}
	}
	var hidden []string
	for _, s := range all {
		if s != "" {
			hidden = append(hidden, s)
		}
	}
	return hidden
}

// The searches for secrets need secrets to search for.
func TestSecretsAreNotEmpty(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("testdata"); err != nil {
		t.Fatal(err)
	}
	got := secrets(facts(t, snapshot(t, ordinary, fullMeeting)))
	for _, want := range []string{"772041", "c4a1r", "+86138", "mail3@example.com", "+991116000003"} {
		found := false
		for _, s := range got {
			found = found || strings.Contains(s, want)
		}
		if !found {
			t.Errorf("secrets do not contain %s", want)
		}
	}
}
