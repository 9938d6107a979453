package reminder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
)

const (
	// newsFor is for how long news is worth telling.
	newsFor = 24 * time.Hour
	// tellTries is how many times news is told to a Slack that fails.
	tellTries = 10
)

// tidings is what a TellSomebody job says, in its payload. It holds ids and
// times only. Programs of two versions read each other's, so the fields, those of
// Subscription too, are only ever added to.
type tidings struct {
	At           time.Time
	Subscription Subscription
	Parked       bool `json:",omitempty"`
	InChannel    bool `json:",omitempty"` // Parked: the setter cannot be told
	Cancelled    bool `json:",omitempty"`
	Moved        []Move
	Dropped      []Occurrence
}

// topic is what the tidings are counted as.
func (t tidings) topic() topic {
	switch {
	case t.Parked:
		return topicParked
	case t.Cancelled:
		return topicCancelled
	default:
		return topicChanged
	}
}

// audience is who is told.
func (t tidings) audience() post.Conversation {
	c := t.Subscription.Conversation
	if t.Parked && !t.InChannel {
		c.ChannelID = t.Subscription.SetBy
	}
	return c
}

// send has somebody told.
func (d *desk) send(ctx context.Context, t tidings) error {
	t.At = d.now
	payload, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("queue tidings: %w", err)
	}
	return d.Enqueue(ctx, queue.Job{Kind: TellSomebody, Key: NewID(), Payload: payload, At: d.now, Priority: second})
}

// tell tells somebody what the job's payload says.
func (e *Engine) tell(ctx context.Context, j queue.Job) error {
	var t tidings
	if err := json.Unmarshal(j.Payload, &t); err != nil {
		return &queue.Discard{Err: fmt.Errorf("read tidings: %w", err)}
	}
	if e.now().Sub(t.At) > newsFor {
		return &queue.Discard{Err: errors.New("old news")}
	}
	t, f, err := e.prepare(ctx, t)
	if err != nil {
		return err
	}
	if err := e.say(ctx, t, f); err != nil {
		return e.untold(ctx, j, t, err)
	}
	e.metrics.count(tally{told: []topic{t.topic()}})
	return nil
}

// say says tidings.
func (e *Engine) say(ctx context.Context, t tidings, f Facts) error {
	ctx, cancel := context.WithTimeout(ctx, sayTime)
	defer cancel()
	if t.Parked {
		return e.notifier.PostProblem(ctx, t.audience(), t.Subscription, f)
	}
	return e.notifier.PostChange(ctx, Change{
		Subscription: t.Subscription, Facts: f,
		Cancelled: t.Cancelled, Moved: t.Moved, Dropped: t.Dropped,
	})
}

// prepare takes the turn for what is still true of the tidings.
func (e *Engine) prepare(ctx context.Context, t tidings) (still tidings, f Facts, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		if f, err = d.known(ctx, t.Subscription.Meeting()); err != nil {
			return err
		}
		s, err := d.GetSubscription(ctx, t.Subscription.ID)
		switch still = t.still(f); {
		case errors.Is(err, ErrNotFound) && !t.Cancelled, still.empty():
			return errSettled // taken back meanwhile, or changed once more
		case err == nil && t.Parked && s.Parked == "":
			return errSettled
		case err != nil && !errors.Is(err, ErrNotFound):
			return err
		}
		return waitOr(d.turn(ctx, t.audience()))
	})
	return still, f, err
}

// still returns what is true of the tidings by what is known now: there is
// other news of an occurrence that changed once more.
func (t tidings) still(f Facts) tidings {
	t.Moved = slices.DeleteFunc(slices.Clone(t.Moved), func(m Move) bool { return !has(f.Occurrences, m.To) })
	t.Dropped = slices.DeleteFunc(slices.Clone(t.Dropped), func(o Occurrence) bool { return startsAt(f.Occurrences, o.Start) })
	return t
}

func (t tidings) empty() bool {
	return !t.Parked && !t.Cancelled && len(t.Moved) == 0 && len(t.Dropped) == 0
}

// untold decides what becomes of tidings that Slack did not take. A
// conversation that cannot be told what changed cannot be reminded either.
func (e *Engine) untold(ctx context.Context, j queue.Job, t tidings, cause error) error {
	r, _ := errors.AsType[*post.Error](cause)
	switch {
	case r != nil && r.Reason != "":
		e.log.WarnContext(ctx, "change not told",
			slog.String("team_id", t.Subscription.TeamID), slog.String("channel_id", t.audience().ChannelID),
			slog.String("meeting_id", t.Subscription.MeetingID), slog.String("error", cause.Error()))
		return e.unheard(ctx, t, Reason(r.Reason))
	case r != nil && r.RetryAfter > 0:
		return e.inTx(ctx, func(d *desk) error { return waitOr(d.heed(ctx, t.audience(), r)) })
	case j.Attempt >= tellTries:
		return &queue.Discard{Err: cause}
	default:
		return cause
	}
}

// unheard parks the subscription of a conversation that cannot be spoken to. Of
// one whose setter cannot be, because they have left, its conversation is told.
func (e *Engine) unheard(ctx context.Context, t tidings, why Reason) error {
	switch {
	case t.Parked && (t.InChannel || !t.Subscription.Parked.personal()):
		return errSettled
	case t.Parked:
		t.InChannel = true
		return e.inTx(ctx, func(d *desk) error { return d.send(ctx, t) })
	}
	return e.inTx(ctx, func(d *desk) error {
		w, err := d.LockWatch(ctx, t.Subscription.Meeting())
		if err != nil {
			return settledIfGone(err)
		}
		s, err := d.GetSubscription(ctx, t.Subscription.ID)
		if err != nil || s.Parked != "" {
			return settledIfGone(err)
		}
		if err := d.parkSubscription(ctx, s, why); err != nil {
			return err
		}
		_, err = d.uphold(ctx, w)
		return err
	})
}
