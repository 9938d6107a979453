package reminder

import (
	"context"
	"log/slog"
	"time"
)

const (
	sweepEvery = 24 * time.Hour
	// keepNotices is for how long the buttons of a reminder work.
	keepNotices = 30 * 24 * time.Hour
)

// sweep forgets old notices, and comes back the next day.
func (e *Engine) sweep(ctx context.Context) error {
	var gone int
	err := e.inTx(ctx, func(d *desk) (err error) {
		gone, err = d.DeleteNotices(ctx, d.now.Add(-keepNotices))
		return err
	})
	if err != nil {
		return err
	}
	e.log.InfoContext(ctx, "old notices forgotten", slog.Int("count", gone))
	return &Later{sweepEvery}
}
