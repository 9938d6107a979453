package meeting

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
)

const (
	opList   = "list conferences"
	pathList = "/v1/mmc/management/conferences"
)

// Values of ListOptions.Within (queryConfMode).
const (
	WithinDay   Text = "ADAY"
	WithinWeek  Text = "AWEEK"
	WithinMonth Text = "AMONTH"
	WithinAll   Text = "ALL"
)

// Values of Sort (sortType). Those by recordings are for the history only.
const (
	SortByStart       Text = "ASC_StartTIME"
	SortByLatest      Text = "DSC_StartTIME"
	SortWithoutRecord Text = "ASC_RecordTYPE" // those without recordings first
	SortWithRecord    Text = "DSC_RecordTYPE" // those with recordings first
)

// ListOptions narrow the list of meetings that are running or to come. Zero
// values are not sent.
type ListOptions struct {
	PageOptions
	// All asks for the meetings of the whole enterprise, where the account is
	// an administrator; for others it has no effect. Defaults to the account's
	// own.
	All bool
	// Within is how far ahead to look, WithinDay to WithinAll. Defaults to the
	// API's own choice.
	Within Text
	// Sort is SortByStart or SortByLatest. Defaults to the API's own choice.
	Sort Text
}

// List returns one page of the meetings that are running or to come. Its
// meetings lack what only Get tells. Errors are *Error.
func (s *Conferences) List(ctx context.Context, o ListOptions) (*Page[Conference], error) {
	return new(Page[Conference]).ask(ctx, s.client, o.call())
}

func (o *ListOptions) call() *call {
	query := url.Values{}
	o.set(query, "searchKey")
	flagged(query, "queryAll", o.All)
	chosen(query, "queryConfMode", o.Within)
	chosen(query, "sortType", o.Sort)
	return &call{op: opList, path: pathList, query: query, wrong: o.validate()}
}

func (o *ListOptions) validate() error {
	return cmp.Or(
		o.PageOptions.validate(),
		oneOf("within", o.Within, WithinDay, WithinWeek, WithinMonth, WithinAll),
		oneOf("sort", o.Sort, SortByStart, SortByLatest),
	)
}

// oneOf refuses a value that an enumeration does not have.
func oneOf(name string, value Text, known ...Text) error {
	if value == "" || slices.Contains(known, value) {
		return nil
	}
	return fmt.Errorf("%s must be one of %v", name, known)
}
