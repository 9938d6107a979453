package meeting

import "sync"

// pageSizes are the sizes of a page that are tried, the largest first. The documents
// of confDetail name no largest one, those of the lists say 500, and a server may have
// one of its own.
//
//nolint:gochecknoglobals // a table of constants that Go cannot write as const
var pageSizes = [...]int{MaxLimit, 100, 50, usualPage, anyPage}

const (
	usualPage = 20 // what the documents say that the API gives where no size is asked for
	anyPage   = 0  // no size is asked for, which no server can refuse
)

// shorter returns the next smaller size of a page.
func shorter(limit int) int {
	for _, size := range pageSizes {
		if size < limit {
			return size
		}
	}
	return anyPage
}

// offsetMeaning is what the offset of a page counts. Most of the documents say
// records, one says pages.
type offsetMeaning int

const (
	offsetsUnknown    offsetMeaning = iota // taken for records
	offsetsAreRecords                      // known to be
	offsetsArePages
)

// pageRule is what is known of how the API pages one of its lists.
type pageRule struct {
	limit   int // the longest page to ask for
	offsets offsetMeaning
}

// pageRules remember how the API pages its lists for an account, by call.
type pageRules struct {
	mu  sync.Mutex
	all map[string]pageRule
}

func newPageRules() *pageRules { return &pageRules{all: map[string]pageRule{}} }

// of returns the rule of a call.
func (p *pageRules) of(op string) pageRule {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.get(op)
}

func (p *pageRules) get(op string) pageRule {
	if rule, ok := p.all[op]; ok {
		return rule
	}
	return pageRule{limit: pageSizes[0]}
}

// learnLimit remembers that the API refuses pages that are longer.
func (p *pageRules) learnLimit(op string, limit int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rule := p.get(op)
	rule.limit = min(rule.limit, limit)
	p.all[op] = rule
}

// learnOffsets remembers what offsets mean.
func (p *pageRules) learnOffsets(op string, meaning offsetMeaning) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rule := p.get(op)
	rule.offsets = meaning
	p.all[op] = rule
}
