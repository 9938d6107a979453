package view_test

import (
	"encoding/json"
	"strings"
	"testing"

	"meetingbot/bot/view"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

func TestJoinLink(t *testing.T) {
	t.Parallel()
	const good = "https://c.meeting.huaweicloud.com/#/j/914083136/9505dc"
	tests := []struct {
		name string
		link string
		want bool
	}{
		{"the vendor's", good, true},
		{"an address and a port", "https://100.95.188.18:36443/#/j/985661561?x=1&y=_a_", true},
		{"upper case", "HTTPS://meeting.example.com/#/j/1", true},
		{"spaces around", " " + good + "\n", true},
		{"none", "", false},
		{"not encrypted", "http://c.meeting.huaweicloud.com/#/j/1", false},
		{"a script", "javascript:alert(1)", false},
		{"a client's own", "cloudlink://welinksoftclient/h5page?conf_id=1", false},
		{"no scheme", "c.meeting.huaweicloud.com/#/j/1", false},
		{"no host", "https:///#/j/1", false},
		{"only a port", "https://:443/#/j/1", false},
		{"a name before the host", "https://huaweicloud.com@evil.example.com/#/j/1", false},
		{"mark-up", "https://a.example.com/|Join>", false},
		{"a space", "https://a.example.com/a b", false},
		{"a line break", "https://a.example.com/\nb", false},
		{"invisible characters", "https://a.example.com/\u202eb", false},
		{"not an address", "https://a.example.com:port/", false},
		{"too long", "https://a.example.com/" + strings.Repeat("a", 3000), false},
		{"too long once escaped", "https://a.example.com/?" + strings.Repeat("&", 600), false},
		{"long", "https://a.example.com/" + strings.Repeat("a", 2900), true},
		{"the host's", "https://c.meeting.huaweicloud.com/#/j/914083136/6a30b8", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := &meeting.Conference{
				GuestJoin: secret.Secret(tt.link),
				ChairJoin: "https://c.meeting.huaweicloud.com/#/j/914083136/6a30b8",
			}
			want := ""
			if tt.want {
				want = strings.TrimSpace(tt.link)
			}
			if got := view.JoinLink(c, false); got != want {
				t.Errorf("JoinLink(%q) = %q, want %q", tt.link, got, want)
			}
		})
	}
}

// The guest link of a webinar makes panelists: only they see it, and the guests'
// password.
func TestWebinar(t *testing.T) {
	t.Parallel()
	const guest, audience = "https://meeting.example.com/#/j/1/guest", "https://meeting.example.com/#/j/1/audience"
	loc := localizers(t)["en"]
	for _, tt := range []struct {
		name     string
		link     secret.Secret // of the audience
		panelist bool
		want     string
		password bool
	}{
		{"the audience", audience, false, audience, false},
		{"a panelist", audience, true, guest, true},
		{"no link for the audience", "", false, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := facts(t, snapshot(t, ordinary, conference(func(c *meeting.Conference) {
				c.Webinar, c.GuestJoin, c.AudienceJoin = true, guest, tt.link
				c.Passwords = []meeting.PasswordEntry{{Role: "general", Password: "365874"}}
			})))
			f.Panelist = tt.panelist
			m := view.Card(loc, f)
			card := block(t, m, view.BlockActions) + words(t, m, view.BlockFacts) + m.Text
			for _, link := range []string{guest, audience} {
				if got := strings.Contains(card, link); got != (link == tt.want) {
					t.Errorf("the card has %s: %v, want %v", link, got, link == tt.want)
				}
			}
			if got := strings.Contains(card, "365874"); got != tt.password {
				t.Errorf("the card has the password: %v, want %v", got, tt.password)
			}
			notice := view.ReminderNotice(view.Reader{Localizer: loc, Now: f.Now}, view.NoticeFacts{Meeting: f.Meeting.Conference})
			if strings.Contains(notice.Text, guest) || tt.link != "" && !strings.Contains(notice.Text, audience) {
				t.Errorf("the notice says\n%s\nwant the link of the audience only", notice.Text)
			}
		})
	}
}

// What is over by its state has no way in, though it is not from the history.
func TestDestroyedMeeting(t *testing.T) {
	t.Parallel()
	f := facts(t, snapshot(t, ordinary, conference(func(c *meeting.Conference) {
		c.State, c.GuestJoin = meeting.StateEnded, "https://meeting.example.com/#/j/1/guest"
		c.Passwords = []meeting.PasswordEntry{{Role: "general", Password: "365874"}}
	})))
	f.Reminders = true
	m := view.Card(localizers(t)["en"], f)
	blocks, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"/guest", "365874", "Remind"} {
		if strings.Contains(m.Text+string(blocks), gone) {
			t.Errorf("the card of a meeting that is over has %q:\n%s", gone, m.Text)
		}
	}
}

func TestGuestPassword(t *testing.T) {
	t.Parallel()
	entries := func(chair, general secret.Secret) []meeting.PasswordEntry {
		return []meeting.PasswordEntry{{Role: "chair", Password: chair}, {Role: "general", Password: general}}
	}
	tests := []struct {
		name      string
		passwords []meeting.PasswordEntry
		config    meeting.ConfigInfo
		hidden    bool // the reader may not see it
		want      string
	}{
		{name: "of guests", passwords: entries("772041", "365874"), want: "365874"},
		{name: "not for everybody", passwords: entries("772041", "365874"), hidden: true},
		{name: "only asterisks", passwords: entries("******", "******")},
		{name: "none"},
		{name: "of the set-up", config: meeting.ConfigInfo{GuestPassword: "246810"}, want: "246810"},
		{name: "asterisks, and that of the set-up", passwords: entries("772041", "***"), config: meeting.ConfigInfo{GuestPassword: "246810"}, want: "246810"},
		{name: "guests need none", passwords: entries("772041", "365874"), config: meeting.ConfigInfo{GuestFree: true}},
		{name: "the same as the host's", passwords: entries("772041", "772041")},
		{name: "only the host's", passwords: entries("772041", "")},
		{name: "with mark-up", passwords: entries("772041", "a*_<&1"), want: "a*_&lt;&amp;1"},
		{name: "that cannot be shown", passwords: entries("772041", "a`b")},
		{name: "too long for a password", passwords: entries("772041", secret.Secret(strings.Repeat("1", 41)))},
	}
	loc := localizers(t)["en"]
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := facts(t, snapshot(t, ordinary, conference(func(c *meeting.Conference) {
				c.Passwords, c.Config = tt.passwords, tt.config
			})))
			f.Password = !tt.hidden
			m := view.Card(loc, f)
			got := block(t, m, view.BlockFacts)
			if strings.Contains(got, "772041") || strings.Contains(m.Text, "772041") {
				t.Error("the card has the host's password")
			}
			_, shown, has := strings.Cut(got, "*Guest\u00a0password*\u00a0`")
			shown, _, _ = strings.Cut(shown, "`")
			if has != (tt.want != "") || shown != tt.want {
				t.Errorf("guest password = %q, want %q", shown, tt.want)
			}
			if tt.want != "" && strings.Contains(m.Text, tt.want) {
				t.Errorf("notifications have the password:\n%s", m.Text)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	is := func(i meeting.Int) *meeting.Int { return &i }
	yes, no := new(meeting.Bool(true)), new(meeting.Bool(false))
	tests := []struct {
		name string
		edit func(*meeting.Conference)
		want string
	}{
		{"nothing", func(*meeting.Conference) {}, ""},
		{"anyone", func(c *meeting.Conference) { c.Config.Restriction = is(0) }, "Anyone may join"},
		{"company", func(c *meeting.Conference) { c.Config.Restriction = is(2) }, "Only people in the company may join"},
		{"invited", func(c *meeting.Conference) { c.Config.Restriction = is(3) }, "Only invited people may join"},
		{"unknown rule", func(c *meeting.Conference) { c.Config.Restriction = is(9) }, "Joining is restricted (rule 9)"},
		{"muted", func(c *meeting.Conference) { c.AutoMute = true }, "Muted on entry"},
		{"recorded", func(c *meeting.Conference) { c.AutoRecord, c.RecordType = true, 2 }, "Recorded automatically"},
		{"recordable", func(c *meeting.Conference) { c.RecordType = 2 }, "May be recorded"},
		{"live", func(c *meeting.Conference) { c.RecordType = 1 }, "Live-streamed"},
		{"recorded and live", func(c *meeting.Conference) { c.AutoRecord, c.RecordType = true, 3 }, "Recorded automatically · Live-streamed"},
		{"the occurrence overrides the series", func(c *meeting.Conference) {
			c.StartTime, c.EndTime = "2026-11-24 01:00", "2026-11-24 02:00"
			c.Config.Restriction = is(0)
			c.Occurrences = []meeting.SubConference{
				{StartTime: "2026-11-25 01:00", EndTime: "2026-11-25 02:00", Config: meeting.ConfigInfo{AutoMute: true}},
				{StartTime: "2026-11-24 01:00", EndTime: "2026-11-24 02:00", Config: meeting.ConfigInfo{Restriction: is(3), WaitingRoom: yes}},
			}
		}, "Only invited people may join · Waiting room"},
		{"what the occurrence says it is not", func(c *meeting.Conference) {
			c.StartTime, c.EndTime = "2026-11-24 01:00", "2026-11-24 02:00"
			c.Config.WaitingRoom, c.AutoRecord = yes, true
			c.Occurrences = []meeting.SubConference{{
				StartTime: "2026-11-24 01:00", EndTime: "2026-11-24 02:00", AutoRecord: no, Config: meeting.ConfigInfo{Restriction: is(0), WaitingRoom: no},
			}}
		}, "Anyone may join"},
		{"what only the occurrence says", func(c *meeting.Conference) {
			c.StartTime, c.EndTime = "2026-11-24 01:00", "2026-11-24 02:00"
			c.Occurrences = []meeting.SubConference{{StartTime: "2026-11-24 01:00", EndTime: "2026-11-24 02:00", AutoRecord: yes}}
		}, "Recorded automatically"},
		{"the audience of a webinar", func(c *meeting.Conference) {
			c.Webinar, c.AudienceJoin = true, "https://a.example.com/"
			c.Config.Restriction, c.Config.AudienceRestriction = is(3), is(2)
		}, "Only people in the company may join"},
	}
	loc := localizers(t)["en"]
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := &meeting.Conference{GuestJoin: "https://a.example.com/"}
			tt.edit(c)
			m := view.Card(loc, facts(t, &meeting.Snapshot{Conference: c}))
			got := strings.TrimPrefix(words(t, m, view.BlockFacts), "Webinar · ") // nothing else is known
			if got != tt.want {
				t.Errorf("notes = %q, want %q", got, tt.want)
			}
		})
	}
}
