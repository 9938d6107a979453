package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/watch"
	"meetingbot/handlers"
	"meetingbot/meeting"
)

// meetingEvents takes the events that the Meeting API pushes.
type meetingEvents struct {
	subscriber meeting.Subscriber
	watcher    *watch.Watcher
	live       *live.Updater
	log        *slog.Logger
	now        func() time.Time
	last       *lastEvent
}

// takePush returns who takes the Meeting API's events, nil without a key: then it pushes
// none.
func (a *app) takePush(c meetingConfig, wired engines) handlers.TakePush {
	if c.WebhookKey == "" {
		return nil
	}
	a.keep = append(a.keep, wired.watcher.Run, wired.live.Run)
	e := &meetingEvents{
		subscriber: meeting.Subscriber{ID: c.WebhookID, Key: c.WebhookKey}, watcher: wired.watcher, live: wired.live,
		log: a.logger, now: a.now, last: &a.lastEvent,
	}
	return e.take
}

// take has the meeting of an event looked at soon, and that is all: what the event says is
// not believed, and without it the same is found out later.
func (m *meetingEvents) take(body []byte) (answer []byte, err error) {
	e, err := m.subscriber.Event(body, m.now())
	if err == nil {
		m.last.came(m.now())
	}
	switch {
	case errors.Is(err, meeting.ErrEventGarbled):
		return nil, fmt.Errorf("%w: %w", handlers.ErrPushMalformed, err)
	case err != nil:
		return nil, err
	case e.Kind == meeting.EventVerify:
		m.log.Info("the Meeting API has found its subscriber")
		return json.Marshal(map[string]string{"event": string(e.Kind), "nonce": e.Nonce})
	case e.MeetingID != "":
		m.happened(e)
	}
	return nil, nil
}

// happened has what is shown of a meeting brought up to date, and the meeting read
// where a reading may differ.
func (m *meetingEvents) happened(e meeting.Event) {
	changes := changesMeeting(e.Kind)
	m.live.Happened(e.MeetingID, changes)
	if changes {
		m.watcher.Happened(e.MeetingID)
	}
}

// changesMeeting reports whether a reading of the meeting may differ after an event.
// Who comes and goes is not part of it.
func changesMeeting(k meeting.EventKind) bool {
	return k != meeting.EventJoined && k != meeting.EventLeft
}
