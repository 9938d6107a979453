package meeting

import (
	"cmp"
	"context"
	"net/url"
	"time"
)

const (
	opListAttendance   = "list attendance"
	pathListAttendance = "/v1/mmc/management/conferences/history/confAttendeeRecord"
)

// Visit is one connection of somebody to a meeting that has ended
// (ConfAttendeeRecordInfo). A person who came twice, or
// with two devices, has several.
type Visit struct {
	Name      Name `json:"displayName"`
	Number    Text `json:"callNumber"` // personal data
	Device    Text `json:"deviceType"`
	JoinTime  Text `json:"joinTime"` // epoch milliseconds: see Joined
	LeftTime  Text `json:"leftTime"` // epoch milliseconds: see Left
	MediaType Text `json:"mediaType"`
	// Department is where the visitor works.
	Department Name `json:"deptName"`
}

// Visitor tells one visitor from the others: their number, or their name where
// there is none. It is personal data.
func (v *Visit) Visitor() Text { return cmp.Or(v.Number, Text(v.Name)) }

// identify returns what tells a visit from all others, and whether its visitor has a
// number: many guests have one name.
func (v *Visit) identify() ([4]Text, bool) {
	return [4]Text{v.Number, v.JoinTime, v.LeftTime, v.Device}, v.Number != ""
}

// Joined returns when the visitor came, and whether that can be read.
func (v *Visit) Joined() (time.Time, bool) { return parseInstant(v.JoinTime) }

// Left returns when the visitor went, and whether that can be read.
func (v *Visit) Left() (time.Time, bool) { return parseInstant(v.LeftTime) }

// ListAttendance returns one page of the visits to a meeting that has ended.
// The uuid is that of one time that it was held. Some texts are in the API's own
// language. Errors are *Error.
func (s *Conferences) ListAttendance(ctx context.Context, uuid string, o PageOptions) (*Page[Visit], error) {
	parameters := url.Values{"confUUID": {uuid}}
	o.set(parameters, "searchKey")
	return new(Page[Visit]).ask(ctx, s.client, &query{request{
		op: opListAttendance, path: pathListAttendance, parameters: parameters, wrong: cmp.Or(validUUID(uuid), o.validate()),
	}})
}
