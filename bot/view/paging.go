package view

// PerPage is how many of a list are shown at once.
const PerPage = 10

// Pages is how many pages n entries fill: at least one.
func Pages(n int) int { return max((n+PerPage-1)/PerPage, 1) }

// paging is one page among those that a list fills.
type paging struct {
	number, pages int // from 1
	entries       int // how many entries are on all pages
}

// newPaging returns the page with the given number of a list of n entries, the
// nearest one when there is no such page.
func newPaging(number, n int) paging {
	pages := Pages(n)
	return paging{number: min(max(number, 1), pages), pages: pages, entries: n}
}

// from and until are the numbers of the first and the last entry on the page with
// the given number.
func (p paging) first(number int) int { return (number-1)*PerPage + 1 }
func (p paging) last(number int) int  { return min(number*PerPage, p.entries) }

// on returns the entries of a list that are on the page.
func onPage[T any](p paging, list []T) []T { return list[p.first(p.number)-1 : p.last(p.number)] }
