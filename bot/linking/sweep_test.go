package linking_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"meetingbot/bot/linking"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
)

// checks are the people that were asked about.
type checks struct {
	asked   []string
	unknown string // of whom Slack cannot say who they are
	err     error
}

func (c *checks) CheckLink(_ context.Context, l linking.Link) (bool, error) {
	if c.err == nil {
		c.asked = append(c.asked, l.UserID)
	}
	return l.UserID != c.unknown, c.err
}

// Everybody is asked about once, one after the other, and again the next day.
func TestLinksAreCheckedOneByOne(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	d, err := linking.New(linking.Options{
		Store: (&remindertest.Store{}).Links(), MeetingAccount: func(workspace.Key) string { return "app" }, Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"U2", "U1", "U3"} {
		l := ana()
		l.UserID = id
		if err := d.Put(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	var jobs queue.Registry
	c := &checks{unknown: "U2"}
	d.Register(&jobs, c)
	round := func() (pauses []time.Duration) {
		for {
			again, ok := errors.AsType[*queue.RetryAfter](jobs.Work(t.Context(), queue.Job{Kind: linking.CheckLinks}))
			if !ok {
				return pauses
			}
			pauses = append(pauses, again.After)
		}
	}
	pauses := round()
	if want := []string{"U1", "U2", "U3"}; !slices.Equal(c.asked, want) {
		t.Errorf("asked about %v, want %v", c.asked, want)
	}
	if len(pauses) != 3 || pauses[1] <= pauses[0] || pauses[0] <= 0 {
		t.Errorf("waits %v between them, want longer after a failure", pauses)
	}
	if round(); len(c.asked) != 3 {
		t.Errorf("asked about %v by the second round at once", c.asked)
	}
	now = now.Add(24 * time.Hour)
	if _, err := d.Delete(t.Context(), here(), "U3"); err != nil {
		t.Fatal(err)
	}
	if round(); !slices.Equal(c.asked[3:], []string{"U1", "U2"}) {
		t.Errorf("asked about %v the next day, want those who are still linked", c.asked[3:])
	}
	now = now.Add(24 * time.Hour)
	c.err = errors.New("no database")
	if err := jobs.Work(t.Context(), queue.Job{Kind: linking.CheckLinks}); !errors.Is(err, c.err) {
		t.Errorf("Work() = %v, want the error", err)
	}
}
