package remindertest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

func (t *tx) ShownOf(ctx context.Context, k watch.MeetingKey, but live.Kind, now time.Time) (shown bool, next time.Time, err error) {
	for _, m := range t.messages.rows {
		if m.Meeting() != k {
			continue
		}
		shown = true
		if m.Kind != but {
			next = firstAhead(next, m.Occurrence.Start, now)
		}
	}
	return shown, next, t.ready(ctx)
}

// firstAhead is the first one of two starts that is ahead.
func firstAhead(first, start, now time.Time) time.Time {
	if start.After(now) && (first.IsZero() || start.Before(first)) {
		return start
	}
	return first
}

func (t *tx) NextStart(ctx context.Context, k workspace.Key, now time.Time) (next time.Time, err error) {
	for _, m := range t.messages.rows {
		if m.Key == k {
			next = firstAhead(next, m.Occurrence.Start, now)
		}
	}
	return next, t.ready(ctx)
}

func (t *tx) ShownIn(ctx context.Context, meetingIDs []string) (keys []workspace.Key, err error) {
	for _, m := range t.messages.rows {
		if slices.Contains(meetingIDs, m.MeetingID) && !slices.Contains(keys, m.Key) {
			keys = append(keys, m.Key)
		}
	}
	slices.SortFunc(keys, compareKeys)
	return keys, t.ready(ctx)
}

func (t *tx) ReadAgain(ctx context.Context, meetingIDs []string) error {
	return t.eachMessage(ctx, func(m *live.Message) bool { return slices.Contains(meetingIDs, m.MeetingID) }, func(m *live.Message) bool {
		m.LookAt = time.Time{}
		return true
	})
}

func (t *tx) Groups(ctx context.Context, k workspace.Key, now time.Time) (all []live.Group, err error) {
	type id struct{ meeting, start string }
	groups := make(map[id]live.Group)
	for _, m := range t.messages.rows {
		if m.Wanted.Began.After(now) {
			m.Wanted.Began = time.Time{}
		}
		if m.Key != k || m.Final || m.Occurrence.Start.After(now) && m.Wanted.Began.IsZero() {
			continue
		}
		key := id{m.MeetingID, m.Occurrence.Start.String()}
		g, ok := groups[key]
		if !ok {
			g.MeetingKey, g.Occurrence = m.Meeting(), m.Occurrence
		}
		groups[key] = join(g, m)
	}
	for _, g := range groups {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b live.Group) int {
		return cmp.Or(strings.Compare(a.MeetingID, b.MeetingID), a.Occurrence.Start.Compare(b.Occurrence.Start))
	})
	return all, t.ready(ctx)
}

// join takes a message into its group.
func join(g live.Group, m live.Message) live.Group {
	began := latest(g.State.Began, m.Wanted.Began)
	if m.Wanted.Text() > g.State.Text() {
		g.State = m.Wanted
	}
	g.State.Began = began
	g.Occurrence.ID, g.Occurrence.End = max(g.Occurrence.ID, m.Occurrence.ID), latest(g.Occurrence.End, m.Occurrence.End)
	g.OverAt, g.LookAt = latest(g.OverAt, m.OverAt), latest(g.LookAt, m.LookAt)
	g.Messages++
	g.Unset = g.Unset || m.Wanted.Phase == ""
	return g
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// of reports whether messages are of a group.
func of(g live.Group) func(*live.Message) bool {
	return func(m *live.Message) bool {
		return m.Meeting() == g.MeetingKey && m.Occurrence.Start.Equal(stored(g.Occurrence.Start))
	}
}

func (t *tx) Want(ctx context.Context, g live.Group, now time.Time) error {
	g.State.Began, g.OverAt, g.LookAt = stored(g.State.Began), stored(g.OverAt), stored(g.LookAt)
	return t.eachMessage(ctx, of(g), func(m *live.Message) bool {
		same := m.Wanted.Text() == g.State.Text()
		if same && m.Wanted.Began.Equal(g.State.Began) && m.OverAt.Equal(g.OverAt) && m.LookAt.Equal(g.LookAt) && m.Final == g.Final {
			return true
		}
		if !same {
			m.Tries = 0
		}
		m.Wanted, m.OverAt, m.LookAt, m.Final = g.State, g.OverAt, g.LookAt, g.Final
		judge(m, now)
		return true
	})
}

func (t *tx) EndShown(ctx context.Context, g live.Group) error {
	return t.eachMessage(ctx, of(g), func(m *live.Message) bool { return !m.Final || m.Due != live.NotDue })
}

func (t *tx) VoidMessages(ctx context.Context, k watch.MeetingKey, start time.Time, kind live.Kind, now time.Time) error {
	return t.eachMessage(ctx, func(m *live.Message) bool {
		return m.Meeting() == k && (start.IsZero() || m.Occurrence.Start.Equal(stored(start))) && (kind == "" || m.Kind == kind) &&
			m.Wanted.Began.IsZero() && m.OverAt.IsZero() && m.Wanted.Phase != live.Void
	}, func(m *live.Message) bool {
		m.Wanted, m.Final, m.Tries = live.State{Phase: live.Void}, true, 0
		if m.Due == live.NotDue {
			m.DueSince = stored(now)
		}
		m.Due = live.Ended
		return true
	})
}

func (t *tx) MoveMessages(ctx context.Context, k watch.MeetingKey, moves []watch.Move, kind live.Kind, now time.Time) error {
	return t.eachMessage(ctx, func(m *live.Message) bool {
		return m.Meeting() == k && (kind == "" || m.Kind == kind) && m.OverAt.IsZero() && !m.Final
	}, func(m *live.Message) bool {
		for _, move := range moves {
			anew := move.From.SameTime(move.To)
			if m.Occurrence.Start.Equal(stored(move.From.Start)) && (anew || !m.Occurrence.SameTime(storedAs(move.To))) {
				moveTo(m, storedAs(move.To), now)
				break
			}
		}
		return true
	})
}

// moveTo has a message follow its occurrence to another time.
func moveTo(m *live.Message, to watch.Occurrence, now time.Time) {
	m.Occurrence, m.Tries, m.LookAt, m.Takes = to, 0, time.Time{}, m.Takes+1
	doubt(m)
	if to.Start.After(now) {
		m.Wanted, m.Shown, m.Doubtful = live.State{Phase: meeting.Upcoming}, live.State{}, false
	}
	if m.Due == live.NotDue {
		m.DueSince = stored(now)
	}
	m.Due = live.Changed
	if m.Wanted.Phase == "" {
		m.Due, m.DueSince = live.NotDue, time.Time{}
	}
}
