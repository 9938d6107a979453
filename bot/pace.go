package bot

import (
	"context"
	"errors"
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
}

// newPace paces the tries of the question that ctx is for, until its deadline.
func newPace(ctx context.Context) *pace {
	end, _ := ctx.Deadline()
	return &pace{allowance: meeting.AllowanceOf(ctx), end: end}
}

// nextTry is what to do after a try that failed.
type nextTry struct {
	mayPass bool // the failure may pass
	gaveUp  bool // there is no other try
	wait    time.Duration
	notice  text.Key // what the person is told meanwhile, "" for nothing yet
}

// next plans the next try after one that failed with err.
func (p *pace) next(err error) nextTry {
	if unknown, ok := errors.AsType[*unknownPersonError](err); ok {
		return nextTry{mayPass: true, wait: max(minPause, unknown.wait), notice: text.TryingIdentity}
	}
	refusal, ok := errors.AsType[*meeting.Error](err)
	if !ok || !refusal.Retryable() {
		return nextTry{}
	}
	wait, more := p.wait(refusal)
	next := nextTry{mayPass: true, gaveUp: !more, wait: wait}
	switch {
	case p.tries <= 1 && wait <= minPause: // over before anybody wonders
	case refusal.Kind == meeting.Throttled:
		next.notice = text.TryingThrottled
	default:
		next.notice = text.TryingNoAnswer
	}
	return next
}

// wait returns how long to wait after a refusal of the API, and false if there is
// no other try. A try that did not ask the API is none.
func (p *pace) wait(e *meeting.Error) (time.Duration, bool) {
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
