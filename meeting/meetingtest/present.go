package meetingtest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// wirePresent is OnlineAttendeeRecordInfo.
type wirePresent struct {
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
func (s *Server) present(r *http.Request) answer {
	user, query, p, refused := s.asked(r, "search_key")
	if refused != nil {
		return refuse(*refused)
	}
	id := query.Get("conf_id")
	if id == "" {
		return refuse(unchecked)
	}
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settle(now)
	m, known := s.meetings[id]
	if !known || s.gatherings[id] == nil {
		return refuse(notFound)
	}
	if !m.visibleTo(user, m.invited()) {
		return refuse(forbidden)
	}
	people := slices.DeleteFunc(s.gatherings[id].present(now), func(one stay) bool {
		return !p.finds(one.Name, one.Number, one.ThirdAccount)
	})
	page := wirePage{Offset: p.offset, Limit: p.limit, Count: len(people), Data: []json.RawMessage{}}
	for _, one := range cut(p, people) {
		page.Data = append(page.Data, reply(wirePresent{
			ID: one.id(), Name: one.Name, Number: one.Number, Role: flag(one.Host),
			ThirdAccount: one.ThirdAccount, Account: one.Account, UserID: one.UserID,
		}).body)
	}
	return reply(page)
}
