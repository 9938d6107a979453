package handlers

import (
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/time/rate"

	"meetingbot/meeting"
)

// pushPath is where the Meeting API pushes its events to.
const pushPath = "/meeting/events"

// MeetingEventOptions are what is needed to take the Meeting API's events.
type MeetingEventOptions struct {
	// Subscriber is who gets them. Required.
	Subscriber meeting.Subscriber
	// Take takes note of an event. It never waits. Required.
	Take func(meeting.Event)
	// Now is the clock that the age of events goes by. Defaults to time.Now.
	Now func() time.Time
}

// pushes take the Meeting API's events.
type pushes struct {
	MeetingEventOptions
	log rate.Sometimes // a flood of forged events is no flood of log lines
}

// newPushes returns nil for nil: then no event is taken.
func newPushes(o *MeetingEventOptions) *pushes {
	if o == nil {
		return nil
	}
	p := &pushes{MeetingEventOptions: *o, log: rate.Sometimes{Interval: time.Minute}}
	if p.Now == nil {
		p.Now = time.Now
	}
	return p
}

// push takes an event of the Meeting API. It reads no meeting: what the event is about
// is read later. An event of an unknown kind is acknowledged, too.
func (h *Handlers) push(r httpRequest) error {
	held, err := h.bodies.read(r.Request(), maxPush)
	if err != nil {
		r.abandonBody()
		return h.refuseUnread(r, err, nil)
	}
	defer held.release()
	e, err := h.pushes.Subscriber.Event(held.bytes, h.pushes.Now())
	if err != nil {
		h.pushes.log.Do(func() { h.logRefused(r, pushProblem(err)) })
		return refusedPush(err)
	}
	if e.Kind == meeting.EventVerify {
		h.log.LogAttrs(r.Request().Context(), slog.LevelInfo, "the Meeting API has found its subscriber")
		return r.ackVerified(e)
	}
	h.pushes.Take(e)
	return r.ackEmpty()
}

// ackVerified answers the API's question whether the subscriber answers.
func (r httpRequest) ackVerified(e meeting.Event) error {
	body, err := json.Marshal(map[string]string{"event": string(e.Kind), "nonce": e.Nonce})
	if err != nil {
		return err
	}
	return r.json(body)
}

// refusedPush is the error that an event is refused with.
func refusedPush(err error) error {
	if errors.Is(err, meeting.ErrEventGarbled) {
		return errMalformed
	}
	return errUnsigned
}

// pushProblem says in a word why an event is refused.
func pushProblem(err error) string {
	switch {
	case errors.Is(err, meeting.ErrEventStale):
		return "stale"
	case errors.Is(err, meeting.ErrEventGarbled):
		return "malformed"
	default:
		return "invalid"
	}
}
