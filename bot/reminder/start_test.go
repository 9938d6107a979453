package reminder_test

import (
	"testing"

	"meetingbot/bot/post"
)

func TestNoticeAtTheStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual, 0)
	w.until("10:05")
	w.wantPosted("09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00",
		"10:00 C1: Weekly at 10:00 running", "10:00:01 C1: Weekly at 10:00 running")
}

func TestNoticeAtTheStartIsTriedForAMoment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", 0)
	w.slack.refuse = refusing("post", 2, &post.Error{Err: errSlack})
	w.until("10:00:30")
	w.wantPosted("10:00:04 C1: Weekly at 10:00", "10:00:04 C1: Weekly at 10:00 running")
}

func TestNoticeAtTheStartIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", 0)
	w.slack.refuse = refusing("post", -1, &post.Error{Err: errSlack})
	w.until("10:10")
	w.wantPosted()
	w.counted("meetingbot_notices_dropped_total undelivered", 1)
}

func TestNoticeAtTheStartOfAMeetingThatIsUnknownForAMoment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", 0)
	w.until("09:59")
	b.hidden = true
	w.until("10:00")
	b.hidden = false
	w.until("10:02")
	w.wantPosted("10:01 C1: Weekly at 10:00", "10:01 C1: Weekly at 10:00 running")
}
