package remindertest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/home"
	"meetingbot/bot/workspace"
)

func (t *tx) PutView(ctx context.Context, v home.View) error {
	v.OpenedAt, v.PublishedAt, v.SlotAt = stored(v.OpenedAt), stored(v.PublishedAt), stored(v.SlotAt)
	t.homes.put(v.Viewer, v)
	return t.ready(ctx)
}

func (t *tx) GetView(ctx context.Context, who home.Viewer) (home.View, error) {
	return row(ctx, t, t.homes, who)
}

func (t *tx) ViewersSince(ctx context.Context, k workspace.Key, since time.Time, most int) ([]home.Viewer, error) {
	var opened []home.View
	for _, v := range t.homes.rows {
		if v.Key == k && !v.OpenedAt.Before(stored(since)) {
			opened = append(opened, v)
		}
	}
	slices.SortFunc(opened, func(a, b home.View) int {
		return cmp.Or(b.OpenedAt.Compare(a.OpenedAt), strings.Compare(a.UserID, b.UserID))
	})
	var all []home.Viewer
	for _, v := range opened[:min(most, len(opened))] {
		all = append(all, v.Viewer)
	}
	return all, t.ready(ctx)
}

func (t *tx) DeleteViews(ctx context.Context, openedBefore time.Time) error {
	for who, v := range t.homes.rows {
		if v.OpenedAt.Before(stored(openedBefore)) {
			t.homes.drop(who)
		}
	}
	return t.ready(ctx)
}
