package bot

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/personal"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
)

// Personal keeps what people decide for themselves. Errors mean that it could not be
// stored or read.
type Personal interface {
	// Get returns what somebody decided, the zero Settings where they decided nothing.
	Get(ctx context.Context, k workspace.Key, userID string) (personal.Settings, error)
	// Change stores what change makes of the settings of a person who lives in a time
	// zone, nil where it is not known. Change may be called again.
	Change(
		ctx context.Context, k workspace.Key, userID string, zone *time.Location, change func(personal.Settings) personal.Settings,
	) (before, after personal.Settings, err error)
	// Skip has somebody reminded of one meeting no more.
	Skip(ctx context.Context, k workspace.Key, userID, meetingID string) error
}

var _ Personal = (*personal.Engine)(nil)

// openMySettings shows what the person decided for themselves, as a form.
func (b *Bot) openMySettings(ctx context.Context, r *Request) error {
	ctx, cancel := r.beforeForm(ctx)
	defer cancel()
	s, err := b.o.Personal.Get(ctx, r.Key, r.UserID)
	if err != nil {
		return r.fail(ctx, err)
	}
	return r.OpenModal(ctx, view.MySettingsForm(r.reader(), view.MySettingsFacts{
		OwnSettings: ownSettings(s), Typed: leadWords(s.Leads), Usual: leadWords(s.UsualLeads), Default: r.Workspace.Leads,
		NoEmail: r.Person.Email == "" && !r.meetingUser().Linked(), Account: r.linkSection(),
		Workspace: r.Workspace.Policy.SeeSettings(r.Person) == "",
	}))
}

// ownSettings are a person's settings, in plain facts.
func ownSettings(s personal.Settings) view.OwnSettings {
	own := view.OwnSettings{Leads: s.Leads, Digest: string(s.Digest), UsualLeads: s.UsualLeads}
	if s.Language != language.Und {
		own.Language = s.Language.String()
	}
	return own
}

// parseMySettings reads the form for a person's own settings. What is wrong stands
// beside its field.
func parseMySettings(r *Request) *route {
	chosen := func(id string) string { return r.View.State.Get(id, id) }
	var s personal.Settings
	problems := map[string]text.Key{}
	for id, leads := range map[string]*[]time.Duration{view.InputMyLeads: &s.Leads, view.InputMyUsualLeads: &s.UsualLeads} {
		if typed := chosen(id); !view.IsEmpty(typed) {
			var problem text.Key
			if *leads, problem = typedLeads(typed); problem != "" {
				problems[id] = problem
			}
		}
	}
	if len(problems) > 0 {
		return repliesFieldErrors(problems)
	}
	switch tag := chosen(view.InputMyLanguage); {
	case tag == "", tag == view.LanguageOfSlack: // "" in a form from before there was this field
	case view.OffersLanguage(tag):
		s.Language = language.Make(tag)
	default:
		return replies(stale)
	}
	switch chosen(view.InputMyDigest) {
	case view.DigestOff:
	case view.DigestWorkingDays:
		at, ok := personal.ParseClock(chosen(view.InputMyDigestTime))
		if !ok {
			return repliesFieldErrors(map[string]text.Key{view.InputMyDigestTime: text.OwnDigestNoTime})
		}
		s.Digest = at
	default:
		return replies(stale)
	}
	r.Args.Own = &s
	return nil
}

// submitMySettings stores what somebody decided for themselves.
func (b *Bot) submitMySettings(ctx context.Context, r *Request) error {
	asked := r.View.State.Get(view.InputMyLanguage, view.InputMyLanguage) != ""
	before, after, err := r.changeOwn(ctx, func(s personal.Settings) personal.Settings {
		own := *r.Args.Own
		if !asked {
			own.Language, own.UsualLeads = s.Language, s.UsualLeads
		}
		return own
	})
	if err != nil {
		return err // the caller tells the person
	}
	r.know(r.Workspace.Reader(ctx, r.UserID)) // in the language that they chose
	return r.Reply(ctx, view.MySettingsSaved(r.Localizer, ownSettings(before), ownSettings(after), r.Workspace.Leads))
}

// changeOwn changes what the person decided for themselves, and has their Home tab
// shown anew.
func (r *Request) changeOwn(
	ctx context.Context, change func(personal.Settings) personal.Settings,
) (before, after personal.Settings, err error) {
	before, after, err = r.bot.o.Personal.Change(ctx, r.Key, r.UserID, r.Person.Zone, change)
	if err != nil || before.Equal(after) {
		return before, after, err
	}
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, "a person changed their settings",
		slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID), slog.String("request_id", r.RequestID),
		slog.String("personal_leads", fmt.Sprintf("%s -> %s", leadWords(before.Leads), leadWords(after.Leads))),
		slog.String("personal_language", fmt.Sprintf("%s -> %s", ownSettings(before).Language, ownSettings(after).Language)),
		slog.String("personal_usual_leads", fmt.Sprintf("%s -> %s", leadWords(before.UsualLeads), leadWords(after.UsualLeads))),
		slog.String("personal_digest", fmt.Sprintf("%s -> %s", before.Digest, after.Digest)))
	if err := r.bot.o.Home.Changed(ctx, r.Key, r.UserID); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a Home tab shows the settings of before", outagelog.Of("database"),
			slog.String("team_id", r.TeamID), slog.Any("error", err))
	}
	return before, after, nil
}
