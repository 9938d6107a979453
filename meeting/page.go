package meeting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"
)

// codeNoMeetings is the code of a list with nothing in it: "no meeting in the
// chosen time". It is an answer, not a failure.
const codeNoMeetings = "MMC.111071069"

var errNoList = errors.New("the answer holds no list")

// Page is one page of a list, as all lists of the API have it.
type Page[T any] struct {
	Offset Int     `json:"offset"` // records before this page
	Limit  Int     `json:"limit"`
	Count  Int     `json:"count"` // of all pages
	Data   List[T] `json:"data"`
}

// PageOptions say which part of a list is wanted. Zero values are not sent.
type PageOptions struct {
	// Offset is the number of records before the page.
	Offset int
	// Limit is the most records on the page, at most 500. Defaults to the
	// API's own 20.
	Limit int
	// SearchKey narrows the list, 1 to 128 characters. Meetings are searched
	// by subject, booker and id, people by name, number and account.
	SearchKey string
}

func (o *PageOptions) validate() error {
	switch {
	case o.Offset < 0:
		return fmt.Errorf("offset must not be negative, got %d", o.Offset)
	case o.Limit < 0 || o.Limit > MaxLimit:
		return fmt.Errorf("limit must be 0 to %d, got %d", MaxLimit, o.Limit)
	case utf8.RuneCountInString(o.SearchKey) > MaxSearchKey:
		return fmt.Errorf("a search has at most %d characters", MaxSearchKey)
	default:
		return nil
	}
}

// set adds the options to the parameters; one endpoint spells searchKey its own
// way.
func (o *PageOptions) set(parameters url.Values, searchKey string) {
	if o.Offset > 0 {
		parameters.Set("offset", strconv.Itoa(o.Offset))
	}
	if o.Limit > 0 {
		parameters.Set("limit", strconv.Itoa(o.Limit))
	}
	if o.SearchKey != "" {
		parameters.Set(searchKey, o.SearchKey)
	}
}

// ask asks for one page.
func (p *Page[T]) ask(ctx context.Context, c *Client, q *query) (*Page[T], error) {
	q.method, q.header, q.read = http.MethodGet, http.Header{}, p.read
	err := c.ask(ctx, q)
	if e, ok := errors.AsType[*Error](err); ok && e.Code == codeNoMeetings {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// read decodes an answer. An empty list must say that it is one.
func (p *Page[T]) read(a answer) error {
	*p = Page[T]{}
	if err := unmarshal(a.body, p); err != nil {
		return err
	}
	p.countAll(a)
	if len(p.Data) > 0 {
		return nil
	}
	var said struct {
		Data  json.RawMessage `json:"data"`
		Count json.RawMessage `json:"count"`
	}
	_ = unmarshal(a.body, &said) // has just been read
	if said.Data != nil || said.Count != nil {
		return nil
	}
	return missing(a.body, errNoList)
}

// countAll counts the records of a page that were too many to be kept.
func (p *Page[T]) countAll(a answer) {
	if a.longest > a.most && a.most > 0 && len(p.Data) == a.most {
		p.Count = max(p.Count, p.Offset+Int(a.longest))
	}
}

// setFlag sets a parameter that is true, and leaves it out otherwise.
func setFlag(parameters url.Values, name string, b bool) {
	if b {
		parameters.Set(name, "true")
	}
}

// setText sets a parameter, and leaves it out where it is empty.
func setText(parameters url.Values, name string, value Text) {
	if value != "" {
		parameters.Set(name, value.String())
	}
}
