package bot_test

import (
	"errors"
	"strings"
	"testing"

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
