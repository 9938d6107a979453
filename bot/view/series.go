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

// Occurs reports whether a series has a meeting that starts then.
func Occurs(c *meeting.Conference, start int64) bool {
	_, ok := occurrence(occurrences(c), start)
	return ok
}

// occurrence is the meeting of a series that starts then.
func occurrence(series []span, start int64) (span, bool) {
	i := slices.IndexFunc(series, func(s span) bool { return s.start.Unix() == start })
	if i < 0 {
		return span{}, false
	}
	return series[i], true
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
// sentence, when none are left or the card is about one of them.
func (c card) agenda(when func(span) string) (title string, list []string) {
	if len(c.series) == 0 {
		return "", nil
	}
	if c.turn.Start != 0 {
		return "", []string{c.say.Say(text.SeriesOne)}
	}
	next := coming(c.series, c.now)
	if len(next) == 0 {
		return "", []string{c.say.Say(text.SeriesDone, text.Args{"When": when(c.series[len(c.series)-1])})}
	}
	p := newPattern(c.of, c.series)
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
