package view

import (
	"cmp"
	"slices"
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// stay is all that one person was in a meeting, however often and with however
// many devices they came.
type stay struct {
	name         string
	department   string
	joined, left time.Time     // first and last, zero when not known
	present      time.Duration // in between, without the times they were away
}

// period is a stretch of time.
type period struct{ start, end time.Time }

// stays sums up the visits of each person, by when they first came.
func stays(visits []meeting.Visit) []stay {
	byPerson := map[meeting.Text][]meeting.Visit{}
	for _, v := range visits {
		who := cmp.Or(v.Number, v.Name)
		byPerson[who] = append(byPerson[who], v)
	}
	all := make([]stay, 0, len(byPerson))
	for _, theirs := range byPerson {
		all = append(all, newStay(theirs))
	}
	slices.SortFunc(all, func(a, b stay) int {
		return cmp.Or(a.joined.Compare(b.joined), cmp.Compare(a.name, b.name), a.left.Compare(b.left), cmp.Compare(a.department, b.department))
	})
	return all
}

// newStay sums up the visits of one person; those at the same time count once.
func newStay(visits []meeting.Visit) stay {
	var times []period
	var s stay
	for _, v := range visits {
		s.name = cmp.Or(s.name, called(v.Name.String()))
		s.department = cmp.Or(s.department, clean(v.Department.String(), maxName))
		joined, came := v.Joined()
		left, went := v.Left()
		if came && went && !left.Before(joined) {
			times = append(times, period{joined, left})
		} else if came && (s.joined.IsZero() || joined.Before(s.joined)) {
			s.joined = joined
		}
	}
	slices.SortFunc(times, func(a, b period) int { return a.start.Compare(b.start) })
	for _, t := range times {
		if s.joined.IsZero() || t.start.Before(s.joined) {
			s.joined = t.start
		}
		if begin := later(t.start, s.left); begin.Before(t.end) {
			s.present += t.end.Sub(begin)
		}
		s.left = later(s.left, t.end)
	}
	return s
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// called is what the person is called, as plain text.
func (s stay) called(say text.Localizer) string { return cmp.Or(s.name, say.Say(text.Unnamed)) }

// late is how many whole minutes after the start the person came.
func (s stay) late(start time.Time) time.Duration {
	if start.IsZero() || s.joined.IsZero() {
		return 0
	}
	return max(s.joined.Sub(start).Truncate(time.Minute), 0)
}
