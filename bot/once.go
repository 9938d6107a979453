package bot

import (
	"context"
	"log/slog"

	"meetingbot/bot/once"
)

// Once remembers which requests have acted.
type Once interface {
	// Note remembers a request in memory and reports whether this process has not
	// noted it before. It never waits.
	Note(id string) bool
	// Claim remembers a request for all processes and reports whether none has
	// claimed it before, or that cannot be told.
	Claim(ctx context.Context, id string) bool
}

var _ Once = (*once.Requests)(nil)

// actsOnce reports whether a request may act once alone: it posts or stores something,
// or its answer is posted, and there is an id to know it by.
func (r *Request) actsOnce() bool { return r.ID != "" && (r.route.acts || r.spoken) }

// repeated reports whether a request that acts has come to this process before.
// A request that only shows something may come again.
func (r *Request) repeated() bool {
	if !r.actsOnce() || r.bot.o.Once.Note(r.ID) {
		return false
	}
	r.logRepeated(context.Background())
	return true
}

// claim reports whether a request may act, which it does in one process alone.
// The person has their answer from there.
func (r *Request) claim(ctx context.Context) bool {
	if r.claimed || !r.actsOnce() || r.bot.o.Once.Claim(ctx, r.ID) {
		r.claimed = true
		return true
	}
	r.logRepeated(ctx)
	return false
}

// logRepeated logs that a request came again and does nothing. Slack does not
// repeat commands, clicks or submissions by itself.
func (r *Request) logRepeated(ctx context.Context) {
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "repeated request ignored",
		slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID), slog.String("request_id", r.RequestID))
}
