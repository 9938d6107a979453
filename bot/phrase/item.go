package phrase

import "time"

// kind is what an item of a phrase says.
type kind byte

const (
	isDate       kind = iota + 1 // days
	isClock                      // clock, and until where it is a range
	isNumber                     // clock.hour: an hour, if what is beside it says so
	isPart                       // part of the day; with days: "tonight"
	isLength                     // length
	isMoment                     // length from now: "in 20 minutes"
	isPerson                     // who
	isEmail                      // who
	isRepeat                     // repeats on no day: "every day"
	isZone                       // zone
	isImpossible                 // no such date or time
	isVague                      // no day: "next week"
	isProtected                  // words that are no date whatever they look like
)

// item is one thing that a phrase says, from byte to byte of what is read.
type item struct {
	kind     kind
	from, to int
	// weak items are what they look like only beside a date or a time.
	weak bool

	days    []time.Time // midnights UTC that stand for days, the likeliest first
	doubt   DoubtKind   // why there are several days, or whether the one is right
	weekday bool        // it is a weekday, which another date may come with
	part    part        // also of a date such as "tonight"
	repeats bool        // it is the first of several: "every Monday"
	inWeek  bool        // its week was typed: "next Monday"

	clock, until clock
	ranged       bool
	alternatives []item // what was typed after "or"

	length time.Duration
	who    string
	zone   *time.Location // nil where its name has several
}

// part is a part of the day.
type part byte

const (
	anyPart part = iota
	morning
	earlyMorning // 凌晨, before dawn
	atNoon       // 中午
	afternoon
	evening
	night
)

// half tells how a clock was typed.
type half byte

const (
	anyHalf half = iota // "3", "3:30"
	am
	pm
	fullDay // "15:30", "03:30": of a day of 24 hours
)

// clock is a time of day.
type clock struct {
	hour, minute int
	half         half
	bare         bool // no minutes were typed
}

// noHour is a clock that was not typed.
func (c clock) valid() bool {
	most := 24
	if c.half == am || c.half == pm {
		most = 12
	}
	return c.hour >= 0 && c.hour <= most && c.minute >= 0 && c.minute < 60 && (c.hour < 24 || c.minute == 0)
}

// certain reports whether the clock says which half of the day it is in.
func (c clock) certain() bool {
	return c.half != anyHalf || c.hour == 0 || c.hour > 12
}

// minutes returns how many minutes after midnight the clock is, with hours
// without a half taken as they are. 24:00 is at the end of the day.
func (c clock) minutes() int {
	hour := c.hour
	switch {
	case c.half == am && hour == 12:
		hour = 0
	case c.half == pm && hour < 12:
		hour += 12
	}
	return 60*hour + c.minute
}

// in returns the clock within a part of the day.
func (c clock) in(p part) clock {
	if c.certain() || p == anyPart {
		return c
	}
	switch p {
	case morning:
		c.half = fullDay
	case earlyMorning:
		c.half = am
	case atNoon, afternoon:
		c.half = pm
		if c.hour >= 10 && c.hour < 12 && p == atNoon {
			c.half = fullDay
		}
	case evening, night:
		c.half = pm
		switch {
		case c.hour == 12:
			c.hour, c.half = 24, fullDay
		case p == night && c.hour < 6:
			c.half = am
		}
	case anyPart:
	}
	return c
}
