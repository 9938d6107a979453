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
		Facts:           facts,
		Wanted:          m.Wanted.Text(),
		WantedPhase:     string(m.Wanted.Phase),
		ShownState:      shownText(m),
		Shown:           string(m.Shown.Phase),
		BeganAt:         millis(m.Wanted.Began),
		DueRank:         int64(m.Due),
		DueAt:           millis(m.DueSince),
		TryAt:           millis(m.TryAt),
		Tries:           int64(m.Tries),
		Takes:           m.Takes,
		RefusedAt:       millis(m.RefusedAt),
		OverAt:          millis(m.OverAt),
		LookAt:          millis(m.LookAt),
		Final:           flag(m.Final),
	}))
}

func (t *tx) GetMessage(ctx context.Context, id string) (live.Message, error) {
	row, err := t.rows.GetLiveMessage(ctx, id)
	if err != nil {
		return live.Message{}, failed("get a live message", err)
	}
	return liveMessage(row)
}

// liveMessage reads a row. Of what a program of the previous version has shown, the
// phase alone is known.
func liveMessage(row rows.LiveMessage) (live.Message, error) {
	facts, err := facts(row.Facts)
	if err != nil {
		return live.Message{}, fmt.Errorf("read the facts of a live message: %w", err)
	}
	wanted, err := live.ParseState(row.Wanted)
	if err != nil {
		return live.Message{}, err
	}
	wanted.Began = fromMillis(row.BeganAt)
	shown, err := live.ParseState(row.ShownState)
	if err != nil {
		return live.Message{}, err
	}
	shown.Phase = live.Phase(row.Shown)
	return live.Message{
		ID:         row.ID,
		Key:        workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID},
		Posted:     post.Posted{ChannelID: row.PostedChannelID, TS: row.PostedTs},
		MeetingID:  row.MeetingID,
		Occurrence: occurrence(row.OccurrenceID, row.StartsAt, row.EndsAt),
		Kind:       live.Kind(row.Kind),
		Ref:        row.Ref,
		Facts:      facts,
		Wanted:     wanted,
		Shown:      shown,
		Doubtful:   row.ShownState == "" && row.Shown != "",
		Final:      row.Final != 0,
		Due:        live.Rank(row.DueRank),
		DueSince:   fromMillis(row.DueAt),
		TryAt:      fromMillis(row.TryAt),
		Tries:      int(row.Tries),
		Takes:      row.Takes,
		RefusedAt:  fromMillis(row.RefusedAt),
		OverAt:     fromMillis(row.OverAt),
		LookAt:     fromMillis(row.LookAt),
	}, nil
}

// shownText is what a message is known to show.
func shownText(m live.Message) string {
	if m.Doubtful {
		return ""
	}
	return m.Shown.Text()
}

func (t *tx) DeleteMessage(ctx context.Context, id string) error {
	return failed("delete a live message", t.rows.DeleteLiveMessage(ctx, id))
}

func (t *tx) DeleteMessagesIn(ctx context.Context, k workspace.Key) error {
	return failed("delete a workspace's live messages", t.rows.DeleteLiveMessagesIn(ctx, rows.DeleteLiveMessagesInParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID,
	}))
}

func (t *tx) Workspaces(ctx context.Context) ([]live.Showing, error) {
	found, err := t.rows.LiveWorkspaces(ctx)
	if err != nil {
		return nil, failed("list the workspaces with live messages", err)
	}
	all := make([]live.Showing, 0, len(found))
	for _, w := range found {
		all = append(all, live.Showing{
			Key: workspace.Key{EnterpriseID: w.EnterpriseID, TeamID: w.TeamID}, First: fromMillis(w.FirstStart), Due: w.Due > 0,
		})
	}
	return all, nil
}

func (t *tx) ShownOf(ctx context.Context, k watch.MeetingKey, but live.Kind, now time.Time) (shown bool, next time.Time, err error) {
	row, err := t.rows.CountLiveMessages(ctx, rows.CountLiveMessagesParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID, ButKind: string(but), Now: millis(now),
	})
	return row.Messages > 0, fromMillis(row.Next), failed("count a meeting's live messages", err)
}
