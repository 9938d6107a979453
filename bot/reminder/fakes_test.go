package reminder_test

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

type meetingSnapshot = meeting.Snapshot

// booking is a meeting as the API has it.
type booking struct {
	subject  string
	series   bool
	instant  bool
	starts   []watch.Occurrence
	longer   time.Duration // how long after its booked end it goes on
	unheld   bool          // nobody ever comes
	came     time.Time     // when people came, zero for at each start
	left     time.Time     // when they left, zero for at each end
	people   int           // how many come, 0 for 3
	hidden   bool          // the API does not know it just now
	locked   bool          // the account may not see it
	broken   bool          // the API fails when asked for it
	noTimes  bool          // the answer has none
	ended    bool          // the answer says so
	onlyNext bool          // the answer leaves out what has begun
}

// meetings is a Meeting API.
type meetings struct {
	workspace.Meetings
	w        *world
	known    map[string]*booking
	down     bool
	stale    bool          // an older reading stands in while it is down
	frozen   func()        // done once, after an older reading was taken for a notice
	slow     time.Duration // how long it takes to fail
	lost     bool          // the history cannot be read
	partial  bool          // the list of what runs has only a part of it
	unlisted bool          // that list cannot be read, nor who is in a meeting
	readings int
	breaker  breaker
	memory   map[string]meeting.Snapshot
	busy     sync.Mutex // several meetings are read at once
}

// breaker is a circuit breaker: it opens for a while when two meetings have
// failed slowly.
type breaker struct {
	failed string // the meeting that failed last
	at     time.Time
	until  time.Time
}

const (
	slowAfter = 3 * time.Second
	openFor   = 30 * time.Second
)

func (b *breaker) isOpen(now time.Time) bool {
	left := b.until.Sub(now)
	return left > 0 && left <= openFor
}

func (b *breaker) note(id string, now time.Time) {
	if b.failed != "" && b.failed != id && now.Sub(b.at) < openFor {
		b.until = now.Add(openFor)
	}
	b.failed, b.at = id, now
}

// book books a meeting of an hour.
func (m *meetings) book(id, subject, start string) *booking {
	b := &booking{subject: subject, starts: []watch.Occurrence{{Start: at(start), End: at(start).Add(time.Hour)}}}
	m.known[id] = b
	return b
}

// series books 914 as a series of meetings of an hour with the ids o1, o2, o3.
func (m *meetings) series(subject string, starts ...string) *booking {
	b := &booking{subject: subject, series: true}
	for i, s := range starts {
		b.starts = append(b.starts, watch.Occurrence{ID: fmt.Sprintf("o%d", i+1), Start: at(s), End: at(s).Add(time.Hour)})
	}
	m.known["914"] = b
	return b
}

// move gives the i-th start another time.
func (b *booking) move(i int, start string) {
	b.starts[i].Start, b.starts[i].End = at(start), at(start).Add(time.Hour)
}

// extend has the meeting end later, or earlier, and people stay that long.
func (b *booking) extend(end time.Time) { b.starts[0].End = end }

func (m *meetings) Refresh(_ context.Context, id string) (*meeting.Snapshot, error) {
	return m.read(id, false)
}

// Get answers from memory for half a minute.
func (m *meetings) Get(ctx context.Context, id string) (*meeting.Snapshot, error) {
	if s, ok := m.Peek(id); ok {
		return s, nil
	}
	return m.Refresh(ctx, id)
}

// Peek answers from memory alone.
func (m *meetings) Peek(id string) (*meeting.Snapshot, bool) {
	m.busy.Lock()
	defer m.busy.Unlock()
	s, ok := m.memory[id]
	age := m.w.clock.Sub(s.ReadAt)
	return &s, ok && age >= 0 && age < 30*time.Second
}

// RefreshDue is Refresh, twice if need be, and not at all while the API fails
// slowly.
func (m *meetings) RefreshDue(_ context.Context, id string) (*meeting.Snapshot, error) {
	if freeze := m.frozen; freeze != nil {
		older, err := m.read(id, true)
		m.frozen = nil
		freeze()
		return older, err
	}
	begun := m.w.clock
	if m.breaker.isOpen(begun) {
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.Unavailable}
	}
	s, err := m.read(id, true)
	if failed(err) {
		s, err = m.read(id, true)
	}
	if failed(err) && m.w.clock.Sub(begun) >= slowAfter {
		m.breaker.note(id, m.w.clock)
	}
	return s, err
}

// failed reports whether the API could not be asked.
func failed(err error) bool {
	return err != nil && meeting.KindOf(err) != meeting.NotFound && meeting.KindOf(err) != meeting.Forbidden
}

func (m *meetings) read(id string, due bool) (*meeting.Snapshot, error) {
	m.busy.Lock()
	defer m.busy.Unlock()
	m.readings++
	if err := m.w.step("read"); err != nil {
		return nil, err
	}
	b := m.known[id]
	switch {
	case m.down && m.stale:
		return &meeting.Snapshot{Conference: b.conference(id, m.w.clock), ReadAt: m.w.clock.Add(-usual), Stale: true}, nil
	case m.down || b != nil && b.broken:
		if due { // many others ask meanwhile
			m.w.clock = m.w.clock.Add(m.slow)
		}
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.Unavailable, Status: 503}
	case b == nil || b.hidden || b.over(m.w.clock):
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.NotFound, Status: 400}
	case b.locked:
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.Forbidden, Status: 403}
	}
	s := meeting.Snapshot{Conference: b.conference(id, m.w.clock), ReadAt: m.w.clock}
	m.memory[id] = s
	return &s, nil
}

func (m *meetings) Held(_ context.Context, id string, after time.Time) (bool, error) {
	m.busy.Lock()
	defer m.busy.Unlock()
	if err := m.w.step("history"); err != nil {
		return false, err
	}
	if m.lost {
		return false, &meeting.Error{Op: "list history", Kind: meeting.Unavailable, Status: 503}
	}
	b := m.known[id]
	if b == nil || b.unheld {
		return false, nil
	}
	for _, o := range b.starts {
		began := o.Start
		if !b.came.IsZero() {
			began = b.came
		}
		if !began.After(m.w.clock) && began.After(after) {
			return true, nil
		}
	}
	return false, nil
}

// over reports whether all is over and everybody has left.
func (b *booking) over(now time.Time) bool {
	return !now.Before(b.starts[len(b.starts)-1].End.Add(b.longer))
}

// held is when people are in the meeting at one of its times.
func (b *booking) held(o watch.Occurrence) (began, ended time.Time) {
	began, ended = o.Start, o.End.Add(b.longer)
	if !b.came.IsZero() {
		began = b.came
	}
	if !b.left.IsZero() {
		ended = b.left
	}
	return began, ended
}

// in is how many are in the meeting.
func (b *booking) in(now time.Time) int {
	if b.state(now) != meeting.StateRunning {
		return 0
	}
	return cmp.Or(b.people, 3)
}

func (m *meetings) Running(context.Context) (*meeting.RunningList, error) {
	m.busy.Lock()
	defer m.busy.Unlock()
	if err := m.w.step("running"); err != nil {
		return nil, err
	}
	if m.down || m.unlisted {
		return nil, &meeting.Error{Op: "list running", Kind: meeting.Unavailable, Status: 503}
	}
	all := &meeting.RunningList{Meetings: make(map[string]meeting.RunningMeeting), Complete: !m.partial, ReadAt: m.w.clock}
	for id, b := range m.known {
		if in := b.in(m.w.clock); in > 0 && !m.partial {
			all.Meetings[id] = meeting.RunningMeeting{In: in}
		}
	}
	return all, nil
}

func (m *meetings) Attendees(_ context.Context, id string) (*meeting.Attendees, error) {
	m.busy.Lock()
	defer m.busy.Unlock()
	if m.down || m.unlisted {
		return nil, &meeting.Error{Op: "list people", Kind: meeting.Unavailable, Status: 503}
	}
	in := m.known[id].in(m.w.clock)
	return &meeting.Attendees{People: make([]meeting.Attendee, in), Connections: in, Count: in, ReadAt: m.w.clock}, nil
}

// state is that of the occurrence which began last, or will begin.
func (b *booking) state(now time.Time) meeting.State {
	for _, o := range b.starts {
		if began, ended := b.held(o); !b.unheld && !now.Before(began) && now.Before(ended) {
			return meeting.StateRunning
		}
	}
	return meeting.StateScheduled
}

func (b *booking) conference(id string, now time.Time) *meeting.Conference {
	c := &meeting.Conference{
		ID: meeting.Text(id), Subject: meeting.Text(b.subject), BookerName: "Ana", Kind: meeting.KindBooked, State: b.state(now),
		StartTime: wire(b.starts[0].Start), EndTime: wire(b.starts[0].End),
	}
	if b.ended {
		c.State = meeting.StateEnded
	}
	if b.instant {
		c.Kind = meeting.KindInstant
	}
	if b.series {
		c.Kind = meeting.KindRecurring
		for _, o := range b.starts {
			if b.onlyNext && !o.Start.After(now) {
				continue
			}
			c.Occurrences = append(c.Occurrences, meeting.SubConference{
				ID: meeting.Text(o.ID), StartTime: wire(o.Start), EndTime: wire(o.End),
			})
		}
	}
	if b.noTimes {
		c.StartTime, c.EndTime, c.Occurrences = "", "", nil
	}
	return c
}

func wire(t time.Time) meeting.Text { return meeting.Text(t.UTC().Format("2006-01-02 15:04")) }

// slack hears what is posted and writes it down, a line for each message.
type slack struct {
	w       *world
	lines   []string
	times   []time.Time
	posted  int
	tests   int                // of the token
	notices []reminder.Content // each notice
	// refuse decides what is not taken. what is post, update, change or problem.
	refuse func(what, channel string) error
	// lose decides of what is taken without an answer.
	lose   func(what string) bool
	unwell bool // failing jobs are expected
	hangs  bool // it never answers
}

// hear takes a message unless it is refused. A process may die before it has
// been posted and after.
func (s *slack) hear(what, channel, line string) error {
	if err := s.w.step("before " + what); err != nil {
		return err
	}
	if s.refuse != nil {
		if err := s.refuse(what, channel); err != nil {
			return err
		}
	}
	line = channel + ": " + line
	if what == "post" || what == "update" { // a change is posted when it is found, which is not to the second
		line = format(s.w.clock) + " " + line
	}
	s.lines = append(s.lines, line)
	s.times = append(s.times, s.w.clock)
	s.posted++
	if err := s.w.step("after " + what); err != nil {
		return err
	}
	if s.lose != nil && s.lose(what) {
		return &post.Error{Unconfirmed: true, Err: errLost}
	}
	return nil
}

func (s *slack) Post(ctx context.Context, _ workspace.Workspace, a reminder.Content) (post.Posted, error) {
	if err := s.hang(ctx); err != nil {
		return post.Posted{}, err
	}
	before := len(s.lines)
	defer func() {
		if len(s.lines) > before {
			s.notices = append(s.notices, a)
		}
	}()
	err := s.hear("post", a.Notice.ChannelID, noticeLine(a))
	return post.Posted{ChannelID: a.Notice.ChannelID, TS: strconv.Itoa(s.posted)}, err
}

func (s *slack) Update(_ context.Context, _ workspace.Workspace, a reminder.Content) error {
	return s.hear("update", a.Notice.Posted.ChannelID, noticeLine(a))
}

func (s *slack) PostChange(_ context.Context, _ workspace.Workspace, c reminder.Change) error {
	var words []string
	if c.Cancelled {
		words = append(words, "cancelled")
	}
	if c.Renamed != nil {
		words = append(words, "renamed "+c.Renamed.From+" → "+c.Renamed.To)
	}
	for _, m := range c.Moved {
		words = append(words, "moved "+format(m.From.Start)+" → "+format(m.To.Start))
	}
	for _, o := range c.Dropped {
		words = append(words, "without "+format(o.Start))
	}
	return s.hear("change", c.Subscription.ChannelID, c.Facts.Subject+" "+strings.Join(words, ", "))
}

func (s *slack) PostProblem(_ context.Context, _ workspace.Workspace, to post.Conversation, sub reminder.Subscription, f watch.Facts) error {
	return s.hear("problem", to.ChannelID, fmt.Sprintf("%s in %s is suspended: %s", f.Subject, sub.ChannelID, sub.Suspended))
}

func (s *slack) Test(context.Context, workspace.Workspace) error {
	if err := s.w.step("test"); err != nil {
		return err
	}
	s.tests++
	if s.refuse == nil {
		return nil
	}
	return s.refuse("test", "")
}

// noticeLine is what a notice says: "Weekly at 10:00".
func noticeLine(a reminder.Content) string {
	line := a.Facts.Subject + " at " + format(a.Notice.Occurrence.Start)
	switch a.Notice.About {
	case reminder.AboutStart:
	case reminder.AboutLate:
		line += " late"
	case reminder.AboutOverrun:
		line += " until " + format(a.Notice.Occurrence.End)
		if a.State.In > 0 {
			line += fmt.Sprintf(" with %d", a.State.In)
		}
	}
	if a.State.Phase == meeting.Over || a.State.Phase != meeting.Upcoming && (a.Notice.About != reminder.AboutOverrun || a.State.In <= 0) {
		line += " " + string(a.State.Phase)
	}
	if (a.Meeting == nil || a.Meeting.Stale) && a.State.Phase != meeting.Over && a.State.Phase != live.Void {
		line += " (from memory)"
	}
	return line
}
