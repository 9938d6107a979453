package meeting

import (
	"cmp"
	"context"
	"slices"
	"strconv"
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

// HeldAt returns the meeting as it was held at a time, of the times that it was held:
// the one that was in progress then, or began soon after. Unlike History it never
// answers from what was known more than 10 s ago. Errors are *Error: NotFound where
// the history does not have it, or not yet.
func (a *Account) HeldAt(ctx context.Context, number string, at time.Time) (*Snapshot, error) {
	key := number + " " + strconv.FormatInt(at.Unix(), 10)
	return a.runs.get(ctx, key, number, func(ctx context.Context) (*Snapshot, error) {
		all, err := a.listHeld(ctx, number, at.Add(-runSearch))
		if err != nil {
			return nil, err
		}
		held := heldAt(all, at)
		if held == nil {
			return nil, &Error{Op: opListHistory, Kind: NotFound}
		}
		return a.readHeld(ctx, held)
	})
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
