package bot

import (
	"time"

	"meetingbot/bot/text"
)

// atLocal is the moment when a clock in a zone shows a date ("2006-01-02") and a time
// ("15:04"). Where there is none, or there are two, it returns the sentence that says
// so.
func atLocal(date, clock string, zone *time.Location) (time.Time, text.Key) {
	t, err := time.ParseInLocation(time.DateOnly+" 15:04", date+" "+clock, zone)
	switch {
	case err != nil:
		return time.Time{}, text.BookTimeMissing
	case t.Format(time.DateOnly+" 15:04") != date+" "+clock:
		return time.Time{}, text.BookTimeSkipped
	case comesTwice(t):
		return time.Time{}, text.BookTimeRepeated
	}
	return t, ""
}

// comesTwice reports whether the clock in t's zone shows the same at another moment:
// before or after it is put back.
func comesTwice(t time.Time) bool {
	begin, end := t.ZoneBounds()
	_, here := t.Zone()
	again := func(change time.Time, offset int) bool {
		other := t.Add(time.Duration(here-offset) * time.Second)
		_, there := other.Zone()
		return !change.IsZero() && there == offset && !other.Equal(t)
	}
	if !begin.IsZero() {
		if _, before := begin.Add(-time.Second).Zone(); again(begin, before) {
			return true
		}
	}
	if end.IsZero() {
		return false
	}
	_, after := end.Zone()
	return again(end, after)
}
