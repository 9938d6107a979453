package phrase

import "time"

// local returns a time of day on a day in a zone. Where the clock is put
// forward over it, that is as far behind the gap, and skipped. Where it comes
// twice, it is the earlier one, and again is the later one.
func local(day time.Time, minutes int, zone *time.Location) (t, again time.Time, skipped bool) {
	naive := time.Date(day.Year(), day.Month(), day.Day(), 0, minutes, 0, 0, time.UTC)
	offsetAt := func(t time.Time) time.Duration {
		_, seconds := t.In(zone).Zone()
		return time.Duration(seconds) * time.Second
	}
	// An offset is at most 14 hours, so a day off is on the other side of a change.
	before, after := offsetAt(naive.Add(-oneDay)), offsetAt(naive.Add(oneDay))
	early, late := naive.Add(-before), naive.Add(-after)
	earlyRight, lateRight := offsetAt(early) == before, offsetAt(late) == after
	switch {
	case !earlyRight && lateRight:
		return late.In(zone), time.Time{}, false
	case !earlyRight:
		return early.In(zone), time.Time{}, true
	case lateRight && late.After(early):
		return early.In(zone), late.In(zone), false
	default:
		return early.In(zone), time.Time{}, false
	}
}

// dayOf returns the day that it is somewhere.
func dayOf(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
