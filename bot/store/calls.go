package store

import (
	"context"
	"encoding/json"
	"fmt"

	"meetingbot/bot/live"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// Calls are Slack's own calls for meetings.
func (d *DB) Calls() live.CallStore {
	return view[live.CallTx]{d, func(t *tx) live.CallTx { return t }}
}

func (t *tx) PutCall(ctx context.Context, c live.Call) error {
	people, err := json.Marshal(c.People)
	if err != nil {
		return fmt.Errorf("write who is in a call: %w", err)
	}
	var unnamed int64
	if c.Unnamed {
		unnamed = 1
	}
	return failed("store a call", t.rows.PutLiveCall(ctx, rows.PutLiveCallParams{
		UniqueID: c.UniqueID, EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, MeetingID: c.MeetingID, Uuid: c.UUID,
		CallID: c.CallID, People: string(people), Connections: int64(c.In), Shown: c.Shown, Unnamed: unnamed, Refused: c.Refused,
		BeganAt: millis(c.BeganAt), SeenAt: millis(c.SeenAt), ReadAt: millis(c.ReadAt), SlotAt: millis(c.SlotAt),
		EndedAt: millis(c.EndedAt), ClosedAt: millis(c.ClosedAt),
	}))
}

func (t *tx) GetCall(ctx context.Context, uniqueID string) (live.Call, error) {
	row, err := t.rows.GetLiveCall(ctx, uniqueID)
	if err != nil {
		return live.Call{}, failed("get a call", err)
	}
	return liveCall(row)
}

func (t *tx) CallsOf(ctx context.Context, k watch.MeetingKey) ([]live.Call, error) {
	all, err := t.rows.LiveCallsOf(ctx, rows.LiveCallsOfParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID})
	if err != nil {
		return nil, failed("list a meeting's calls", err)
	}
	var calls []live.Call
	for _, row := range all {
		c, err := liveCall(row)
		if err != nil {
			return nil, err
		}
		calls = append(calls, c)
	}
	return calls, nil
}

func (t *tx) DeleteCall(ctx context.Context, uniqueID string) error {
	return failed("delete a call", t.rows.DeleteLiveCall(ctx, uniqueID))
}

// liveCall reads a row.
func liveCall(row rows.LiveCall) (live.Call, error) {
	c := live.Call{
		UniqueID: row.UniqueID, Key: workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID}, MeetingID: row.MeetingID,
		UUID: row.Uuid, CallID: row.CallID, In: int(row.Connections), Shown: row.Shown, Unnamed: row.Unnamed != 0, Refused: row.Refused,
		BeganAt: fromMillis(row.BeganAt), SeenAt: fromMillis(row.SeenAt), ReadAt: fromMillis(row.ReadAt), SlotAt: fromMillis(row.SlotAt),
		EndedAt: fromMillis(row.EndedAt), ClosedAt: fromMillis(row.ClosedAt),
	}
	if err := json.Unmarshal([]byte(row.People), &c.People); err != nil {
		return live.Call{}, fmt.Errorf("read who is in a call: %w", err)
	}
	return c, nil
}
