package meeting

import (
	"context"
	"time"
)

// What a cache keeps of lists. One meeting of a list has a few KB, so that all
// of them together stay below 100 MB.
const (
	maxListed = 500
	listsKept = 64
)

// Listing is a list of meetings as read at one moment. It is shared between
// readers: nobody changes it.
type Listing struct {
	// Conferences are the meetings, in the API's order, each once. They lack
	// what only a reading of the one meeting tells.
	Conferences []*Conference
	// Count is how many there are. It exceeds len(Conferences) where there are
	// more than a Cache reads, which is 500.
	Count int
	// ReadAt is when it was read from the API.
	ReadAt time.Time
}

// Find returns the meetings of the enterprise that are running or to come and
// that the search fits, by subject, booker or id; all of them for "". They come
// by their start. An account that is no administrator finds its own and those
// it is invited to. Errors are *Error.
func (c *Cache) Find(ctx context.Context, search string) (*Listing, error) {
	return c.List(ctx, ListOptions{PageOptions: PageOptions{SearchKey: search}, All: true, Sort: SortByStart})
}

// List returns the meetings that are running or to come and that the options
// fit, from all pages: Offset and Limit do not matter. Answers are kept for the
// cache's ListTTL. Errors are *Error.
func (c *Cache) List(ctx context.Context, o ListOptions) (*Listing, error) {
	o.Offset, o.Limit = 0, 0
	return c.lists.get(ctx, o.call().query.Encode(), "", func(ctx context.Context) (*Listing, error) {
		return c.list(ctx, o)
	})
}

// list reads all pages of a list.
func (c *Cache) list(ctx context.Context, o ListOptions) (*Listing, error) {
	return c.listing(func(page PageOptions) (*Page[Conference], error) {
		page.SearchKey = o.SearchKey
		o.PageOptions = page
		return c.source.List(ctx, o)
	})
}

// listing gathers the pages of any list of meetings.
func (c *Cache) listing(read func(PageOptions) (*Page[Conference], error)) (*Listing, error) {
	r, err := gather(holding, maxListed, true, func(offset int) (*Page[Conference], error) {
		return read(PageOptions{Offset: offset, Limit: pageSize})
	})
	if err != nil {
		return nil, err
	}
	l := &Listing{Count: r.total(), ReadAt: c.o.Now()}
	for i := range r.records {
		l.Conferences = append(l.Conferences, &r.records[i])
	}
	return l, nil
}

// holding tells the meetings of a list apart: the history has one of them as
// often as it was held.
func holding(m Conference) [3]Text { return [3]Text{m.ID, m.UUID, m.StartTime} }
