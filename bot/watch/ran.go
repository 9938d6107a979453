package watch

import (
	"time"

	"meetingbot/meeting"
)

// sawRunning remembers that a meeting was seen to run.
func (w *Watcher) sawRunning(m *meeting.Snapshot) {
	if isRunning(m) {
		w.ran.Store(w.now().UnixMilli())
	}
}

// LastRan is when this process last saw a meeting run that somebody follows, zero for
// never.
func (w *Watcher) LastRan() time.Time {
	if at := w.ran.Load(); at != 0 {
		return time.UnixMilli(at)
	}
	return time.Time{}
}
