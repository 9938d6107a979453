package meeting

import (
	"errors"
	"net/http"
)

// What reading a list may cost. A meeting of 10,000 is far beyond what the vendor
// sells.
const (
	maxPeople = 10_000
	maxPages  = 100
)

var errListChanged = errors.New("the list changed while it was read")

// list is how one list of the API is read, from its first page on, until most
// records are read or a page brings nothing new.
type list[T any, K comparable] struct {
	op    string     // the call, whose paging is remembered
	rules *pageRules // of the account
	read  func(PageOptions) (*Page[T], error)
	// identify returns what tells a record from all others, and whether it has that.
	identify func(*T) (K, bool)
	most     int
	// passes is how often the list is read from its start, until it does not change
	// meanwhile. The last pass takes it with whatever changes come.
	passes int
}

// collect reads the list.
func (l *list[T, K]) collect() (*collector[T, K], error) {
	for n := 1; ; n++ {
		r, err := l.pass(n)
		if !errors.Is(err, errListChanged) {
			return r, err
		}
	}
}

// pass reads the list for the n-th time. Unless that is the last, it gives up with
// errListChanged when the list has changed since it began. A list that has as many
// records as before may have moved between two pages, too, where one comes twice and
// another one not at all; some servers have that for good, so that it is read once more.
func (l *list[T, K]) pass(n int) (*collector[T, K], error) {
	first, limit, err := l.first()
	if err != nil {
		return nil, err
	}
	r := newCollector(l.identify, l.most, first)
	offsets := l.rules.of(l.op).offsets
	if err := l.rest(r, limit, offsets, n); err != nil {
		return nil, err
	}
	if (r.short() || r.gap) && offsets == offsetsUnknown {
		if r, err = l.probe(first, r, limit, n); err != nil {
			return nil, err
		}
	}
	if r.short() && r.repeated > 0 && offsets == offsetsArePages {
		l.rules.learnOffsets(l.op, offsetsUnknown) // the API has changed its mind
	}
	if r.moved() && n == 1 {
		return nil, errListChanged
	}
	return r, nil
}

// first reads the first page, as long as the API gives one, and returns the limit
// for the next ones. The documents do not tell whether a refusal means the size of
// the page or something else, such as the id; what is refused also where no size is
// asked for is something else.
func (l *list[T, K]) first() (*Page[T], int, error) {
	limit := l.rules.of(l.op).limit
	page, err := l.read(PageOptions{Limit: limit})
	if limit == anyPage || !isTooLong(page, err) {
		return page, limit, err
	}
	small, err := l.read(PageOptions{Limit: anyPage})
	if refusesParameters(err) || err == nil && len(small.Data) == 0 {
		return small, anyPage, err
	}
	for limit = shorter(limit); err == nil && limit > len(small.Data) && int(small.Count) > len(small.Data); limit = shorter(limit) {
		if page, err := l.read(PageOptions{Limit: limit}); !isTooLong(page, err) {
			l.rules.learnLimit(l.op, limit)
			return page, limit, err
		}
	}
	l.rules.learnLimit(l.op, limit)
	return small, anyPage, err
}

// rest reads the pages after those that have been read. In the first pass it stops
// where something moved, or offsets turn out not to be numbers of records.
func (l *list[T, K]) rest(r *collector[T, K], limit int, offsets offsetMeaning, n int) error {
	for r.wantsMore() && (n > 1 || !r.gap) {
		overlap := 0
		o := PageOptions{Offset: r.pages, Limit: limit}
		if offsets != offsetsArePages {
			overlap = r.overlap()
			o.Offset = r.received - overlap
		}
		next, err := l.read(o)
		if refusesParameters(err) {
			next, err = &Page[T]{}, nil // the first page was not refused: this is past the end
		}
		if err != nil {
			return err
		}
		if count := int(next.Count); count > 0 && count != r.count && n < l.passes {
			return errListChanged
		}
		if overlap > 0 {
			r.addOverlapping(next)
		} else {
			r.add(next)
		}
	}
	return nil
}

// probe finds out what an offset means, after a list came short of its count with
// offsets that are numbers of records. With offset 1, such an API tells again what it
// told on the first page; one whose offsets are numbers of pages tells the second page.
func (l *list[T, K]) probe(first *Page[T], r *collector[T, K], limit, n int) (*collector[T, K], error) {
	second, err := l.read(PageOptions{Offset: 1, Limit: limit})
	switch {
	case refusesParameters(err), err == nil && len(second.Data) == 0:
		return r, nil
	case err != nil:
		return nil, err
	case r.overlaps(second.Data):
		l.rules.learnOffsets(l.op, offsetsAreRecords)
		return r, nil
	}
	paged := newCollector(l.identify, l.most, first)
	paged.add(second)
	if err := l.rest(paged, limit, offsetsArePages, n); err != nil {
		return nil, err
	}
	if len(paged.records) <= len(r.records) {
		return r, nil
	}
	l.rules.learnOffsets(l.op, offsetsArePages)
	return paged, nil
}

// isTooLong reports whether an answer may say that the page asked for is too long:
// by a refusal, or by nothing where there is something.
func isTooLong[T any](page *Page[T], err error) bool {
	return refusesParameters(err) || err == nil && len(page.Data) == 0 && page.Count > 0
}

// refusesParameters reports whether the API refuses something in the question and
// does not say what.
func refusesParameters(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != Invalid || e.Status == 0 {
		return false
	}
	return isParameterCode(e.Code) || kindOfCode(e.Code) == "" && e.Status == http.StatusBadRequest
}
