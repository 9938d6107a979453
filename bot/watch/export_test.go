package watch

import (
	"context"
	"time"

	"meetingbot/meeting"
)

// Compare tells what has become of the occurrences of a series.
func Compare(before, after meeting.Schedule, now time.Time) (moved []Move, dropped []Occurrence) {
	return compare(before, after, match(before, after, true), now)
}

// Carry adds to a reading of a series what has begun.
func Carry(before, after meeting.Schedule, now time.Time) meeting.Schedule {
	return carry(before, after, match(before, after, true), now)
}

// Hasten brings forward what was noted.
func (w *Watcher) Hasten(ctx context.Context) {
	w.noted.Each(func(ids []string) { w.hasten(ctx, ids) })
}
