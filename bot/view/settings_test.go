package view_test

import (
	"slices"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/view"
)

func TestSettingsForm(t *testing.T) {
	t.Parallel()
	untouched := view.SettingsFacts{Default: view.SettingsValues{
		Language: "en", Lookup: "everyone", Lists: "mine", HostSecrets: "host", Booking: "members", CallNames: "linked", Leads: []time.Duration{10 * time.Minute},
	}}
	own := untouched
	own.Own = view.SettingsValues{
		Language: "zh-CN", Lookup: "invitees", Lists: "all", HostSecrets: "never", Booking: "linked", CallNames: "everyone", Leads: []time.Duration{time.Hour, 0},
	}
	own.Typed, own.ChangedBy, own.ChangedAt = "1h 0m", "U0ANAMOREL", now().Add(-time.Hour)
	fixed := untouched
	fixed.NoCalls = true
	fixed.HostFixed, fixed.Default.HostSecrets, fixed.Own.HostSecrets = true, "never", "host"
	fixed.BookingFixed, fixed.Default.Booking, fixed.Own.Booking = true, "nobody", "linked"
	for lang, loc := range localizers(t) {
		for name, f := range map[string]view.SettingsFacts{"settings": untouched, "settings_own": own, "settings_fixed": fixed} {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				checkModal(t, "modal_"+name+"_"+lang, view.SettingsForm(newReader(t, loc), f))
				checkModal(t, "modal_"+name+"_shown_"+lang, view.InfoModal(loc, view.SettingsShown(newReader(t, loc), "/meeting", f)))
			})
		}
		t.Run("settings_saved_"+lang, func(t *testing.T) {
			t.Parallel()
			checkModal(t, "modal_settings_saved_"+lang, view.InfoModal(loc, view.SettingsSaved(loc, untouched, own)))
			check(t, "settings_back_"+lang, view.SettingsSaved(loc, own, untouched))
			check(t, "settings_same_"+lang, view.SettingsSaved(loc, own, own))
			check(t, "settings_button_"+lang, view.Message{Text: "Home", Blocks: []slack.Block{slack.NewActionBlock("home", view.SettingsButton(loc), view.WorkspaceSettingsButton(loc))}})
		})
	}
}

func TestParseSettingsValues(t *testing.T) {
	t.Parallel()
	for _, want := range []view.SettingsValues{
		{},
		{Language: "zh-CN", Lookup: "members", Lists: "all", HostSecrets: "never", Booking: "linked", Leads: []time.Duration{time.Hour, 0}},
		{Language: "zh-CN", Lookup: "members", Lists: "all", HostSecrets: "never", CallNames: "nobody", Leads: []time.Duration{time.Hour, 0}},
		{Leads: []time.Duration{7 * 24 * time.Hour}},
	} {
		got, ok := view.ParseSettingsValues(want.String())
		if !ok || got.String() != want.String() || !slices.Equal(got.Leads, want.Leads) {
			t.Errorf("ParseSettingsValues(%q) = %+v, %v, want %+v", want, got, ok, want)
		}
	}
	for _, metadata := range []string{"", "settings2", "settings1|||||", "settings0||||||", "settings2||||||x", "settings2||||||-5", "settings2|||||||"} {
		if got, ok := view.ParseSettingsValues(metadata); ok {
			t.Errorf("ParseSettingsValues(%q) = %+v, want nothing", metadata, got)
		}
	}
}

// An input that a form does not have keeps its value; a value that there is not is
// refused.
func TestChosenSettings(t *testing.T) {
	t.Parallel()
	had := view.SettingsValues{Language: "en", Lookup: "members", Lists: "all", HostSecrets: "never"}
	tests := []struct {
		name   string
		chosen map[string]string
		want   view.SettingsValues
		ok     bool
	}{
		{"nothing", nil, had, true},
		{"the default of one", map[string]string{view.InputSettingsLookup: "default"}, view.SettingsValues{Language: "en", Lists: "all", HostSecrets: "never"}, true},
		{"all", map[string]string{
			view.InputSettingsLanguage: "zh-CN", view.InputSettingsLookup: "everyone", view.InputSettingsLists: "mine", view.InputSettingsHost: "host",
			view.InputSettingsCalls: "nobody",
		}, view.SettingsValues{Language: "zh-CN", Lookup: "everyone", Lists: "mine", HostSecrets: "host", CallNames: "nobody"}, true},
		{"what there is not", map[string]string{view.InputSettingsLanguage: "fr"}, view.SettingsValues{}, false},
		{"a value of another setting", map[string]string{view.InputSettingsLists: "never"}, view.SettingsValues{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := view.ChosenSettings(had, func(id string) string { return tt.chosen[id] })
			if ok != tt.ok || got.String() != tt.want.String() {
				t.Errorf("ChosenSettings(%v) = %+v, %v, want %+v, %v", tt.chosen, got, ok, tt.want, tt.ok)
			}
		})
	}
}
