package reminder

import (
	"context"

	"meetingbot/bot/post"
)

// Asker is who names a row by its id, and where. Ids come from buttons and forms,
// which may carry anything.
type Asker struct {
	post.Conversation        // where they ask
	UserID            string // U… or W…
	Anywhere          bool   // they also ask for what they have set up elsewhere: on their own Home tab
}

// owns reports whether what a conversation has is theirs to see and change: that
// of the conversation in which they ask, or with them alone.
func (a Asker) owns(c post.Conversation) bool {
	return c == a.Conversation || c == a.own()
}

// hasSetUp reports whether a subscription of another conversation is theirs to see and
// change, since they have set it up.
func (a Asker) hasSetUp(s Subscription) bool {
	return a.Anywhere && s.Key == a.Key && s.SetBy == a.UserID && a.UserID != ""
}

// own is the conversation with the asker alone.
func (a Asker) own() post.Conversation { return post.Conversation{Key: a.Key, ChannelID: a.UserID} }

// subscriptionFor returns the subscription with an id, or ErrNotFound where it is
// not the asker's own: that of another channel, person or workspace is as good as
// none.
func (t *txn) subscriptionFor(ctx context.Context, a Asker, id string) (Subscription, error) {
	s, err := t.GetSubscription(ctx, id)
	if err == nil && !a.owns(s.Conversation) && !a.hasSetUp(s) {
		return Subscription{}, ErrNotFound
	}
	return s, err
}

// noticeFor returns the notice with an id, or ErrNotFound where it was not sent to
// the asker's own conversation.
func (t *txn) noticeFor(ctx context.Context, a Asker, id string) (Notice, error) {
	n, err := t.GetNotice(ctx, id)
	if err == nil && !a.owns(n.Conversation) {
		return Notice{}, ErrNotFound
	}
	return n, err
}

// HasSay reports whether what a conversation has, which somebody has set up, is the
// asker's to see and change.
func (a Asker) HasSay(c post.Conversation, setBy string) bool {
	return a.owns(c) || a.hasSetUp(Subscription{Conversation: c, SetBy: setBy})
}
