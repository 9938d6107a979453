package remindertest

import (
	"context"
	"maps"
	"time"

	"meetingbot/bot/live"
)

func (t *tx) PutMessage(ctx context.Context, m live.Message) error {
	m.Occurrence, m.SlotAt = storedAs(m.Occurrence), stored(m.SlotAt)
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

func (t *tx) DeleteMessages(ctx context.Context, startedBefore time.Time) error {
	maps.DeleteFunc(t.messages.mine(), func(_ string, m live.Message) bool {
		return m.Occurrence.Start.Before(startedBefore)
	})
	return t.ready(ctx)
}
