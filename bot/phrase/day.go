package phrase

import (
	"strconv"
	"strings"
	"time"
)

// Days are midnights UTC, so that counting them needs no zone.
const oneDay = 24 * time.Hour

// justPassed is how long a day without a year that is over is more likely a
// slip than one of next year.
const justPassed = 92 * oneDay

func later(day time.Time, days int) time.Time { return day.AddDate(0, 0, days) }

// civil returns a day, false where the calendar has no such day.
func civil(year, month, day int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == day && int(t.Month()) == month
}

// onDate is the item of a day whose year was typed.
func onDate(year, month, day int) item {
	if year < 100 {
		year += 2000
	}
	if t, ok := civil(year, month, day); ok {
		return item{kind: isDate, days: []time.Time{t}}
	}
	return item{kind: isImpossible}
}

// nextDate returns the next day of this month and number, today or later. False
// where no year has it.
func (r reader) nextDate(month, day int) (time.Time, bool) {
	for year := r.today.Year(); year < r.today.Year()+9; year++ {
		if t, ok := civil(year, month, day); ok && !t.Before(r.today) {
			return t, true
		}
	}
	return time.Time{}, false
}

// withoutYear is the item of a day whose year was not typed.
func (r reader) withoutYear(month, day int) item {
	next, ok := r.nextDate(month, day)
	if !ok {
		return item{kind: isImpossible}
	}
	it := item{kind: isDate, days: []time.Time{next}}
	if last, ok := civil(r.today.Year(), month, day); ok && last.Before(r.today) && r.today.Sub(last) < justPassed {
		it.doubt = DoubtYear
	}
	return it
}

// slashed is the item of 3/4 or 3/4/2027. False where neither order is a day.
func (r reader) slashed(a, b int, year string) (item, bool) {
	on := func(month, day int) item {
		if year == "" {
			return r.withoutYear(month, day)
		}
		y, _ := strconv.Atoi(year)
		return onDate(y, month, day)
	}
	monthFirst, dayFirst := on(a, b), on(b, a)
	switch {
	case monthFirst.kind == isImpossible && dayFirst.kind == isImpossible:
		return item{kind: isImpossible}, year != ""
	case dayFirst.kind == isImpossible, a == b, r.monthFirst && monthFirst.kind == isDate:
		return monthFirst, true
	case monthFirst.kind == isImpossible:
		return dayFirst, true
	}
	return item{kind: isDate, doubt: DoubtDayOrder, days: []time.Time{monthFirst.days[0], dayFirst.days[0]}}, true
}

// weekdayOf returns a weekday of this week, or of one that is weeks later. Weeks
// begin on Monday.
func (r reader) weekdayOf(weeks int, day time.Weekday) time.Time {
	fromMonday := func(d time.Weekday) int { return (int(d) + 6) % 7 }
	return later(r.today, 7*weeks+fromMonday(day)-fromMonday(r.today.Weekday()))
}

// comingWeekday is the item of a weekday alone. On that very day it may be today
// or in a week.
func (r reader) comingWeekday(day time.Weekday) item {
	it := item{kind: isDate, weekday: true, days: []time.Time{r.weekdayOf(0, day)}}
	switch {
	case day == r.today.Weekday():
		it.days = append(it.days, later(r.today, 7))
		it.doubt = DoubtWeek
	case it.days[0].Before(r.today):
		it.days[0] = later(it.days[0], 7)
	}
	return it
}

// nextWeekday is the item of "next Friday", which some say for the Friday of
// this week if that is still to come.
func (r reader) nextWeekday(day time.Weekday) item {
	it := item{kind: isDate, weekday: true, inWeek: true, days: []time.Time{r.weekdayOf(1, day)}}
	if this := r.weekdayOf(0, day); this.After(r.today) {
		it.days, it.doubt = append(it.days, this), DoubtWeek
	}
	return it
}

// oneOf returns the place of a word among words, counted from 0.
func oneOf(word, words string) int {
	for i, w := range strings.Fields(words) {
		if strings.HasPrefix(word, w) {
			return i
		}
	}
	return -1
}
