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
)

// maxTryWait is how far ahead a message's next try is believed to be.
const maxTryWait = time.Hour

func (t *tx) PutMessage(ctx context.Context, m live.Message) error {
	m.Occurrence, m.RefusedAt, m.DueSince, m.TryAt = storedAs(m.Occurrence), stored(m.RefusedAt), stored(m.DueSince), stored(m.TryAt)
	m.OverAt, m.LookAt, m.Wanted.Began, m.Shown.Began = stored(m.OverAt), stored(m.LookAt), stored(m.Wanted.Began), time.Time{}
	if before, ok := t.messages.rows[m.ID]; ok {
		m.Facts, m.Takes = before.Facts, before.Takes+1
	}
	t.messages.put(m.ID, m)
	return t.ready(ctx)
}

func (t *tx) GetMessage(ctx context.Context, id string) (live.Message, error) {
	return row(ctx, t, t.messages, id)
}

func (t *tx) DeleteMessage(ctx context.Context, id string) error {
	t.messages.drop(id)
	return t.ready(ctx)
}

func (t *tx) DeleteMessagesIn(ctx context.Context, k workspace.Key) error {
	return t.eachMessage(ctx, func(m *live.Message) bool { return m.Key == k }, func(m *live.Message) bool { return false })
}

// eachMessage changes all messages that are meant, and deletes those of which change
// reports false.
func (t *tx) eachMessage(ctx context.Context, meant, change func(*live.Message) bool) error {
	for _, m := range t.messagesThat(meant) {
		if change(&m) {
			t.messages.put(m.ID, m)
		} else {
			t.messages.drop(m.ID)
		}
	}
	return t.ready(ctx)
}

// messagesThat returns the messages that are meant, in the order in which they are due.
func (t *tx) messagesThat(meant func(*live.Message) bool) (all []live.Message) {
	for _, m := range t.messages.rows {
		if meant(&m) {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b live.Message) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), a.DueSince.Compare(b.DueSince), strings.Compare(a.ID, b.ID))
	})
	return all
}

func isDueIn(k workspace.Key) func(*live.Message) bool {
	return func(m *live.Message) bool { return m.Key == k && m.Due != live.NotDue }
}

func (t *tx) NextDue(ctx context.Context, k workspace.Key, now time.Time) (live.Message, error) {
	for _, m := range t.messagesThat(isDueIn(k)) {
		if wait := m.TryAt.Sub(now); wait <= 0 || wait > maxTryWait {
			return m, t.ready(ctx)
		}
	}
	return live.Message{}, cmp.Or(t.ready(ctx), watch.ErrNotFound)
}

func (t *tx) NextTry(ctx context.Context, k workspace.Key) (at time.Time, due bool, err error) {
	for i, m := range t.messagesThat(isDueIn(k)) {
		if i == 0 || m.TryAt.Before(at) {
			at, due = m.TryAt, true
		}
	}
	return at, due, t.ready(ctx)
}

func (t *tx) AnyDue(ctx context.Context, k workspace.Key) (bool, error) {
	return len(t.messagesThat(isDueIn(k))) > 0, t.ready(ctx)
}

func (t *tx) TakeMessage(ctx context.Context, m live.Message, until time.Time) (bool, error) {
	now, ok := t.messages.rows[m.ID]
	if !ok || now.Takes != m.Takes {
		return false, t.ready(ctx)
	}
	now.Takes, now.Tries, now.TryAt = now.Takes+1, now.Tries+1, stored(until)
	doubt(&now)
	t.messages.put(m.ID, now)
	return true, t.ready(ctx)
}

// doubt says that no more than the phase is known of what a message shows.
func doubt(m *live.Message) {
	m.Shown = live.State{Phase: m.Shown.Phase}
	m.Doubtful = m.Shown.Phase != ""
}

// dueBy is the rank of a message by what is wanted of it and what it shows.
func dueBy(m *live.Message) live.Rank {
	if m.Doubtful && m.Wanted.Phase != "" {
		if m.Wanted.Phase == m.Shown.Phase {
			return live.Counts
		}
		return m.Wanted.Rank()
	}
	return live.RankOf(m.Wanted, m.Shown)
}

// judge decides anew since when a message is due.
func judge(m *live.Message, now time.Time) {
	before := m.Due
	switch m.Due = dueBy(m); {
	case m.Due == live.NotDue:
		m.DueSince = time.Time{}
	case before == live.NotDue:
		m.DueSince = stored(now)
	}
}

func (t *tx) MarkShown(ctx context.Context, m live.Message, shown live.State, at time.Time) error {
	now, ok := t.messages.rows[m.ID]
	switch {
	case !ok:
	case now.Takes != m.Takes:
		doubt(&now)
		if now.Wanted.Phase != "" {
			now.Due, now.DueSince = now.Wanted.Rank(), cmp.Or(now.DueSince, stored(at))
		}
		t.messages.put(m.ID, now)
	default:
		shown.Began = time.Time{}
		now.Shown, now.Doubtful, now.Tries, now.TryAt, now.RefusedAt, now.Due = shown, false, 0, time.Time{}, time.Time{}, live.NotDue
		judge(&now, at)
		if t.messages.put(m.ID, now); now.Final && now.Due == live.NotDue {
			t.messages.drop(m.ID)
		}
	}
	return t.ready(ctx)
}

func (t *tx) PutBack(ctx context.Context, m live.Message) error {
	if now, ok := t.messages.rows[m.ID]; ok && now.Takes == m.Takes {
		now.TryAt, now.Tries, now.RefusedAt = stored(m.TryAt), m.Tries, stored(m.RefusedAt)
		t.messages.put(m.ID, now)
	}
	return t.ready(ctx)
}

func (t *tx) Workspaces(ctx context.Context) ([]live.Showing, error) {
	found := make(map[workspace.Key]live.Showing)
	for _, m := range t.messages.rows {
		w, ok := found[m.Key]
		if !ok || m.Occurrence.Start.Before(w.First) {
			w.First = m.Occurrence.Start
		}
		w.Key, w.Due = m.Key, w.Due || m.Due != live.NotDue
		found[m.Key] = w
	}
	var all []live.Showing
	for _, w := range found {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b live.Showing) int { return compareKeys(a.Key, b.Key) })
	return all, t.ready(ctx)
}

func compareKeys(a, b workspace.Key) int {
	return cmp.Or(strings.Compare(a.EnterpriseID, b.EnterpriseID), strings.Compare(a.TeamID, b.TeamID))
}
