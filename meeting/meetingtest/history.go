package meetingtest

import (
	"encoding/json"
	"net/http"
	"net/url"
)

// listHistory is GET /v1/mmc/management/conferences/history: meetings that
// have ended, one entry for each time they were held, by start. Without a
// sortType the latest come first.
func (s *Server) listHistory(r *http.Request) response {
	user, query, page, refused := s.parseListRequest(r, EndpointHistory, "searchKey")
	if refused != nil {
		return errorResponse(*refused)
	}
	from, okFrom := parseMillis(query, "startDate")
	to, okTo := parseMillis(query, "endDate")
	okSort := optionalOneOf(query, "sortType", "ASC_StartTIME", "DSC_StartTIME", "ASC_RecordTYPE", "DSC_RecordTYPE")
	if !okFrom || !okTo || to.Before(from) || !okSort {
		return errorResponse(invalidParameter)
	}
	order := query.Get("sortType")
	if order == "" {
		order = "DSC_StartTIME"
	}
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	var all []listEntry
	for _, h := range s.history {
		start := h.span.Start
		if !h.retained(now) || start.Before(from) || start.After(to) || !h.meeting.listedFor(user, h.people, query.Get("queryAll") == "true") {
			continue
		}
		e := h.meeting.listEntry(h.people, now)
		e.start = start
		e.render = func() json.RawMessage { return h.renderConference(user, now, true) }
		all = append(all, e)
	}
	return listResponse(page, order, all)
}

// getHistory is GET /v1/mmc/management/conferences/history/confDetail: a past
// meeting and its invitees.
func (s *Server) getHistory(r *http.Request) response {
	return s.withPastMeeting(r, EndpointHistoryDetail, func(user identity, _ url.Values, page pageQuery, h *pastMeeting) response {
		kind, terminals, ok := parseInviteeType(r.Header)
		if !ok {
			return errorResponse(invalidParameter)
		}
		q := detailQuery{pageQuery: page, inviteeType: kind, onlyTerminals: terminals}
		return jsonResponse(detailResponse{Conference: h.renderConference(user, s.opts.Now(), false), Page: inviteePage(q, h.people.list)})
	})
}

// withPastMeeting handles a request about one past meeting.
func (s *Server) withPastMeeting(r *http.Request, endpoint string, handle func(identity, url.Values, pageQuery, *pastMeeting) response) response {
	user, query, page, refused := s.parseListRequest(r, endpoint, "searchKey")
	if refused != nil {
		return errorResponse(*refused)
	}
	uuid := query.Get("confUUID")
	if uuid == "" {
		return errorResponse(invalidParameter)
	}
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	for _, h := range s.history {
		switch {
		case h.uuid != uuid || !h.retained(now):
		case !h.meeting.visibleTo(user, h.people):
			return errorResponse(forbidden)
		default:
			return handle(user, query, page, h)
		}
	}
	return errorResponse(conferenceNotFound)
}
