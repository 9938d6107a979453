package reminder_test

import (
	"testing"
	"time"
)

const (
	tenMinutes = 10 * time.Minute
	anHour     = time.Hour
)

func TestNoticeIsSaidOnTimeAndOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", tenMinutes)
	w.until("09:55")
	w.heard("09:50 C1: Weekly at 10:00")
	w.until("Tue 00:00")
	w.heard("10:00 C1: Weekly at 10:00 running", "11:00 C1: Weekly at 10:00 over")
}
