package meeting

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
)

const (
	opList   = "list conferences"
	pathList = "/v1/mmc/management/conferences"
)

// Values of Sort (sortType).
const (
	SortByStart  Text = "ASC_StartTIME"
	SortByLatest Text = "DSC_StartTIME"
)

// ListOptions narrow the list of meetings that are running or to come. Zero
// values are not sent.
type ListOptions struct {
	PageOptions
	// All asks for the meetings of the whole enterprise, where the account is
	// an administrator; for others it has no effect. Defaults to the account's
	// own.
	All bool
	// Sort is SortByStart or SortByLatest. Defaults to the API's own choice.
	Sort Text
}

// List returns one page of the meetings that are running or to come. Its
// meetings lack what only Get tells. Errors are *Error.
func (s *Conferences) List(ctx context.Context, o ListOptions) (*Page[Conference], error) {
	return new(Page[Conference]).ask(ctx, s.client, o.query())
}

func (o *ListOptions) query() *query {
	parameters := url.Values{}
	o.set(parameters, "searchKey")
	setFlag(parameters, "queryAll", o.All)
	setText(parameters, "sortType", o.Sort)
	return &query{request{op: opList, path: pathList, parameters: parameters, wrong: o.validate(), entries: maxListed}}
}

func (o *ListOptions) validate() error {
	return cmp.Or(o.PageOptions.validate(), validSort(o.Sort))
}

// validSort refuses an order that the API does not have.
func validSort(sort Text) error {
	switch sort {
	case "", SortByStart, SortByLatest:
		return nil
	default:
		return fmt.Errorf("sort must be %s or %s", SortByStart, SortByLatest)
	}
}
