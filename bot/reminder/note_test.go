package reminder_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/bot/reminder"
)

// What was posted while the database fails is marked when that is over, and not
// posted once more.
func TestPostedWhileTheDatabaseFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.meetings.book("914", "Weekly", "10:00")
		w.remind("C1", "914", usual)
		w.until("09:49:59")
		var postedAt time.Time
		w.store.Before = func() error {
			if len(w.slack.lines) == 0 {
				return nil
			}
			if postedAt.IsZero() {
				postedAt = time.Now()
			}
			if time.Since(postedAt) < time.Minute {
				return errors.New("broken pipe")
			}
			return nil
		}
		w.until("09:59")
		w.wantPosted("09:50 C1: Weekly at 10:00")
		if n := w.store.Notices()[0]; n.State != reminder.Sent {
			t.Errorf("the notice is %s, want it sent", n.State)
		}
	})
}
