package meeting

import (
	"cmp"
	"context"
	"net/url"
)

const (
	opListAttendees   = "list people in conference"
	pathListAttendees = "/v1/mmc/management/conferences/online/conf-attendee"
)

// Attendee is one connection to a running meeting, invited or not
// (OnlineAttendeeRecordInfo). A person with two devices has two: see
// Account.Attendees.
type Attendee struct {
	ID           Text `json:"participant_id"`
	Name         Name `json:"name"`
	Number       Text `json:"call_number"`   // personal data
	Role         Int  `json:"role"`          // RoleHost or 0
	ThirdAccount Text `json:"third_account"` // third-party user id, with App ID sign-in
	Account      Text `json:"account"`       // Huawei Cloud Meeting account
	UserID       Text `json:"user_id"`       // the vendor's id of the user
}

// Host reports whether they are a host of the meeting.
func (p *Attendee) Host() bool { return p.Role == RoleHost }

// ListAttendees returns one page of those who are in a running meeting now.
// Errors are *Error.
func (s *Conferences) ListAttendees(ctx context.Context, id string, o PageOptions) (*Page[Attendee], error) {
	parameters := url.Values{"conf_id": {id}}
	o.set(parameters, "search_key")
	return new(Page[Attendee]).ask(ctx, s.client, &query{request{
		op: opListAttendees, path: pathListAttendees, parameters: parameters, id: id, wrong: cmp.Or(validMeeting(id), o.validate()),
	}})
}
