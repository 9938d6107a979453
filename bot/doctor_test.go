package bot_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

func TestDoctor(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.site = "api.example.com"
	w.identity = func() (meeting.Identity, error) { return meeting.Identity{Name: "Bo", AdminType: 2}, nil }
	w.answers(nil, &meeting.Error{Kind: meeting.NotFound, Code: "MMC.111070005"})
	w.command(t, meetingID)
	for _, want := range []string{
		"account Bo at api.example.com · a member, who sees only", english(text.DoctorMembers), "the meetings you're invited to",
		english(text.DoctorHostLinks), "I write to you in English and show times in Shanghai (UTC+8)", english(text.DoctorAddress),
		english(text.DoctorNoRefusal), "Version 1.2.3",
	} {
		if got := w.command(t, "doctor"); !strings.Contains(got.Text, want) {
			t.Errorf("doctor lacks %q:\n%s", want, got.Text)
		}
	}
	w.answers(nil, &meeting.Error{Kind: meeting.Forbidden, Code: "MMC.111070010"})
	w.command(t, meetingID)
	if got := w.command(t, "诊断"); !strings.Contains(got.Text, "the meeting account may not see what was asked for · `MMC.111070010`") || strings.Contains(got.Text, "914") {
		t.Errorf("after a refusal doctor says\n%s", got.Text)
	}
	w.AccountType = person.Guest
	if got := w.command(t, "doctor"); !strings.Contains(got.Text, english(text.RefusalGuest)) {
		t.Errorf("to a guest doctor says\n%s", got.Text)
	}
}

func TestDoctorUnwell(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		want []string
	}{
		{&meeting.Error{Kind: meeting.SignInRefused, Code: "USG.206010025"}, []string{"isn't letting me in", "sign-in to Huawei Cloud Meeting was not accepted · `USG.206010025`"}},
		{errors.New("broken"), []string{"isn't letting me in", english(text.DoctorNoRefusal)}},
	} {
		_, w := newBot(t, func(o *options) {
			o.Policy.Lookup, o.Policy.Lists, o.Policy.HostSecrets = access.Everyone, access.ListAll, access.Nobody
		})
		w.identity = func() (meeting.Identity, error) { return meeting.Identity{}, tt.err }
		w.Email, w.Zone = "", nil
		got := w.command(t, "doctor")
		for _, want := range append(tt.want, english(text.DoctorEveryone), english(text.DoctorListsAll), english(text.DoctorNoHostLinks), "don't know your time zone", english(text.DoctorNoAddress)) {
			if !strings.Contains(got.Text, want) {
				t.Errorf("doctor lacks %q:\n%s", want, got.Text)
			}
		}
	}
}

// Doctor says how changes are noticed, and warns where no event has come for a day
// although a meeting ran.
func TestDoctorOnEvents(t *testing.T) {
	t.Parallel()
	ago := func(d time.Duration) time.Time { return monday().Add(-d) }
	for name, tt := range map[string]struct {
		seen *bot.EventsSeen
		want string
	}{
		"polling":              {nil, english(text.DoctorPolls)},
		"one has come":         {&bot.EventsSeen{Since: ago(9 * time.Hour), Last: ago(3 * time.Minute)}, "It last did 3 minutes ago"},
		"none yet":             {&bot.EventsSeen{Since: ago(time.Hour), Ran: ago(time.Minute)}, "since I started 1 hour ago"},
		"none, and none ran":   {&bot.EventsSeen{Since: ago(48 * time.Hour)}, "since I started 2 days ago"},
		"none, though one ran": {&bot.EventsSeen{Since: ago(48 * time.Hour), Ran: ago(time.Hour)}, "⚠️ Huawei Cloud Meeting should tell me"},
		"none any more":        {&bot.EventsSeen{Since: ago(99 * time.Hour), Last: ago(24 * time.Hour), Ran: ago(time.Hour)}, "it hasn't for 1 day,"},
		"quiet since":          {&bot.EventsSeen{Since: ago(99 * time.Hour), Last: ago(30 * time.Hour), Ran: ago(31 * time.Hour)}, "It last did"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) {
				if tt.seen != nil {
					o.Events = func() bot.EventsSeen { return *tt.seen }
				}
			})
			if got := w.command(t, "doctor"); !strings.Contains(got.Text, tt.want) {
				t.Errorf("doctor lacks %q:\n%s", tt.want, got.Text)
			}
		})
	}
}
