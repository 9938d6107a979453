package meeting

import (
	"context"
	"time"
)

// What is read and kept of lists. One meeting of a list has a few KB, so that all
// of them together stay below 100 MB. The list of all meetings is not kept here.
const (
	maxListed = 500
	maxLists  = 64
	maxAll    = 10_000
)

// Listing is a list of meetings as read at one moment. It is shared between
// readers: nobody changes it.
type Listing struct {
	// Conferences are the meetings, in the API's order, each once. They lack
	// what only a reading of the one meeting tells.
	Conferences []*Conference
	// Count is how many there are. It exceeds len(Conferences) where there are
	// more than are read, or than the API lists.
	Count int
	// ReadAt is when it was read from the API.
	ReadAt time.Time
}

// Find returns the meetings of the enterprise that are running or to come and
// that the search fits, by subject, booker or id; all of them for "". They come
// by their start. An account that is no administrator finds its own and those
// it is invited to. At most 500 are read. Answers are kept for 10 s. Errors are *Error.
func (a *Account) Find(ctx context.Context, search string) (*Listing, error) {
	l, err := a.lists.get(ctx, search, "", func(ctx context.Context) (*Listing, error) {
		return a.search(ctx, search, maxListed)
	})
	return l, a.noted(ctx, err)
}

// ListAll is Find of all meetings, for what acts on each of them: it reads 10,000 at
// most, a page of 500 after the other, and does not keep them. Errors are *Error.
func (a *Account) ListAll(ctx context.Context) (*Listing, error) {
	l, err := a.search(ctx, "", maxAll)
	return l, a.noted(ctx, err)
}

// search reads the meetings that a search fits, by their start.
func (a *Account) search(ctx context.Context, search string, most int) (*Listing, error) {
	l, err := a.readList(opList, most, func(page PageOptions) (*Page[Conference], error) {
		page.SearchKey = search
		return a.source.List(ctx, ListOptions{PageOptions: page, All: true, Sort: SortByStart})
	})
	if err == nil {
		a.nameListedHosts(l)
	}
	return l, err
}

// readList collects the pages of any list of meetings, of so many at most.
func (a *Account) readList(op string, most int, read func(PageOptions) (*Page[Conference], error)) (*Listing, error) {
	r, err := (&list[Conference, [3]Text]{
		op: op, rules: a.rules, identify: (*Conference).identify, most: most, passes: maxListPasses, read: read,
	}).collect()
	if err != nil {
		return nil, err
	}
	l := &Listing{Count: r.total(), ReadAt: a.o.Now()}
	for i := range r.records {
		l.Conferences = append(l.Conferences, &r.records[i])
	}
	return l, nil
}

// identify returns what tells the meetings of a list apart, and whether there is any
// of it: the history has one of them as often as it was held.
func (c *Conference) identify() ([3]Text, bool) {
	key := [3]Text{c.ID, c.UUID, c.StartTime}
	return key, key != [3]Text{}
}
