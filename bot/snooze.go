package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// snoozeFor is how long a reminder is put off.
const snoozeFor = 5 * time.Minute

// snooze reminds the person who pressed the button, and nobody else, once more.
func (b *Bot) snooze(ctx context.Context, r *Request) error {
	at, err := b.o.Reminders.Snooze(ctx, reminder.SnoozeRequest{Asker: r.asker(), NoticeID: r.Args.NoticeID, After: snoozeFor})
	switch {
	case errors.Is(err, reminder.ErrNotFound), errors.Is(err, reminder.ErrTooLate):
		return r.Reply(ctx, view.Sentence(r.Localizer, text.SnoozeTooLate))
	case err != nil:
		return r.fail(ctx, fmt.Errorf("snooze: %w", err))
	}
	return r.Reply(ctx, view.SnoozedUntil(r.reader(), at))
}
