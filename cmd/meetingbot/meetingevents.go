package main

import (
	"meetingbot/bot/watch"
	"meetingbot/handlers"
	"meetingbot/meeting"
)

// meetingEvents takes the events that the Meeting API pushes, nil without a key: then
// it pushes none. An event brings the reading of its meeting forward, and that is all:
// what it says is not believed, and without it the same is found out later.
func (a *app) meetingEvents(c meetingConfig, watcher *watch.Watcher) *handlers.MeetingEventOptions {
	if c.WebhookKey == "" {
		return nil
	}
	a.keep = append(a.keep, watcher.Run)
	return &handlers.MeetingEventOptions{
		Subscriber: meeting.Subscriber{ID: c.WebhookID, Key: c.WebhookKey},
		Take: func(e meeting.Event) {
			if e.MeetingID != "" && changesMeeting(e.Kind) {
				watcher.Happened(e.MeetingID)
			}
		},
		Now: a.now,
	}
}

// changesMeeting reports whether a reading of the meeting may differ after an event.
// Who comes and goes is not part of it.
func changesMeeting(k meeting.EventKind) bool {
	return k != meeting.EventJoined && k != meeting.EventLeft
}
