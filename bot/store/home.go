package store

import (
	"context"
	"time"

	"meetingbot/bot/home"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

func (t *tx) PutView(ctx context.Context, v home.View) error {
	return failed("store a Home tab", t.rows.PutHomeView(ctx, rows.PutHomeViewParams{
		EnterpriseID: v.EnterpriseID,
		TeamID:       v.TeamID,
		UserID:       v.UserID,
		Hash:         v.Hash,
		Digest:       v.Digest,
		OpenedAt:     millis(v.OpenedAt),
		PublishedAt:  millis(v.PublishedAt),
		SlotAt:       millis(v.SlotAt),
	}))
}

func (t *tx) GetView(ctx context.Context, who home.Viewer) (home.View, error) {
	row, err := t.rows.GetHomeView(ctx, rows.GetHomeViewParams{
		EnterpriseID: who.EnterpriseID, TeamID: who.TeamID, UserID: who.UserID,
	})
	if err != nil {
		return home.View{}, failed("get a Home tab", err)
	}
	return home.View{
		Viewer: who, Hash: row.Hash, Digest: row.Digest, OpenedAt: fromMillis(row.OpenedAt), PublishedAt: fromMillis(row.PublishedAt),
		SlotAt: fromMillis(row.SlotAt),
	}, nil
}

func (t *tx) ViewersSince(ctx context.Context, k workspace.Key, since time.Time, most int) ([]home.Viewer, error) {
	ids, err := t.rows.HomeViewsOpened(ctx, rows.HomeViewsOpenedParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, OpenedSince: millis(since), Most: int64(most),
	})
	var all []home.Viewer
	for _, id := range ids {
		all = append(all, home.Viewer{Key: k, UserID: id})
	}
	return all, failed("list who has opened their Home tab", err)
}

func (t *tx) DeleteViews(ctx context.Context, openedBefore time.Time) error {
	return failed("delete old Home tabs", t.rows.DeleteHomeViews(ctx, millis(openedBefore)))
}
