package store

import (
	"context"
	"encoding/json"
	"fmt"

	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

func (t *tx) LockWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error) {
	row, err := t.rows.LockWatch(ctx, rows.LockWatchParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	})
	if err != nil {
		return watch.Watch{}, failed("lock a watch", err)
	}
	return watchOf(row)
}

func (t *tx) OpenWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error) {
	row, err := t.rows.OpenWatch(ctx, rows.OpenWatchParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	})
	if err != nil {
		return watch.Watch{}, failed("open a watch", err)
	}
	return watchOf(row)
}

func (t *tx) GetWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error) {
	row, err := t.rows.GetWatch(ctx, rows.GetWatchParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	})
	if err != nil {
		return watch.Watch{}, failed("get a watch", err)
	}
	return watchOf(row)
}

func (t *tx) PutWatch(ctx context.Context, w watch.Watch) error {
	facts, err := factsText(w.Facts)
	if err != nil {
		return fmt.Errorf("write the facts of a watch: %w", err)
	}
	return failed("store a watch", t.rows.PutWatch(ctx, rows.PutWatchParams{
		EnterpriseID: w.EnterpriseID,
		TeamID:       w.TeamID,
		MeetingID:    w.MeetingID,
		Facts:        facts,
		Misses:       int64(w.Misses),
		MissingSince: millis(w.MissingSince),
	}))
}

func (t *tx) WatchesOf(ctx context.Context, meetingID string) ([]watch.MeetingKey, error) {
	found, err := t.rows.WatchesOf(ctx, meetingID)
	if err != nil {
		return nil, failed("list the watches of a meeting", err)
	}
	keys := make([]watch.MeetingKey, 0, len(found))
	for _, row := range found {
		keys = append(keys, watch.MeetingKey{Key: workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID}, MeetingID: meetingID})
	}
	return keys, nil
}

func (t *tx) DeleteWatch(ctx context.Context, k watch.MeetingKey) error {
	return failed("delete a watch", t.rows.DeleteWatch(ctx, rows.DeleteWatchParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	}))
}

func watchOf(row rows.Watch) (watch.Watch, error) {
	facts, err := facts(row.Facts)
	if err != nil {
		return watch.Watch{}, fmt.Errorf("read the facts of meeting %s: %w", row.MeetingID, err)
	}
	return watch.Watch{
		MeetingKey: watch.MeetingKey{
			Key:       workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID},
			MeetingID: row.MeetingID,
		},
		Facts:        facts,
		Misses:       int(row.Misses),
		MissingSince: fromMillis(row.MissingSince),
	}, nil
}

// factsRow is how watch.Facts are stored; both versions of a program that are
// replaced one by one read it, so fields are only ever added.
type factsRow struct {
	Subject     string          `json:"subject,omitempty"`
	Number      string          `json:"number,omitempty"`
	Booker      string          `json:"booker,omitempty"`
	Series      bool            `json:"series,omitempty"`
	Occurrences []occurrenceRow `json:"occurrences,omitempty"`
	ReadAt      int64           `json:"read_at,omitempty"`
}

type occurrenceRow struct {
	ID    string `json:"id,omitempty"`
	Start int64  `json:"start,omitempty"`
	End   int64  `json:"end,omitempty"`
}

func factsText(f watch.Facts) (string, error) {
	row := factsRow{Subject: f.Subject, Number: f.Number, Booker: f.Booker, Series: f.Series, ReadAt: millis(f.ReadAt)}
	for _, o := range f.Occurrences {
		row.Occurrences = append(row.Occurrences, occurrenceRow{ID: o.ID, Start: millis(o.Start), End: millis(o.End)})
	}
	text, err := json.Marshal(row)
	return string(text), err
}

// facts reads what factsText wrote.
func facts(text string) (watch.Facts, error) {
	var row factsRow
	if err := json.Unmarshal([]byte(text), &row); err != nil {
		return watch.Facts{}, err
	}
	f := watch.Facts{Subject: row.Subject, Number: row.Number, Booker: row.Booker, Series: row.Series, ReadAt: fromMillis(row.ReadAt)}
	for _, o := range row.Occurrences {
		f.Occurrences = append(f.Occurrences, occurrence(o.ID, o.Start, o.End))
	}
	return f, nil
}

func occurrence(id string, start, end int64) watch.Occurrence {
	return watch.Occurrence{ID: id, Start: fromMillis(start), End: fromMillis(end)}
}
