package reminder

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
)

const (
	// pace is the gap between two messages to one conversation. Source:
	// https://docs.slack.dev/apis/web-api/rate-limits
	pace = time.Second
	// longestHold bounds how long a turn is kept taken; one that is taken for
	// longer was taken before the clock was set back, and is free.
	longestHold = 2 * time.Minute
	// longestQueue is after how many of those ahead a notice looks again.
	longestQueue = 30
)

// queueUp has a notice wait behind those of its conversation that go first,
// and while the workspace is silent.
func (d *desk) queueUp(ctx context.Context, n Notice) error {
	ahead, err := d.CountAhead(ctx, n, d.now)
	if err != nil || ahead > 0 {
		return waitOr(time.Duration(min(ahead, longestQueue))*pace, err)
	}
	return waitOr(d.silence(ctx, post.Conversation{Key: n.Key}))
}

// turn takes the turn of a conversation, or tells how long to wait for it.
func (d *desk) turn(ctx context.Context, c post.Conversation) (time.Duration, error) {
	if wait, err := d.silence(ctx, post.Conversation{Key: c.Key}); err != nil || wait > 0 {
		return wait, err
	}
	return believable(d.TakeSlot(ctx, c, d.now, pace))
}

// silence tells how long nothing is said in a conversation, such as the one that
// stands for its workspace. Many pass here at once, so it only looks: if they
// took the turn, they would pass one at a time.
func (d *desk) silence(ctx context.Context, c post.Conversation) (time.Duration, error) {
	free, err := d.SlotFreeAt(ctx, c)
	return believable(max(free.Sub(d.now), 0), err)
}

// believable takes a turn that is taken for too long as free.
func believable(wait time.Duration, err error) (time.Duration, error) {
	if wait > longestHold {
		return 0, err
	}
	return wait, err
}

// heed keeps silence in a conversation, or in its workspace, for as long as
// Slack asks, and returns for how long.
func (d *desk) heed(ctx context.Context, c post.Conversation, r *post.Error) (time.Duration, error) {
	if r.Workspace {
		c.ChannelID = ""
	}
	return d.hold(ctx, c, r.RetryAfter)
}

// hold keeps silence in a conversation for a time, and returns for how long.
func (d *desk) hold(ctx context.Context, c post.Conversation, wait time.Duration) (time.Duration, error) {
	wait = min(wait, longestHold)
	return wait, d.HoldSlot(ctx, c, d.now.Add(wait))
}

// waitOr is the outcome of a job that has to wait, if it has to.
func waitOr(wait time.Duration, err error) error {
	if err != nil || wait <= 0 {
		return err
	}
	return &queue.RetryAfter{After: wait}
}
