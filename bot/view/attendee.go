package view

import (
	"cmp"
	"slices"
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// attendee is one person who was in a meeting. It sums up all their visits,
// from all their devices.
type attendee struct {
	name         string
	department   string
	joined, left time.Time     // first join and last leave, zero when not known
	attended     time.Duration // without the times in between when they were away
	visits       int
}

// period is the time from start to end.
type period struct{ start, end time.Time }

// newAttendees sums up the visits of each person, ordered by their first join. A visit
// of somebody without a name and a number is one person's.
func newAttendees(visits []meeting.Visit) []attendee {
	byPerson := map[meeting.Text][]meeting.Visit{}
	all := make([]attendee, 0, len(visits))
	for _, v := range visits {
		who := v.Visitor()
		if who == "" {
			all = append(all, newAttendee([]meeting.Visit{v}))
			continue
		}
		byPerson[who] = append(byPerson[who], v)
	}
	for _, theirs := range byPerson {
		all = append(all, newAttendee(theirs))
	}
	slices.SortFunc(all, func(a, b attendee) int {
		return cmp.Or(a.joined.Compare(b.joined), cmp.Compare(a.name, b.name), a.left.Compare(b.left), cmp.Compare(a.department, b.department))
	})
	return all
}

// newAttendee sums up the visits of one person. Overlapping visits count once.
func newAttendee(visits []meeting.Visit) attendee {
	var times []period
	p := attendee{visits: len(visits)}
	for _, v := range visits {
		p.name = cmp.Or(p.name, clean(v.DisplayName(), maxName))
		p.department = cmp.Or(p.department, displayName(v.Department))
		joined, came := v.Joined()
		left, went := v.Left()
		if came && went && !left.Before(joined) {
			times = append(times, period{joined, left})
		} else if came && (p.joined.IsZero() || joined.Before(p.joined)) {
			p.joined = joined
		}
	}
	slices.SortFunc(times, func(a, b period) int { return a.start.Compare(b.start) })
	for _, t := range times {
		if p.joined.IsZero() || t.start.Before(p.joined) {
			p.joined = t.start
		}
		if begin := later(t.start, p.left); begin.Before(t.end) {
			p.attended += t.end.Sub(begin)
		}
		p.left = later(p.left, t.end)
	}
	return p
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// displayName is the person's name as plain text.
func (p attendee) displayName(loc text.Localizer) string {
	return cmp.Or(p.name, loc.Say(text.Unnamed))
}

// lateness is how many whole minutes after the start the person joined.
func (p attendee) lateness(start time.Time) time.Duration {
	if start.IsZero() || p.joined.IsZero() {
		return 0
	}
	return max(p.joined.Sub(start).Truncate(time.Minute), 0)
}
