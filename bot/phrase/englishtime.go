package phrase

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// longest is what no meeting is as long as.
const longest = 24 * time.Hour

// clockItem is the item of a time of day. In words of half, am and pm may have
// points.
func clockItem(hour, minute, words string, bare bool) (item, bool) {
	h, ok := number(hour)
	m, okMinute := number(minute)
	if !ok || !okMinute {
		return item{}, false
	}
	c := clock{hour: h, minute: m, bare: bare}
	switch {
	case strings.HasPrefix(words, "a"):
		c.half = am
	case strings.HasPrefix(words, "p"):
		c.half = pm
	case strings.HasPrefix(hour, "0") && len(hour) == 2:
		c.half = fullDay
	}
	if c.hour > 12 && c.half == pm && c.hour < 24 {
		c.half = fullDay // "15:00 pm"
	}
	if !c.valid() {
		return item{kind: isImpossible}, true
	}
	return item{kind: isClock, clock: c}, true
}

func readHHMM(r reader, m []string) (item, bool) {
	it, ok := clockItem(m[1], m[3], m[4], false)
	it.weak = m[2] == "." && m[4] == "" && m[5] == ""
	if it.weak && (it.kind == isImpossible || r.monthFirst && hourFollows.match(r.rest)) {
		return item{}, false // an ordinary decimal, or a date before a time
	}
	if m[5] != "" {
		it.clock.half = fullDay
	}
	return it, ok
}

// readHour reads a bare hour, which is one only where its neighbours say so.
func readHour(_ reader, m []string) (item, bool) {
	it, ok := clockItem(m[0], "0", "", true)
	it.kind = isNumber
	return it, ok && it.clock.valid()
}

func readAMPM(_ reader, m []string) (item, bool) {
	if m[1] == "a" || m[1] == "an" {
		return item{}, false
	}
	it, ok := clockItem(m[1], "0", m[2], true)
	return it, ok && it.kind == isClock
}

// readHalfPast reads "half past 3", "quarter to four", "10 past 9". "9 to 5" is from
// nine to five.
func readHalfPast(_ reader, m []string) (item, bool) {
	minutes := map[string]int{"half": 30, "quarter": 15}[m[1]]
	if minutes == 0 {
		minutes, _ = strconv.Atoi(m[1])
	}
	it, ok := clockItem(m[3], "0", m[4], false)
	if !ok || it.kind != isClock || minutes == 0 || minutes > 59 || it.clock.hour > 12 || it.clock.hour == 0 {
		return item{}, false
	}
	it.clock.minute = minutes
	if m[2] == "to" {
		it.clock.minute = 60 - minutes
		it.clock.hour = (it.clock.hour+10)%12 + 1
	}
	return it, m[2] == "past" || m[1] == "quarter"
}

func readNamedTime(_ reader, m []string) (item, bool) {
	c := clock{hour: 12, half: fullDay}
	if m[0] == "midnight" {
		c.hour = 0
	}
	return item{kind: isClock, clock: c}, true
}

// lengthItem is the item of a length. "10 minutes ago" is none.
func (r reader) lengthItem(hours, minutes string) (item, bool) {
	h, ok := number(hours)
	m, okMinutes := number(minutes)
	length := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	return item{kind: isLength, length: length}, ok && okMinutes && length > 0 && length < longest && !notLength.match(r.rest)
}

func readHours(r reader, m []string) (item, bool) {
	if n, _ := number(m[1]); n > 12 && n < 24 && strings.HasSuffix(strings.TrimRight(m[0], "0123456789"), "h") {
		it, ok := clockItem(m[1], cmp.Or(m[2], "0"), "", m[2] == "") // "14h", "14h30"
		return it, ok && it.kind == isClock
	}
	if m[2] == "" {
		return r.lengthItem(m[1], "0")
	}
	return r.lengthItem(m[1], m[2])
}

func readHoursAndHalf(r reader, m []string) (item, bool) {
	if m[3] != "" {
		return r.lengthItem(m[3], map[string]string{"5": "30", "25": "15", "75": "45"}[m[4]])
	}
	return r.lengthItem(m[1]+m[2], "30")
}

func readFraction(r reader, m []string) (item, bool) {
	switch {
	case m[2] != "":
		return r.lengthItem("0", "15")
	case m[3] != "":
		return r.lengthItem("0", "45")
	default:
		return r.lengthItem("0", "30")
	}
}
