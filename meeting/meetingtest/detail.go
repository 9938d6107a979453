package meetingtest

import (
	"net/http"
	"net/url"
	"strconv"
)

// question is what confDetail is asked.
type question struct {
	pageOf
	id        string
	kind      int  // X-Type
	terminals bool // X-Query-Type 1, which counts with X-Type 2 only
}

// detail is GET /v1/mmc/management/conferences/confDetail. Who asks is checked
// before what is asked.
func (s *Server) detail(r *http.Request) answer {
	now := s.opts.Now()
	user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), now)
	if refused != nil {
		return refuse(*refused)
	}
	q, ok := parseQuestion(r)
	if !ok {
		return refuse(unchecked)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, known := s.meetings[q.id]
	if !known || m.stateAt(now) == Ended {
		return refuse(notFound)
	}
	invited := m.invited()
	if !m.visibleTo(user, invited) {
		return refuse(forbidden)
	}
	if m.Raw != nil {
		return m.rawAnswer(q, invited)
	}
	return reply(detailAnswer{Conference: m.conference(user, invited, now, nil), Page: paged(q, invited.list)})
}

// parseQuestion reads the parameters. Deprecated and unknown ones are not looked
// at.
func parseQuestion(r *http.Request) (question, bool) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return question{}, false
	}
	q := question{id: query.Get("conferenceID")}
	var okPage, okKind bool
	q.pageOf, okPage = parsePage(query, "searchKey")
	q.kind, q.terminals, okKind = parseKind(r.Header)
	return q, q.id != "" && okPage && okKind
}

// parseKind reads X-Type and, where that is 2, X-Query-Type.
func parseKind(h http.Header) (kind int, terminals, ok bool) {
	kind, ok = choice(h.Get("X-Type"), 2)
	if !ok || kind != 2 {
		return kind, false, ok
	}
	which, ok := choice(h.Get("X-Query-Type"), 1)
	return kind, which == 1, ok
}

// choice reads a header whose values are 0 to highest, 0 by default.
func choice(text string, highest int) (int, bool) {
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= highest
}

// number reads a query parameter that is a whole number within bounds.
func number(query url.Values, name string, otherwise, lowest, highest int) (int, bool) {
	if !query.Has(name) {
		return otherwise, true
	}
	n, err := strconv.Atoi(query.Get(name))
	return n, err == nil && n >= lowest && n <= highest
}
