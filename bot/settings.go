package bot

import (
	"cmp"
	"context"
	"errors"
	"log/slog"

	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
)

// Settings changes what the admins of workspaces decide.
type Settings interface {
	// Change stores what change makes of the settings of a workspace, and returns
	// those before and after. Change may be called again.
	Change(ctx context.Context, k workspace.Key, by string, change func(workspace.Settings) workspace.Settings) (before, after workspace.Decided, err error)
}

var _ Settings = (*workspace.SettingsBook)(nil)

// settingsChange is what somebody changed in the form for settings.
type settingsChange struct{ opened, wanted view.SettingsValues }

// openSettings shows the settings of the workspace: as a form to those who may change
// them, else as they are.
func (b *Bot) openSettings(ctx context.Context, r *Request) error {
	if why := r.Workspace.Policy.SeeSettings(r.Person); why != "" {
		return r.refuseSettings(ctx, why)
	}
	f := r.settingsFacts(r.Workspace.Settings())
	if !r.Workspace.Policy.ChangeSettings(r.Person) {
		m := view.SettingsShown(r.reader(), r.command(), f)
		return r.OpenModal(ctx, view.InfoModal(r.Localizer, m))
	}
	return r.OpenModal(ctx, view.SettingsForm(r.reader(), f))
}

// refuseSettings tells somebody that they may not see the settings.
func (r *Request) refuseSettings(ctx context.Context, why access.Denial) error {
	if why == access.Unknown {
		return r.Reply(ctx, r.unknown(text.LaterIdentity))
	}
	return r.Reply(ctx, view.Sentence(r.Localizer, text.SettingsMembers))
}

// parseSettingsForm reads the form for settings. What is wrong stands beside its
// field.
func parseSettingsForm(r *Request) *route {
	opened, ok := view.ParseSettingsValues(r.View.Metadata)
	if !ok {
		return replies(stale)
	}
	wanted, ok := view.ChosenSettings(opened, func(id string) string { return r.View.State.Get(id, id) })
	if !ok {
		return replies(stale)
	}
	wanted.Leads = nil
	if typed := r.View.State.Get(view.InputSettingsLeads, view.InputSettingsLeads); !view.IsEmpty(typed) {
		leads, problem := typedLeads(typed)
		if problem != "" {
			return repliesFieldErrors(map[string]text.Key{view.InputSettingsLeads: problem})
		}
		wanted.Leads = leads
	}
	r.Args.Settings = &settingsChange{opened: opened, wanted: wanted}
	return nil
}

// submitSettings changes what was changed in the form, and nothing that somebody else
// has changed meanwhile. Admins may have been demoted since they opened it.
func (b *Bot) submitSettings(ctx context.Context, r *Request) error {
	who := r.freshPerson(ctx)
	if who.AccountType == person.Unknown {
		return errors.Join(&unknownPersonError{}, r.fieldErrors(ctx, map[string]text.Key{view.InputSettingsLeads: text.LaterIdentity}))
	}
	if !r.Workspace.Policy.ChangeSettings(who) {
		b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "change of settings refused",
			slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID), slog.String("request_id", r.RequestID))
		return r.Reply(ctx, view.Sentence(r.Localizer, text.SettingsRefused))
	}
	before, after, err := b.o.Settings.Change(ctx, r.Workspace.SettingsKey(), r.UserID, func(s workspace.Settings) workspace.Settings {
		return r.Args.Settings.applied(s, r.Workspace.Defaults().Policy)
	})
	if err != nil {
		return err // the caller tells the person
	}
	if !before.Equal(after.Settings) {
		r.settingsChanged(ctx, before.Settings, after.Settings)
	}
	return r.Reply(ctx, view.SettingsSaved(r.Localizer, r.settingsFacts(before), r.settingsFacts(after)))
}

// applied returns settings with what was changed in the form. Host links that the
// operator shows to nobody, and meetings that they let nobody book, stay as they are.
func (c settingsChange) applied(s workspace.Settings, operator access.Policy) workspace.Settings {
	from, to := c.opened, c.wanted
	if to.Language != from.Language {
		s.Language = parseLanguage(to.Language)
	}
	if to.Lookup != from.Lookup {
		s.Lookup = access.Lookup(to.Lookup)
	}
	if to.Lists != from.Lists {
		s.Lists = access.Lists(to.Lists)
	}
	if to.HostSecrets != from.HostSecrets && operator.HostsSeeSecrets() {
		s.HostSecrets = access.HostSecrets(to.HostSecrets)
	}
	if to.Booking != from.Booking && operator.Books() {
		s.Booking = access.Booking(to.Booking)
	}
	if to.CallNames != from.CallNames {
		s.CallNames = access.CallNames(to.CallNames)
	}
	if leadWords(to.Leads) != leadWords(from.Leads) {
		s.Leads = to.Leads
	}
	return s
}

// parseLanguage reads a language of the form, "" for none.
func parseLanguage(s string) language.Tag {
	if s == "" {
		return language.Und
	}
	return language.Make(s)
}

// settingsChanged logs who changed which settings, and has the Home tabs of the
// workspace shown anew. No setting is a secret.
func (r *Request) settingsChanged(ctx context.Context, before, after workspace.Settings) {
	attrs := []slog.Attr{
		slog.String("enterprise_id", r.EnterpriseID), slog.String("team_id", r.TeamID),
		slog.String("user_id", r.UserID), slog.String("request_id", r.RequestID),
	}
	from, to := settingsValues(before), settingsValues(after)
	for _, s := range []struct{ name, from, to string }{
		{"default_language", from.Language, to.Language},
		{"meeting_access", from.Lookup, to.Lookup},
		{"meeting_lists", from.Lists, to.Lists},
		{"meeting_host_secrets", from.HostSecrets, to.HostSecrets},
		{"meeting_booking", from.Booking, to.Booking},
		{"slack_call_names", from.CallNames, to.CallNames},
		{"reminder_leads", leadWords(from.Leads), leadWords(to.Leads)},
	} {
		if s.from != s.to {
			attrs = append(attrs, slog.String(s.name, cmp.Or(s.from, "default")+" -> "+cmp.Or(s.to, "default")))
		}
	}
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, "settings of a workspace changed", attrs...)
	if err := r.bot.o.Home.WorkspaceChanged(ctx, r.Key); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "Home tabs show the settings of before", outagelog.Of("database"),
			slog.String("team_id", r.TeamID), slog.Any("error", err))
	}
}

// settingsFacts are settings of the workspace, and the defaults beneath them.
func (r *Request) settingsFacts(d workspace.Decided) view.SettingsFacts {
	i := r.Workspace.Defaults()
	defaults := settingsValues(workspace.Settings{
		Language: i.Language, Leads: i.Leads,
		Lookup: cmp.Or(i.Policy.Lookup, access.Members), Lists: cmp.Or(i.Policy.Lists, access.ListMine),
		HostSecrets: cmp.Or(i.Policy.HostSecrets, access.HostsOnly),
		Booking:     cmp.Or(i.Policy.Booking, access.BookMembers),
		CallNames:   i.Policy.NamesInCalls(),
	})
	defaults.Language = cmp.Or(defaults.Language, "en")
	return view.SettingsFacts{
		Own: settingsValues(d.Settings), Default: defaults, HostFixed: !i.Policy.HostsSeeSecrets(), BookingFixed: !i.Policy.Books(), NoCalls: i.Policy.NoCalls,
		Typed: leadWords(d.Leads), ChangedBy: d.By, ChangedAt: d.At,
	}
}

// settingsValues are settings as the form has them.
func settingsValues(s workspace.Settings) view.SettingsValues {
	v := view.SettingsValues{
		Lookup: string(s.Lookup), Lists: string(s.Lists), HostSecrets: string(s.HostSecrets),
		Booking: string(s.Booking), CallNames: string(s.CallNames), Leads: s.Leads,
	}
	if s.Language != language.Und {
		v.Language = s.Language.String()
	}
	return v
}
