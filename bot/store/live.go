package store

import (
	"context"
	"fmt"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

func (t *tx) PutMessage(ctx context.Context, m live.Message) error {
	facts, err := factsText(m.Facts)
	if err != nil {
		return fmt.Errorf("write the facts of a live message: %w", err)
	}
	return failed("store a live message", t.rows.PutLiveMessage(ctx, rows.PutLiveMessageParams{
		ID:              m.ID,
		EnterpriseID:    m.EnterpriseID,
		TeamID:          m.TeamID,
		PostedChannelID: m.Posted.ChannelID,
		PostedTs:        m.Posted.TS,
		MeetingID:       m.MeetingID,
		OccurrenceID:    m.Occurrence.ID,
		StartsAt:        millis(m.Occurrence.Start),
		EndsAt:          millis(m.Occurrence.End),
		Kind:            string(m.Kind),
		Ref:             m.Ref,
		Shown:           string(m.Shown),
		SlotAt:          millis(m.SlotAt),
		Facts:           facts,
		RefusedAt:       millis(m.RefusedAt),
	}))
}

func (t *tx) GetMessage(ctx context.Context, id string) (live.Message, error) {
	row, err := t.rows.GetLiveMessage(ctx, id)
	if err != nil {
		return live.Message{}, failed("get a live message", err)
	}
	return liveMessage(row)
}

func (t *tx) MessagesOf(ctx context.Context, kind live.Kind, k watch.MeetingKey) ([]live.Message, error) {
	all, err := t.rows.LiveMessagesOf(ctx, rows.LiveMessagesOfParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID, Kind: string(kind),
	})
	if err != nil {
		return nil, failed("list a meeting's live messages", err)
	}
	var messages []live.Message
	for _, row := range all {
		m, err := liveMessage(row)
		if err != nil {
			return nil, err
		}
		messages = append(messages, m)
	}
	return messages, nil
}

// liveMessage reads a row.
func liveMessage(row rows.LiveMessage) (live.Message, error) {
	facts, err := facts(row.Facts)
	if err != nil {
		return live.Message{}, fmt.Errorf("read the facts of a live message: %w", err)
	}
	return live.Message{
		ID:         row.ID,
		Key:        workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID},
		Posted:     post.Posted{ChannelID: row.PostedChannelID, TS: row.PostedTs},
		MeetingID:  row.MeetingID,
		Occurrence: occurrence(row.OccurrenceID, row.StartsAt, row.EndsAt),
		Kind:       live.Kind(row.Kind),
		Ref:        row.Ref,
		Shown:      live.Phase(row.Shown),
		SlotAt:     fromMillis(row.SlotAt),
		Facts:      facts,
		RefusedAt:  fromMillis(row.RefusedAt),
	}, nil
}

func (t *tx) DeleteMessage(ctx context.Context, id string) error {
	return failed("delete a live message", t.rows.DeleteLiveMessage(ctx, id))
}

func (t *tx) StartedMessages(ctx context.Context, kind live.Kind, startedBefore time.Time, most int) ([]string, error) {
	ids, err := t.rows.StartedLiveMessages(ctx, rows.StartedLiveMessagesParams{
		Kind: string(kind), StartedBefore: millis(startedBefore), Most: int64(most),
	})
	return ids, failed("list started live messages", err)
}

func (t *tx) HasMessages(ctx context.Context, k watch.MeetingKey) (bool, error) {
	count, err := t.rows.CountLiveMessages(ctx, rows.CountLiveMessagesParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	})
	return count > 0, failed("count a meeting's live messages", err)
}
