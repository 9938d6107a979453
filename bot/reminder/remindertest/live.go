package remindertest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/watch"
)

func (t *tx) PutMessage(ctx context.Context, m live.Message) error {
	m.Occurrence, m.SlotAt, m.RefusedAt = storedAs(m.Occurrence), stored(m.SlotAt), stored(m.RefusedAt)
	if before, ok := t.messages.rows[m.ID]; ok {
		m.Facts = before.Facts
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

func (t *tx) StartedMessages(ctx context.Context, kind live.Kind, startedBefore time.Time, most int) ([]string, error) {
	var started []live.Message
	for _, m := range t.messages.rows {
		if m.Kind == kind && m.Occurrence.Start.Before(startedBefore) {
			started = append(started, m)
		}
	}
	slices.SortFunc(started, func(a, b live.Message) int {
		return cmp.Or(a.Occurrence.Start.Compare(b.Occurrence.Start), strings.Compare(a.ID, b.ID))
	})
	var ids []string
	for _, m := range started[:min(most, len(started))] {
		ids = append(ids, m.ID)
	}
	return ids, t.ready(ctx)
}

func (t *tx) MessagesOf(ctx context.Context, kind live.Kind, k watch.MeetingKey) ([]live.Message, error) {
	var all []live.Message
	for _, m := range t.messages.rows {
		if m.Kind == kind && m.Meeting() == k {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b live.Message) int { return strings.Compare(a.ID, b.ID) })
	return all, t.ready(ctx)
}

func (t *tx) HasMessages(ctx context.Context, k watch.MeetingKey) (bool, error) {
	for _, m := range t.messages.rows {
		if m.Meeting() == k {
			return true, t.ready(ctx)
		}
	}
	return false, t.ready(ctx)
}
