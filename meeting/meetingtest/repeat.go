package meetingtest

import "time"

// maxOccurrences is how many occurrences the vendor allows in a series.
const maxOccurrences = 50

// Repeat returns the occurrences of a series: from first on, all of the same
// length and at the same time of day in first's zone, until the rule's
// EndDate or, without one, for a year, and at most 50. Without Points they
// are on first's day of the week or month. In a month without a day of
// Points, the last day replaces it.
func Repeat(first time.Time, length time.Duration, r Rule) []Occurrence {
	last := first.AddDate(1, 0, 0).Format(time.DateOnly)
	if r.EndDate != "" {
		last = min(last, r.EndDate)
	}
	var list []Occurrence
	for n := 0; len(list) < maxOccurrences; n++ {
		day := first.AddDate(0, 0, n)
		if day.Format(time.DateOnly) > last {
			break
		}
		if r.occursOn(first, day, n) {
			list = append(list, Occurrence{Start: day, End: day.Add(length)})
		}
	}
	return list
}

// occursOn reports whether a series has an occurrence on day, which is n days
// after first.
func (r Rule) occursOn(first, day time.Time, n int) bool {
	every := max(1, r.Interval)
	switch r.Cycle {
	case "Week":
		weeks := (n + int(first.Weekday())) / 7
		return weeks%every == 0 && r.includesDay(int(first.Weekday()), int(day.Weekday()), false)
	case "Month":
		months := (day.Year()-first.Year())*12 + int(day.Month()-first.Month())
		isLast := day.AddDate(0, 0, 1).Day() == 1
		return months%every == 0 && r.includesDay(first.Day(), day.Day(), isLast)
	}
	return n%every == 0
}

// includesDay reports whether a day of the week or month is one of the rule's
// Points, or firstDay if there are none. The last day of a month also counts
// for the days that the month does not have.
func (r Rule) includesDay(firstDay, day int, last bool) bool {
	points := r.Points
	if len(points) == 0 {
		points = []int{firstDay}
	}
	for _, p := range points {
		if p == day || last && p > day {
			return true
		}
	}
	return false
}
