package live

import (
	"context"

	"meetingbot/bot/watch"
)

// Follower is what hears of changes of meetings.
func (u *Updater) Follower() watch.Follower { return follower{u} }

// Hasten brings polls forward for what was noted.
func (u *Updater) Hasten(ctx context.Context) {
	u.noted.Each(func(ids []string) { u.happened(ctx, ids) })
}
