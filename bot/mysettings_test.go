package bot_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/personal"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

var openMySettings = click{ActionID: view.ActionMySettings, Ephemeral: true}

// own are the settings of U1 as they are stored.
func (w *world) own(t *testing.T) personal.Settings {
	t.Helper()
	s, err := w.personal.Get(t.Context(), origin().Key, "U1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wants has U1 send off the form for their own settings, with some inputs changed.
func (w *world) wants(t *testing.T, inputs map[string]string) string {
	t.Helper()
	return w.sends(t, changed(t, w.opens(t, openMySettings), inputs))
}

func TestMySettingsAreStoredAndShown(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	_, w := newBot(t, func(o *options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	m := w.opens(t, openMySettings)
	for id, want := range map[string]string{view.InputMyLeads: "", view.InputMyDigest: view.DigestOff, view.InputMyDigestTime: "08:30"} {
		if got, ok := m.fields(t)[id]; !ok || got != want {
			t.Errorf("%s shows %q, want %q", id, got, want)
		}
	}
	got := w.sends(t, changed(t, m, map[string]string{
		view.InputMyLeads: "5m, 1h", view.InputMyDigest: view.DigestWorkingDays, view.InputMyDigestTime: "07:45",
	}))
	for _, want := range []string{english(text.OwnSaved), "Off → 1 hour before · 5 minutes before the start", "Off → Monday to Friday at 07:45"} {
		if !strings.Contains(got, want) {
			t.Errorf("the form becomes %s, want %q", got, want)
		}
	}
	want := personal.Settings{Leads: []time.Duration{time.Hour, 5 * time.Minute}, Digest: "07:45"}
	if s := w.own(t); !s.Equal(want) {
		t.Errorf("the settings are %+v, want %+v", s, want)
	}
	shown := w.opens(t, openMySettings).fields(t)
	if shown[view.InputMyLeads] != "1h 5m" || shown[view.InputMyDigest] != view.DigestWorkingDays || shown[view.InputMyDigestTime] != "07:45" {
		t.Errorf("the form shows %v afterwards", shown)
	}
	if !strings.Contains(log.String(), `personal_leads=" -> 1h 5m"`) {
		t.Errorf("the log does not say what was changed: %s", &log)
	}
	if got := w.wants(t, nil); !strings.Contains(got, english(text.OwnSame)) {
		t.Errorf("the same once more becomes %s", got)
	}
	w.wants(t, map[string]string{view.InputMyLeads: "", view.InputMyDigest: view.DigestOff})
	if s := w.own(t); !s.Equal(personal.Settings{}) {
		t.Errorf("the settings are %+v, want none", s)
	}
}

// Whoever chose a language is answered in it at once, whatever Slack says, and may go
// back to that of Slack.
func TestOwnLanguage(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	got := w.wants(t, map[string]string{view.InputMyLanguage: "zh-CN"})
	chinese := catalog().Localizer(language.SimplifiedChinese)
	if !strings.Contains(got, chinese.Say(text.OwnSaved)) {
		t.Errorf("the form becomes %s, want it in Chinese", got)
	}
	if shown := w.opens(t, openMySettings).fields(t)[view.InputMyLanguage]; shown != "zh-CN" {
		t.Errorf("the form shows %q afterwards", shown)
	}
	if m := w.command(t, "help"); !strings.Contains(m.shown(), chinese.Say(text.HelpTitle)) {
		t.Errorf("the help is %s, want it in Chinese", m.shown())
	}
	if got := w.wants(t, map[string]string{view.InputMyLanguage: view.LanguageOfSlack}); !strings.Contains(got, english(text.OwnSaved)) {
		t.Errorf("the form becomes %s, want it in the language of Slack", got)
	}
	if s := w.own(t); !s.Equal(personal.Settings{}) {
		t.Errorf("the settings are %+v, want none", s)
	}
}

// A form from before there were these fields leaves them as they are.
func TestMySettingsOfAnOlderForm(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.wants(t, map[string]string{view.InputMyLanguage: "en", view.InputMyUsualLeads: "20m"})
	form := changed(t, w.opens(t, openMySettings), map[string]string{view.InputMyLeads: "5m"})
	delete(form.View.State, view.InputMyLanguage)
	delete(form.View.State, view.InputMyUsualLeads)
	w.sends(t, form)
	want := personal.Settings{Leads: []time.Duration{5 * time.Minute}, Language: language.English, UsualLeads: []time.Duration{20 * time.Minute}}
	if s := w.own(t); !s.Equal(want) {
		t.Errorf("the settings are %+v, want %+v", s, want)
	}
}

// Who does not say when is reminded as they chose, and a channel as the workspace did.
func TestOwnUsualLeads(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.wants(t, map[string]string{view.InputMyUsualLeads: "20m 1h"})
	w.command(t, "remind me "+meetingID).has(t, "1 hour before · 20 minutes before the start")
	w.command(t, "remind "+meetingID).has(t, "10 minutes before the start")
}

// What is wrong stands beside its field, and nothing is stored.
func TestMySettingsThatAreWrong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		inputs map[string]string
		field  string
		want   text.Key
	}{
		{"no time before", map[string]string{view.InputMyLeads: "soonish"}, view.InputMyLeads, text.LeadsNotUnderstood},
		{"no usual time before", map[string]string{view.InputMyUsualLeads: "soonish"}, view.InputMyUsualLeads, text.LeadsNotUnderstood},
		{"too long before", map[string]string{view.InputMyLeads: "9d"}, view.InputMyLeads, text.LeadTooLong},
		{"no time of day", map[string]string{view.InputMyDigest: view.DigestWorkingDays, view.InputMyDigestTime: ""}, view.InputMyDigestTime, text.OwnDigestNoTime},
		{"a strange time of day", map[string]string{view.InputMyDigest: view.DigestWorkingDays, view.InputMyDigestTime: "8:3"}, view.InputMyDigestTime, text.OwnDigestNoTime},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			v, err := w.submit(t.Context(), changed(t, w.opens(t, openMySettings), tt.inputs))
			got := string(v.JSON())
			if err != nil || !strings.Contains(got, tt.field) || !strings.Contains(got, english(tt.want)) {
				t.Errorf("the form becomes %s, want %q at %s", got, english(tt.want), tt.field)
			}
			if s := w.own(t); !s.Equal(personal.Settings{}) {
				t.Errorf("the settings are %+v, want none", s)
			}
		})
	}
}

// Without an e-mail address nothing tells which meetings are theirs, and the form says
// so.
func TestMySettingsWithoutAnAddress(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.Email = ""
	if m := w.opens(t, openMySettings); !strings.Contains(strings.Join(m.sections(t), "\n"), english(text.OwnNoEmail)) {
		t.Errorf("the form does not say so: %s", m.raw)
	}
}

// What cannot be stored is said, and can be sent off again.
func TestMySettingsThatCannotBeStored(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	form := changed(t, w.opens(t, openMySettings), map[string]string{view.InputMyLeads: "5m"})
	w.broken = errors.New("the database is gone")
	if v, err := w.submit(t.Context(), form); !errors.Is(err, w.broken) {
		t.Errorf("Submit = %s, %v, want the error", v.JSON(), err)
	}
	w.broken = nil
	if w.sends(t, form); !w.own(t).Reminded() {
		t.Error("the settings are not stored the second time")
	}
}

// One press stops all reminders, and its confirmation has two ways back: for all
// meetings, or for all but the one.
func TestOwnRemindersAreStopped(t *testing.T) {
	t.Parallel()
	for name, way := range map[string]string{"for all": view.ActionOwnOn, "for all but one": view.ActionOwnSkip} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.wants(t, map[string]string{view.InputMyLeads: "1h 5m"})
			r := w.click(t, click{ActionID: view.ActionOwnStop, Value: meetingID, Ephemeral: true})
			r.has(t, english(text.OwnStopped))
			if w.own(t).Reminded() {
				t.Error("they are still reminded")
			}
			w.click(t, click{ActionID: way, Value: r.value(way), Ephemeral: true}).has(t, "1 hour before · 5 minutes before the start")
			if s := w.own(t); len(s.Leads) != 2 {
				t.Errorf("the settings are %+v afterwards", s)
			}
			if got, want := len(w.reminders.Store.Skips()), map[string]int{view.ActionOwnOn: 0, view.ActionOwnSkip: 1}[way]; got != want {
				t.Errorf("%d meetings are skipped, want %d", got, want)
			}
		})
	}
}

// So does one press end the digest.
func TestDigestIsStopped(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.wants(t, map[string]string{view.InputMyDigest: view.DigestWorkingDays, view.InputMyDigestTime: "07:45"})
	r := w.click(t, click{ActionID: view.ActionDigestStop, Ephemeral: true})
	r.has(t, english(text.DigestStopped))
	if s := w.own(t); s.Digest != "" {
		t.Errorf("the digest comes at %s", s.Digest)
	}
	w.click(t, click{ActionID: view.ActionDigestOn, Value: r.value(view.ActionDigestOn), Ephemeral: true}).has(t, "07:45")
	if s := w.own(t); s.Digest != "07:45" {
		t.Errorf("the digest comes at %q, want 07:45", s.Digest)
	}
}
