package text

import (
	"strconv"
	"strings"
	"time"
)

// Prefixes of the keys of months and weekdays: month_1 is January, weekday_0
// is Sunday.
const (
	monthPrefix   = "month_"
	weekdayPrefix = "weekday_"
)

// Duration formats d in its two largest units of days, hours and minutes,
// rounded down: "2 days 3 hours", "12 minutes". The sign is ignored.
func (l Localizer) Duration(d time.Duration) string {
	minutes := int(d.Abs() / time.Minute)
	days, hours, minutes := minutes/(24*60), minutes/60%24, minutes%60
	switch {
	case days > 0:
		return l.twoUnits(DurationDays, days, DurationHours, hours)
	case hours > 0:
		return l.twoUnits(DurationHours, hours, DurationMinutes, minutes)
	case minutes > 0:
		return l.Count(DurationMinutes, minutes)
	default:
		return l.Say(DurationMoment)
	}
}

// twoUnits formats a duration of two units, the second left out when it is 0.
func (l Localizer) twoUnits(bigUnit Key, big int, smallUnit Key, small int) string {
	if small == 0 {
		return l.Count(bigUnit, big)
	}
	return l.Say(DurationTwo, Args{"Big": l.Count(bigUnit, big), "Small": l.Count(smallUnit, small)})
}

// Day formats a date without its weekday, in t's zone. The year is left out when
// it is the current one.
func (l Localizer) Day(t, now time.Time) string {
	month := l.Say(Key(monthPrefix + strconv.Itoa(int(t.Month()))))
	if t.Year() == now.In(t.Location()).Year() {
		return l.Say(DateDay, Args{"Day": t.Day(), "Month": month})
	}
	return l.Say(DateDayYear, Args{"Day": t.Day(), "Month": month, "Year": t.Year()})
}

// Date formats a date with its weekday, in t's zone. The year is left out when
// it is the current one.
func (l Localizer) Date(t, now time.Time) string {
	return l.Say(DateWeekday, Args{"Weekday": l.Weekday(t.Weekday()), "Date": l.Day(t, now)})
}

// DateTime formats a date and the time of day, in t's zone.
func (l Localizer) DateTime(t, now time.Time) string {
	return l.Say(DateClock, Args{"Date": l.Date(t, now), "Clock": Clock(t)})
}

// Weekday returns the short name of a day of the week.
func (l Localizer) Weekday(d time.Weekday) string {
	return l.Say(Key(weekdayPrefix + strconv.Itoa(int(d))))
}

// Clock formats the time of day in t's zone, the same in every language: "15:28".
func Clock(t time.Time) string { return t.Format("15:04") }

// Zone formats the offset of t's zone from UTC, the same in every language:
// "UTC+8", "UTC-3:30", "UTC".
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

// List joins items with commas and a final "and": "Mon, Wed and Fri".
func (l Localizer) List(items ...string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return l.Say(ListAnd, Args{"First": l.Commas(items[:last]...), "Last": items[last]})
}

// Commas joins items without an "and": "Mon, Wed, Fri".
func (l Localizer) Commas(items ...string) string {
	return strings.Join(items, l.Say(ListComma))
}
