package bot_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

var _ bot.Reminders = (*promises)(nil)

// promises keeps promises as the engine does, in memory and without speaking.
type promises struct {
	now  func() time.Time
	fail error // of every method

	mu      sync.Mutex
	made    int
	kept    []reminder.Status
	snoozed []string // "notice user duration"
}

func (p *promises) Set(_ context.Context, w reminder.SetRequest, m *meeting.Snapshot) (reminder.Status, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return reminder.Status{}, p.fail
	}
	start, ok := m.Conference.Start()
	if !ok || !start.After(p.now()) {
		return reminder.Status{}, reminder.ErrNothingAhead
	}
	if n := len(w.Leads); n == 0 || n > reminder.MaxLeads {
		return reminder.Status{}, reminder.ErrLeads
	}
	o := watch.Occurrence{Start: start}
	s := reminder.Status{
		Subscription: reminder.Subscription{
			Conversation: w.Conversation, MeetingID: w.MeetingID, Leads: w.Leads, SetBy: w.By, SetAt: p.now(),
		},
		Facts: watch.Facts{
			Subject: m.Conference.Subject.String(), Number: m.Conference.Number(), Booker: m.Conference.BookerName.String(),
			Occurrences: p.starts(m.Conference), ReadAt: m.ReadAt,
		},
		Next: o,
	}
	i := p.find(w.Conversation, w.MeetingID)
	if i < 0 {
		p.made++
		s.Subscription.ID = fmt.Sprintf("SUB%d", p.made)
		p.kept = append(p.kept, s)
		return s, nil
	}
	old := p.kept[i].Subscription
	same := old.Suspended == "" && slices.Equal(old.Leads, w.Leads)
	if s.Subscription.ID = old.ID; same {
		s.Subscription = old
	}
	p.kept[i] = s
	s.Already, s.Changed = same, old.Suspended == "" && !same
	return s, nil
}

// starts are those of a meeting that lie ahead.
func (p *promises) starts(c *meeting.Conference) []watch.Occurrence {
	start, _ := c.Start()
	all := []watch.Occurrence{{Start: start}}
	for i := range c.Occurrences {
		if start, ok := c.Occurrences[i].Start(); ok && start.After(all[0].Start) {
			all = append(all, watch.Occurrence{Start: start})
		}
	}
	return all
}

func (p *promises) find(c post.Conversation, meetingID string) int {
	return slices.IndexFunc(p.kept, func(s reminder.Status) bool {
		return s.Subscription.Conversation == c && s.Subscription.MeetingID == meetingID
	})
}

func (p *promises) at(i int) (reminder.Status, error) {
	switch {
	case p.fail != nil:
		return reminder.Status{}, p.fail
	case i < 0:
		return reminder.Status{}, fmt.Errorf("read: %w", reminder.ErrNotFound)
	}
	return p.kept[i], nil
}

func (p *promises) byID(id string) int {
	return slices.IndexFunc(p.kept, func(s reminder.Status) bool { return s.Subscription.ID == id })
}

func (p *promises) Get(_ context.Context, id string) (reminder.Status, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at(p.byID(id))
}

func (p *promises) Find(_ context.Context, c post.Conversation, meetingID string) (reminder.Status, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at(p.find(c, meetingID))
}

func (p *promises) List(_ context.Context, c post.Conversation, offset, limit int) ([]reminder.Status, int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []reminder.Status
	for _, s := range p.kept {
		if s.Subscription.Conversation == c {
			all = append(all, s)
		}
	}
	offset = min(offset, len(all))
	return all[offset:min(offset+limit, len(all))], len(all), p.fail
}

func (p *promises) Forget(_ context.Context, id string) (reminder.Status, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := p.byID(id)
	s, err := p.at(i)
	if err == nil {
		p.kept = slices.Delete(p.kept, i, i+1)
	}
	return s, err
}

func (p *promises) Snooze(_ context.Context, noticeID, userID string, d time.Duration) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.fail != nil:
		return time.Time{}, p.fail
	case noticeID == "GONE":
		return time.Time{}, fmt.Errorf("snooze: %w", reminder.ErrNotFound)
	case noticeID == "LATE":
		return time.Time{}, fmt.Errorf("snooze: %w", reminder.ErrTooLate)
	}
	p.snoozed = append(p.snoozed, noticeID+" "+userID+" "+d.String())
	return p.now().Add(d), nil
}

// all returns what is promised, as "channel meeting leads by".
func (p *promises) all() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, s := range p.kept {
		all = append(all, fmt.Sprintf("%s %s %v %s",
			s.Subscription.ChannelID, s.Subscription.MeetingID, s.Subscription.Leads, s.Subscription.SetBy))
	}
	return all
}
