package store

import (
	"context"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

// maxTryWait is how far ahead a message's next try is believed to be.
const maxTryWait = time.Hour

func (t *tx) NextDue(ctx context.Context, k workspace.Key, now time.Time) (live.Message, error) {
	row, err := t.rows.NextDueLiveMessage(ctx, rows.NextDueLiveMessageParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, Now: millis(now), Beyond: millis(now.Add(maxTryWait)),
	})
	if err != nil {
		return live.Message{}, failed("get the next live message that is due", err)
	}
	return liveMessage(row)
}

func (t *tx) NextTry(ctx context.Context, k workspace.Key) (at time.Time, due bool, err error) {
	row, err := t.rows.NextLiveTry(ctx, rows.NextLiveTryParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
	return fromMillis(row.Next), row.Due > 0, failed("look when a live message is tried again", err)
}

func (t *tx) TakeMessage(ctx context.Context, m live.Message, until time.Time) (bool, error) {
	taken, err := t.rows.TakeLiveMessage(ctx, rows.TakeLiveMessageParams{ID: m.ID, Takes: m.Takes, Until: millis(until)})
	return taken > 0, failed("take a live message", err)
}

func (t *tx) MarkShown(ctx context.Context, m live.Message, shown live.State, now time.Time) error {
	marked, err := t.rows.MarkLiveMessage(ctx, rows.MarkLiveMessageParams{
		ID: m.ID, Takes: m.Takes, ShownState: shown.Text(), Phase: string(shown.Phase), Now: millis(now),
	})
	if err != nil {
		return failed("note what a live message shows", err)
	}
	if marked == 0 {
		return failed("note that a live message may show anything", t.rows.DoubtLiveMessage(ctx, rows.DoubtLiveMessageParams{
			ID: m.ID, Now: millis(now),
		}))
	}
	return failed("delete a live message that shows its last", t.rows.DeleteShownLiveMessage(ctx, m.ID))
}

func (t *tx) PutBack(ctx context.Context, m live.Message) error {
	return failed("put a live message back", t.rows.PutBackLiveMessage(ctx, rows.PutBackLiveMessageParams{
		ID: m.ID, Takes: m.Takes, TryAt: millis(m.TryAt), Tries: int64(m.Tries), RefusedAt: millis(m.RefusedAt),
	}))
}
