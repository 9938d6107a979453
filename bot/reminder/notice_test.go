package reminder_test

import (
	"testing"
	"time"
)

// Leads.
const (
	usual = 10 * time.Minute
	early = time.Hour
)

func TestNoticeIsPostedOnTimeAndOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:55")
	w.wantPosted("09:50 C1: Weekly at 10:00")
	w.until("Tue 00:00")
	w.wantPosted("10:00 C1: Weekly at 10:00 running", "11:00 C1: Weekly at 10:00 over")
}
