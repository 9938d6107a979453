package reminder

import (
	"context"

	"meetingbot/bot/post"
)

// subscriptionOf returns the subscription with an id, or ErrNotFound where it is
// not the conversation's own: that of another channel, person or workspace is as
// good as none. Every id that comes from outside goes through here or noticeOf.
func (t *txn) subscriptionOf(ctx context.Context, c post.Conversation, id string) (Subscription, error) {
	s, err := t.GetSubscription(ctx, id)
	if err == nil && s.Conversation != c {
		return Subscription{}, ErrNotFound
	}
	return s, err
}

// noticeOf returns the notice with an id, or ErrNotFound where it was not sent to
// the conversation.
func (t *txn) noticeOf(ctx context.Context, c post.Conversation, id string) (Notice, error) {
	n, err := t.GetNotice(ctx, id)
	if err == nil && n.Conversation != c {
		return Notice{}, ErrNotFound
	}
	return n, err
}
