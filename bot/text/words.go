package text

import (
	"strconv"
	"strings"
	"time"
)

// Prefixes of the names of months and weekdays: month_1 is January, weekday_0
// is Sunday.
const (
	monthPrefix   = "month_"
	weekdayPrefix = "weekday_"
)

// Duration says how long d is in its two largest units, days, hours and
// minutes, rounded down: "2 days 3 hours", "12 minutes". A negative duration
// is said as a positive one.
func (s Localizer) Duration(d time.Duration) string {
	minutes := int(d.Abs() / time.Minute)
	days, hours, minutes := minutes/(24*60), minutes/60%24, minutes%60
	switch {
	case days > 0:
		return s.two(DurationDays, days, DurationHours, hours)
	case hours > 0:
		return s.two(DurationHours, hours, DurationMinutes, minutes)
	case minutes > 0:
		return s.Count(DurationMinutes, minutes)
	default:
		return s.Say(DurationMoment)
	}
}

func (s Localizer) two(bigUnit Key, big int, smallUnit Key, small int) string {
	if small == 0 {
		return s.Count(bigUnit, big)
	}
	return s.Say(DurationTwo, Args{"Big": s.Count(bigUnit, big), "Small": s.Count(smallUnit, small)})
}

// Day says a date without its weekday, in t's zone; the year is left out when
// it is that of now.
func (s Localizer) Day(t, now time.Time) string {
	month := s.Say(Key(monthPrefix + strconv.Itoa(int(t.Month()))))
	if t.Year() == now.In(t.Location()).Year() {
		return s.Say(DateDay, Args{"Day": t.Day(), "Month": month})
	}
	return s.Say(DateDayYear, Args{"Day": t.Day(), "Month": month, "Year": t.Year()})
}

// Date says a date with its weekday, in t's zone; the year is left out when it
// is that of now.
func (s Localizer) Date(t, now time.Time) string {
	return s.Say(DateWeekday, Args{"Weekday": s.Weekday(t.Weekday()), "Date": s.Day(t, now)})
}

// Moment says a date and the time of day, in t's zone.
func (s Localizer) Moment(t, now time.Time) string {
	return s.Say(DateClock, Args{"Date": s.Date(t, now), "Clock": Clock(t)})
}

// Weekday says the short name of a day of the week.
func (s Localizer) Weekday(d time.Weekday) string {
	return s.Say(Key(weekdayPrefix + strconv.Itoa(int(d))))
}

// Clock says the time of day in t's zone, the same in every language: "15:28".
func Clock(t time.Time) string { return t.Format("15:04") }

// Zone says how far t's clock is from universal time, the same in every
// language: "UTC+8", "UTC-3:30", "UTC".
func Zone(t time.Time) string {
	_, offset := t.Zone()
	if offset == 0 {
		return "UTC"
	}
	sign := "+"
	if offset < 0 {
		sign, offset = "-", -offset
	}
	zone := "UTC" + sign + strconv.Itoa(offset/3600)
	if minutes := offset / 60 % 60; minutes != 0 {
		zone += ":" + strconv.Itoa(minutes/10) + strconv.Itoa(minutes%10)
	}
	return zone
}

// List joins items into one phrase: "Mon, Wed and Fri".
func (s Localizer) List(items ...string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return s.Say(ListAnd, Args{"First": s.Commas(items[:last]...), "Last": items[last]})
}

// Commas joins items without an "and": "Mon, Wed, Fri".
func (s Localizer) Commas(items ...string) string {
	return strings.Join(items, s.Say(ListComma))
}
