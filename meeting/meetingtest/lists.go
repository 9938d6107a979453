package meetingtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// pageQuery is the part of a list that a request asks for.
type pageQuery struct {
	offset int // how many records come before the page
	limit  int
	search string // "" for all records
	paging Paging // of the endpoint
}

// parsePage reads offset, limit and the search, whose name is searchKey. It
// reports false for numbers out of range, which are "invalid parameters",
// 400, in the documents: limit is 1 to 500, offset is not negative.
func parsePage(query url.Values, searchKey string, paging Paging) (pageQuery, bool) {
	p := pageQuery{search: query.Get(searchKey), paging: paging}
	var okOffset, okLimit bool
	p.offset, okOffset = intParam(query, "offset", 0, 0, 1<<31-1)
	highest := cmp.Or(paging.MaxLimit, 500)
	p.limit, okLimit = intParam(query, "limit", min(20, highest), 1, highest)
	okSearch := !query.Has(searchKey) || p.search != "" && utf8.RuneCountInString(p.search) <= 128
	return p, okOffset && okLimit && okSearch
}

// paginate returns the page of a list, which is empty past the list's end.
func paginate[T any](p pageQuery, list []T) []T {
	size, from := p.limit, p.offset
	if longest := p.paging.LongestPage; longest > 0 {
		size = min(size, longest)
	}
	if p.paging.OffsetCountsPages {
		from *= size
	}
	if p.paging.LastPageRepeats && from >= len(list) {
		from = max(len(list)-1, 0) / size * size
	}
	from = min(from, len(list))
	return list[from:min(from+size, len(list))]
}

// page returns a page of n records, without the records.
func (p pageQuery) page(n int) wirePage {
	w := wirePage{Offset: p.offset, Limit: p.limit, Count: &n, Data: []json.RawMessage{}}
	if p.paging.NoCount {
		w.Count = nil
	}
	return w
}

// matches reports whether one of the texts contains the search, in any case.
func (p pageQuery) matches(texts ...string) bool {
	search := strings.ToLower(p.search)
	return search == "" || slices.ContainsFunc(texts, func(s string) bool {
		return strings.Contains(strings.ToLower(s), search)
	})
}

// listEntry is a meeting in a list before it is rendered.
type listEntry struct {
	id       string
	number   string // of the cloud meeting room
	subject  string
	booker   string
	start    time.Time
	recorded bool // has recordings
	state    string
	online   int // number of attendees now
	render   func() json.RawMessage
}

// matches reports whether a search finds the meeting. The documents name
// subject, booker and meeting ID "and so on"; here also the number of the
// cloud meeting room.
func (e *listEntry) matches(p pageQuery) bool { return p.matches(e.id, e.number, e.subject, e.booker) }

// listResponse returns one page of a list of meetings.
func listResponse(p pageQuery, order string, all []listEntry) response {
	all = slices.DeleteFunc(all, func(e listEntry) bool { return !e.matches(p) })
	slices.SortFunc(all, func(a, b listEntry) int { return a.compare(b, order) })
	page := p.page(len(all))
	for _, e := range paginate(p, all) {
		page.Data = append(page.Data, e.render())
	}
	return jsonResponse(page)
}

// compare orders meetings by a sortType.
func (e listEntry) compare(other listEntry, order string) int {
	result := cmp.Or(e.start.Compare(other.start), cmp.Compare(e.id, other.id))
	if order == "ASC_RecordTYPE" || order == "DSC_RecordTYPE" {
		result = cmp.Or(boolToInt(e.recorded)-boolToInt(other.recorded), result)
	}
	if strings.HasPrefix(order, "DSC") {
		return -result
	}
	return result
}

// parseListRequest checks the token and reads the parameters that all lists
// have in common. The refusal is nil if they are valid.
func (s *Server) parseListRequest(r *http.Request, endpoint, searchKey string) (identity, url.Values, pageQuery, *refusal) {
	user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), s.opts.Now())
	if refused != nil {
		return user, nil, pageQuery{}, refused
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	page, ok := parsePage(query, searchKey, s.problems.pagingOf(endpoint))
	if err != nil || !ok || !optionalOneOf(query, "queryAll", "true", "false") {
		return user, nil, pageQuery{}, &invalidParameter
	}
	return user, query, page, nil
}

// optionalOneOf reports whether a parameter is missing or has one of the
// values.
func optionalOneOf(query url.Values, name string, values ...string) bool {
	return !query.Has(name) || slices.Contains(values, query.Get(name))
}

// listedFor reports whether a list contains the meeting for a user.
// Administrators see all meetings with queryAll, otherwise those they booked.
// Others see those they booked or are invited to, whatever queryAll is.
func (m *Meeting) listedFor(u identity, people invitees, all bool) bool {
	if !people.readable || !m.visibleTo(u, people) {
		return false
	}
	return all || !u.isAdmin() || people.booked(u)
}

// listMeetings is GET /v1/mmc/management/conferences: meetings that have not
// ended.
func (s *Server) listMeetings(r *http.Request) response {
	user, query, page, refused := s.parseListRequest(r, EndpointList, "searchKey")
	if refused != nil {
		return errorResponse(*refused)
	}
	order := query.Get("sortType")
	horizon, ok := parseHorizon(query, s.opts.Now())
	if !ok || !optionalOneOf(query, "sortType", "ASC_StartTIME", "DSC_StartTIME") {
		return errorResponse(invalidParameter)
	}
	return listResponse(page, order, s.currentMeetings(user, query.Get("queryAll") == "true", func(e listEntry) bool {
		return horizon.IsZero() || e.start.Before(horizon)
	}))
}

// parseHorizon reads the time before which the listed meetings start; zero
// means no limit.
func parseHorizon(query url.Values, now time.Time) (time.Time, bool) {
	switch query.Get("queryConfMode") {
	case "ADAY":
		return now.AddDate(0, 0, 1), true
	case "AWEEK":
		return now.AddDate(0, 0, 7), true
	case "AMONTH":
		return now.AddDate(0, 1, 0), true
	case "ALL":
		return time.Time{}, true
	}
	return time.Time{}, !query.Has("queryConfMode")
}

// listOnline is GET /v1/mmc/management/conferences/online: running meetings,
// with their number of attendees.
func (s *Server) listOnline(r *http.Request) response {
	user, query, page, refused := s.parseListRequest(r, EndpointOnline, "searchKey")
	if refused != nil {
		return errorResponse(*refused)
	}
	all := s.currentMeetings(user, query.Get("queryAll") == "true", func(e listEntry) bool { return e.state == Running })
	for i, e := range all {
		all[i].render = func() json.RawMessage {
			return withExtra(e.render(), map[string]any{"onlineAttendeeAmount": e.online})
		}
	}
	return listResponse(page, "", all)
}

// currentMeetings returns the meetings that a user may list, that have not
// ended, and for which want is true.
func (s *Server) currentMeetings(user identity, all bool, want func(listEntry) bool) []listEntry {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	var list []listEntry
	for id, m := range s.meetings {
		people := m.invitees()
		e := m.listEntry(people, now)
		if e.state == Ended || !m.listedFor(user, people, all) || !want(e) {
			continue
		}
		e.online = len(s.running[id].visitsAt(now))
		e.render = func() json.RawMessage { return m.renderListed(user, people, now) }
		list = append(list, e)
	}
	return list
}

// listEntry returns the fields by which lists search and sort the meeting.
func (m *Meeting) listEntry(people invitees, now time.Time) listEntry {
	if m.Raw != nil {
		return people.listEntry(m.ID, m.stateAt(now))
	}
	e := listEntry{
		id: m.ID, subject: m.Subject, booker: m.Booker.Name,
		start: m.bookedSpan(now).Start, recorded: m.HasRecordFile, state: m.stateAt(now),
	}
	if m.Room != nil {
		e.number = m.Room.Number
	}
	return e
}

// listEntry returns the fields of a raw meeting by which lists search and
// sort it.
func (i *invitees) listEntry(id, state string) listEntry {
	var conference struct {
		Subject string `json:"subject"`
		Start   string `json:"startTime"`
		Number  string `json:"vmrConferenceID"`
		Record  bool   `json:"isHasRecordFile"`
	}
	_ = json.Unmarshal(i.conference, &conference) // fields that cannot be parsed are not searched
	start, _ := time.Parse("2006-01-02 15:04", conference.Start)
	return listEntry{
		id: id, number: conference.Number, subject: conference.Subject, booker: i.booker.Name,
		start: start, recorded: conference.Record, state: state,
	}
}

// renderListed renders the meeting for a list: without the user's role.
func (m *Meeting) renderListed(user identity, people invitees, now time.Time) json.RawMessage {
	if m.Raw != nil {
		return people.conference
	}
	return m.renderConference(user, people, now, func(c *wireConference) { c.Role = "" })
}

// parseMillis reads a time in Unix milliseconds.
func parseMillis(query url.Values, name string) (time.Time, bool) {
	ms, err := strconv.ParseInt(query.Get(name), 10, 64)
	return time.UnixMilli(ms), err == nil && ms >= 0
}
