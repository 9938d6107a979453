package store

import "time"

// millis writes a time as it is kept: 0 where there is none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// fromMillis reads what millis wrote.
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func durationMillis(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }
