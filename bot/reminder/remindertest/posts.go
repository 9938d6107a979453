package remindertest

import (
	"context"
	"maps"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/workspace"
)

// begunPosts are posts of one message.
type begunPosts struct {
	posts int
	at    time.Time
}

func (t *tx) BeginPost(ctx context.Context, id string, at time.Time) (int, error) {
	b := begunPosts{posts: t.posts.rows[id].posts + 1, at: stored(at)}
	t.posts.put(id, b)
	return b.posts, t.ready(ctx)
}

func (t *tx) RevokePost(ctx context.Context, id string) error {
	b := t.posts.rows[id]
	if b.posts--; b.posts > 0 {
		t.posts.put(id, b)
	} else {
		t.posts.drop(id)
	}
	return t.ready(ctx)
}

func (t *tx) ClosePosts(ctx context.Context, id string) error {
	if b, ok := t.posts.rows[id]; ok {
		b.posts = post.MaxPosts
		t.posts.put(id, b)
	}
	return t.ready(ctx)
}

func (t *tx) ForgetPosts(ctx context.Context, id string) error {
	t.posts.drop(id)
	return t.ready(ctx)
}

func (t *tx) DeletePosts(ctx context.Context, begunBefore time.Time) error {
	maps.DeleteFunc(t.posts.mine(), func(_ string, b begunPosts) bool { return b.at.Before(begunBefore) })
	return t.ready(ctx)
}

func (t *tx) GetTokenRefusal(ctx context.Context, k workspace.Key) (reminder.TokenRefusal, error) {
	return row(ctx, t, t.refusals, k)
}

func (t *tx) PutTokenRefusal(ctx context.Context, k workspace.Key, r reminder.TokenRefusal) error {
	r.Since, r.RefusedAt = stored(r.Since), stored(r.RefusedAt)
	t.refusals.put(k, r)
	return t.ready(ctx)
}

func (t *tx) DeleteTokenRefusal(ctx context.Context, k workspace.Key) error {
	t.refusals.drop(k)
	return t.ready(ctx)
}
