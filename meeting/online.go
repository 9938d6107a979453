package meeting

import (
	"context"
	"net/url"
)

const (
	opListOnline   = "list online conferences"
	pathListOnline = "/v1/mmc/management/conferences/online"
)

// OnlineOptions narrow the list of running meetings. Zero values are not sent.
type OnlineOptions struct {
	PageOptions
	// All asks for the meetings of the whole enterprise, where the account is
	// an administrator; for others it has no effect. Defaults to the account's
	// own.
	All bool
}

// ListOnline returns one page of the meetings that are running, by their
// start. Only here a meeting says how many are in it (Conference.Online).
// Errors are *Error.
func (s *Conferences) ListOnline(ctx context.Context, o OnlineOptions) (*Page[Conference], error) {
	query := url.Values{}
	o.set(query, "searchKey")
	flagged(query, "queryAll", o.All)
	return new(Page[Conference]).ask(ctx, s.client, &call{op: opListOnline, path: pathListOnline, query: query, wrong: o.validate()})
}
