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

// pageOf is which part of a list is asked for.
type pageOf struct {
	offset int // records before the page
	limit  int
	search string // "" for everything
}

// parsePage reads offset, limit and the search, which one endpoint spells
// search_key. Numbers out of range are "invalid parameters", 400, the
// documented status for them, rather than mended silently: limit is 1 to 500,
// offset a number of records.
func parsePage(query url.Values, searchKey string) (pageOf, bool) {
	p := pageOf{search: query.Get(searchKey)}
	var okOffset, okLimit bool
	p.offset, okOffset = number(query, "offset", 0, 0, 1<<31-1)
	p.limit, okLimit = number(query, "limit", 20, 1, 500)
	okSearch := !query.Has(searchKey) || p.search != "" && utf8.RuneCountInString(p.search) <= 128
	return p, okOffset && okLimit && okSearch
}

// cut returns the part of a list that is asked for; past its end there is
// nothing.
func cut[T any](p pageOf, list []T) []T {
	from := min(p.offset, len(list))
	return list[from:min(from+p.limit, len(list))]
}

// finds reports whether one of the texts has what is searched for in it.
func (p pageOf) finds(texts ...string) bool {
	search := strings.ToLower(p.search)
	return search == "" || slices.ContainsFunc(texts, func(s string) bool {
		return strings.Contains(strings.ToLower(s), search)
	})
}

// entry is one meeting of a list before it is written.
type entry struct {
	id      string
	number  string // of the cloud room
	subject string
	booker  string
	start   time.Time
	record  bool // has recordings
	state   string
	online  int // people in it now
	write   func() json.RawMessage
}

// found reports whether a search finds the meeting: by subject, booker and
// meeting ID, as the documents say "and so on"; the number of a cloud room is
// taken for one more.
func (e *entry) found(p pageOf) bool { return p.finds(e.id, e.number, e.subject, e.booker) }

// listed is one page of a list of meetings.
func listed(p pageOf, order string, all []entry) answer {
	all = slices.DeleteFunc(all, func(e entry) bool { return !e.found(p) })
	slices.SortFunc(all, func(a, b entry) int { return a.compare(b, order) })
	page := wirePage{Offset: p.offset, Limit: p.limit, Count: len(all), Data: []json.RawMessage{}}
	for _, e := range cut(p, all) {
		page.Data = append(page.Data, e.write())
	}
	return reply(page)
}

// compare orders meetings by a sortType.
func (e entry) compare(other entry, order string) int {
	by := cmp.Or(e.start.Compare(other.start), cmp.Compare(e.id, other.id))
	if order == "ASC_RecordTYPE" || order == "DSC_RecordTYPE" {
		by = cmp.Or(flag(e.record)-flag(other.record), by)
	}
	if strings.HasPrefix(order, "DSC") {
		return -by
	}
	return by
}

// asked reads what lists of meetings are asked in common: who asks, which page,
// whether for the whole enterprise. A refusal is nil when all is well.
func (s *Server) asked(r *http.Request, searchKey string) (identity, url.Values, pageOf, *refusal) {
	user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), s.opts.Now())
	if refused != nil {
		return user, nil, pageOf{}, refused
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	page, ok := parsePage(query, searchKey)
	if err != nil || !ok || !among(query, "queryAll", "true", "false") {
		return user, nil, pageOf{}, &unchecked
	}
	return user, query, page, nil
}

// among reports whether a parameter is missing or has one of its values.
func among(query url.Values, name string, values ...string) bool {
	return !query.Has(name) || slices.Contains(values, query.Get(name))
}

// lists reports whether a list has the meeting for a user: an administrator
// gets everybody's with queryAll and otherwise those they booked, others what
// they booked or are invited to, whatever queryAll says.
func (m *Meeting) lists(u identity, people invitees, all bool) bool {
	if !people.known || !m.visibleTo(u, people) {
		return false
	}
	return all || !u.administers() || people.booked(u)
}

// list is GET /v1/mmc/management/conferences: meetings that have not ended.
func (s *Server) list(r *http.Request) answer {
	user, query, page, refused := s.asked(r, "searchKey")
	if refused != nil {
		return refuse(*refused)
	}
	order := query.Get("sortType")
	horizon, ok := horizonOf(query, s.opts.Now())
	if !ok || !among(query, "sortType", "ASC_StartTIME", "DSC_StartTIME") {
		return refuse(unchecked)
	}
	return listed(page, order, s.going(user, query.Get("queryAll") == "true", func(e entry) bool {
		return horizon.IsZero() || e.start.Before(horizon)
	}))
}

// horizonOf reads how far ahead a list looks; zero for without end.
func horizonOf(query url.Values, now time.Time) (time.Time, bool) {
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

// online is GET /v1/mmc/management/conferences/online: running meetings, with
// the number of those in them.
func (s *Server) online(r *http.Request) answer {
	user, query, page, refused := s.asked(r, "searchKey")
	if refused != nil {
		return refuse(*refused)
	}
	all := s.going(user, query.Get("queryAll") == "true", func(e entry) bool { return e.state == Running })
	for i, e := range all {
		all[i].write = func() json.RawMessage {
			return withExtra(e.write(), map[string]any{"onlineAttendeeAmount": e.online})
		}
	}
	return listed(page, "", all)
}

// going are the meetings that have not ended, for a user.
func (s *Server) going(user identity, all bool, want func(entry) bool) []entry {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(now)
	var list []entry
	for id, m := range s.meetings {
		people := m.invited()
		e := m.entry(people, now)
		if e.state == Ended || !m.lists(user, people, all) || !want(e) {
			continue
		}
		e.online = len(s.gatherings[id].present(now))
		e.write = func() json.RawMessage { return m.listing(user, people, now) }
		list = append(list, e)
	}
	return list
}

// entry is the meeting as lists search and sort it.
func (m *Meeting) entry(people invitees, now time.Time) entry {
	if m.Raw != nil {
		return people.entry(m.ID, m.stateAt(now))
	}
	e := entry{
		id: m.ID, subject: m.Subject, booker: m.Booker.Name,
		start: m.span(now).Start, record: m.HasRecordFile, state: m.stateAt(now),
	}
	if m.Room != nil {
		e.number = m.Room.Number
	}
	return e
}

// entry is a raw answer as lists search and sort it.
func (i *invitees) entry(id, state string) entry {
	var about struct {
		Subject string `json:"subject"`
		Start   string `json:"startTime"`
		Number  string `json:"vmrConferenceID"`
		Record  bool   `json:"isHasRecordFile"`
	}
	_ = json.Unmarshal(i.about, &about) // what could be read is enough to search by
	start, _ := time.Parse("2006-01-02 15:04", about.Start)
	return entry{
		id: id, number: about.Number, subject: about.Subject, booker: i.booker.Name,
		start: start, record: about.Record, state: state,
	}
}

// listing is the meeting as lists have it: without the asking user's role.
func (m *Meeting) listing(user identity, people invitees, now time.Time) json.RawMessage {
	if m.Raw != nil {
		return people.about
	}
	return m.conference(user, people, now, func(c *wireConference) { c.Role = "" })
}

// millis reads a moment in epoch milliseconds.
func millis(query url.Values, name string) (time.Time, bool) {
	ms, err := strconv.ParseInt(query.Get(name), 10, 64)
	return time.UnixMilli(ms), err == nil && ms >= 0
}
