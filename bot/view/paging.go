package view

// PerPage is how many entries of a list a page shows.
const PerPage = 10

// Pages returns the number of pages for n entries, at least one.
func Pages(n int) int { return max((n+PerPage-1)/PerPage, 1) }

// paging is a page number with the number of pages and of entries.
type paging struct {
	number, pages int // from 1
	entries       int // on all pages
}

// newPaging returns the page with the given number of n entries, or else the
// nearest one.
func newPaging(number, n int) paging {
	pages := Pages(n)
	return paging{number: min(max(number, 1), pages), pages: pages, entries: n}
}

// first and last are the numbers of the first and the last entry on the page
// with the given number.
func (p paging) first(number int) int { return (number-1)*PerPage + 1 }
func (p paging) last(number int) int  { return min(number*PerPage, p.entries) }

// onPage returns the entries of a list that are on the page.
func onPage[T any](p paging, list []T) []T { return list[p.first(p.number)-1 : p.last(p.number)] }
