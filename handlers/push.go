package handlers

import (
	"errors"
	"time"

	"golang.org/x/time/rate"
)

// pushPath is where the Meeting API pushes its events to.
const pushPath = "/meeting/events"

// TakePush checks and takes note of an event that the Meeting API pushes, as it came.
// It never waits, and reads no meeting: what the event is about is read later. It returns
// the JSON that answers it, nil for nothing. Its errors hold nothing of the event; one
// that is no ErrPushMalformed says that it is not signed as it has to be.
type TakePush func(body []byte) (answer []byte, err error)

// ErrPushMalformed says that what came is no event.
var ErrPushMalformed = errors.New("the event is not of the documented form")

// pushes take the Meeting API's events.
type pushes struct {
	take TakePush
	log  rate.Sometimes // a flood of forged events is no flood of log lines
}

// newPushes returns nil for nil: then no event is taken.
func newPushes(take TakePush) *pushes {
	if take == nil {
		return nil
	}
	return &pushes{take: take, log: rate.Sometimes{Interval: time.Minute}}
}

// push takes an event of the Meeting API.
func (h *Handlers) push(r httpRequest) error {
	held, err := h.bodies.read(r.Request(), maxPush)
	if err != nil {
		r.abandonBody()
		return h.refuseUnread(r, err, nil)
	}
	defer held.release()
	answer, err := h.pushes.take(held.bytes)
	switch {
	case err == nil:
		return r.json(answer)
	case errors.Is(err, ErrPushMalformed):
		err = errMalformed
	default:
		h.pushes.log.Do(func() { h.logRefused(r, err.Error()) })
		err = errUnsigned
	}
	return err
}
