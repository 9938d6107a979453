package meetingtest

import (
	"encoding/json"
	"net/http"
	"net/url"
)

// history is GET /v1/mmc/management/conferences/history: meetings that have
// ended, once for every time they were held, by when they began. Without a
// sortType the latest come first.
func (s *Server) history(r *http.Request) answer {
	user, query, page, refused := s.asked(r, "searchKey")
	if refused != nil {
		return refuse(*refused)
	}
	from, okFrom := millis(query, "startDate")
	to, okTo := millis(query, "endDate")
	okSort := among(query, "sortType", "ASC_StartTIME", "DSC_StartTIME", "ASC_RecordTYPE", "DSC_RecordTYPE")
	if !okFrom || !okTo || to.Before(from) || !okSort {
		return refuse(unchecked)
	}
	order := query.Get("sortType")
	if order == "" {
		order = "DSC_StartTIME"
	}
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(now)
	var all []entry
	for _, h := range s.past {
		start := h.span.Start
		if !h.kept(now) || start.Before(from) || start.After(to) || !h.was.lists(user, h.people, query.Get("queryAll") == "true") {
			continue
		}
		e := h.was.entry(h.people, now)
		e.start = start
		e.write = func() json.RawMessage { return h.conference(user, now, true) }
		all = append(all, e)
	}
	return listed(page, order, all)
}

// historyDetail is GET /v1/mmc/management/conferences/history/confDetail: one
// holding and those invited.
func (s *Server) historyDetail(r *http.Request) answer {
	return s.holding(r, func(user identity, _ url.Values, page pageOf, h *holding) answer {
		kind, terminals, ok := parseKind(r.Header)
		if !ok {
			return refuse(unchecked)
		}
		q := question{pageOf: page, kind: kind, terminals: terminals}
		return reply(detailAnswer{Conference: h.conference(user, s.opts.Now(), false), Page: paged(q, h.people.list)})
	})
}

// holding answers a question about one holding.
func (s *Server) holding(r *http.Request, tell func(identity, url.Values, pageOf, *holding) answer) answer {
	user, query, page, refused := s.asked(r, "searchKey")
	if refused != nil {
		return refuse(*refused)
	}
	uuid := query.Get("confUUID")
	if uuid == "" {
		return refuse(unchecked)
	}
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(now)
	for _, h := range s.past {
		switch {
		case h.uuid != uuid || !h.kept(now):
		case !h.was.visibleTo(user, h.people):
			return refuse(forbidden)
		default:
			return tell(user, query, page, h)
		}
	}
	return refuse(notFound)
}
