package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

func (t *tx) NextStart(ctx context.Context, k workspace.Key, now time.Time) (time.Time, error) {
	next, err := t.rows.NextLiveStart(ctx, rows.NextLiveStartParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, Now: millis(now)})
	return fromMillis(next), failed("look when the next live message begins", err)
}

func (t *tx) ShownIn(ctx context.Context, meetingIDs []string) (keys []workspace.Key, err error) {
	where, args := anyOf(meetingIDs)
	found, err := t.sql.QueryContext(ctx, "SELECT DISTINCT enterprise_id, team_id FROM live_messages WHERE meeting_id "+where+" ORDER BY 1, 2", args...)
	if err != nil {
		return nil, failed("list the workspaces that show meetings", err)
	}
	defer found.Close()
	for found.Next() {
		var k workspace.Key
		if err := found.Scan(&k.EnterpriseID, &k.TeamID); err != nil {
			return nil, failed("list the workspaces that show meetings", err)
		}
		keys = append(keys, k)
	}
	return keys, failed("list the workspaces that show meetings", found.Err())
}

func (t *tx) ReadAgain(ctx context.Context, meetingIDs []string) error {
	where, args := anyOf(meetingIDs)
	_, err := t.sql.ExecContext(ctx, "UPDATE live_messages SET look_at = 0 WHERE look_at > 0 AND meeting_id "+where, args...)
	return failed("have meetings read again", err)
}

// anyOf is a condition for a column: that it is any of some texts.
func anyOf(texts []string) (where string, args []any) {
	places := make([]string, len(texts))
	for i, text := range texts {
		places[i], args = fmt.Sprintf("$%d", i+1), append(args, text)
	}
	return "IN (" + strings.Join(places, ", ") + ")", args
}

func (t *tx) Groups(ctx context.Context, k workspace.Key, now time.Time) ([]live.Group, error) {
	found, err := t.rows.LiveGroups(ctx, rows.LiveGroupsParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, Now: millis(now)})
	if err != nil {
		return nil, failed("list what is shown of meetings", err)
	}
	all := make([]live.Group, 0, len(found))
	for _, row := range found {
		state, err := live.ParseState(row.Wanted)
		if err != nil {
			return nil, err
		}
		state.Began = fromMillis(row.BeganAt)
		all = append(all, live.Group{
			MeetingKey: watch.MeetingKey{Key: k, MeetingID: row.MeetingID},
			Occurrence: occurrence(row.OccurrenceID, row.StartsAt, row.EndsAt),
			State:      state,
			OverAt:     fromMillis(row.OverAt),
			LookAt:     fromMillis(row.LookAt),
			Messages:   int(row.Messages),
			Unset:      row.Unset > 0,
		})
	}
	return all, nil
}

func (t *tx) Want(ctx context.Context, g live.Group, now time.Time) error {
	_, err := t.rows.WantLiveMessages(ctx, rows.WantLiveMessagesParams{
		EnterpriseID: g.EnterpriseID, TeamID: g.TeamID, MeetingID: g.MeetingID, StartsAt: millis(g.Occurrence.Start),
		Wanted: g.State.Text(), Phase: string(g.State.Phase), Rank: int64(g.State.Rank()), BeganAt: millis(g.State.Began),
		OverAt: millis(g.OverAt), LookAt: millis(g.LookAt), Final: flag(g.Final), Now: millis(now),
	})
	return failed("store what is to be shown of a meeting", err)
}

func (t *tx) EndShown(ctx context.Context, g live.Group) error {
	return failed("delete live messages that show their last", t.rows.DeleteShownLiveMessages(ctx, rows.DeleteShownLiveMessagesParams{
		EnterpriseID: g.EnterpriseID, TeamID: g.TeamID, MeetingID: g.MeetingID, StartsAt: millis(g.Occurrence.Start),
	}))
}

func (t *tx) AnyDue(ctx context.Context, k workspace.Key) (bool, error) {
	due, err := t.rows.AnyDueLiveMessage(ctx, rows.AnyDueLiveMessageParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
	return due, failed("look whether a live message is due", err)
}

func (t *tx) VoidMessages(ctx context.Context, k watch.MeetingKey, start time.Time, kind live.Kind, now time.Time) error {
	void := live.State{Phase: live.Void}
	_, err := t.rows.VoidLiveMessages(ctx, rows.VoidLiveMessagesParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID, StartsAt: millis(start), Kind: string(kind),
		Wanted: void.Text(), Phase: string(void.Phase), Now: millis(now),
	})
	return failed("have live messages show that a meeting does not take place", err)
}

func (t *tx) MoveMessages(ctx context.Context, k watch.MeetingKey, moves []watch.Move, kind live.Kind, now time.Time) error {
	upcoming := live.State{Phase: meeting.Upcoming}
	for _, m := range moves {
		_, err := t.rows.MoveLiveMessages(ctx, rows.MoveLiveMessagesParams{
			EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID, FromStart: millis(m.From.Start), Kind: string(kind),
			OccurrenceID: m.To.ID, ToStart: millis(m.To.Start), ToEnd: millis(m.To.End), Anew: flag(m.From.SameTime(m.To)), Ahead: flag(m.To.Start.After(now)),
			Wanted: upcoming.Text(), Phase: string(upcoming.Phase), Now: millis(now),
		})
		if err != nil {
			return failed("move live messages", err)
		}
	}
	return failed("end the move of live messages", t.rows.EndLiveMoves(ctx, rows.EndLiveMovesParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	}))
}
