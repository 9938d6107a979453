package meeting

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// maxIDLength is how many characters of an id the documents allow.
const maxIDLength = 32

// What a page may ask for.
const (
	// MaxSearchKey is how many characters of a search the documents allow.
	MaxSearchKey = 128
	// MaxLimit is the most records on a page, that of the sister lists.
	MaxLimit = 500
)

const (
	opGet      = "get conference"
	pathDetail = "/v1/mmc/management/conferences/confDetail"
)

// Conferences asks about meetings.
type Conferences struct{ client *Client }

// DetailOptions say which of a meeting's invitees are wanted, and in which form.
// Fields that are zero or nil are not sent.
type DetailOptions struct {
	PageOptions
	// Type is X-Type: 0 lists the invitees as they are, 1 tells people and
	// terminals apart and lists both, 2 lists only one sort of them. Defaults
	// to the API's own 0.
	Type *int
	// QueryType is X-Query-Type, only with Type 2: 0 lists people, 1 terminals.
	// Defaults to the API's own 0.
	QueryType *int
	// KeepRaw has the answer's body returned too, in Detail.Raw. It is not sent.
	KeepRaw bool
}

// Get returns a meeting that is running or to come, and one page of its
// invitees, narrowed by the search; the documents do not say what it is compared
// with. The id is the meeting's own, not that of the cloud room it is held in.
// Errors are *Error: NotFound also for a meeting that has ended.
func (s *Conferences) Get(ctx context.Context, id string, o DetailOptions) (*Detail, error) {
	q := detailQuery(opGet, pathDetail, url.Values{"conferenceID": {id}}, o, validMeeting(id))
	q.id = id
	d, err := s.detail(ctx, q, o.KeepRaw)
	if err != nil {
		return nil, err
	}
	if d.Conference.ID == "" {
		d.Conference.ID = Text(id)
	}
	return d, nil
}

// detail asks for a meeting and one page of its invitees, and keeps the answer's
// body if it is wanted.
func (s *Conferences) detail(ctx context.Context, q *query, keepRaw bool) (*Detail, error) {
	d, everybody := &Detail{}, q.asksForEverybody()
	q.read = func(a answer) error { return d.read(a, everybody, keepRaw) }
	if err := s.client.ask(ctx, q); err != nil {
		return nil, err
	}
	return d, nil
}

// detailQuery builds the question about a meeting that the parameters name;
// named says what is wrong with its name.
func detailQuery(op, path string, parameters url.Values, o DetailOptions, named error) *query {
	o.set(parameters, "searchKey")
	return &query{request{
		op: op, method: http.MethodGet, path: path, parameters: parameters, header: o.header(),
		wrong: cmp.Or(named, o.validate()),
	}}
}

// asksForEverybody reports whether all sorts of invitees are asked for, from the
// first on.
func (q *query) asksForEverybody() bool {
	return !q.parameters.Has("offset") && !q.parameters.Has("searchKey") && q.header.Get("X-Type") != "2"
}

// header returns the headers that the options are sent in.
func (o *DetailOptions) header() http.Header {
	header := http.Header{}
	setNumber(header, "X-Type", o.Type)
	setNumber(header, "X-Query-Type", o.QueryType)
	return header
}

// setNumber sets a header, and leaves it out where there is no number.
func setNumber(header http.Header, name string, n *int) {
	if n != nil {
		header.Set(name, strconv.Itoa(*n))
	}
}

func (o *DetailOptions) validate() error {
	switch {
	case o.Type != nil && (*o.Type < 0 || *o.Type > 2):
		return fmt.Errorf("type must be 0, 1 or 2, got %d", *o.Type)
	case o.QueryType != nil && (*o.QueryType < 0 || *o.QueryType > 1):
		return fmt.Errorf("query type must be 0 or 1, got %d", *o.QueryType)
	case o.QueryType != nil && (o.Type == nil || *o.Type != 2):
		return errors.New("a query type requires type 2")
	default:
		return o.PageOptions.validate()
	}
}

// read decodes the answer about a meeting, and keeps its body if that is wanted;
// everybody says that all its invitees were asked for, from the first on.
func (d *Detail) read(a answer, everybody, keepRaw bool) error {
	*d = Detail{RequestID: a.requestID}
	if keepRaw {
		d.Raw = bytes.Clone(a.body)
	}
	if err := unmarshal(a.body, d); err != nil {
		return err
	}
	d.Participants.countAll(a)
	if c := &d.Conference; c.ID == "" && c.Subject == "" && c.StartTime == "" {
		return missing(a.body, errNoConference)
	}
	d.readOther(a.body, everybody)
	return nil
}

// validMeeting refuses what cannot be a meeting's id.
func validMeeting(id string) error {
	if !plain(id, maxIDLength) {
		return fmt.Errorf("a meeting id is 1 to %d letters, digits or dashes", maxIDLength)
	}
	return nil
}

// plain reports whether id is made of letters, digits, dashes and underscores
// only, and has 1 to most of them.
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
