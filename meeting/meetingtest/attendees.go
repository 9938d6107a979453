package meetingtest

import (
	"net/http"
	"slices"
)

// wireOnlineAttendee is OnlineAttendeeRecordInfo.
type wireOnlineAttendee struct {
	ID           string `json:"participant_id"`
	Name         string `json:"name"`
	Number       string `json:"call_number,omitempty"`
	Role         int    `json:"role"`
	ThirdAccount string `json:"third_account,omitempty"`
	Account      string `json:"account,omitempty"`
	UserID       string `json:"user_id,omitempty"`
}

// listAttendees is GET /v1/mmc/management/conferences/online/conf-attendee:
// who is in a meeting now. No source shows the response for a meeting that is
// not running; here it is the v for meetings without data.
func (s *Server) listAttendees(r *http.Request) response {
	user, query, p, refused := s.parseListRequest(r, EndpointAttendees, "search_key")
	if refused != nil {
		return errorResponse(*refused)
	}
	id := query.Get("conf_id")
	if id == "" {
		return errorResponse(invalidParameter)
	}
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	m, known := s.meetings[id]
	if !known || s.running[id] == nil {
		return errorResponse(conferenceNotFound)
	}
	if !m.visibleTo(user, m.invitees()) {
		return errorResponse(forbidden)
	}
	visits := slices.DeleteFunc(s.running[id].visitsAt(now), func(v visit) bool {
		return !p.matches(v.Name, v.Number, v.ThirdAccount)
	})
	page := p.page(len(visits))
	for _, v := range paginate(p, visits) {
		page.Data = append(page.Data, jsonResponse(wireOnlineAttendee{
			ID: v.id(), Name: v.Name, Number: v.Number, Role: boolToInt(v.Host),
			ThirdAccount: v.ThirdAccount, Account: v.Account, UserID: v.UserID,
		}).body)
	}
	return jsonResponse(page)
}
