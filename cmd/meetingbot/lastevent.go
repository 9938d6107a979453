package main

import (
	"sync/atomic"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/watch"
)

// lastEvent remembers when the Meeting API last pushed an event, in the memory of this
// process alone: after a restart none has come yet.
type lastEvent struct{ at atomic.Int64 } // Unix milliseconds, 0 for none

func (l *lastEvent) came(now time.Time) { l.at.Store(now.UnixMilli()) }

// eventsSeen returns what tells of the events, nil without a key: then none are pushed.
func (a *app) eventsSeen(c meetingConfig, watcher *watch.Watcher) func() bot.EventsSeen {
	if c.WebhookKey == "" {
		return nil
	}
	since := a.now()
	return func() bot.EventsSeen {
		seen := bot.EventsSeen{Since: since, Ran: watcher.LastRan()}
		if at := a.lastEvent.at.Load(); at != 0 {
			seen.Last = time.UnixMilli(at)
		}
		return seen
	}
}
