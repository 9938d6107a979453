package meeting

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"
)

const (
	opListHistory   = "list past conferences"
	pathListHistory = "/v1/mmc/management/conferences/history"
)

// HistoryOptions narrow the list of meetings that have ended. Zero values are
// not sent.
type HistoryOptions struct {
	PageOptions
	// From and To bound the time to look through, to the millisecond.
	// Required. The API keeps its history for 6 months, 12 at most.
	From, To time.Time
	// All asks for the meetings of the whole enterprise, where the account is
	// an administrator; for others it has no effect. Defaults to the account's
	// own.
	All bool
	// Sort is SortByStart or SortByLatest. Defaults to the API's own choice.
	Sort Text
}

// ListHistory returns one page of the meetings that have ended. A meeting is
// listed once for every time it was held, each with a UUID of its own, by
// which GetHistory and ListAttendance tell more. Errors are *Error.
func (s *Conferences) ListHistory(ctx context.Context, o HistoryOptions) (*Page[Conference], error) {
	return new(Page[Conference]).ask(ctx, s.client, o.query())
}

func (o *HistoryOptions) query() *query {
	parameters := url.Values{
		"startDate": {strconv.FormatInt(o.From.UnixMilli(), 10)},
		"endDate":   {strconv.FormatInt(o.To.UnixMilli(), 10)},
	}
	o.set(parameters, "searchKey")
	setFlag(parameters, "queryAll", o.All)
	setText(parameters, "sortType", o.Sort)
	return &query{request{op: opListHistory, path: pathListHistory, parameters: parameters, wrong: o.validate(), entries: maxListed}}
}

func (o *HistoryOptions) validate() error {
	switch {
	case o.From.IsZero() || o.To.IsZero():
		return errors.New("a history is asked for between two times")
	case o.To.Before(o.From):
		return errors.New("a history must not end before it begins")
	}
	return cmp.Or(o.PageOptions.validate(), validSort(o.Sort))
}
