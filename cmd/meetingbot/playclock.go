package main

import (
	"sync/atomic"
	"time"
)

// playClock is the clock of the playground. It runs as fast as the machine's and
// can be put forward, so that nobody has to wait for a reminder.
type playClock struct{ ahead atomic.Int64 }

// Now is the time on the clock.
func (c *playClock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// skip puts the clock forward.
func (c *playClock) skip(by time.Duration) { c.ahead.Add(int64(by)) }
