package store

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/watch"
)

func (t *tx) AddNotice(ctx context.Context, n reminder.Notice) (reminder.Notice, error) {
	err := t.rows.AddNotice(ctx, rows.AddNoticeParams{
		ID:             n.ID,
		SubscriptionID: n.SubscriptionID,
		EnterpriseID:   n.EnterpriseID,
		TeamID:         n.TeamID,
		ChannelID:      n.ChannelID,
		MeetingID:      n.MeetingID,
		OccurrenceID:   n.Occurrence.ID,
		StartsAt:       millis(n.Occurrence.Start),
		EndsAt:         millis(n.Occurrence.End),
		Lead:           n.Lead.Milliseconds(),
		ToldTo:         n.For,
		DueAt:          millis(n.DueAt),
		About:          string(n.About),
	})
	if err != nil {
		return reminder.Notice{}, failed("add a notice", err)
	}
	row, err := t.rows.FindNotice(ctx, rows.FindNoticeParams{
		EnterpriseID: n.EnterpriseID,
		TeamID:       n.TeamID,
		ChannelID:    n.ChannelID,
		MeetingID:    n.MeetingID,
		OccurrenceID: n.Occurrence.ID,
		StartsAt:     millis(n.Occurrence.Start),
		Lead:         n.Lead.Milliseconds(),
		ToldTo:       n.For,
	})
	return notice(row), failed("find an added notice", err)
}

func (t *tx) GetNotice(ctx context.Context, id string) (reminder.Notice, error) {
	row, err := t.rows.GetNotice(ctx, id)
	if err != nil {
		return reminder.Notice{}, failed("get a notice", err)
	}
	return notice(row), nil
}

func (t *tx) PutNotice(ctx context.Context, n reminder.Notice) error {
	count, err := t.rows.PutNotice(ctx, rows.PutNoticeParams{
		ID:              n.ID,
		SubscriptionID:  n.SubscriptionID,
		DueAt:           millis(n.DueAt),
		State:           string(n.State),
		Reason:          string(n.Reason),
		ClaimedAt:       millis(n.ClaimedAt),
		SentAt:          millis(n.SentAt),
		PostedChannelID: n.Posted.ChannelID,
		PostedTs:        n.Posted.TS,
	})
	if err == nil && count == 0 {
		err = watch.ErrNotFound
	}
	return failed("store a notice", err)
}

func (t *tx) ClaimNotice(ctx context.Context, id string, at time.Time) (reminder.Notice, error) {
	row, err := t.rows.ClaimNotice(ctx, rows.ClaimNoticeParams{ID: id, ClaimedAt: millis(at)})
	if err != nil {
		return reminder.Notice{}, failed("claim a notice", err)
	}
	return notice(row), nil
}

func (t *tx) MarkSent(ctx context.Context, id string, at time.Time, posted post.Posted) (reminder.Notice, error) {
	row, err := t.rows.MarkNoticeSent(ctx, rows.MarkNoticeSentParams{
		ID: id, SentAt: millis(at), PostedChannelID: posted.ChannelID, PostedTs: posted.TS,
	})
	if err != nil {
		return reminder.Notice{}, failed("mark a notice as sent", err)
	}
	return notice(row), nil
}

func (t *tx) GetDue(ctx context.Context, id string, now time.Time) (reminder.Due, error) {
	row, err := t.rows.GetDue(ctx, rows.GetDueParams{ID: id, Now: millis(now)})
	if err != nil {
		return reminder.Due{}, failed("get a notice that is due", err)
	}
	s, err := subscription(row.Subscription)
	if err != nil {
		return reminder.Due{}, err
	}
	w, err := watchOf(row.Watch)
	if err != nil {
		return reminder.Due{}, err
	}
	return reminder.Due{
		Notice: notice(row.Notice), Subscription: s, Watch: w, Ahead: int(row.Ahead), FreeAt: fromMillis(row.FreeAt),
	}, nil
}

func (t *tx) OpenNotices(ctx context.Context, k watch.MeetingKey) ([]reminder.Notice, error) {
	all, err := t.rows.OpenNotices(ctx, rows.OpenNoticesParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	})
	if err != nil {
		return nil, failed("list a meeting's open notices", err)
	}
	notices := make([]reminder.Notice, 0, len(all))
	for _, row := range all {
		notices = append(notices, notice(row))
	}
	return notices, nil
}

func (t *tx) CountAhead(ctx context.Context, n reminder.Notice, now time.Time) (int, error) {
	count, err := t.rows.CountAhead(ctx, rows.CountAheadParams{
		EnterpriseID: n.EnterpriseID,
		TeamID:       n.TeamID,
		ChannelID:    n.ChannelID,
		Now:          millis(now),
		StartsAt:     millis(n.Occurrence.Start),
		DueAt:        millis(n.DueAt),
		ID:           n.ID,
	})
	return int(count), failed("count the notices ahead", err)
}

func (t *tx) DeleteNotices(ctx context.Context, startedBefore time.Time) (int, error) {
	count, err := t.rows.DeleteNotices(ctx, millis(startedBefore))
	return int(count), failed("delete old notices", err)
}

func notice(row rows.Notice) reminder.Notice {
	return reminder.Notice{
		ID:             row.ID,
		SubscriptionID: row.SubscriptionID,
		Conversation:   conversation(row.EnterpriseID, row.TeamID, row.ChannelID),
		MeetingID:      row.MeetingID,
		Occurrence:     occurrence(row.OccurrenceID, row.StartsAt, row.EndsAt),
		Lead:           durationMillis(row.Lead),
		About:          reminder.About(row.About),
		For:            row.ToldTo,
		DueAt:          fromMillis(row.DueAt),
		State:          reminder.State(row.State),
		Reason:         reminder.Reason(row.Reason),
		ClaimedAt:      fromMillis(row.ClaimedAt),
		SentAt:         fromMillis(row.SentAt),
		Posted:         post.Posted{ChannelID: row.PostedChannelID, TS: row.PostedTs},
	}
}
