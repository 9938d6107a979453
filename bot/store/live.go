package store

import (
	"context"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

func (t *tx) PutMessage(ctx context.Context, m live.Message) error {
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
	}))
}

func (t *tx) GetMessage(ctx context.Context, id string) (live.Message, error) {
	row, err := t.rows.GetLiveMessage(ctx, id)
	if err != nil {
		return live.Message{}, failed("get a live message", err)
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
	}, nil
}

func (t *tx) DeleteMessage(ctx context.Context, id string) error {
	return failed("delete a live message", t.rows.DeleteLiveMessage(ctx, id))
}

func (t *tx) DeleteMessages(ctx context.Context, startedBefore time.Time) error {
	return failed("delete old live messages", t.rows.DeleteLiveMessages(ctx, millis(startedBefore)))
}
