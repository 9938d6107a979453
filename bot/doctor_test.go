package bot_test

import (
	"errors"
	"strings"
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
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
		"as Bo at api.example.com · a member, who sees only", "Members of this workspace may look up meetings", "that you are invited to",
		"Host links are shown to the hosts", "I speak English and use the clock of Shanghai (UTC+8)", "I know your Slack e-mail address",
		"Nothing has been refused", "Version 1.2.3",
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
	if got := w.command(t, "doctor"); !strings.Contains(got.Text, "Guests of this workspace") {
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
		{errors.New("broken"), []string{"isn't letting me in", "Nothing has been refused"}},
	} {
		_, w := newBot(t, func(o *options) {
			o.Policy.Lookup, o.Policy.Lists, o.Policy.HostSecrets = access.Everyone, access.ListAll, access.Nobody
		})
		w.identity = func() (meeting.Identity, error) { return meeting.Identity{}, tt.err }
		w.Email, w.Zone = "", nil
		got := w.command(t, "doctor")
		for _, want := range append(tt.want, "guests and other organisations included", "all meetings that I can see", "to nobody", "don't know your time zone", "don't know your Slack e-mail") {
			if !strings.Contains(got.Text, want) {
				t.Errorf("doctor lacks %q:\n%s", want, got.Text)
			}
		}
	}
}
