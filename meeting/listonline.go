package meeting

import (
	"context"
	"net/url"
)

const (
	opListOnline   = "list running conferences"
	pathListOnline = "/v1/mmc/management/conferences/online"
)

// OnlineOptions narrow the list of meetings that are running. Zero values are not
// sent.
type OnlineOptions struct {
	PageOptions
	// All asks for the meetings of the whole enterprise, where the account is
	// an administrator; for others it has no effect. Defaults to the account's
	// own.
	All bool
}

// OnlineConference is one running meeting of the list: as much of it as a
// reading does not tell better.
type OnlineConference struct {
	ID    Text  `json:"conferenceID"`
	UUID  Text  `json:"confUUID"` // of this run of it, "" where the list has none
	State State `json:"conferenceState"`
	// Online is how many connections are in it, nil where the list does not say.
	Online *Int `json:"onlineAttendeeAmount"`
}

// ListOnline returns one page of the meetings that are running, by their start.
// Errors are *Error.
func (s *Conferences) ListOnline(ctx context.Context, o OnlineOptions) (*Page[OnlineConference], error) {
	parameters := url.Values{}
	o.set(parameters, "searchKey")
	setFlag(parameters, "queryAll", o.All)
	return new(Page[OnlineConference]).ask(ctx, s.client, &query{request{
		op: opListOnline, path: pathListOnline, parameters: parameters, wrong: o.validate(),
	}})
}
