package watch_test

import (
	"testing"
	"time"

	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// A reading for a notice is recorded if it says anything new, and only then.
func TestFactsTellsNews(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.March, 2, 9, 50, 0, 0, time.UTC)
	booked := meeting.Conference{ID: "914", Subject: "Weekly", StartTime: "2026-03-02 10:00", EndTime: "2026-03-02 11:00"}
	reading := func(at time.Time, change func(*meeting.Conference)) *meeting.Snapshot {
		c := booked
		change(&c)
		return &meeting.Snapshot{Conference: &c, ReadAt: at}
	}
	same := func(*meeting.Conference) {}
	known := watch.Watch{MeetingKey: watch.MeetingKey{MeetingID: "914"}, Facts: watch.FactsOf("914", reading(now.Add(-time.Hour), same))}
	missed := known
	missed.Misses = 1
	w, err := watch.New(watch.Options{
		Store: struct{ watch.Store }{}, Workspaces: struct{ watch.Workspaces }{}, Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		known  watch.Watch
		m      *meeting.Snapshot
		news   bool
		readAt time.Time
	}{
		"no reading":      {known, nil, false, known.Facts.ReadAt},
		"an older one":    {known, reading(now.Add(-2*time.Hour), func(c *meeting.Conference) { c.Subject = "Old" }), false, known.Facts.ReadAt},
		"a newer one":     {known, reading(now, same), false, now},
		"found again":     {missed, reading(now, same), true, now},
		"another subject": {known, reading(now, func(c *meeting.Conference) { c.Subject = "New" }), true, now},
		"another start":   {known, reading(now, func(c *meeting.Conference) { c.StartTime = "2026-03-02 10:01" }), true, now},
		"another end":     {known, reading(now, func(c *meeting.Conference) { c.EndTime = "2026-03-02 11:01" }), true, now},
		"another number":  {known, reading(now, func(c *meeting.Conference) { c.RoomNumber = "915" }), true, now},
		"a series":        {known, reading(now, func(c *meeting.Conference) { c.CycleType = 2 }), true, now},
		"another person":  {known, reading(now, func(c *meeting.Conference) { c.BookerName = "Wang" }), true, now},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, news := w.Facts(test.known, test.m)
			if news != test.news || !f.ReadAt.Equal(test.readAt) {
				t.Errorf("Facts() = read at %s, %t, want %s, %t", f.ReadAt, news, test.readAt, test.news)
			}
		})
	}
}
