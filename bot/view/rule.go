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

// kind says what sort of meeting it is, "" when the API does not say.
func kind(say text.Localizer, c *meeting.Conference, now time.Time) string {
	switch {
	case c.Recurring():
		return recurring(say, c.Cycle, now)
	case bool(c.Webinar):
		return say.Say(text.TypeWebinar)
	case c.Kind == meeting.KindBooked:
		return say.Say(text.TypeOnce)
	case c.Kind == meeting.KindInstant:
		return say.Say(text.TypeInstant)
	default:
		return safe(c.Kind.String(), maxWord)
	}
}

// recurring says the rule of a series: "Recurring: every day until 19 Dec".
func recurring(say text.Localizer, p *meeting.CycleParams, now time.Time) string {
	if p == nil || p.Cycle == "" {
		return say.Say(text.TypeRecurring)
	}
	rule := rhythm(say, p)
	if p.EndDate != "" {
		rule = say.Say(text.RuleUntil, text.Args{"Rule": rule, "Date": day(say, p.EndDate, now)})
	}
	return say.Say(text.TypeRecurringRule, text.Args{"Rule": rule})
}

// rhythm says how often a series recurs.
func rhythm(say text.Localizer, p *meeting.CycleParams) string {
	n := int(max(p.Interval, 1))
	switch p.Cycle {
	case cycleDay:
		if n == 1 {
			return say.Say(text.RuleDaily)
		}
		return say.Say(text.RuleDays, text.Args{"Count": n})
	case cycleWeek:
		return weekly(say, n, weekdays(p.Points))
	case cycleMonth:
		return monthly(say, n, monthDays(p.Points))
	default:
		return safe(p.Cycle.String(), maxWord)
	}
}

func weekly(say text.Localizer, n int, on []time.Weekday) string {
	names := make([]string, len(on))
	for i, d := range on {
		names[i] = say.Weekday(d)
	}
	days := say.List(names...)
	switch {
	case n == 1 && days == "":
		return say.Say(text.RuleWeekly)
	case n == 1 && len(on) == 7:
		return say.Say(text.RuleDaily)
	case n == 1:
		return say.Say(text.RuleWeeklyOn, text.Args{"Days": days})
	case days == "":
		return say.Say(text.RuleWeeks, text.Args{"Count": n})
	default:
		return say.Say(text.RuleWeeksOn, text.Args{"Count": n, "Days": days})
	}
}

func monthly(say text.Localizer, n int, on []int) string {
	numbers := make([]string, len(on))
	for i, d := range on {
		numbers[i] = strconv.Itoa(d)
	}
	days := say.Commas(numbers...)
	switch {
	case n == 1 && days == "":
		return say.Say(text.RuleMonthly)
	case n == 1:
		return say.Count(text.RuleMonthlyOn, len(on), text.Args{"Days": days})
	case days == "":
		return say.Say(text.RuleMonths, text.Args{"Count": n})
	default:
		return say.Count(text.RuleMonthsOn, len(on), text.Args{"Months": n, "Days": days})
	}
}

// weekdays reads the points of a weekly series, Monday first; what is no day
// of the week is left out.
func weekdays(points []meeting.Int) []time.Weekday {
	var days []time.Weekday
	for _, d := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
		if slices.Contains(points, meeting.Int(d)) {
			days = append(days, d)
		}
	}
	return days
}

// monthDays reads the points of a monthly series in order; what is no day of
// a month is left out.
func monthDays(points []meeting.Int) []int {
	var days []int
	for d := 1; d <= 31; d++ {
		if slices.Contains(points, meeting.Int(d)) {
			days = append(days, d)
		}
	}
	return days
}

// day says a calendar date of the API, as it is if it cannot be read.
func day(say text.Localizer, date meeting.Text, now time.Time) string {
	t, ok := calendar(date)
	if !ok {
		return safe(date.String(), maxWord)
	}
	return say.Day(t, now)
}

// calendar reads a calendar date of the API, as midnight of universal time.
func calendar(date meeting.Text) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, date.String())
	return t, err == nil
}
