package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
)

// unit returns what a unit of time is called, nothing for a word that is none.
func unit(word string) (time.Duration, bool) {
	switch word {
	case "m", "min", "mins", "minute", "minutes", "分", "分钟":
		return time.Minute, true
	case "h", "hr", "hrs", "hour", "hours", "时", "小时", "个小时":
		return time.Hour, true
	case "d", "day", "days", "天", "日":
		return 24 * time.Hour, true
	case "w", "week", "weeks", "周", "星期":
		return 7 * 24 * time.Hour, true
	}
	return 0, false
}

// besideLead reports words that people put around a time before the start, and
// that say nothing more.
func besideLead(word string) bool {
	return slices.Contains([]string{
		"before", "prior", "and", "early", "ahead", "in", "advance", "of", "to", "about", "the", "start", "only", "just",
		"if", "or", "also", "when", "it", "starts", "runs", "us", "here", "channel", "everyone", "everybody",
		"如果", "或", "或者", "也", "还有", "以及", "并", "时", "我们", "大家", "所有人", "频道", "提前", "前", "之前", "和", "开始前", "会议开始前", "会前", "只", "仅", "参加",
	}, word)
}

// startsLate reports words for a meeting that nobody is in after its start.
func startsLate(word string) bool {
	return slices.Contains([]string{
		"late", "late-start", "latestart", "delayed", "unstarted",
		"迟到", "晚到", "迟开", "晚开", "晚开始", "延迟", "延迟开始", "未开始", "没开始", "还没开始", "未按时开始", "没人", "没人来", "无人", "无人参会", "没人入会",
	}, word)
}

// runsOver reports words for a meeting that goes on beyond its end.
func runsOver(word string) bool {
	return slices.Contains([]string{
		"overrun", "overruns", "overran", "overrunning", "overtime", "over-run", "over-time", "overdue",
		"超时", "超时间", "快超时", "即将超时", "拖堂", "延时", "未结束", "没结束", "还没结束", "还没开完", "没开完",
	}, word)
}

// alsoWords write as people type it what a subscription tells beside its times.
func alsoWords(s reminder.Subscription) string {
	words := ""
	if s.Late {
		words += " late"
	}
	if s.Overrun {
		words += " overrun"
	}
	return words
}

// maxAmount is how many digits of an amount of time are read.
const maxAmount = 5

// amount reads a short number: "10".
func amount(digits string) (int, bool) {
	if digits == "" || len(digits) > maxAmount || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// times returns n units, or something beyond every bound instead of what no
// duration can hold.
func times(n int, unit time.Duration) time.Duration {
	const beyond = 10 * reminder.MaxLead
	if time.Duration(n) > beyond/unit {
		return beyond
	}
	return time.Duration(n) * unit
}

// maxUnits is how many units a time before the start may have: "1d2h3m".
const maxUnits = 3

// parseLead reads a time before the start that is written in one piece, with
// at most maxUnits units: "10m", "1h30m", "1小时30分钟".
func parseLead(word string) (time.Duration, bool) {
	var lead time.Duration
	rest := strings.ToLower(word)
	for range maxUnits {
		digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
		name := rest[len(digits):]
		if end := strings.IndexFunc(name, unicode.IsDigit); end >= 0 {
			name = name[:end]
		}
		n, read := amount(digits)
		u, known := unit(name)
		if !read || !known {
			return 0, false
		}
		lead += times(n, u)
		if rest = rest[len(digits)+len(name):]; rest == "" {
			return lead, true
		}
	}
	return 0, false
}

// leadWord writes a time before the start as people type it: "1h30m", "0m".
func leadWord(lead time.Duration) string {
	if lead == 0 {
		return "0m"
	}
	var b strings.Builder
	for _, u := range []struct {
		name string
		unit time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}} {
		if n := lead / u.unit; n > 0 {
			b.WriteString(strconv.Itoa(int(n)) + u.name)
			lead %= u.unit
		}
	}
	return b.String()
}

// leadWords writes times before the start as people type them: "1h 10m".
func leadWords(leads []time.Duration) string {
	words := make([]string, len(leads))
	for i, lead := range leads {
		words[i] = leadWord(lead)
	}
	return strings.Join(words, " ")
}

// tidyLeads puts times before the start in order, longest first, each once, and
// says what is wrong with them, "" for nothing.
func tidyLeads(leads []time.Duration) ([]time.Duration, text.Key) {
	leads = slices.Clone(leads)
	slices.SortFunc(leads, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	leads = slices.Compact(leads)
	switch {
	case len(leads) == 0:
		return nil, text.LeadsMissing
	case leads[0] > reminder.MaxLead:
		return nil, text.LeadTooLong
	case len(leads) > reminder.MaxLeads:
		return nil, text.LeadsTooMany
	default:
		return leads, ""
	}
}

// typedLeads reads leads as they are typed after a command.
func typedLeads(typed string) ([]time.Duration, text.Key) {
	var p parser
	for _, t := range tokens(typed) {
		p.take(t)
	}
	p.endNumber()
	var leads []time.Duration
	for _, x := range p.extras {
		switch x.kind {
		case extraLead:
			leads = append(leads, x.lead)
		case extraUnknown:
			minutes, ok := bareMinutes(x.text)
			if !ok {
				return nil, text.LeadsNotUnderstood
			}
			leads = append(leads, minutes...)
		case extraLate, extraOverrun: // which are asked for otherwise
			return nil, text.LeadsNotUnderstood
		default: // says nothing more
		}
	}
	if len(p.ids) > 0 {
		return nil, text.LeadsNotUnderstood
	}
	return tidyLeads(leads)
}

// bareMinutes reads numbers without a unit: "30 10".
func bareMinutes(words string) (leads []time.Duration, ok bool) {
	for word := range strings.FieldsSeq(words) {
		n, ok := amount(word)
		if !ok {
			return nil, false
		}
		leads = append(leads, times(n, time.Minute))
	}
	return leads, len(leads) > 0
}

// ParseLeads reads times before the start as people type them, such as
// "1h 10m", and returns them longest first.
func ParseLeads(typed string) ([]time.Duration, error) {
	leads, problem := typedLeads(typed)
	if problem != "" {
		return nil, fmt.Errorf("not 1 to %d times from %s to %s: %q",
			reminder.MaxLeads, leadWord(reminder.MinLead), leadWord(reminder.MaxLead), typed)
	}
	return leads, nil
}
