package phrase

import (
	"strings"
	"time"
)

const (
	hanPart = `(凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|晚间|夜里|半夜|早|晚)`
	hanUnit = `(分钟|分|个?半?小时|个?半?钟头|天|个星期|个礼拜|星期|周)`
)

// Chinese dates.
var (
	hanDate     = compile(`^(?:((?:20)?\d\d|今|明|后)年)?(` + hanNumber + `)月(` + hanNumber + `)(日|号)?`)
	hanNth      = compile(`^(?:(这个月|本月|下个月|下月))?(` + hanNumber + `)[日号]`)
	hanMonthDay = compile(`^(\d{1,2})[.-](\d{1,2})`)
	hanWeekday  = compile(`^(每个?|本|这个?|下下个?|下个?|上个?)?(?:周|星期|礼拜)([一二三四五六日天])((?:[、,，和及][一二三四五六日天])+)?`)
	hanNamed    = compile(`^(大后|今|明|后|昨|前)(天|日|儿|早|晚)(早上|晚上)?`)
	hanDayPart  = compile(`^` + hanPart)
	hanAhead    = compile(`^(?:再?过)?(半|` + hanNumber + `)` + hanUnit + `(?:(半)?(?:之后|以后|后))`)
	hanPassing  = compile(`^再?过(半|` + hanNumber + `)` + hanUnit)
	hanDaily    = compile(`^每(?:天|日|个?工作日)`)
	hanWeek     = compile(`^(?:每|本|这|下下?)个?(?:周末?|星期|礼拜|月)|^周末|^(?:[上下]周|这周|本周|下?个?月|本月|年)[底初末]`)
)

// Chinese times and lengths.
var (
	hanClock   = compile(`^(` + hanNumber + `)(点|时)(?:钟|整)?(?:(半)|([一三1-3])刻|(` + hanNumber + `)(分)?)?`)
	hanHours   = compile(`^(` + hanNumber + `)个?(半)?(?:小时|钟头)(?:(半)|(` + hanNumber + `)分钟?)?`)
	hanDecimal = compile(`^(\d{1,2})\.5 ?个?小时`)
	hanHalf    = compile(`^半个?(?:小时|钟头)`)
	hanMinutes = compile(`^(` + hanNumber + `)(分钟|刻钟)`)
	hanZone    = compile(`^(北京|上海|新加坡|东京|首尔|伦敦|柏林|巴黎|纽约|美东|美西|欧洲|当地)时间`)
)

// What makes something else of words that look like a date, a time or a length.
var (
	notHanClock   = compile(`^(?:建议|意见|要求|问题|内容|想法|说明|总结|一线|体会|思考|措施|共识|原因|经验|改进|看法|疑问|[心儿])`)
	notHanNth     = compile(`^(?:会议|楼|线|馆|厅|机|店|门|桌|院|文|项目|位|员)`)
	notHanWeekday = compile(`^(?:次|个|程|对|期)`)
	notHanMinute  = compile(`^(?:[人个位份项条组钟]|小时)`)
	notHanLength  = compile(`^(?:制|内|以内|之前|前)`)
	hanListEnds   = compile(`^(?:[ ,，、;；:：上下中早晚的各都]|\d|$)`)
	halfHour      = compile(`^个?(?:小时|钟头)`)
	hanOrdinal    = compile(`第$`)
	hourFollows   = compile(`^ ?(?:上午|下午|晚上|(?:\d{1,2}|[一二三四五六七八九十两]{1,2})[:点])`)
	hanABit       = compile(`(?:^|[^今明昨])[有差早快晚多少好大小慢]一点$`)
)

func hanRules() []rule {
	return []rule{
		{hanDate, readHanDate},
		{hanNth, readHanNth},
		{hanMonthDay, readHanMonthDay},
		{hanWeekday, readHanWeekday},
		{hanNamed, readHanNamed},
		{hanDayPart, func(r reader, m []string) (item, bool) {
			return item{kind: isPart, part: hanPartOf(m[1])}, len(m[1]) > len("早") || hourFollows.match(r.rest)
		}},
		{hanAhead, func(r reader, m []string) (item, bool) { return r.hanAhead(m[1], m[2], m[3]) }},
		{hanPassing, func(r reader, m []string) (item, bool) { return r.hanAhead(m[1], m[2], "") }},
		{hanDaily, func(reader, []string) (item, bool) { return item{kind: isRepeat}, true }},
		{hanWeek, func(_ reader, m []string) (item, bool) {
			return item{kind: isVague, repeats: strings.HasPrefix(m[0], "每")}, true
		}},
		{hanClock, readHanClock},
		{hanHours, readHanHours},
		{hanDecimal, func(r reader, m []string) (item, bool) { return r.hanLength(m[1], "30") }},
		{hanHalf, func(r reader, _ []string) (item, bool) { return r.hanLength("0", "30") }},
		{hanMinutes, readHanMinutes},
		{hanZone, readZone},
	}
}

func readHanDate(r reader, m []string) (item, bool) {
	month, okMonth := number(m[2])
	day, okDay := number(m[3])
	if !okMonth || !okDay {
		return item{}, false
	}
	switch year := m[1]; year {
	case "":
		return r.withoutYear(month, day), true
	case "今", "明", "后":
		return onDate(r.today.Year()+strings.Index("今明后", year)/len("今"), month, day), true
	default:
		y, _ := number(year)
		return onDate(y, month, day), true
	}
}

// readHanNth reads "20号", "下个月3号".
func readHanNth(r reader, m []string) (item, bool) {
	day, ok := number(m[2])
	if !ok || day == 0 || day > 31 || notHanNth.match(r.rest) || hanOrdinal.match(r.before) {
		return item{}, false
	}
	if m[1] == "" {
		it := r.dayOfMonth(day)
		it.weak = true
		return it, it.kind == isDate
	}
	first := r.today.AddDate(0, 0, 1-r.today.Day())
	if strings.HasPrefix(m[1], "下") {
		first = first.AddDate(0, 1, 0)
	}
	return onDate(first.Year(), int(first.Month()), day), true
}

// readHanMonthDay reads "11.28" and "11-28", which are dates only before a time.
func readHanMonthDay(r reader, m []string) (item, bool) {
	month, _ := number(m[1])
	day, _ := number(m[2])
	it := r.withoutYear(month, day)
	return it, it.kind == isDate && r.monthFirst && hourFollows.match(r.rest)
}

func readHanWeekday(r reader, m []string) (item, bool) {
	if m[3] != "" && !hanListEnds.match(r.rest) { // "周一、三个问题"
		return r.withoutList(m)
	}
	if m[3] != "" {
		return r.hanWeekdays(m), true
	}
	if notHanWeekday.match(r.rest) || m[1] == "" && strings.HasSuffix(r.before, "一") {
		return item{}, false
	}
	day := time.Weekday(strings.Index("日一二三四五六", m[2]) / len("日"))
	if m[2] == "天" {
		day = time.Sunday
	}
	on := func(weeks int) item {
		return item{kind: isDate, weekday: true, inWeek: true, days: []time.Time{r.weekdayOf(weeks, day)}}
	}
	switch strings.TrimSuffix(m[1], "个") {
	case "本", "这":
		return on(0), true
	case "下":
		return on(1), true
	case "下下":
		return on(2), true
	case "上":
		return on(-1), true
	}
	it := r.comingWeekday(day)
	if m[1] != "" {
		it.repeats, it.doubt, it.days = true, 0, it.days[:1]
	}
	return it, true
}

// withoutList reads a weekday without what looks like more of them.
func (r reader) withoutList(m []string) (item, bool) {
	first := strings.TrimSuffix(m[0], m[3])
	r.rest = m[3] + r.rest
	it, ok := readHanWeekday(r, []string{first, m[1], m[2], ""})
	it.to = len(first)
	return it, ok
}

// hanWeekdays reads "周一、三、五": the first one counts, and the others are doubtful.
func (r reader) hanWeekdays(m []string) item {
	it, _ := r.withoutList(m)
	it.to = len(m[0])
	for _, name := range m[3] {
		if day, ok := readHanWeekday(reader{today: r.today}, []string{"", m[1], string(name), ""}); ok && strings.ContainsRune("一二三四五六日天", name) {
			it.alternatives = append(it.alternatives, day)
		}
	}
	return it
}

func readHanNamed(r reader, m []string) (item, bool) {
	days := map[string]int{"大后": 3, "后": 2, "明": 1, "今": 0, "昨": -1, "前": -2}[m[1]]
	it := item{kind: isDate, days: []time.Time{later(r.today, days)}, part: hanPartOf(m[3])}
	if m[2] == "早" || m[2] == "晚" {
		it.part = hanPartOf(m[2])
		return it, m[1] == "今" || m[1] == "明" || m[1] == "昨"
	}
	return it, m[2] != "儿" || days >= 0
}

func hanPartOf(name string) part {
	switch name {
	case "早", "早上", "早晨", "清晨", "上午":
		return morning
	case "凌晨":
		return earlyMorning
	case "中午":
		return atNoon
	case "下午", "午后":
		return afternoon
	case "傍晚", "晚上", "晚间", "晚":
		return evening
	case "夜里", "半夜":
		return night
	}
	return anyPart
}

// hanAhead reads "20分钟后", "一个半小时以后", "3天后".
func (r reader) hanAhead(count, unit, half string) (item, bool) {
	each := time.Minute
	switch {
	case strings.Contains(unit, "小时"), strings.Contains(unit, "钟头"):
		each = time.Hour
	case unit == "天":
		each = oneDay
	case strings.HasSuffix(unit, "周"), strings.HasSuffix(unit, "星期"), strings.HasSuffix(unit, "礼拜"):
		each = 7 * oneDay
	}
	if count == "半" {
		return item{kind: isMoment, length: each / 2}, each == time.Hour
	}
	n, ok := number(count)
	ahead := time.Duration(n) * each
	if half != "" || strings.Contains(unit, "半") {
		ahead += each / 2
	}
	return r.aheadItem(ahead, each), ok
}

func readHanClock(r reader, m []string) (item, bool) {
	minute := m[5]
	switch {
	case m[3] != "" && halfHour.match(r.rest): // "3点半小时"
		return r.shortened(m, m[3])
	case m[3] != "":
		minute = "30"
	case m[4] != "":
		minute = map[string]string{"一": "15", "1": "15", "2": "30", "三": "45", "3": "45"}[m[4]]
	case minute == "":
		minute = "0"
	case m[6] == "" && notHanMinute.match(r.rest), m[6] != "" && strings.HasPrefix(r.rest, "钟"):
		return r.shortened(m, m[5])
	}
	it, ok := clockItem(m[1], minute, "", m[5] == "" && m[3] == "" && m[4] == "")
	if it.clock.half == fullDay && it.clock.hour < 13 && m[2] == "点" && !strings.HasPrefix(m[1], "0") {
		it.clock.half = anyHalf
	}
	if m[2] == "时" && m[6] == "" && !r.nextToNothing() {
		return item{}, false
	}
	return it, ok && !notHanClock.match(r.rest) && !hanOrdinal.match(r.before) && !hanABit.match(r.before+m[0])
}

// shortened reads a clock without its last words, which belong to what follows:
// "3点10人", "3点半小时".
func (r reader) shortened(m []string, last string) (item, bool) {
	hour := m[0][:strings.LastIndex(m[0], last)]
	r.rest = m[0][len(hour):] + r.rest
	it, ok := readHanClock(r, []string{hour, m[1], m[2], "", "", "", ""})
	it.to = len(hour)
	return it, ok
}

// nextToNothing reports whether nothing follows in the same word.
func (r reader) nextToNothing() bool {
	return r.rest == "" || strings.ContainsAny(r.rest[:1], " ,-~")
}

// hanLength is the item of a length. "24小时制" is none.
func (r reader) hanLength(hours, minutes string) (item, bool) {
	it, ok := r.lengthItem(hours, minutes)
	return it, ok && !notHanLength.match(r.rest)
}

func readHanHours(r reader, m []string) (item, bool) {
	switch {
	case m[4] != "":
		return r.hanLength(m[1], m[4])
	case m[2]+m[3] != "":
		return r.hanLength(m[1], "30")
	default:
		return r.hanLength(m[1], "0")
	}
}

func readHanMinutes(r reader, m []string) (item, bool) {
	if m[2] == "分钟" {
		return r.hanLength("0", m[1])
	}
	n, ok := number(m[1])
	return item{kind: isLength, length: time.Duration(n) * 15 * time.Minute}, ok && n < 4
}
