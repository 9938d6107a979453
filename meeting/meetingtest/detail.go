package meetingtest

import (
	"net/http"
	"net/url"
	"strconv"
)

// detailQuery holds the parameters of confDetail.
type detailQuery struct {
	pageQuery
	id            string
	inviteeType   int  // X-Type
	onlyTerminals bool // X-Query-Type 1, used with X-Type 2 only
}

// getMeeting is GET /v1/mmc/management/conferences/confDetail. It checks the
// token before the parameters.
func (s *Server) getMeeting(r *http.Request) response {
	now := s.opts.Now()
	user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), now)
	if refused != nil {
		return errorResponse(*refused)
	}
	q, ok := parseDetailQuery(r, s.problems.pagingOf(EndpointDetail))
	if !ok {
		return errorResponse(invalidParameter)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, known := s.meetings[q.id]
	if !known || m.stateAt(now) == Ended {
		return errorResponse(conferenceNotFound)
	}
	invited := m.invitees()
	if !m.visibleTo(user, invited) {
		return errorResponse(forbidden)
	}
	if m.Raw != nil {
		return m.rawResponse(q, invited)
	}
	return jsonResponse(detailResponse{Conference: m.renderConference(user, invited, now, nil), Page: inviteePage(q, invited.list)})
}

// parseDetailQuery reads the parameters. It ignores deprecated and unknown
// ones.
func parseDetailQuery(r *http.Request, paging Paging) (detailQuery, bool) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return detailQuery{}, false
	}
	q := detailQuery{id: query.Get("conferenceID")}
	var okPage, okKind bool
	q.pageQuery, okPage = parsePage(query, "searchKey", paging)
	q.inviteeType, q.onlyTerminals, okKind = parseInviteeType(r.Header)
	return q, q.id != "" && okPage && okKind
}

// parseInviteeType reads X-Type and, if that is 2, X-Query-Type.
func parseInviteeType(h http.Header) (kind int, terminals, ok bool) {
	kind, ok = intHeader(h.Get("X-Type"), 2)
	if !ok || kind != 2 {
		return kind, false, ok
	}
	which, ok := intHeader(h.Get("X-Query-Type"), 1)
	return kind, which == 1, ok
}

// intHeader reads the value of a header from 0 to highest, 0 by default.
func intHeader(text string, highest int) (int, bool) {
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= highest
}

// intParam reads an integer query parameter within bounds.
func intParam(query url.Values, name string, fallback, lowest, highest int) (int, bool) {
	if !query.Has(name) {
		return fallback, true
	}
	n, err := strconv.Atoi(query.Get(name))
	return n, err == nil && n >= lowest && n <= highest
}
