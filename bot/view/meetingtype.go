package view

import (
	"slices"
	"strconv"
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Values of CycleParams.Cycle.
const (
	cycleDay   = "Day"
	cycleWeek  = "Week"
	cycleMonth = "Month"
)

// meetingType names the type of a meeting, "" for an ordinary one.
func meetingType(loc text.Localizer, c *meeting.Conference, now time.Time) string {
	switch {
	case c.Recurring():
		return recurringType(loc, c.Cycle, now)
	case bool(c.Webinar):
		return loc.Say(text.TypeWebinar)
	case c.Kind == meeting.KindBooked, c.Kind == meeting.KindInstant:
		return ""
	default:
		return safe(c.Kind.String(), maxWord)
	}
}

// recurringType names the rule of a series: "Recurring: every day until 19 Dec".
func recurringType(loc text.Localizer, p *meeting.CycleParams, now time.Time) string {
	if p == nil || p.Cycle == "" {
		return loc.Say(text.TypeRecurring)
	}
	rule := recurrence(loc, p)
	if p.EndDate != "" {
		rule = loc.Say(text.RuleUntil, text.Args{"Rule": rule, "Date": dateText(loc, p.EndDate, now)})
	}
	return loc.Say(text.TypeRecurringRule, text.Args{"Rule": rule})
}

// recurrence says how often a series recurs.
func recurrence(loc text.Localizer, p *meeting.CycleParams) string {
	n := int(max(p.Interval, 1))
	switch p.Cycle {
	case cycleDay:
		if n == 1 {
			return loc.Say(text.RuleDaily)
		}
		return loc.Say(text.RuleDays, text.Args{"Count": n})
	case cycleWeek:
		return weeklyRule(loc, n, weekdays(p.Points))
	case cycleMonth:
		return monthlyRule(loc, n, monthDays(p.Points))
	default:
		return safe(p.Cycle.String(), maxWord)
	}
}

func weeklyRule(loc text.Localizer, n int, on []time.Weekday) string {
	names := make([]string, len(on))
	for i, d := range on {
		names[i] = loc.Weekday(d)
	}
	days := loc.List(names...)
	switch {
	case n == 1 && days == "":
		return loc.Say(text.RuleWeekly)
	case n == 1 && len(on) == 7:
		return loc.Say(text.RuleDaily)
	case n == 1:
		return loc.Say(text.RuleWeeklyOn, text.Args{"Days": days})
	case days == "":
		return loc.Say(text.RuleWeeks, text.Args{"Count": n})
	default:
		return loc.Say(text.RuleWeeksOn, text.Args{"Count": n, "Days": days})
	}
}

func monthlyRule(loc text.Localizer, n int, on []int) string {
	numbers := make([]string, len(on))
	for i, d := range on {
		numbers[i] = strconv.Itoa(d)
	}
	days := loc.Commas(numbers...)
	switch {
	case n == 1 && days == "":
		return loc.Say(text.RuleMonthly)
	case n == 1:
		return loc.Count(text.RuleMonthlyOn, len(on), text.Args{"Days": days})
	case days == "":
		return loc.Say(text.RuleMonths, text.Args{"Count": n})
	default:
		return loc.Count(text.RuleMonthsOn, len(on), text.Args{"Months": n, "Days": days})
	}
}

// weekdays returns the weekdays among the points of a weekly series, Monday
// first.
func weekdays(points []meeting.Int) []time.Weekday {
	var days []time.Weekday
	for _, d := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
		if slices.Contains(points, meeting.Int(d)) {
			days = append(days, d)
		}
	}
	return days
}

// monthDays returns the days from 1 to 31 among the points of a monthly series,
// in order.
func monthDays(points []meeting.Int) []int {
	var days []int
	for d := 1; d <= 31; d++ {
		if slices.Contains(points, meeting.Int(d)) {
			days = append(days, d)
		}
	}
	return days
}

// dateText writes a date of the API, unchanged when it cannot be parsed.
func dateText(loc text.Localizer, date meeting.Text, now time.Time) string {
	t, ok := parseDate(date)
	if !ok {
		return safe(date.String(), maxWord)
	}
	return loc.Day(t, now)
}

// parseDate parses a date of the API, as midnight of universal time.
func parseDate(date meeting.Text) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, date.String())
	return t, err == nil
}
