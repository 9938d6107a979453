package meeting

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
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

// DetailOptions narrows a question about a meeting. Zero values are not sent.
type DetailOptions struct {
	// Offset is the number of invitees before the page.
	Offset int
	// Limit is the most invitees on the page, at most 500. Defaults to the
	// API's own 20.
	Limit int
	// SearchKey narrows the invitees, 1 to 128 characters. The documents do
	// not say what it is compared with.
	SearchKey string
	// Type is X-Type: 0 invitees as they are (the API's default), 1 terminals
	// and participants told apart and combined, 2 separately.
	Type *int
	// QueryType is X-Query-Type, only with Type 2: 0 participants (the API's
	// default), 1 terminals.
	QueryType *int
}

// Get returns a meeting that is running or to come, and one page of its
// invitees. The id is the meeting's own, not that of the cloud room it is held
// in. Errors are *Error: NotFound also for a meeting that has ended.
func (s *Conferences) Get(ctx context.Context, id string, o DetailOptions) (*Detail, error) {
	q := o.question(opGet, pathDetail, url.Values{"conferenceID": {id}}, validMeeting(id))
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
func (s *Conferences) detail(ctx context.Context, q *call) (*Detail, error) {
	d := &Detail{}
	q.read = d.read
	if err := s.client.ask(ctx, q); err != nil {
		return nil, err
	}
	return d, nil
}

// question builds the request for a meeting that the query names; named says
// what is wrong with its name.
func (o *DetailOptions) question(op, path string, query url.Values, named error) *call {
	page := PageOptions{Offset: o.Offset, Limit: o.Limit, SearchKey: o.SearchKey}
	page.set(query, "searchKey")
	header := http.Header{}
	if o.Type != nil {
		header.Set("X-Type", strconv.Itoa(*o.Type))
	}
	if o.QueryType != nil {
		header.Set("X-Query-Type", strconv.Itoa(*o.QueryType))
	}
	return &call{
		op: op, method: http.MethodGet, path: path, query: query, header: header,
		wrong: cmp.Or(named, page.validate(), o.validate()),
	}
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

// validate checks what only a question about one meeting has.
func (o *DetailOptions) validate() error {
	switch {
	case o.Type != nil && (*o.Type < 0 || *o.Type > 2):
		return fmt.Errorf("type must be 0, 1 or 2, got %d", *o.Type)
	case o.QueryType != nil && (*o.QueryType < 0 || *o.QueryType > 1):
		return fmt.Errorf("query type must be 0 or 1, got %d", *o.QueryType)
	case o.QueryType != nil && (o.Type == nil || *o.Type != 2):
		return errors.New("a query type goes with type 2 only")
	default:
		return nil
	}
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
