package meeting

import (
	"context"
	"errors"
)

// What one reading may cost. The documents of confDetail name no largest page;
// those of its sister lists say 500, and a server may have a lower one of its
// own. A meeting of 10,000 is far beyond what the vendor sells.
const (
	pageSize  = 500
	maxPeople = 10_000
	maxPages  = 100
	maxPasses = 3
)

var (
	errMoved       = errors.New("the list of invitees changed while it was read")
	errReadingSlow = errors.New("the reading took too long")
	errPanicked    = errors.New("the reading panicked")
)

// readAll reads a meeting and all pages of its invitees. The list may shift
// between two pages, when somebody is invited meanwhile: then it is read from
// the start again, and if it never keeps still, as well as it can be.
func (c *Cache) readAll(ctx context.Context, id string) (*Snapshot, error) {
	for range maxPasses - 1 {
		s, err := c.readPass(ctx, id, false)
		if !errors.Is(err, errMoved) {
			return s, err
		}
	}
	return c.readPass(ctx, id, true)
}

// readPass reads the list once from its start. Unless anyhow, it gives up with
// errMoved when the list has changed since it began.
func (c *Cache) readPass(ctx context.Context, id string, anyhow bool) (*Snapshot, error) {
	first, err := c.source.Get(ctx, id, DetailOptions{Limit: pageSize})
	if err != nil {
		return nil, err
	}
	r := newRoster(&first.Participants)
	for pages := 1; r.wantsMore() && pages < maxPages; pages++ {
		next, err := c.source.Get(ctx, id, DetailOptions{Offset: r.received, Limit: pageSize})
		if err != nil {
			return nil, err
		}
		if n := int(next.Participants.Count); n > 0 && n != r.count && !anyhow {
			return nil, errMoved
		}
		r.add(&next.Participants)
	}
	conference := first.Conference // a copy, so that the answer's body can go
	return &Snapshot{Conference: &conference, Participants: r.people, Count: r.total()}, nil
}

// roster gathers the pages of a list. The offset is taken for a number of
// records, as most of the documents have it; some servers take it for a page or
// snap it to the last page, so a page may bring records that an earlier page
// had. They count once.
type roster struct {
	people   []Participant
	seen     map[Participant]struct{} // the people of earlier pages; nil with one page
	count    int                      // what the API says that there are
	received int                      // records so far, and so the next offset
	full     bool                     // the last page was as long as pages get
	ended    bool                     // the last page brought nobody new
}

func newRoster(first *ParticipantPage) *roster {
	r := &roster{people: first.Data, count: int(first.Count), ended: len(first.Data) == 0}
	r.note(first)
	return r
}

// add takes the next page. Two equal records on one page are two people, of
// whom the API tells no more.
func (r *roster) add(page *ParticipantPage) {
	if r.seen == nil {
		r.seen = make(map[Participant]struct{}, min(max(r.count, 0), maxPeople))
		r.remember(r.people)
	}
	before := len(r.people)
	for _, p := range page.Data {
		if _, known := r.seen[p]; !known {
			r.people = append(r.people, p)
		}
	}
	r.remember(r.people[before:])
	r.ended = len(r.people) == before
	r.note(page)
}

func (r *roster) remember(people []Participant) {
	for _, p := range people {
		r.seen[p] = struct{}{}
	}
}

// note counts a page's records.
func (r *roster) note(page *ParticipantPage) {
	r.received += len(page.Data)
	limit := pageSize
	if l := int(page.Limit); l > 0 && l < limit {
		limit = l
	}
	r.full = len(page.Data) >= limit
}

// wantsMore reports whether another page is worth asking for: until the API's
// count is reached, or where it says none, as long as pages are full.
func (r *roster) wantsMore() bool {
	switch {
	case r.ended || r.received >= maxPeople:
		return false
	case r.count > 0:
		return r.received < r.count
	default:
		return r.full
	}
}

// total returns how many invitees there are: those read, or what the API says
// where a cap was hit.
func (r *roster) total() int {
	if !r.ended && r.received < r.count {
		return r.count
	}
	return len(r.people)
}
