package meeting

import (
	"cmp"
	"context"
	"net/url"
)

const (
	opListPresent   = "list people in conference"
	pathListPresent = "/v1/mmc/management/conferences/online/conf-attendee"
)

// Present is one connection to a running meeting, invited or not
// (OnlineAttendeeRecordInfo). Who came with two devices has two: see
// Cache.Online.
type Present struct {
	ID           Text `json:"participant_id"`
	Name         Text `json:"name"`
	Number       Text `json:"call_number"`   // personal data
	Role         Int  `json:"role"`          // RoleHost or 0
	ThirdAccount Text `json:"third_account"` // third-party user id, with App ID sign-in
	Account      Text `json:"account"`       // Huawei Cloud Meeting account
	UserID       Text `json:"user_id"`       // the vendor's id of the user
}

// Host reports whether they are a host of the meeting.
func (p *Present) Host() bool { return p.Role == RoleHost }

// ListPresent returns one page of those who are in a running meeting now.
// Errors are *Error.
func (s *Conferences) ListPresent(ctx context.Context, id string, o PageOptions) (*Page[Present], error) {
	query := url.Values{"conf_id": {id}}
	o.set(query, "search_key")
	return new(Page[Present]).ask(ctx, s.client, &call{
		op: opListPresent, path: pathListPresent, query: query, id: id, wrong: cmp.Or(validMeeting(id), o.validate()),
	})
}
