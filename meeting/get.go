package meeting

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// What a question may hold. The documents give 32 characters to an id and 1 to
// 128 to a search; the limit is that of the sister lists.
const (
	maxIDLength  = 32
	maxSearchKey = 128
	maxLimit     = 500
)

const (
	opGet      = "get conference"
	pathDetail = "/v1/mmc/management/conferences/confDetail"
)

// Conferences asks about meetings.
type Conferences struct{ client *Client }

// Get returns a meeting that is running or to come, and one page of its
// invitees, narrowed by the search; the documents do not say what it is compared
// with. The id is the meeting's own, not that of the cloud room it is held
// in. Errors are *Error: NotFound also for a meeting that has ended.
func (s *Conferences) Get(ctx context.Context, id string, o PageOptions) (*Detail, error) {
	q := detailQuery(opGet, pathDetail, url.Values{"conferenceID": {id}}, o, validMeeting(id))
	q.id = id
	d, err := s.detail(ctx, q)
	if err != nil {
		return nil, err
	}
	if d.Conference.ID == "" {
		d.Conference.ID = Text(id)
	}
	return d, nil
}

// detail asks for a meeting and one page of its invitees.
func (s *Conferences) detail(ctx context.Context, q *query) (*Detail, error) {
	d := &Detail{}
	q.read = d.read
	if err := s.client.ask(ctx, q); err != nil {
		return nil, err
	}
	return d, nil
}

// detailQuery builds the question about a meeting that the parameters name;
// named says what is wrong with its name.
func detailQuery(op, path string, parameters url.Values, o PageOptions, named error) *query {
	o.set(parameters, "searchKey")
	return &query{request{
		op: op, method: http.MethodGet, path: path, parameters: parameters, header: http.Header{},
		wrong: cmp.Or(named, o.validate()),
	}}
}

// read decodes the answer about a meeting.
func (d *Detail) read(a answer) error {
	*d = Detail{RequestID: a.requestID, Raw: a.body}
	if err := unmarshal(a.body, d); err != nil {
		return err
	}
	if c := &d.Conference; c.ID == "" && c.Subject == "" && c.StartTime == "" {
		return missing(a.body, errNoConference)
	}
	return nil
}

// validMeeting refuses what cannot be a meeting's id.
func validMeeting(id string) error {
	if !plain(id, maxIDLength) {
		return fmt.Errorf("a meeting id is 1 to %d letters, digits or dashes", maxIDLength)
	}
	return nil
}

// plain keeps what cannot be an id, and could be anything else, from the API.
func plain(id string, most int) bool {
	for i := range len(id) {
		switch b := id[i]; {
		case b >= '0' && b <= '9', b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '-', b == '_':
		default:
			return false
		}
	}
	return id != "" && len(id) <= most
}
