package meetingtest

// Paging is how the lists of an endpoint are paged where the documents leave it open
// or contradict each other. The zero value pages as most of the documents say: a limit
// of 1 to 500, and an offset that counts records.
type Paging struct {
	// MaxLimit refuses higher limits as invalid parameters. Defaults to 500.
	MaxLimit int
	// LongestPage is the most records on a page, whatever limit is asked for.
	// Defaults to the limit.
	LongestPage int
	// OffsetCountsPages makes an offset of 1 the second page.
	OffsetCountsPages bool
	// LastPageRepeats answers an offset past the end with the last page, where
	// others answer with an empty one.
	LastPageRepeats bool
	// NoCount leaves the total out.
	NoCount bool
	// NoData leaves the page out of the details of a meeting, which then names its
	// first invitees only in partAttendeeInfo.
	NoData bool
}

// Page makes an endpoint page its lists in another way, "" for every endpoint, until
// ClearProblems.
func (s *Server) Page(endpoint string, p Paging) {
	mustBeEndpoint(endpoint)
	s.problems.setPaging(endpoint, p)
}

// SwapAfterPage makes two of a meeting's invitees change places after the next page of
// its details has been sent, as when somebody is removed and invited again meanwhile.
func (s *Server) SwapAfterPage(id string, a, b int) {
	s.addProblem(EndpointDetail, 1, func(int) problem {
		return problem{after: func() {
			s.Edit(id, func(m *Meeting) {
				if max(a, b) < len(m.Participants) && min(a, b) >= 0 {
					m.Participants[a], m.Participants[b] = m.Participants[b], m.Participants[a]
				}
			})
		}}
	})
}

// setPaging sets how an endpoint pages.
func (q *problemQueue) setPaging(endpoint string, p Paging) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.paging == nil {
		q.paging = map[string]Paging{}
	}
	q.paging[endpoint] = p
}

// pagingOf returns how an endpoint pages.
func (q *problemQueue) pagingOf(endpoint string) Paging {
	q.mu.Lock()
	defer q.mu.Unlock()
	if p, ok := q.paging[endpoint]; ok {
		return p
	}
	return q.paging[""]
}
