package view_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
	_ "time/tzdata"

	"golang.org/x/text/language"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// Samples of the vendor's documentation, as its API would answer.
const (
	ordinary  = "ordinary"
	recurring = "recurring"
)

// snapshot reads a sample and changes it.
func snapshot(tb testing.TB, sample string, edits ...func(*meeting.Snapshot)) *meeting.Snapshot {
	tb.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "samples", sample+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	var d meeting.Detail
	if err := json.Unmarshal(raw, &d); err != nil {
		tb.Fatal(err)
	}
	s := &meeting.Snapshot{
		Conference:   &d.Conference,
		Participants: d.Participants.Data,
		Count:        int(d.Participants.Count),
		Version:      1,
	}
	for _, edit := range edits {
		edit(s)
	}
	return s
}

// fullMeeting is an upcoming meeting with every fact that the API can send.
func fullMeeting(s *meeting.Snapshot) {
	c := s.Conference
	c.Subject, c.BookerName, c.Department = "Budget 2027", "Ana García", "Finance & Control"
	c.State, c.Kind = meeting.StateScheduled, meeting.KindBooked
	c.StartTime, c.EndTime = "2026-11-23 10:42", "2026-11-23 12:00"
	c.InRoom, c.RoomNumber = true, "98137105"
	c.Passwords = []meeting.PasswordEntry{{Role: "chair", Password: "772041"}, {Role: "general", Password: "365874"}}
	c.Config.GuestPassword, c.Config.WaitingRoom = "365874", new(meeting.Bool(true))
	c.Config.Restriction = new(meeting.Int(2))
	c.RecordType = 3
	c.GuestJoin = "https://meeting.example.com:36443/#/j/981924330/c0ffee?a=1&b=2"
	c.ChairJoin = "https://meeting.example.com:36443/#/j/981924330/c4a1r"
	c.AudienceJoin, c.LiveAddress, c.AuxAddress = "https://a.example.com/audience", "rtmp://live.example.com/push", "rtmp://aux.example.com/push"
	people(12)(s)
}

// people replaces the invitees by n varied ones. Every 20th is a host.
func people(n int) func(*meeting.Snapshot) {
	kinds := []meeting.Text{meeting.AttendeeSoft, meeting.AttendeeRoom, meeting.AttendeeExternal, meeting.AttendeeMobile}
	return func(s *meeting.Snapshot) {
		s.Participants, s.Count = make([]meeting.Participant, n), n
		for i := range s.Participants {
			p := meeting.Participant{
				ID:           meeting.Text(fmt.Sprintf("+9911160%05d", i)),
				Name:         meeting.Name(fmt.Sprintf("Person %d", i+1)),
				AttendeeType: kinds[i%len(kinds)],
				Account:      meeting.Text(fmt.Sprintf("account%d@example.com", i)),
				Email:        meeting.Text(fmt.Sprintf("mail%d@example.com", i)),
				SMS:          meeting.Text(fmt.Sprintf("+86138%08d", i)),
				Phone2:       meeting.Text(fmt.Sprintf("+86139%08d", i)),
				Phone3:       meeting.Text(fmt.Sprintf("+86137%08d", i)),
				State:        "MEETTING",
			}
			if i%3 == 0 {
				p.Department = "Research"
			}
			if i%20 == 4 {
				p.Role = meeting.RoleHost
			}
			s.Participants[i] = p
		}
	}
}

// conference changes the meeting of a snapshot.
func conference(edit func(*meeting.Conference)) func(*meeting.Snapshot) {
	return func(s *meeting.Snapshot) { edit(s.Conference) }
}

// series makes a weekly meeting on Mondays and Thursdays with moved occurrences.
func series(s *meeting.Snapshot) {
	fullMeeting(s)
	c := s.Conference
	c.Kind, c.CycleType, c.State = meeting.KindRecurring, 2, meeting.StateScheduled
	c.Cycle = &meeting.CycleParams{
		StartDate: "2026-11-02", EndDate: "2027-01-28", Cycle: "Week", Interval: 1,
		Points: []meeting.Int{4, 1},
	}
	for _, o := range []meeting.SubConference{
		{StartTime: "2026-12-24 07:00", EndTime: "2026-12-24 08:00"},
		{StartTime: "2026-11-19 07:00", EndTime: "2026-11-19 08:00"},
		{StartTime: "2026-11-23 07:00", EndTime: "2026-11-23 08:00"},
		{StartTime: "2026-11-26 07:00", EndTime: "2026-11-26 08:00"},
		{StartTime: "2026-11-26 07:00", EndTime: "2026-11-26 08:00"},
		{StartTime: "2026-12-01 07:00", EndTime: "2026-12-01 08:00"},
		{StartTime: "2026-12-03 09:30", EndTime: "2026-12-03 10:30"},
		{StartTime: "2026-12-07 07:00", EndTime: "2026-12-07 09:00"},
		{StartTime: "2026-12-10 07:00", EndTime: "2026-12-10 08:00"},
		{StartTime: "2026-12-14 07:00", EndTime: "2026-12-14 08:00"},
		{StartTime: "never", EndTime: ""},
	} {
		o.Config.WaitingRoom = new(meeting.Bool(true))
		c.Occurrences = append(c.Occurrences, o)
	}
	c.StartTime, c.EndTime = "2026-11-26 07:00", "2026-11-26 08:00"
}

// facts are those of a member in Shanghai on a Monday at 10:30 universal time.
func facts(t *testing.T, s *meeting.Snapshot) view.Facts {
	t.Helper()
	now := time.Date(2026, 11, 23, 10, 30, 40, 0, time.UTC)
	if s.ReadAt.IsZero() {
		s.ReadAt = now.Add(-20 * time.Second)
	}
	return view.Facts{PageRef: view.PageRef{ID: s.Conference.ID.String(), Page: 1}, Meeting: s, Now: now, Zone: zone(t, "Asia/Shanghai"), Password: true}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// localizers returns the localizers by the language in the names of goldens.
func localizers(t *testing.T) map[string]text.Localizer {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]text.Localizer{"en": c.Localizer(language.English), "zh": c.Localizer(language.SimplifiedChinese)}
}

// markup is text with everything that Slack could interpret.
const markup = "*b* _i_ ~s~ `c` <!channel> <@U1> &amp; <https://evil.example.com|Join> @here\n> quote"

// now is a Monday at 10:30 universal time.
func now() time.Time { return time.Date(2026, 11, 23, 10, 30, 40, 0, time.UTC) }

func newReader(t *testing.T, loc text.Localizer) view.Reader {
	t.Helper()
	return view.Reader{Localizer: loc, Now: now(), Zone: zone(t, "Asia/Shanghai")}
}
