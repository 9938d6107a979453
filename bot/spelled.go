package bot

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"meetingbot/internal/lazyregexp"
)

// Amounts of time, and what may happen to a meeting, as people say them. What is part of another comes after it.
var (
	startsLateInWords = lazyregexp.New(`(?i)\b(?:when|if) it (?:starts late|has not started|hasn['’]t started)\b|\blate start\b`)
	runsOverInWords   = lazyregexp.New(`(?i)\b(?:(?:when|if) it )?(?:runs|goes|running) over(?: ?time)?\b`)
	atStart           = lazyregexp.New(`(?i)\b(?:at (?:the )?start|on time|when it starts)\b|(?:会议)?开始时|准时|准点`)
	// Pieces of an hour.
	halfHour    = lazyregexp.New(`(?i)\b(?:half an hour|half hour|a half hour)\b`)
	quarterHour = lazyregexp.New(`(?i)\b(?:a )?quarter of an hour\b`)
	// Numbers with a fraction, such as "an hour and a half", "1.5h" and "1个半小时".
	andAHalf = lazyregexp.New(`(?i)\b(` + numberWords + `|\d{1,3})(?: (hour|day|week)s? and a half| and a half (hour|day|week)s?)\b`)
	decimal  = lazyregexp.New(`(?i)\b(\d{1,3}\.\d{1,2}) ?(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)\b|\b(\d{1,3}\.\d{1,2}) ?个?(分钟?|小时|天|周)`)
	hanHalf  = lazyregexp.New(`(?:(\d{1,3}|[` + hanDigits + `]{1,3}) ?个)?半个?(小时|天)|(\d{1,3}|[` + hanDigits + `]{1,3}) ?个?(小时|天)半`)
	// Whole numbers, such as "ten minutes" and "十分钟", and the minutes of "1h30".
	inWords    = lazyregexp.New(`(?i)\b(` + numberWords + `)[ -](minute|min|hour|day|week)s?\b`)
	inHan      = lazyregexp.New(`([` + hanDigits + `]{1,3}) ?个?(分钟?|小时|刻钟|天|周|星期)`)
	hourMinute = lazyregexp.New(`(?i)\b(\d{1,2}h)(\d{1,2})\b`)
)

const (
	numberWords = `an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|forty-five|sixty|ninety`
	hanDigits   = `一二两三四五六七八九十`
)

// spellOut writes times before the start that are spelled as words, or with fractions,
// in digits and whole minutes: "half an hour" as "30m". Spaces and what stands around
// them stay as they are.
func spellOut(text string) string {
	text = startsLateInWords().ReplaceAllString(text, " late ")
	text = runsOverInWords().ReplaceAllString(text, " overrun ")
	text = atStart().ReplaceAllString(text, " 0m ")
	text = halfHour().ReplaceAllString(text, "30m")
	text = quarterHour().ReplaceAllString(text, "15m")
	for _, half := range []func() *regexp.Regexp{andAHalf, hanHalf} {
		text = replace(half(), text, func(number, unit string) string { return minutesOf(numberOf(number)+0.5, unit) })
	}
	for _, whole := range []func() *regexp.Regexp{decimal, inWords, inHan} {
		text = replace(whole(), text, func(number, unit string) string { return minutesOf(numberOf(number), unit) })
	}
	return hourMinute().ReplaceAllString(text, "${1}${2}m")
}

// replace replaces what an expression matches, given the two groups that matched: the
// number, "" for none, and the unit.
func replace(e *regexp.Regexp, text string, with func(number, unit string) string) string {
	return e.ReplaceAllStringFunc(text, func(match string) string {
		groups := slices.DeleteFunc(e.FindStringSubmatch(match)[1:], func(g string) bool { return g == "" })
		if len(groups) == 1 {
			groups = []string{"", groups[0]}
		}
		return with(groups[0], groups[1])
	})
}

// minutesOf writes an amount of a unit in whole minutes, "90m".
func minutesOf(n float64, name string) string {
	name = strings.ToLower(name)
	if name == "刻钟" {
		n, name = 15*n, "分"
	}
	u, _ := unit(name)
	return strconv.Itoa(int(math.Ceil(n*u.Minutes()))) + "m"
}

// numberOf reads a number in digits or words, 0 for none.
func numberOf(word string) float64 {
	if n, err := strconv.ParseFloat(word, 64); err == nil {
		return n
	}
	if n, ok := map[string]float64{
		"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90,
	}[strings.ToLower(word)]; ok {
		return n
	}
	return hanNumber(word)
}

// hanNumber reads a Chinese number below a hundred: 三, 十五, 四十五.
func hanNumber(word string) float64 {
	tens, ones, ten := strings.Cut(strings.ReplaceAll(word, "两", "二"), "十")
	digit := func(s string) float64 {
		return float64(strings.Index("一二三四五六七八九", s)/len("一") + 1)
	}
	switch {
	case word == "":
		return 0
	case !ten:
		return digit(tens)
	case tens == "" && ones == "":
		return 10
	case tens == "":
		return 10 + digit(ones)
	case ones == "":
		return 10 * digit(tens)
	default:
		return 10*digit(tens) + digit(ones)
	}
}
