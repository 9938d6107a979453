package reminder_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

// chaos is a world in which anything may happen to one meeting.
type chaos struct {
	*world
	b      *booking
	deaths int
	losses int // answers that were to be lost
	// renumbered is whether the meeting has had another id: one that begins at
	// another time as well is not known for the same.
	renumbered bool
}

// advance lets some minutes pass, in which a process may die.
func (c *chaos) advance(t *rapid.T) {
	c.run(c.clock.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute))
}

// sleep lets some minutes pass with nobody at work.
func (c *chaos) sleep(t *rapid.T) {
	c.clock = c.clock.Add(time.Duration(rapid.IntRange(1, 120).Draw(t, "minutes away")) * time.Minute)
	c.restart()
}

// move gives the meeting another start, from now on up to three hours away.
func (c *chaos) move(t *rapid.T) {
	ahead := time.Duration(rapid.IntRange(1, 180).Draw(t, "minutes ahead")) * time.Minute
	c.b.starts[0].Start = c.clock.Add(ahead).Truncate(time.Minute)
	c.b.starts[0].End = c.b.starts[0].Start.Add(time.Hour)
}

func (c *chaos) hide(*rapid.T)   { c.b.hidden = true }
func (c *chaos) show(*rapid.T)   { c.b.hidden = false }
func (c *chaos) fault(*rapid.T)  { c.meetings.down = true }
func (c *chaos) repair(*rapid.T) { c.meetings.down = false }
func (c *chaos) rename(*rapid.T) { c.b.subject += "!" }
func (c *chaos) unwell(*rapid.T) {
	c.slack.refuse = refusing("post", 1, &post.Error{Err: errSlack})
}

// lose has the next answer lost.
func (c *chaos) lose(*rapid.T) {
	left := 1
	c.losses++
	c.slack.lose = func(string) bool { left--; return left >= 0 }
}

// refused has Slack refuse the next message, which passes.
func (c *chaos) refused(t *rapid.T) {
	why := rapid.SampledFrom([]post.Reason{post.Gone, post.NotInChannel, post.Revoked}).Draw(t, "reason")
	c.slack.refuse = refusing("post", 1, &post.Error{Reason: why, Err: errSlack})
}

func (c *chaos) hurried(*rapid.T) {
	c.slack.refuse = refusing("post", 1, &post.Error{RetryAfter: 20 * time.Second, Err: errSlack})
}

// die has a process die soon.
func (c *chaos) die(t *rapid.T) {
	c.dieAt = c.steps + rapid.IntRange(1, 40).Draw(t, "steps to live")
	c.deaths++
}

// ask has the channel told, whether it is already or not.
func (c *chaos) ask(t *rapid.T) {
	c.wants(rapid.SampledFrom([][]time.Duration{{early, usual}, {usual}, {early, 30 * time.Minute, 0}}).Draw(t, "leads")...)
}

func (c *chaos) wants(leads ...time.Duration) {
	defer c.immortal()()
	if m, err := c.meetings.Refresh(c.t.Context(), "914"); err == nil {
		_, _ = c.set("C1", "914", m, leads...)
	}
}

// immortal keeps the process alive until the returned function is called:
// nobody asks one that dies.
func (c *chaos) immortal() (mortal func()) {
	dieAt := c.dieAt
	c.dieAt = 0
	return func() { c.dieAt = dieAt }
}

// snooze has the latest notice posted once more.
func (c *chaos) snooze(*rapid.T) {
	defer c.immortal()()
	if n := len(c.slack.notices); n > 0 {
		_, _ = c.snoozeFor(c.slack.notices[n-1].Notice.ID, 5*time.Minute)
	}
}

// renumber books the meeting anew for the same time, as a series of one.
func (c *chaos) renumber(t *rapid.T) {
	c.renumbered = true
	c.b.series, c.b.starts[0].ID = true, rapid.SampledFrom([]string{"o1", "o2"}).Draw(t, "id")
}

// check holds after everything that happens.
func (c *chaos) check(t *rapid.T) {
	type due struct {
		start   time.Time
		lead    time.Duration
		snoozed string // the id of a notice that was
	}
	seen, repeats := make(map[due]bool), 0
	copies := make(map[string]int)
	for _, a := range c.slack.notices {
		if copies[a.Notice.ID]++; copies[a.Notice.ID] > post.MaxPosts {
			t.Fatalf("a notice for %s was posted %d times", format(a.Notice.Occurrence.Start), copies[a.Notice.ID])
		}
		p, useful := due{start: a.Notice.Occurrence.Start, lead: a.Notice.Lead}, usual
		if a.Notice.For != "" {
			p.snoozed, useful = a.Notice.ID, time.Hour
			p.lead += time.Minute // it is cut to the minute
		}
		if seen[p] {
			repeats++
		}
		seen[p] = true
		if a.Now.Before(p.start.Add(-p.lead)) || !a.Now.Before(p.start.Add(useful)) {
			t.Fatalf("the notice %s before %s was posted at %s", p.lead, format(p.start), format(a.Now))
		}
		if !c.renumbered && a.Meeting != nil && a.Meeting.Conference.StartTime != wire(p.start) {
			t.Fatalf("a notice for %s was posted of a meeting at %s", format(p.start), a.Meeting.Conference.StartTime)
		}
	}
	if repeats > c.deaths+c.losses {
		t.Fatalf("%d notices were repeated after %d deaths and %d lost answers", repeats, c.deaths, c.losses)
	}
}

// calm ends all trouble, and checks that a subscription is served then.
func (c *chaos) calm(t *rapid.T) {
	c.dieAt, c.slack.refuse, c.slack.lose, c.meetings.down, c.b.hidden = 0, nil, nil, false, false
	c.run(c.clock.Add(time.Minute))
	c.b.starts[0].Start = c.clock.Add(181 * time.Minute).Truncate(time.Minute)
	c.b.starts[0].End = c.b.starts[0].Start.Add(time.Hour)
	c.wants(early, usual)
	c.slack.notices = nil
	c.run(c.b.starts[0].Start)
	posted := slices.DeleteFunc(slices.Clone(c.slack.notices), func(a reminder.Content) bool { return a.Notice.For != "" })
	if n := len(posted); n != 2 {
		t.Fatalf("%d notices were posted of a meeting at %s, want 2: %v\n%+v", n, format(c.b.starts[0].Start), c.slack.lines, c.store.Notices())
	}
	c.check(t)
}

// TestWhateverHappens has anything happen in any order: no notice is posted twice
// but for a death or a lost answer, none for a start that is not, none too early or too late,
// and none is lost.
func TestWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.slack.unwell = true
		c := &chaos{world: w, b: w.meetings.book("914", "Weekly", "10:00")}
		c.b.series = rapid.Bool().Draw(t, "a series without ids")
		c.ask(t)
		t.Repeat(map[string]func(*rapid.T){
			"": c.check, "advance": c.advance, "advance more": c.advance, "sleep": c.sleep, "move": c.move,
			"hide": c.hide, "show": c.show, "break": c.fault, "repair": c.repair, "rename": c.rename,
			"unwell": c.unwell, "hurried": c.hurried, "die": c.die, "ask": c.ask,
			"snooze": c.snooze, "renumber": c.renumber, "lose": c.lose, "refused": c.refused,
		})
		c.calm(t)
	})
}
