package store

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

func (t *tx) BeginPost(ctx context.Context, id string, at time.Time) (int, error) {
	posts, err := t.rows.BeginPost(ctx, rows.BeginPostParams{ID: id, BegunAt: millis(at)})
	return int(posts), failed("count a post", err)
}

func (t *tx) RevokePost(ctx context.Context, id string) error {
	if err := t.rows.RevokePost(ctx, id); err != nil {
		return failed("take a post back", err)
	}
	return failed("forget posts that were taken back", t.rows.EndRevokedPosts(ctx, id))
}

func (t *tx) ClosePosts(ctx context.Context, id string) error {
	return failed("close posts", t.rows.ClosePosts(ctx, rows.ClosePostsParams{ID: id, Posts: post.MaxPosts}))
}

func (t *tx) ForgetPosts(ctx context.Context, id string) error {
	return failed("forget posts", t.rows.ForgetPosts(ctx, id))
}

func (t *tx) DeletePosts(ctx context.Context, begunBefore time.Time) error {
	return failed("forget old posts", t.rows.DeletePosts(ctx, millis(begunBefore)))
}

func (t *tx) GetTokenRefusal(ctx context.Context, k workspace.Key) (reminder.TokenRefusal, error) {
	row, err := t.rows.GetTokenRefusal(ctx, rows.GetTokenRefusalParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
	if err != nil {
		return reminder.TokenRefusal{}, failed("get the refusal of a token", err)
	}
	return reminder.TokenRefusal{Since: fromMillis(row.Since), RefusedAt: fromMillis(row.RefusedAt)}, nil
}

func (t *tx) PutTokenRefusal(ctx context.Context, k workspace.Key, r reminder.TokenRefusal) error {
	return failed("store the refusal of a token", t.rows.PutTokenRefusal(ctx, rows.PutTokenRefusalParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, Since: millis(r.Since), RefusedAt: millis(r.RefusedAt),
	}))
}

func (t *tx) DeleteTokenRefusal(ctx context.Context, k workspace.Key) error {
	return failed("delete the refusal of a token", t.rows.DeleteTokenRefusal(ctx, rows.DeleteTokenRefusalParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID,
	}))
}
