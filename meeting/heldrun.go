package meeting

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

const (
	// runSearch is how long before a time the meeting began that was in progress then.
	runSearch = 48 * time.Hour
	// runMargin is how exact the times of the history are: whole minutes, by the API's
	// clock.
	runMargin = 2 * time.Minute
	// runLate is how long after a time a meeting may have begun that was to be in
	// progress then.
	runLate = time.Hour
)

// LongestHeld returns the meeting as it was held, of the times that it was held: the
// longest of those from the one at the time first up to the one at the time last. The
// one at a time is the one that was in progress then, or began soon after. Unlike
// History it never answers from what was known more than 10 s ago. Errors are *Error:
// NotFound where the history does not have the last one, or not yet.
func (a *Account) LongestHeld(ctx context.Context, number string, first, last time.Time) (*Snapshot, error) {
	key := fmt.Sprint(number, " ", first.Unix(), " ", last.Unix())
	return a.runs.get(ctx, key, number, func(ctx context.Context) (*Snapshot, error) {
		all, err := a.listHeld(ctx, number, first.Add(-runSearch))
		if err != nil {
			return nil, err
		}
		held := longestHeld(all, first, last)
		if held == nil {
			return nil, &Error{Op: opListHistory, Kind: NotFound}
		}
		return a.readHeld(ctx, held)
	})
}

// longestHeld picks the longest meeting of those from the one at the time first up to
// the one at the time last, nil where there is none at that time.
func longestHeld(all []*Conference, first, last time.Time) *Conference {
	latest := heldAt(all, last)
	if latest == nil {
		return nil
	}
	to, _ := latest.Start()
	from := to
	if earliest := heldAt(all, first); earliest != nil {
		from, _ = earliest.Start()
	}
	longest := latest
	for _, m := range all {
		began, known := m.Start()
		if known && !began.Before(from) && !began.After(to) && m.length() > longest.length() {
			longest = m
		}
	}
	return longest
}

// length is how long a meeting lasted that has ended, 0 where that is not known.
func (c *Conference) length() time.Duration {
	began, knownBegan := c.Start()
	ended, knownEnded := c.End()
	if !knownBegan || !knownEnded {
		return 0
	}
	return ended.Sub(began)
}

// heldAt picks the meeting that was in progress at a time, or soon after: of several,
// the one that began nearest to it. It is nil for none.
func heldAt(all []*Conference, at time.Time) *Conference {
	distance := func(m *Conference) time.Duration {
		began, _ := m.Start()
		return began.Sub(at).Abs()
	}
	all = slices.DeleteFunc(slices.Clone(all), func(m *Conference) bool {
		began, known := m.Start()
		if !known || began.After(at.Add(runLate)) {
			return true
		}
		ended, known := m.End()
		return known && ended.Before(at.Add(-runMargin))
	})
	if len(all) == 0 {
		return nil
	}
	return slices.MinFunc(all, func(a, b *Conference) int { return cmp.Compare(distance(a), distance(b)) })
}
