package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

const (
	// minPause is the shortest pause between two tries of a question, and the one
	// after the first, which nobody is told of: most failures have passed by then.
	minPause = time.Second
	// lastTry is how long before the end of its time a question is tried last.
	lastTry = 5 * time.Second
)

// pace spreads the few tries of one question over the time that it has: the second
// comes soon, each pause after that is twice as long as the one before, and the
// last try comes shortly before the end.
type pace struct {
	allowance *meeting.Allowance
	end       time.Time
	tries     int
	spent     bool // a failure may pass, and there is no other try
}

// newPace paces the tries of the question that ctx is for, until its deadline.
func newPace(ctx context.Context) *pace {
	end, _ := ctx.Deadline()
	return &pace{allowance: meeting.AllowanceOf(ctx), end: end}
}

// next reports whether a failure may pass and there is another try, how long to
// wait for it, and what the person is told then, "" for nothing.
func (p *pace) next(err error) (notice text.Key, wait time.Duration, ok bool) {
	if unknown, ok := errors.AsType[*unknownPersonError](err); ok {
		return text.TryingIdentity, max(minPause, unknown.wait), true
	}
	refusal, ok := errors.AsType[*meeting.Error](err)
	if !ok || !refusal.Retryable() {
		return "", 0, false
	}
	wait, ok = p.pause(refusal)
	switch p.spent = !ok; {
	case !ok, p.tries <= 1 && wait <= minPause:
	case refusal.Kind == meeting.Throttled:
		notice = text.TryingThrottled
	default:
		notice = text.TryingNoAnswer
	}
	return notice, wait, ok
}

// pause returns how long to wait after a try that failed, and false if there is no
// other. A try that did not ask the API is none.
func (p *pace) pause(e *meeting.Error) (time.Duration, bool) {
	if !errors.Is(e, meeting.ErrNotAsked) {
		p.tries++
	}
	left := min(meeting.MaxCalls-p.tries, p.allowance.Left())
	if left <= 0 {
		return 0, false
	}
	var share time.Duration
	if p.tries > 1 {
		share = (time.Until(p.end) - lastTry) / time.Duration(1<<left-1)
	}
	return max(share.Truncate(time.Second/10), minPause, e.RetryAfter), true
}

// ended returns the error of the last try, and that the tries have come to an end if
// it might have passed.
func (p *pace) ended(err error) error {
	if p.spent {
		return fmt.Errorf("%w: %w", errGaveUp, err)
	}
	return err
}
