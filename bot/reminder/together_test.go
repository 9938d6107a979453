package reminder_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/meeting"
)

// crowd is everything around an engine that many workers share.
type crowd struct {
	mu   sync.Mutex
	said map[string]int // notices by channel
	b    booking
}

func (c *crowd) Refresh(_ context.Context, id string) (*meeting.Snapshot, error) {
	return &meeting.Snapshot{Conference: c.b.conference(id, morning), ReadAt: morning}, nil
}

func (c *crowd) Held(context.Context, string, time.Time) (bool, error) { return false, nil }

func (c *crowd) Allowed(context.Context, reminder.Subscription, *meeting.Snapshot) bool { return true }

func (c *crowd) Post(_ context.Context, a reminder.Announcement) (post.Posted, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said[a.Notice.ChannelID]++
	return post.Posted{ChannelID: a.Notice.ChannelID, TS: "1"}, nil
}

func (c *crowd) Update(context.Context, reminder.Announcement) error { return nil }

func (c *crowd) PostChange(context.Context, reminder.Change) error { return nil }

func (c *crowd) PostProblem(context.Context, post.Conversation, reminder.Subscription, reminder.Facts) error {
	return nil
}

func TestManyWorkersSayOneNoticeAChannelAtATime(t *testing.T) {
	t.Parallel()
	now := morning
	c := &crowd{said: make(map[string]int), b: booking{subject: "M", starts: []reminder.Occurrence{{Start: at("09:00")}}}}
	store := &remindertest.Store{}
	e, err := reminder.New(reminder.Options{
		Store: store, Meetings: c, Authorizer: c, Notifier: c, Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		id := strconv.Itoa(1000 + i/3)
		m, _ := c.Refresh(t.Context(), id)
		if _, err := e.Set(t.Context(), reminder.SetRequest{
			Conversation: post.Conversation{Key: home, ChannelID: fmt.Sprintf("C%d", i%3)},
			MeetingID:    id, Leads: []time.Duration{usual}, By: "U1",
		}, m); err != nil {
			t.Fatal(err)
		}
	}
	now = at("08:50")
	var all sync.WaitGroup
	for _, j := range store.Jobs() {
		all.Go(func() {
			_, later := errors.AsType[*queue.RetryAfter](e.Work(t.Context(), j))
			if !later && j.Kind != reminder.DeliverNotice {
				t.Errorf("%s is not done again", j.Kind)
			}
		})
	}
	all.Wait()
	for channel, n := range c.said {
		if n != 1 {
			t.Errorf("%d notices were said in %s at one time, want 1", n, channel)
		}
	}
	if len(c.said) != 3 {
		t.Errorf("notices were said in %d channels, want 3", len(c.said))
	}
}
