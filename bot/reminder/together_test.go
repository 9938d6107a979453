package reminder_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// calm is a Meeting API that many workers share, and everybody in the workspace.
type calm struct {
	workspace.Meetings
	b booking
}

func (c *calm) Refresh(_ context.Context, id string) (*meeting.Snapshot, error) {
	return &meeting.Snapshot{Conference: c.b.conference(id, morning), ReadAt: morning}, nil
}

func (c *calm) RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return c.Refresh(ctx, id)
}

// members are people who are all members.
type members struct{ workspace.People }

func (members) Get(context.Context, string, string, string) person.Person {
	return person.Person{AccountType: person.Member}
}

// counter is a notifier that many workers share.
type counter struct {
	reminder.Notifier
	mu     sync.Mutex
	posted map[string]int // notices by channel
}

func (c *counter) Post(_ context.Context, _ workspace.Workspace, a reminder.Content) (post.Posted, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.posted[a.Notice.ChannelID]++
	return post.Posted{ChannelID: a.Notice.ChannelID, TS: "1"}, nil
}

func TestManyWorkersSayOneNoticeAChannelAtATime(t *testing.T) {
	t.Parallel()
	now := morning
	api := &calm{b: booking{subject: "M", starts: []watch.Occurrence{{Start: at("09:00")}}}}
	c := &counter{posted: make(map[string]int)}
	e, err := remindertest.NewEngine(remindertest.Options{
		Workspaces: workspace.NewDirectory(&workspace.Installation{Meetings: api, People: members{}}),
		Notifier:   c, Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		id := strconv.Itoa(1000 + i/3)
		m, _ := api.Refresh(t.Context(), id)
		if _, err := e.Set(t.Context(), reminder.SetRequest{
			Conversation: post.Conversation{Key: home, ChannelID: fmt.Sprintf("C%d", i%3)},
			MeetingID:    id, Leads: []time.Duration{usual}, By: "U1",
		}, m); err != nil {
			t.Fatal(err)
		}
	}
	now = at("08:50")
	var all sync.WaitGroup
	for _, j := range e.Store.Jobs() {
		all.Go(func() {
			_, later := errors.AsType[*queue.RetryAfter](e.Jobs.Work(t.Context(), j))
			if !later && j.Kind != reminder.DeliverNotice {
				t.Errorf("%s is not done again", j.Kind)
			}
		})
	}
	all.Wait()
	for channel, n := range c.posted {
		if n != 1 {
			t.Errorf("%d notices were posted in %s at one time, want 1", n, channel)
		}
	}
	if len(c.posted) != 3 {
		t.Errorf("notices were posted in %d channels, want 3", len(c.posted))
	}
}
