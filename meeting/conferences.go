package meeting

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"
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
	if err := o.validate(id); err != nil {
		return nil, &Error{Op: opGet, Kind: Invalid, Err: err}
	}
	d := &Detail{}
	q := o.call(id)
	q.read = func(a answer) error { return d.read(a, id) }
	if err := s.client.ask(ctx, q); err != nil {
		return nil, err
	}
	return d, nil
}

// call builds the request for a meeting.
func (o *DetailOptions) call(id string) *call {
	query := url.Values{"conferenceID": {id}}
	if o.Offset > 0 {
		query.Set("offset", strconv.Itoa(o.Offset))
	}
	if o.Limit > 0 {
		query.Set("limit", strconv.Itoa(o.Limit))
	}
	if o.SearchKey != "" {
		query.Set("searchKey", o.SearchKey)
	}
	header := http.Header{}
	if o.Type != nil {
		header.Set("X-Type", strconv.Itoa(*o.Type))
	}
	if o.QueryType != nil {
		header.Set("X-Query-Type", strconv.Itoa(*o.QueryType))
	}
	return &call{op: opGet, method: http.MethodGet, path: pathDetail, query: query, header: header, id: id}
}

// read decodes the answer about the meeting with this id.
func (d *Detail) read(a answer, id string) error {
	*d = Detail{RequestID: a.requestID, Raw: a.body}
	if err := unmarshal(a.body, d); err != nil {
		return err
	}
	c := &d.Conference
	if c.ID == "" && c.Subject == "" && c.StartTime == "" {
		return noConference(a.body)
	}
	if c.ID == "" {
		c.ID = Text(id)
	}
	return nil
}

func (o *DetailOptions) validate(id string) error {
	switch {
	case !validID(id):
		return fmt.Errorf("a meeting id is 1 to %d letters, digits or dashes", maxIDLength)
	case o.Offset < 0:
		return fmt.Errorf("offset must not be negative, got %d", o.Offset)
	case o.Limit < 0 || o.Limit > maxLimit:
		return fmt.Errorf("limit must be 0 to %d, got %d", maxLimit, o.Limit)
	case utf8.RuneCountInString(o.SearchKey) > maxSearchKey:
		return fmt.Errorf("a search has at most %d characters", maxSearchKey)
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

// validID keeps what cannot be an id, and could be anything else, from the API.
func validID(id string) bool {
	for i := range len(id) {
		switch b := id[i]; {
		case b >= '0' && b <= '9', b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '-', b == '_':
		default:
			return false
		}
	}
	return id != "" && len(id) <= maxIDLength
}
