package bot_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

// slowReminders never find a subscription before they are told to stop.
type slowReminders struct{ bot.Reminders }

func (slowReminders) Find(ctx context.Context, _ post.Conversation, _ string) (reminder.Status, error) {
	<-ctx.Done()
	return reminder.Status{}, ctx.Err()
}

// Finding out who asks and what the form shows share one limit, so that the form is
// opened while its trigger lives, which is three seconds.
func TestFormIsOpenedInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, w := newBotAsking(t, &users{takes: 1900 * time.Millisecond, user: member()})
		w.knows(snapshot(3))
		o := w.options
		o.Now, o.Reminders = time.Now, slowReminders{o.Reminders}
		b, err := bot.New(o)
		if err != nil {
			t.Fatal(err)
		}
		c, began := remindCard, time.Now()
		c.Origin = origin()
		if err := ask(t.Context(), b, c, silent(t)); err != nil {
			t.Errorf("Click = %v, want nil", err)
		}
		if took := time.Since(began); took != 2*time.Second || w.slack.lastModal(t).fields(t)["about"] == "" {
			t.Errorf("the form was opened after %s, want it after 2s", took)
		}
	})
}
