package remindertest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"meetingbot/bot/live"
	"meetingbot/bot/watch"
)

func (t *tx) PutCall(ctx context.Context, c live.Call) error {
	c.People = slices.Clone(c.People)
	c.BeganAt, c.SeenAt, c.ReadAt = stored(c.BeganAt), stored(c.SeenAt), stored(c.ReadAt)
	c.SlotAt, c.EndedAt, c.ClosedAt = stored(c.SlotAt), stored(c.EndedAt), stored(c.ClosedAt)
	if before, ok := t.calls.rows[c.UniqueID]; ok {
		c.BeganAt = before.BeganAt
	}
	t.calls.put(c.UniqueID, c)
	return t.ready(ctx)
}

func (t *tx) GetCall(ctx context.Context, uniqueID string) (live.Call, error) {
	return row(ctx, t, t.calls, uniqueID)
}

func (t *tx) CallsOf(ctx context.Context, k watch.MeetingKey) ([]live.Call, error) {
	all := slices.DeleteFunc(slices.Collect(maps.Values(t.calls.rows)), func(c live.Call) bool { return c.Meeting() != k })
	slices.SortFunc(all, func(a, b live.Call) int {
		return cmp.Or(b.BeganAt.Compare(a.BeganAt), strings.Compare(b.UniqueID, a.UniqueID))
	})
	return all, t.ready(ctx)
}

func (t *tx) DeleteCall(ctx context.Context, uniqueID string) error {
	t.calls.drop(uniqueID)
	return t.ready(ctx)
}

// AllCalls lists the calls.
func (s *Store) AllCalls() []live.Call { return slices.Collect(maps.Values(s.now().calls.rows)) }
