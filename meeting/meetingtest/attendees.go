package meetingtest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// wirePresent is OnlineAttendeeRecordInfo.
type wireOnlineAttendee struct {
	ID           string `json:"participant_id"`
	Name         string `json:"name"`
	Number       string `json:"call_number,omitempty"`
	Role         int    `json:"role"`
	ThirdAccount string `json:"third_account,omitempty"`
	Account      string `json:"account,omitempty"`
	UserID       string `json:"user_id,omitempty"`
}

// present is GET /v1/mmc/management/conferences/online/conf-attendee: who is in
// a meeting now. Nothing says what is answered for one that is not running;
// here it is what the API says of every meeting that it has no data on.
func (s *Server) listAttendees(r *http.Request) response {
	user, query, p, refused := s.parseListRequest(r, "search_key")
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
	people := slices.DeleteFunc(s.running[id].visitsAt(now), func(one visit) bool {
		return !p.matches(one.Name, one.Number, one.ThirdAccount)
	})
	page := wirePage{Offset: p.offset, Limit: p.limit, Count: len(people), Data: []json.RawMessage{}}
	for _, one := range paginate(p, people) {
		page.Data = append(page.Data, jsonResponse(wireOnlineAttendee{
			ID: one.id(), Name: one.Name, Number: one.Number, Role: boolToInt(one.Host),
			ThirdAccount: one.ThirdAccount, Account: one.Account, UserID: one.UserID,
		}).body)
	}
	return jsonResponse(page)
}
