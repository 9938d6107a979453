package meeting

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// maxTenants bounds how many meetings of one cloud room are tried.
const maxTenants = 3

// Resolve returns the meeting that somebody means by a number: as Get, and
// where the API knows no such meeting, the one that is held in the cloud room
// of that number (the running one, else the next to start), and else the latest
// one of that number that has ended, which is marked Ended. What is none of
// these is NotFound. Errors are *Error.
func (c *Cache) Resolve(ctx context.Context, number string) (*Snapshot, error) {
	if tenant, ok := c.tenants.peek(number); ok && tenant.err == nil {
		if s, err := c.Get(ctx, tenant.value); KindOf(err) != NotFound {
			return s, err
		}
		c.tenants.answers.drop(number)
	}
	s, unknown := c.Get(ctx, number)
	if KindOf(unknown) != NotFound {
		return s, unknown
	}
	id, err := c.tenants.get(ctx, number, number, func(ctx context.Context) (string, error) {
		return c.tenant(ctx, number)
	})
	if err == nil {
		s, err = c.Get(ctx, id)
	}
	if KindOf(err) != NotFound {
		return s, err
	}
	s, err = c.History(ctx, number)
	if fruitless(err) {
		return nil, unknown
	}
	return s, err
}

// fruitless reports whether a search came to nothing, be it that the account
// may not search. That the API fails is another matter: asking again may help.
func fruitless(err error) bool {
	switch KindOf(err) {
	case NotFound, Forbidden, Invalid:
		return true
	default:
		return false
	}
}

// tenant finds the meeting that is held in a cloud room, among those that are
// running or to come, and returns its id. It is NotFound where there is none.
func (c *Cache) tenant(ctx context.Context, number string) (string, error) {
	l, err := c.list(ctx, ListOptions{PageOptions: PageOptions{SearchKey: number}, All: true, Sort: SortByStart})
	switch {
	case fruitless(err):
		return "", &Error{Op: opList, Kind: NotFound, Err: err}
	case err != nil:
		return "", err
	}
	found := nearest(l.Conferences, number, c.o.Now())
	for _, m := range found[:min(maxTenants, len(found))] {
		id := m.ID.String()
		read := c.Get
		if id == number {
			read = c.Refresh // it was not there a moment ago
		}
		if _, err := read(ctx, id); KindOf(err) != NotFound {
			return id, nil // whoever asks for it will hear the error
		}
	}
	return "", &Error{Op: opList, Kind: NotFound}
}

// nearest returns the meetings that go by a number: the running ones, then
// those to come by their start, last those whose booked time is over.
func nearest(list []*Conference, number string, now time.Time) []*Conference {
	var found []*Conference
	for _, m := range list {
		if m.ID != "" && m.goesBy(number) {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b *Conference) int {
		return cmp.Or(cmp.Compare(a.rank(now), b.rank(now)), a.compareStart(b))
	})
	return found
}

func (c *Conference) compareStart(other *Conference) int {
	a, _ := c.Start()
	b, _ := other.Start()
	return a.Compare(b)
}
