package view

import (
	"slices"
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// shownOccurrences is how many coming meetings of a series a card lists.
const shownOccurrences = 5

// occurrences returns the booked times of a series in order, each once: the
// API repeats some.
func occurrences(c *meeting.Conference) []span {
	all := make([]span, 0, len(c.Occurrences))
	for i := range c.Occurrences {
		if s := booked(&c.Occurrences[i]); !s.start.IsZero() {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b span) int {
		if d := a.start.Compare(b.start); d != 0 {
			return d
		}
		return a.end.Compare(b.end)
	})
	return slices.CompactFunc(all, func(a, b span) bool { return a.start.Equal(b.start) && a.end.Equal(b.end) })
}

// coming returns the meetings of a series that are not over.
func coming(series []span, now time.Time) []span {
	var next []span
	for _, s := range series {
		if s.last().After(now) {
			next = append(next, s)
		}
	}
	return next
}

// agenda lists the coming meetings of a series, those that differ from its
// pattern marked, as when says them. The title is empty, and the list one
// sentence, when none are left.
func (c clock) agenda(of *meeting.Conference, series []span, when func(span) string) (title string, list []string) {
	if len(series) == 0 {
		return "", nil
	}
	next := coming(series, c.now)
	if len(next) == 0 {
		return "", []string{c.say.Say(text.SeriesDone, text.Args{"When": when(series[len(series)-1])})}
	}
	p := newPattern(of, series)
	for _, s := range next[:min(len(next), shownOccurrences)] {
		item := when(s)
		if mark := p.mark(c.say, s); mark != "" {
			item += separator + mark
		}
		list = append(list, item)
	}
	if more := len(next) - shownOccurrences; more > 0 {
		list = append(list, c.say.Say(text.SeriesMore, text.Args{"Count": more}))
	}
	return c.say.Say(text.SeriesNext), list
}

// spanned says a booked time with tokens, from – to.
func (c clock) spanned(s span) string {
	if s.start.IsZero() || s.end.IsZero() {
		return c.when(s)
	}
	return c.say.Say(text.Span, text.Args{"Start": c.moment(s.start), "End": c.until(s)})
}
