package store

import (
	"log/slog"
	"time"

	"github.com/riverqueue/river"
)

// clock tells the time that jobs go by. Nil is the real one: the queue then
// goes by the database's, which is the same for all processes.
type clock func() time.Time

// Now is the time on the clock.
func (c clock) Now() time.Time {
	if c == nil {
		return time.Now()
	}
	return c()
}

// NowOrNil is the time on a clock that is not the real one.
func (c clock) NowOrNil() *time.Time {
	if c == nil {
		return nil
	}
	now := c()
	return &now
}

// forQueue sets the queue's clock, for which it has no other option.
func (c clock) forQueue() river.TestConfig {
	if c == nil {
		return river.TestConfig{}
	}
	return river.TestConfig{Time: c}
}

// pollEvery is how often the queue looks for jobs. Where the clock can be put forward,
// somebody waits for what that has made due.
func (c clock) pollEvery() time.Duration {
	if c == nil {
		return pollEvery
	}
	return pollCooldown
}

// minLevel is the least level of the queue's log that an operator should read. A
// clock that is put forward makes it warn of its own leader.
func (c clock) minLevel() slog.Level {
	if c == nil {
		return slog.LevelWarn
	}
	return slog.LevelError
}
