package reminder

import (
	"context"
	"errors"

	"meetingbot/bot/live"
	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
)

// liveKind is what package live calls notices that were posted.
const liveKind live.Kind = "notice"

// followPosted updates a posted notice when its meeting begins and ends.
func (e *Engine) followPosted(ctx context.Context, j queue.Job) error {
	err := e.live.Follow(ctx, j.Key, renderer{e})
	if !errors.Is(err, live.ErrNotFound) {
		return err
	}
	if err := e.adopt(ctx, j.Key); err != nil {
		return err
	}
	return e.live.Follow(ctx, j.Key, renderer{e})
}

// adopt has a notice followed that a program of the previous version posted, or
// does so while versions are replaced: it has no live message.
func (e *Engine) adopt(ctx context.Context, id string) error {
	return e.inTx(ctx, func(t *txn) error {
		n, err := t.GetNotice(ctx, id)
		switch {
		case err != nil:
			return doneIfNotFound(err)
		case n.State != Sent:
			return queue.ErrDone
		}
		return e.live.Add(ctx, t.Tx, liveMessage(n))
	})
}

// liveMessage is a posted notice as a message that follows its meeting. It has
// the notice's id, by which programs of the previous version know its job. They
// keep the slot of an update in DueAt.
func liveMessage(n Notice) live.Message {
	return live.Message{
		ID: n.ID, Key: n.Key, Posted: n.Posted, MeetingID: n.MeetingID, Occurrence: n.Occurrence,
		Kind: liveKind, Ref: n.ID, SlotAt: n.DueAt,
	}
}

// renderer updates posted notices.
type renderer struct{ e *Engine }

var _ live.Renderer = renderer{}

// Update changes a posted notice to what is known now.
func (r renderer) Update(ctx context.Context, ws workspace.Workspace, v live.View) error {
	n, s, err := r.e.loadPosted(ctx, v.Message.Ref)
	if err != nil {
		return err
	}
	n.Occurrence = v.Message.Occurrence
	return r.e.notifier.Update(ctx, ws, Content{
		Subscription: s, Notice: n, Facts: v.Facts, Meeting: v.Meeting, Phase: v.Phase, Now: v.Now,
	})
}

// loadPosted returns a posted notice and its subscription, which may be gone: it
// is then one without an id, that cannot be stopped.
func (e *Engine) loadPosted(ctx context.Context, id string) (n Notice, s Subscription, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		if n, err = t.GetNotice(ctx, id); err != nil {
			return doneIfNotFound(err)
		}
		s, err = t.GetSubscription(ctx, n.SubscriptionID)
		if errors.Is(err, ErrNotFound) {
			s, err = Subscription{Conversation: n.Conversation, MeetingID: n.MeetingID}, nil
		}
		return err
	})
	return n, s, err
}
