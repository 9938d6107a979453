package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"meetingbot/bot/reminder"
	"meetingbot/bot/store/internal/rows"
)

// tx is one open transaction.
type tx struct {
	rows   *rows.Queries
	now    func() time.Time
	insert func(context.Context, []river.InsertManyParams) ([]inserted, error)
	remove func(ctx context.Context, id int64) error // a job that is not being done
}

var _ reminder.Tx = (*tx)(nil)

// failed says what was tried, and that a row was not there in the words of
// reminder.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = reminder.ErrNotFound
	}
	return fmt.Errorf("%s: %w", what, err)
}
