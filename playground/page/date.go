package page

import (
	"fmt"
	"strings"
	"time"
)

// dateFormat fills a Slack date format, such as "{date_long_pretty} at {time}", for
// the viewer. It reports whether Slack knows every token.
// See https://docs.slack.dev/messaging/formatting-message-text#date-formatting.
func (v Viewer) dateFormat(format string, t time.Time) (text string, ok bool) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(format, "{")
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		name, after, closed := strings.Cut(rest, "}")
		value := v.formatToken(name, t)
		if !closed || value == "" {
			return "", false
		}
		b.WriteString(value)
		format = after
	}
}

// formatToken formats one of Slack's date tokens. It returns "" for an unknown
// token.
func (v Viewer) formatToken(name string, t time.Time) string {
	t = t.In(v.timeZone())
	if pretty, ok := strings.CutSuffix(name, "_pretty"); ok {
		if s := v.relativeDay(t); s != "" {
			return s
		}
		name = pretty
	}
	switch name {
	case "date_num":
		return t.Format(time.DateOnly)
	case "date", "date_short", "date_long", "day_divider":
		return v.date(name, t)
	case "time":
		return t.Format(v.timeLayout(""))
	case "time_secs":
		return t.Format(v.timeLayout(":05"))
	case "ago":
		return v.ago(t)
	}
	return ""
}

func (v Viewer) timeLayout(seconds string) string {
	if v.uses24Hours() {
		return "15:04" + seconds
	}
	return "3:04" + seconds + " PM"
}

func (v Viewer) date(name string, t time.Time) string {
	if v.isChinese() {
		s := fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
		if name == "date_long" {
			s += " 星期" + string([]rune("日一二三四五六")[t.Weekday()])
		}
		return s
	}
	switch name {
	case "date_short":
		return t.Format("Jan 2, 2006")
	case "date_long", "day_divider":
		return t.Format("Monday, January 2") + ordinal(t.Day()) + t.Format(", 2006")
	default:
		return t.Format("January 2") + ordinal(t.Day()) + t.Format(", 2006")
	}
}

func ordinal(day int) string {
	switch {
	case day/10 == 1:
		return "th"
	case day%10 == 1:
		return "st"
	case day%10 == 2:
		return "nd"
	case day%10 == 3:
		return "rd"
	}
	return "th"
}

// relativeDay returns "yesterday", "today" or "tomorrow" in the viewer's language,
// or "" for other days.
func (v Viewer) relativeDay(t time.Time) string {
	now := v.Now.In(v.timeZone())
	midnight := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	words := [3]string{"yesterday", "today", "tomorrow"}
	if v.isChinese() {
		words = [3]string{"昨天", "今天", "明天"}
	}
	days := int(midnight(t).Sub(midnight(now)).Hours() / 24)
	if days < -1 || days > 1 {
		return ""
	}
	return words[days+1]
}

// ago formats the distance to a time in its largest unit, such as "in 5 minutes".
func (v Viewer) ago(t time.Time) string {
	d := t.Sub(v.Now)
	past := d < 0
	if past {
		d = -d
	}
	n, unit, zh := int(d.Seconds()), "second", "秒"
	switch {
	case d >= 48*time.Hour:
		n, unit, zh = int(d.Hours()/24), "day", "天"
	case d >= time.Hour:
		n, unit, zh = int(d.Hours()), "hour", "小时"
	case d >= time.Minute:
		n, unit, zh = int(d.Minutes()), "minute", "分钟"
	}
	if v.isChinese() {
		return fmt.Sprintf("%d%s%s", n, zh, map[bool]string{true: "前", false: "后"}[past])
	}
	if n != 1 {
		unit += "s"
	}
	if past {
		return fmt.Sprintf("%d %s ago", n, unit)
	}
	return fmt.Sprintf("in %d %s", n, unit)
}
