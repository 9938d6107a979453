package bot

import (
	"context"
	"errors"
	"log/slog"

	"golang.org/x/text/language"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
)

// refuseWorkspace answers a question from a workspace that cannot be served.
// That the app is not installed there is logged once a day.
func (b *Bot) refuseWorkspace(ctx context.Context, q Question, err error, send Send) error {
	reply := b.Sorry
	if errors.Is(err, workspace.ErrUnknown) {
		if b.unknown.Add(q.EnterpriseID+"/"+q.TeamID, struct{}{}, unknownLife) {
			b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "the app is not installed in this workspace",
				slog.String("enterprise_id", q.EnterpriseID), slog.String("team_id", q.TeamID))
		}
		err = nil
		if b.o.InstallURL != "" {
			reply = b.notInstalled
		}
	}
	switch {
	case q.Kind.isEvent(), q.Kind == KindSpoken, q.Kind == KindShortcut, q.Kind == KindClick && !q.hasMessages():
		return err
	case q.Kind == KindSuggestion:
		reply = b.Sorry
	}
	return errors.Join(err, send(ctx, reply(ctx, q)))
}

// notInstalled says where the app can be installed, in both languages: without a
// token nothing is known of the reader.
func (b *Bot) notInstalled(_ context.Context, q Question) Reply {
	english := b.localizers.of(language.English)
	m := view.NotInstalled(b.o.InstallURL, english, b.localizers.of(language.SimplifiedChinese))
	if route := b.routes.modals[q.View.CallbackID]; q.Kind == KindSubmission && route != nil && route.errorField != "" {
		return fieldErrorsReply(map[string]string{route.errorField: english.Say(text.NotInstalled, text.Args{"Link": b.o.InstallURL})})
	}
	if q.Kind == KindSubmission {
		return replaceModal(view.InfoModal(english, m))
	}
	return Plain(m.Text)
}

// depart takes note that the app was removed from a workspace. Where one token in the
// environment serves all, its rows stay: another token may come with the next start.
func (b *Bot) depart(ctx context.Context, q Question) error {
	if b.o.Departures == nil {
		b.departed.Do(func() {
			b.o.Logger.LogAttrs(ctx, slog.LevelError,
				"the app was removed or its token revoked: install it again and set SLACK_BOT_TOKEN to the new token; nothing is deleted",
				slog.String("enterprise_id", q.EnterpriseID), slog.String("team_id", q.TeamID))
		})
		return nil
	}
	return b.o.Departures.Depart(ctx, *q.Departure)
}
