package bot_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
)

var openSettings = click{ActionID: view.ActionSettings, Ephemeral: true}

// newAdmin is a bot for an admin of the workspace.
func newAdmin(t *testing.T, edits ...func(*options)) *world {
	t.Helper()
	_, w := newBot(t, edits...)
	w.Admin = true
	return w
}

// changed is the form for settings, sent off as it was opened but for some inputs.
func changed(t *testing.T, m modal, inputs map[string]string) submission {
	t.Helper()
	s := bot.State{}
	for id, value := range m.fields(t) {
		if to, ok := inputs[id]; ok {
			value = to
		}
		if value != "" {
			s[id] = map[string][]string{id: {value}}
		}
	}
	o := origin()
	o.ChannelID = ""
	return submission{Origin: o, View: bot.View{ID: "V1", CallbackID: m.CallbackID, Metadata: m.PrivateMetadata, State: s}}
}

// decided are the settings of T1 as they are stored.
func (w *world) decided(t *testing.T) workspace.Decided {
	t.Helper()
	all, err := w.reminders.Store.Settings().ListSettings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all[workspace.Key{TeamID: "T1"}]
}

// decidesNothing fails unless nothing has been decided.
func (w *world) decidesNothing(t *testing.T) {
	t.Helper()
	if d := w.decided(t); !d.Equal(workspace.Settings{}) || d.By != "" {
		t.Errorf("the settings are %+v, want none", d)
	}
}

func TestSettingsAreSaved(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	w := newAdmin(t, func(o *options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	w.knows(snapshot(3))
	m := w.opens(t, openSettings)
	for id, want := range map[string]string{
		view.InputSettingsLanguage: "default", view.InputSettingsLookup: "default", view.InputSettingsLists: "default",
		view.InputSettingsHost: "default", view.InputSettingsBooking: "default", view.InputSettingsCalls: "default", view.InputSettingsLeads: "",
	} {
		if got, ok := m.fields(t)[id]; !ok || got != want {
			t.Errorf("%s shows %q, want %q", id, got, want)
		}
	}
	got := w.sends(t, changed(t, m, map[string]string{view.InputSettingsLanguage: "zh-CN", view.InputSettingsCalls: "nobody", view.InputSettingsLeads: "20m, 1h"}))
	for _, want := range []string{english(text.SettingsSaved), "Language in channels: English (default) → Simplified Chinese", "→ 1 hour before · 20 minutes before the start"} {
		if !strings.Contains(got, want) {
			t.Errorf("the form becomes %s, want %q", got, want)
		}
	}
	want := workspace.Settings{Language: language.MustParse("zh-CN"), CallNames: access.NoNames, Leads: []time.Duration{time.Hour, 20 * time.Minute}}
	if d := w.decided(t); !d.Equal(want) || d.By != "U1" || !d.At.Equal(monday()) {
		t.Errorf("the settings are %+v, want %+v by U1", d, want)
	}
	for _, want := range []string{"team_id=T1", "user_id=U1", `default_language="default -> zh-CN"`, `slack_call_names="default -> nobody"`, `reminder_leads="default -> 1h 20m"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q: %s", want, &log)
		}
	}
	// It holds at once, and for this workspace alone.
	w.from(t, "C1", "remind 914083136")
	w.keeps(t, "C1 914083136 [1h0m0s 20m0s] U1")
	w.opens(t, openSettings)
	if shown := w.slack.lastModal(t).fields(t); shown[view.InputSettingsLanguage] != "zh-CN" || shown[view.InputSettingsLeads] != "1h 20m" {
		t.Errorf("the form shows %v afterwards", shown)
	}
	for key, want := range map[workspace.Key]language.Tag{{TeamID: "T1"}: language.MustParse("zh-CN"), {TeamID: "T2"}: language.Und} {
		if ws, err := w.options.Workspaces.Get(t.Context(), key); err != nil || ws.Language != want {
			t.Errorf("the language of %v is %v, %v, want %v", key, ws.Language, err, want)
		}
	}
}

// Sending the same off again changes nothing, whoever does it.
func TestSettingsSavedTwice(t *testing.T) {
	t.Parallel()
	w := newAdmin(t)
	form := changed(t, w.opens(t, openSettings), map[string]string{view.InputSettingsLists: "all"})
	w.sends(t, form)
	before := w.decided(t)
	if got := w.sends(t, form); !strings.Contains(got, english(text.SettingsSame)) {
		t.Errorf("the second time the form becomes %s", got)
	}
	if after := w.decided(t); after.Lists != access.ListAll || after.By != before.By || !after.At.Equal(before.At) {
		t.Errorf("the settings are %+v, before %+v", after, before)
	}
}

// What somebody else has changed since the form was opened stays.
func TestSettingsOfTwoAdmins(t *testing.T) {
	t.Parallel()
	w := newAdmin(t)
	first, second := w.opens(t, openSettings), w.opens(t, openSettings)
	w.sends(t, changed(t, first, map[string]string{view.InputSettingsLists: "all", view.InputSettingsLookup: "invitees"}))
	w.sends(t, changed(t, second, map[string]string{view.InputSettingsLanguage: "en"}))
	want := workspace.Settings{Language: language.English, Lists: access.ListAll, Lookup: access.Invitees}
	if d := w.decided(t); !d.Equal(want) {
		t.Errorf("the settings are %+v, want %+v", d.Settings, want)
	}
	third := w.opens(t, openSettings)
	w.sends(t, changed(t, third, map[string]string{view.InputSettingsLookup: "default"}))
	want.Lookup = ""
	if d := w.decided(t); !d.Equal(want) {
		t.Errorf("back to the default, the settings are %+v, want %+v", d.Settings, want)
	}
}

func TestSettingsThatAreWrong(t *testing.T) {
	t.Parallel()
	w := newAdmin(t)
	m := w.opens(t, openSettings)
	for typed, want := range map[string]text.Key{"soonish": text.LeadsNotUnderstood, "1m 2m 3m 4m 5m 6m": text.LeadsTooMany, "8d": text.LeadTooLong} {
		v, err := w.submit(t.Context(), changed(t, m, map[string]string{view.InputSettingsLeads: typed}))
		if err != nil {
			t.Fatal(err)
		}
		if got := mended(t, v)[view.InputSettingsLeads]; got != english(want) {
			t.Errorf("%q is answered %q, want %q", typed, got, english(want))
		}
	}
	if got := w.sends(t, changed(t, m, map[string]string{view.InputSettingsLookup: "nobody"})); !strings.Contains(got, english(text.StaleModal)) {
		t.Errorf("a value that there is not becomes %s", got)
	}
	w.decidesNothing(t)
}

// Nobody who is no admin at that moment changes anything.
func TestSettingsAreChangedByAdmins(t *testing.T) {
	t.Parallel()
	demoted := func(w *world) { w.since = func(p person.Person) person.Person { p.Admin = false; return p } }
	tests := []struct {
		name string
		edit func(w *world, s *submission)
		want text.Key
	}{
		{"demoted since", func(w *world, _ *submission) { demoted(w) }, text.SettingsRefused},
		{"never an admin", func(w *world, _ *submission) { w.Admin = false }, text.SettingsRefused},
		{"a guest since", func(w *world, _ *submission) {
			w.since = func(p person.Person) person.Person { p.AccountType = person.Guest; return p }
		}, text.SettingsRefused},
		{"of another workspace", func(_ *world, s *submission) { s.UserTeam = "T9" }, text.RefusalExternal},
		{"a form of somebody else", func(_ *world, s *submission) { s.UserID = "U7" }, text.StaleModal},
		{"of another workspace's form", func(_ *world, s *submission) { s.TeamID = "T2" }, text.StaleModal},
		{"a forged form", func(_ *world, s *submission) { s.View.Metadata = view.SettingsValues{}.String() }, text.StaleModal},
		{"a form with nothing in it", func(_ *world, s *submission) { s.View.Metadata = "" }, text.StaleModal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newAdmin(t)
			form := changed(t, w.opens(t, openSettings), map[string]string{view.InputSettingsLookup: "everyone"})
			tt.edit(w, &form)
			if got := w.sends(t, form); !strings.Contains(got, english(tt.want)) {
				t.Errorf("the form becomes %s, want %q", got, english(tt.want))
			}
			w.decidesNothing(t)
		})
	}
}

// While it cannot be told whether somebody is an admin, or nothing can be stored, the
// form stays with what was entered in it.
func TestSettingsThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	w := newAdmin(t)
	form := changed(t, w.opens(t, openSettings), map[string]string{view.InputSettingsLists: "all"})
	w.since = func(p person.Person) person.Person { return person.Person{AccountType: person.Unknown} }
	v, err := w.submit(t.Context(), form)
	if got := mended(t, v)[view.InputSettingsLeads]; got != english(text.LaterIdentity) || err == nil {
		t.Errorf("while Slack cannot say who asks: %q, %v", got, err)
	}
	w.since, w.broken = nil, errors.New("the database is gone")
	if _, err = w.submit(t.Context(), form); !errors.Is(err, w.broken) {
		t.Errorf("while nothing can be stored: %v, want %v", err, w.broken)
	}
	if got := mended(t, w.bot.Sorry(t.Context(), form.question()))[view.InputSettingsLeads]; !strings.HasPrefix(got, "Sorry") {
		t.Errorf("says %q beside the field", got)
	}
	w.broken = nil
	w.decidesNothing(t)
	w.sends(t, form)
	if d := w.decided(t); d.Lists != access.ListAll {
		t.Errorf("sent off again, the settings are %+v", d)
	}
}

// Members who are no admins read what holds, others nothing.
func TestSettingsAreShown(t *testing.T) {
	t.Parallel()
	everyone := func(o *options) { o.Policy.Lookup = access.Everyone }
	tests := []struct {
		name string
		edit func(w *world)
		want []string
	}{
		{"member", nil, []string{"everyone, guests", "10 minutes before the start", "/meeting settings"}},
		{"guest", func(w *world) { w.AccountType = person.Guest }, []string{english(text.SettingsMembers)}},
		{"external", func(w *world) { w.AccountType, w.Admin = person.External, true }, []string{english(text.SettingsMembers)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, everyone)
			if tt.edit != nil {
				tt.edit(w)
			}
			q := openSettings.question()
			q.Origin, q.Surface = origin(), bot.SurfaceHome
			if err := answer(t.Context(), w.bot, q, silent(t)); err != nil {
				t.Fatal(err)
			}
			m := w.slack.lastModal(t)
			if len(m.fields(t)) != 1 || m.Submit != nil {
				t.Errorf("there is a form: %s", m.raw)
			}
			for _, want := range tt.want {
				if !strings.Contains(strings.Join(m.sections(t), "\n"), want) {
					t.Errorf("shows %q, want %q", m.sections(t), want)
				}
			}
		})
	}
}

// A typed word opens the own settings of whoever asks, with a button to those of the
// workspace, in both languages.
func TestSettingsAreOpenedByAWord(t *testing.T) {
	t.Parallel()
	w := newAdmin(t)
	for _, lang := range []language.Tag{language.English, language.SimplifiedChinese} {
		w.Language = lang
		typed := command{Origin: origin(), Name: "/meeting", Text: w.speak(text.SettingsWord)}
		if err := ask(t.Context(), w.bot, typed, silent(t)); err != nil {
			t.Fatal(err)
		}
		if m := w.slack.lastModal(t); m.CallbackID != view.ModalMySettings || m.Title.Text != w.speak(text.OwnTitle) || !strings.Contains(string(m.raw), view.ActionSettings) {
			t.Errorf("%v: opened %s", lang, m.raw)
		}
	}
}

// Admins decide who may book, unless the operator lets nobody.
func TestSettingsOfBooking(t *testing.T) {
	t.Parallel()
	w := newAdmin(t)
	w.sends(t, changed(t, w.opens(t, openSettings), map[string]string{view.InputSettingsBooking: "nobody"}))
	w.command(t, "schedule").has(t, english(text.RefusalBookingOff))
	w.sends(t, changed(t, w.opens(t, openSettings), map[string]string{view.InputSettingsBooking: "linked"}))
	w.command(t, "schedule").has(t, w.speak(text.RefusalNotLinked, text.Args{"Command": "`/meeting link`"}))

	w = newAdmin(t, func(o *options) { o.Policy.Booking = access.BookNobody })
	m := w.opens(t, openSettings)
	if _, ok := m.fields(t)[view.InputSettingsBooking]; ok || !strings.Contains(strings.Join(m.sections(t), "\n"), english(text.SettingsBookingFixed)) {
		t.Errorf("the form offers booking: %s", m.raw)
	}
	form := changed(t, m, map[string]string{view.InputSettingsLists: "all"})
	form.View.State[view.InputSettingsBooking] = map[string][]string{view.InputSettingsBooking: {"members"}}
	w.sends(t, form)
	if d := w.decided(t); d.Booking != "" {
		t.Errorf("the settings are %+v, want the lists alone", d.Settings)
	}
	w.command(t, "schedule").has(t, english(text.RefusalBookingOff))
}

// What the operator shows to nobody, no admin shows to anybody.
func TestSettingsCannotLoosenHostLinks(t *testing.T) {
	t.Parallel()
	w := newAdmin(t, func(o *options) { o.Policy.HostSecrets = access.Nobody })
	m := w.opens(t, openSettings)
	if _, ok := m.fields(t)[view.InputSettingsHost]; ok || !strings.Contains(strings.Join(m.sections(t), "\n"), english(text.SettingsHostFixed)) {
		t.Errorf("the form offers host links: %s", m.raw)
	}
	form := changed(t, m, map[string]string{view.InputSettingsLists: "all"})
	form.View.State[view.InputSettingsHost] = map[string][]string{view.InputSettingsHost: {"host"}}
	w.sends(t, form)
	if d := w.decided(t); d.HostSecrets != "" || d.Lists != access.ListAll {
		t.Errorf("the settings are %+v, want the lists alone", d.Settings)
	}
}
