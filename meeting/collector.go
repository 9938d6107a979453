package meeting

import "errors"

// What reading a list may cost. The documents of confDetail name no largest
// page; those of the lists say 500, and a server may have a lower one of its
// own. A meeting of 10,000 is far beyond what the vendor sells.
const (
	pageSize  = 500
	maxPeople = 10_000
	maxPages  = 100
)

var errListChanged = errors.New("the list changed while it was read")

// collect reads a list from its first page on, until most records are read or a
// page brings nothing new. The key tells records apart. Unless anyhow, it gives
// up with errListChanged when the list has changed since it began.
func collect[T any, K comparable](
	key func(T) K, most int, anyhow bool, read func(offset int) (*Page[T], error),
) (*collector[T, K], error) {
	first, err := read(0)
	if err != nil {
		return nil, err
	}
	r := newCollector(key, most, first)
	for pages := 1; r.wantsMore() && pages < maxPages; pages++ {
		next, err := read(r.received)
		if err != nil {
			return nil, err
		}
		if n := int(next.Count); n > 0 && n != r.count && !anyhow {
			return nil, errListChanged
		}
		r.add(next)
	}
	return r, nil
}

// wholeRecord is the key of records that are told apart by all that they say.
func wholeRecord[T comparable](record T) T { return record }

// collector collects the pages of a list. The offset is taken for a number of
// records, as most of the documents have it; some servers take it for a page or
// snap it to the last page, so a page may bring records that an earlier page
// had. They count once.
type collector[T any, K comparable] struct {
	key      func(T) K
	records  []T
	seen     map[K]struct{} // the records of earlier pages; nil with one page
	most     int            // records to read
	count    int            // what the API says that there are
	received int            // records so far, and so the next offset
	full     bool           // the last page was as long as pages get
	ended    bool           // the last page brought nothing new
}

func newCollector[T any, K comparable](key func(T) K, most int, first *Page[T]) *collector[T, K] {
	r := &collector[T, K]{
		key: key, most: most,
		records: first.Data, count: int(first.Count), ended: len(first.Data) == 0,
	}
	r.note(first)
	return r
}

// add takes the next page. Two equal records on one page are two, of which the
// API tells no more.
func (r *collector[T, K]) add(page *Page[T]) {
	if r.seen == nil {
		r.seen = make(map[K]struct{}, min(max(r.count, 0), r.most))
		r.remember(r.records)
	}
	before := len(r.records)
	for _, record := range page.Data {
		if _, known := r.seen[r.key(record)]; !known {
			r.records = append(r.records, record)
		}
	}
	r.remember(r.records[before:])
	r.ended = len(r.records) == before
	r.note(page)
}

func (r *collector[T, K]) remember(records []T) {
	for _, record := range records {
		r.seen[r.key(record)] = struct{}{}
	}
}

// note counts a page's records.
func (r *collector[T, K]) note(page *Page[T]) {
	r.received += len(page.Data)
	limit := pageSize
	if l := int(page.Limit); l > 0 && l < limit {
		limit = l
	}
	r.full = len(page.Data) >= limit
}

// wantsMore reports whether another page is worth asking for: until the API's
// count is reached, or where it says none, as long as pages are full.
func (r *collector[T, K]) wantsMore() bool {
	switch {
	case r.ended || r.received >= r.most:
		return false
	case r.count > 0:
		return r.received < r.count
	default:
		return r.full
	}
}

// total returns how many records there are: those read, or what the API says
// where a cap was hit.
func (r *collector[T, K]) total() int {
	if !r.ended && r.received < r.count {
		return r.count
	}
	return len(r.records)
}
