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

// snooze reminds whoever pressed the button, and nobody else, once more.
func (b *Bot) snooze(ctx context.Context, c Click, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	at, err := b.o.Reminders.Snooze(ctx, c.Value, a.UserID, snoozeFor)
	switch {
	case errors.Is(err, reminder.ErrNotFound), errors.Is(err, reminder.ErrTooLate):
		return a.tell(ctx, view.Sentence(a.in, text.SnoozeTooLate))
	case err != nil:
		return b.failed(ctx, a, fmt.Errorf("snooze: %w", err))
	}
	return a.tell(ctx, view.SnoozedUntil(b.reader(a), at))
}

// details shows the card of the meeting that a reminder is about, to whoever
// pressed the button alone. The reminder stays.
func (b *Bot) details(ctx context.Context, c Click, say Say) error {
	c.Ephemeral = false // so that nothing is replaced
	return b.turn(ctx, c, say)
}
