package store

import (
	"context"
	"fmt"
	"time"

	"meetingbot/bot/store/internal/rows"
)

// NextDue tells when the next notice is due of all that are pending; zero if
// none is.
func (d *DB) NextDue(ctx context.Context) (time.Time, error) {
	ms, err := rows.New(d.engine.pool()).NextDue(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for the next notice: %w", err)
	}
	return fromMillis(ms), nil
}
