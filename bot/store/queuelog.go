package store

import (
	"context"
	"log/slog"
	"strings"

	"meetingbot/internal/outagelog"
)

// queueLog marks what the queue logs while the database fails, several lines a
// second, as parts of one outage.
type queueLog struct{ slog.Handler }

// Handle is that of slog.Handler.
func (h queueLog) Handle(ctx context.Context, r slog.Record) error {
	if isOutage(r) {
		r = r.Clone()
		r.AddAttrs(outagelog.Of("database"))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs is that of slog.Handler.
func (h queueLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return queueLog{h.Handler.WithAttrs(attrs)}
}

// WithGroup is that of slog.Handler.
func (h queueLog) WithGroup(name string) slog.Handler { return queueLog{h.Handler.WithGroup(name)} }

// isOutage reports whether a record says that the database did not answer: it has
// an error, and is about no single job, which is worth a line of its own.
func isOutage(r slog.Record) bool {
	for _, own := range []string{"panic", "marshal", "decoded", "kind"} {
		if strings.Contains(r.Message, own) {
			return false
		}
	}
	if strings.Contains(r.Message, "stepping down") {
		return true // the leader could not renew its row
	}
	failed := false
	r.Attrs(func(a slog.Attr) bool {
		failed = a.Key == "err" || a.Key == "error"
		return !failed
	})
	return failed
}
