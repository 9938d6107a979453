package bot

import (
	"slices"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// seriesDates is how many dates a series has from the first to the last day, both
// midnights in UTC, and the last day on which it has no more than the API takes. Every
// one counts that the API would make: a month without the day has its last day.
func seriesDates(f view.BookForm, interval int, first, last time.Time) (n int, fits time.Time) {
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		if !takesPlace(f, interval, first, day) {
			continue
		}
		if n++; n <= meeting.MaxOccurrences {
			fits = day
		}
	}
	return n, fits
}

// takesPlace reports whether a series has a date on a day.
func takesPlace(f view.BookForm, interval int, first, day time.Time) bool {
	days := int(day.Sub(first) / (24 * time.Hour))
	switch f.Repeat {
	case view.RepeatDaily:
		return days%interval == 0
	case view.RepeatWeekly:
		sinceMonday := (int(first.Weekday()) + 6) % 7
		return (days+sinceMonday)/7%interval == 0 && slices.Contains(f.Days, day.Weekday())
	case view.RepeatMonthly:
		months := (day.Year()-first.Year())*12 + int(day.Month()-first.Month())
		lastOfMonth := day.AddDate(0, 1, -day.Day()).Day()
		return months%interval == 0 && day.Day() == min(first.Day(), lastOfMonth)
	default:
		return days == 0
	}
}
