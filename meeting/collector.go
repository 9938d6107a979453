package meeting

import "slices"

// collector collects the pages of a list. Pages may overlap: some servers snap an
// offset past the end to the last page, and a list may change while it is read. A
// record that an earlier page had counts once, if it says who or what it is.
type collector[T any, K comparable] struct {
	identify func(*T) (K, bool)
	first    []T // the first page
	records  []T
	seen     map[K]struct{} // the identified records of earlier pages; nil with one page
	most     int            // records to read
	count    int            // what the API says that there are, 0 if it does not
	received int            // records so far, with those that came twice, and so the next offset
	repeated int            // records that came twice
	pages    int
	full     bool // the last page was as long as pages get
	ended    bool // the last page brought nothing new
	last     *T   // the last record of the last page
	gap      bool // a page did not begin where the one before ended
}

func newCollector[T any, K comparable](identify func(*T) (K, bool), most int, first *Page[T]) *collector[T, K] {
	r := &collector[T, K]{
		identify: identify, most: most, count: max(int(first.Count), 0),
		first: first.Data, records: slices.Clip(first.Data), // the first page stays as it is
		received: len(first.Data), pages: 1, ended: len(first.Data) == 0,
	}
	r.noteLast(first.Data)
	limit := usualPage
	if l := int(first.Limit); l > 0 {
		limit = min(limit, l)
	}
	r.full = len(first.Data) >= limit
	return r
}

func (r *collector[T, K]) noteLast(page []T) {
	if len(page) > 0 {
		r.last = &page[len(page)-1]
	}
}

// overlap returns by how many records the next page is to begin before the end of the
// last one, which shows that nothing moved in between: one, where it can be recognised
// and not more is there than is read.
func (r *collector[T, K]) overlap() int {
	if r.last == nil || r.count > r.most {
		return 0
	}
	if _, ok := r.identify(r.last); !ok {
		return 0
	}
	return 1
}

// addOverlapping takes the next page, which was to begin with the last record.
func (r *collector[T, K]) addOverlapping(page *Page[T]) {
	known, _ := r.identify(r.last)
	at := slices.IndexFunc(page.Data, func(record T) bool {
		key, ok := r.identify(&record)
		return ok && key == known
	})
	if at < 0 && len(page.Data) > 0 {
		r.gap = true
	}
	size := len(page.Data)
	if at == 0 {
		page.Data = page.Data[1:]
	} else {
		r.received = max(r.received-1, 0)
	}
	r.add(page)
	r.full = size >= len(r.first)
}

// add takes the next page. Two equal records on one page are two, of which the
// API tells no more, and so are two on different pages that nothing identifies.
func (r *collector[T, K]) add(page *Page[T]) {
	if r.seen == nil {
		r.seen = make(map[K]struct{}, min(max(r.count, len(r.records)), r.most))
		r.remember(r.records)
	}
	if n := int(page.Count); n > 0 {
		r.count = min(r.count, n)
	}
	before := len(r.records)
	identified := r.addNew(page.Data)
	r.remember(r.records[before:])
	r.pages++
	r.received += len(page.Data)
	r.full = len(page.Data) >= len(r.first)
	r.noteLast(page.Data)
	// Without a count, pages of records that nothing identifies might come for ever.
	r.ended = len(r.records) == before || identified == 0 && r.count == 0
}

// addNew adds the records of a page that no earlier page had, and returns how many
// of them say who they are. Those that do not are old if they come before an old one.
func (r *collector[T, K]) addNew(records []T) (identified int) {
	lastOld := -1
	for i := range records {
		if r.isOld(&records[i]) {
			lastOld = i
			r.repeated++
		}
	}
	for i := range records {
		_, known := r.identify(&records[i])
		if r.isOld(&records[i]) || !known && i < lastOld {
			continue
		}
		r.records = append(r.records, records[i])
		if known {
			identified++
		}
	}
	return identified
}

// isOld reports whether an earlier page had the record.
func (r *collector[T, K]) isOld(record *T) bool {
	key, ok := r.identify(record)
	if !ok {
		return false
	}
	_, old := r.seen[key]
	return old
}

func (r *collector[T, K]) remember(records []T) {
	for i := range records {
		if key, ok := r.identify(&records[i]); ok {
			r.seen[key] = struct{}{}
		}
	}
}

// overlaps reports whether a page has a record of the first page.
func (r *collector[T, K]) overlaps(page []T) bool {
	first := make(map[K]struct{}, len(r.first))
	for i := range r.first {
		if key, ok := r.identify(&r.first[i]); ok {
			first[key] = struct{}{}
		}
	}
	return slices.ContainsFunc(page, func(record T) bool {
		key, ok := r.identify(&record)
		_, had := first[key]
		return ok && had
	})
}

// wantsMore reports whether another page is worth asking for: until the API's
// count is reached, or where it says none, as long as pages are full.
func (r *collector[T, K]) wantsMore() bool {
	switch {
	case r.ended || r.capped():
		return false
	case r.count > 0:
		return r.received < r.count
	default:
		return r.full
	}
}

// capped reports whether as much has been read as may be.
func (r *collector[T, K]) capped() bool { return r.received >= r.most || r.pages >= maxPages }

// short reports whether records are missing that another way of asking may bring:
// fewer have been read than there are, or, where the API does not say how many there
// are, nothing follows a first page that is full.
func (r *collector[T, K]) short() bool {
	if r.pages == 1 || r.capped() {
		return false
	}
	return len(r.records) < r.count || r.count == 0 && r.ended && r.pages == 2
}

// moved reports whether the records moved while they were read: as many came as there
// are, and some of them twice, or a page did not begin where the one before ended. A
// whole page that comes twice is the work of a server that knows no offset.
func (r *collector[T, K]) moved() bool {
	again := r.ended && r.full
	return r.gap || r.repeated > 0 && !again && len(r.records) < r.count && r.received >= r.count
}

// whole reports whether the list was read to its end, with no record missing.
func (r *collector[T, K]) whole() bool {
	complete := len(r.records) >= r.count
	if r.count == 0 {
		complete = !r.full || r.ended
	}
	return complete && !r.gap && !r.capped()
}

// total returns how many records there are, as the API says, but no fewer than have
// been read.
func (r *collector[T, K]) total() int { return max(r.count, len(r.records)) }
