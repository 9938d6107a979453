package bot

import (
	"context"
	"fmt"
	"log/slog"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// host shows somebody what lets them in as host, to them alone, if a reading
// made now says that they are one. Who was shown it is written into the log.
func (b *Bot) host(ctx context.Context, c Click, say Say) error {
	a, t, ok, err := b.pressed(ctx, c, say)
	if !ok {
		return err
	}
	m, err := persist(ctx, b, a, func(ctx context.Context) (*meeting.Snapshot, error) { return b.o.Meetings.Refresh(ctx, t.ID) })
	switch {
	case err != nil:
		return b.refuse(ctx, a, t.ID, fmt.Errorf("look up meeting %s for its host: %w", t.ID, err))
	case m.Stale:
		return a.notice(ctx, text.GaveUpNoAnswer)
	case !b.o.Policy.HostSecretsOf(m, a.who):
		return a.tell(ctx, view.MeetingSentence(a.in, text.RefusalNotHost, t.ID))
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "host secrets shown",
		slog.String("team_id", a.TeamID), slog.String("user_id", a.UserID),
		slog.String("meeting_id", t.ID), slog.String("request_id", a.RequestID))
	return a.tell(ctx, view.HostSecrets(a.in, view.Facts{PageRef: t, Meeting: m, Now: b.o.Now(), Zone: a.who.Zone}))
}
