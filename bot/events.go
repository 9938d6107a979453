package bot

import (
	"time"

	"meetingbot/bot/view"
)

// silent is after how long without an event something seems to be wrong.
const silent = 24 * time.Hour

// EventsSeen are the events that the Meeting API has pushed to this process.
type EventsSeen struct {
	Since time.Time // when they were waited for
	Last  time.Time // when the last one came, zero for none
	Ran   time.Time // when a meeting was last seen to run, zero for never
}

// eventFacts say how changes of meetings are noticed, nil where the bot asks for them.
func (b *Bot) eventFacts() *view.EventFacts {
	if b.o.Events == nil {
		return nil
	}
	seen, now := b.o.Events(), b.o.Now()
	last := seen.Since
	if !seen.Last.IsZero() {
		last = seen.Last
	}
	return &view.EventFacts{Any: !seen.Last.IsZero(), Ago: now.Sub(last), Silent: now.Sub(last) >= silent && seen.Ran.After(last)}
}
