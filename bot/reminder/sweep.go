package reminder

import (
	"context"
	"log/slog"
	"time"
)

// keepNotices is for how long the buttons of a reminder work.
const keepNotices = 30 * 24 * time.Hour

// sweep forgets old notices.
func (e *Engine) sweep(ctx context.Context) error {
	var gone int
	err := e.inTx(ctx, func(d *desk) (err error) {
		gone, err = d.DeleteNotices(ctx, d.now.Add(-keepNotices))
		return err
	})
	if err == nil && gone > 0 {
		e.log.InfoContext(ctx, "old notices forgotten", slog.Int("count", gone))
	}
	return err
}
