package phrase

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

const (
	months   = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	weekdays = `(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)`
	dayParts = `(early morning|morning|afternoon|evening|night)`
	halves   = `(am|pm|a\.m\.?|p\.m\.?)`
)

// Dates that mean the same in every language.
var (
	isoDate   = compile(`^((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})`)
	dotDate   = compile(`^(\d{1,2})\.(\d{1,2})\.((?:20)?\d\d)?`)
	slashDate = compile(`^(\d{1,2})/(\d{1,2})(?:/((?:20)?\d\d))?`)
	email     = compile(`^[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}`)
	hhmm      = compile(`^(\d{1,2})([:.])(\d\d)(?: ?` + halves + `|( ?h| uhr))?`)
	oneHour   = compile(`^\d{1,2}`)
)

// English dates.
var (
	dayMonth   = compile(`^(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: ?- ?(\d{1,2})(?:st|nd|rd|th)?)?(?: of)? ?` + months + `(?:,? ((?:19|20)\d\d))?`)
	monthDay   = compile(`^` + months + ` ?(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: ?- ?(\d{1,2})(?:st|nd|rd|th)?)?(?:,? ((?:19|20)\d\d))?`)
	onTheNth   = compile(`^on the (\d{1,2})(?:st|nd|rd|th)`)
	theNth     = compile(`^(?:the )?(\d{1,2})(?:st|nd|rd|th)`)
	onWeekday  = compile(`^(?:(next|this|coming|every) )?` + weekdays + `(s)?\.?(?: ` + dayParts + `)?`)
	namedDay   = compile(`^(?:(?:the )?day after tomorrow|tomm?orr?ow|tmrw|tmr|tmw|today|yesterday)(?: ` + dayParts + `)?`)
	thisPart   = compile(`^(?:tonight|this (morning|afternoon|evening))`)
	aPart      = compile(`^(?:in the (morning|afternoon|evening)|` + dayParts + `|at (night))`)
	ahead      = compile(`^in (half an|` + englishNumber + `|\d{1,2}\.5)[ -]?(minutes?|mins?|m|hours?|hrs?|h|days?|weeks?)( time)?`)
	fromNow    = compile(`^(half an|` + englishNumber + `)[ -]?(minutes?|mins?|hours?|hrs?|days?|weeks?) from now`)
	everyDay   = compile(`^every (?:day|weekday|workday|working day|morning)`)
	someWeek   = compile(`^(?:(?:next|this) (?:week(?:end)?|month)|(?:by )?(?:the )?end of (?:the |next )?(?:week|month|day)|eod|eow)|^every (?:other )?(?:week|month)`)
	alwaysOpen = compile(`^24/7`)
)

// English times and lengths.
var (
	ampm       = compile(`^(` + englishNumber + `) ?` + halves)
	oClock     = compile(`^(` + englishNumber + `) ?o'? ?clock`)
	halfPast   = compile(`^(half|quarter|\d{1,2}) (past|to) (` + englishNumber + `)(?: ?` + halves + `)?`)
	namedTime  = compile(`^(?:noon|midday|midnight)`)
	hours      = compile(`^(` + englishNumber + `)[ -]?(?:hours?|hrs?|h)(?:(?: and)? ?(\d{1,2}) ?(?:minutes?|mins?|m)?)?`)
	hoursHalf  = compile(`^(?:(` + englishNumber + `) and a half hours?|(an|one) hour and a half|(\d{1,2})[.,](5|25|75)[ -]?(?:hours?|hrs?|h))`)
	minutes    = compile(`^(\d{1,4})[ -]?(?:minutes?|mins?|m)`)
	fraction   = compile(`^(?:(half)(?: an|-an|-a|-)? ?hour|1/2 ?h(?:our)?|(?:a )?(quarter)(?: of an)? hour|(three) quarters of an hour)`)
	zoneName   = compile(`^(?:utc|gmt|cet|cest|eet|eest|est|edt|pst|pdt|mst|mdt|cst|cdt|pt|et|bst|ist|jst|hkt|sgt|kst|msk|(beijing)[ -]time)`)
	notLength  = compile(`^[- ](?:ago|before|earlier|late)\b`)
	notWeekday = compile(`^'s`)
)

func englishRules() []rule {
	return []rule{
		{alwaysOpen, func(reader, []string) (item, bool) { return item{kind: isProtected}, true }},
		{email, func(_ reader, m []string) (item, bool) { return item{kind: isEmail, who: m[0]}, true }},
		{isoDate, readISODate},
		{dotDate, readDotDate},
		{slashDate, readSlashDate},
		{dayMonth, func(r reader, m []string) (item, bool) { return r.monthNames(m[3], m[1], m[2], m[4]) }},
		{monthDay, func(r reader, m []string) (item, bool) { return r.monthNames(m[1], m[2], m[3], m[4]) }},
		{onTheNth, readDayOfMonth},
		{theNth, func(r reader, m []string) (item, bool) {
			it, ok := readDayOfMonth(r, m)
			it.weak = true
			return it, ok && it.kind == isDate
		}},
		{onWeekday, readWeekday},
		{namedDay, readNamedDay},
		{thisPart, readThisPart},
		{aPart, func(_ reader, m []string) (item, bool) {
			return item{kind: isPart, part: partOf(m[1] + m[2] + m[3])}, true
		}},
		{ahead, readAhead},
		{fromNow, readAhead},
		{everyDay, func(reader, []string) (item, bool) { return item{kind: isRepeat}, true }},
		{someWeek, readSomeWeek},
		{hhmm, readHHMM},
		{oneHour, readHour},
		{ampm, readAMPM},
		{oClock, func(_ reader, m []string) (item, bool) { return clockItem(m[1], "0", "", true) }},
		{halfPast, readHalfPast},
		{namedTime, readNamedTime},
		{hours, readHours},
		{hoursHalf, readHoursAndHalf},
		{minutes, func(r reader, m []string) (item, bool) { return r.lengthItem("0", m[1]) }},
		{fraction, readFraction},
		{zoneName, func(r reader, m []string) (item, bool) { return readZone(r, []string{cmp.Or(m[1], m[0])}) }},
	}
}

func readISODate(r reader, m []string) (item, bool) {
	y, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	d, _ := strconv.Atoi(m[3])
	return onDate(y, month, d), true
}

func readDotDate(r reader, m []string) (item, bool) {
	d, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	if m[3] == "" {
		it := r.withoutYear(month, d)
		it.weak = true
		return it, it.kind == isDate
	}
	y, _ := strconv.Atoi(m[3])
	return onDate(y, month, d), true
}

func readSlashDate(r reader, m []string) (item, bool) {
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	it, ok := r.slashed(a, b, m[3])
	it.weak = m[3] == ""
	return it, ok
}

// monthNames reads a day of a month, or the days from one to another.
func (r reader) monthNames(name, day, last, year string) (item, bool) {
	it := r.monthName(name, day, year)
	if last == "" {
		return it, true
	}
	until := r.monthName(name, last, year)
	it.alternatives = []item{until}
	return it, until.kind == isDate
}

func (r reader) monthName(name, day, year string) item {
	month := 1 + oneOf(name, "jan feb mar apr may jun jul aug sep oct nov dec")
	d, _ := strconv.Atoi(day)
	if year == "" {
		return r.withoutYear(month, d)
	}
	y, _ := strconv.Atoi(year)
	return onDate(y, month, d)
}

// readDayOfMonth reads "on the 20th": of this month, or of the next one if that
// is over.
func readDayOfMonth(r reader, m []string) (item, bool) {
	d, _ := number(m[1])
	return r.dayOfMonth(d), true
}

// dayOfMonth is the item of the next day with this number.
func (r reader) dayOfMonth(day int) item {
	for add := range 3 {
		first := r.today.AddDate(0, add, 1-r.today.Day())
		if t, ok := civil(first.Year(), int(first.Month()), day); ok && !t.Before(r.today) {
			return item{kind: isDate, days: []time.Time{t}}
		}
	}
	return item{kind: isImpossible}
}

func readWeekday(r reader, m []string) (item, bool) {
	if notWeekday.match(r.rest) {
		return item{}, false
	}
	day := time.Weekday(oneOf(m[2], "sun mon tue wed thu fri sat"))
	it := r.comingWeekday(day)
	switch m[1] {
	case "next":
		it = r.nextWeekday(day)
	case "this":
		it = item{kind: isDate, days: []time.Time{r.weekdayOf(0, day)}}
	}
	if m[1] == "every" || m[3] != "" {
		it.repeats, it.doubt, it.days = true, 0, it.days[:1]
	}
	it.part = partOf(m[4])
	short := m[2] == "sat" || m[2] == "sun" || m[2] == "mon" || m[2] == "wed"
	it.weak = short && m[1] == "" && !strings.HasSuffix(r.before, "on ")
	return it, true
}

func readNamedDay(r reader, m []string) (item, bool) {
	days := 1
	switch {
	case strings.Contains(m[0], "day after"):
		days = 2
	case strings.HasPrefix(m[0], "today"):
		days = 0
	case strings.HasPrefix(m[0], "yesterday"):
		days = -1
	}
	return item{kind: isDate, days: []time.Time{later(r.today, days)}, part: partOf(m[1])}, true
}

func readThisPart(r reader, m []string) (item, bool) {
	part := evening
	if m[1] != "" {
		part = partOf(m[1])
	}
	return item{kind: isDate, days: []time.Time{r.today}, part: part}, true
}

func partOf(name string) part {
	switch name {
	case "morning":
		return morning
	case "early morning":
		return earlyMorning
	case "afternoon":
		return afternoon
	case "evening":
		return evening
	case "night":
		return night
	}
	return anyPart
}

// readSomeWeek reads "next week", which says a day beside a weekday.
func readSomeWeek(_ reader, m []string) (item, bool) {
	it := item{kind: isVague, repeats: strings.HasPrefix(m[0], "every"), weekday: strings.HasSuffix(m[0], "week")}
	if strings.HasPrefix(m[0], "next") {
		it.length = 7 * oneDay
	}
	return it, true
}

// readAhead reads "in 20 minutes", "in 2 weeks".
func readAhead(r reader, m []string) (item, bool) {
	unit := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': oneDay, 'w': 7 * oneDay}[m[2][0]]
	if m[1] == "half an" {
		return item{kind: isMoment, length: unit / 2}, unit <= time.Hour
	}
	n, fraction, _ := strings.Cut(m[1], ".")
	count, ok := number(n)
	if !ok || count > 999 {
		return item{}, false
	}
	ahead := time.Duration(count) * unit
	if fraction != "" {
		ahead += unit / 2
	}
	return r.aheadItem(ahead, unit), true
}

// aheadItem is a time from now, or a day from today.
func (r reader) aheadItem(ahead, unit time.Duration) item {
	if unit < oneDay {
		return item{kind: isMoment, length: ahead}
	}
	return item{kind: isDate, days: []time.Time{later(r.today, int(ahead/oneDay))}}
}
