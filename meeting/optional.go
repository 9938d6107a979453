package meeting

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"meetingbot/internal/boundedcache"
)

const (
	// refusedFor is how long it is remembered that an account may not ask
	// something. Somebody may allow it meanwhile.
	refusedFor = 10 * time.Minute
	// unknownFor is how long it is remembered that the API has nothing of the kind
	// for a meeting.
	unknownFor = time.Minute
	// failedFor is how long a failure is remembered of what an answer is as good
	// without.
	failedFor = 30 * time.Second
	// maxRefused bounds the refusals that are kept.
	maxRefused = 1000
)

// optional is a source that remembers what the API does not let the account ask,
// beside the details of a meeting. Not every account has these calls.
type optional struct {
	source
	now     func() time.Time
	refused *boundedcache.Cache[refusedCall]
}

// refusedCall is a call that is not made until a time on the account's clock.
type refusedCall struct {
	err   *Error
	until time.Time
	life  time.Duration
}

func newOptional(s source, now func() time.Time) *optional {
	return &optional{source: s, now: now, refused: boundedcache.New[refusedCall](maxRefused)}
}

// List is that of source.
func (s *optional) List(ctx context.Context, o ListOptions) (*Page[Conference], error) {
	return askOptional(s, opList, "", func() (*Page[Conference], error) { return s.source.List(ctx, o) })
}

// ListOnline is that of source. It is asked for again and again, so that it is tried
// once.
func (s *optional) ListOnline(ctx context.Context, o OnlineOptions) (*Page[OnlineConference], error) {
	ctx = WithOneTry(ctx)
	return askOptional(s, opListOnline, "", func() (*Page[OnlineConference], error) { return s.source.ListOnline(ctx, o) })
}

// ListHistory is that of source.
func (s *optional) ListHistory(ctx context.Context, o HistoryOptions) (*Page[Conference], error) {
	return askOptional(s, opListHistory, "", func() (*Page[Conference], error) { return s.source.ListHistory(ctx, o) })
}

// GetHistory is that of source.
func (s *optional) GetHistory(ctx context.Context, uuid string, o DetailOptions) (*Detail, error) {
	return askOptional(s, opGetHistory, uuid, func() (*Detail, error) { return s.source.GetHistory(ctx, uuid, o) })
}

// ListAttendance is that of source.
func (s *optional) ListAttendance(ctx context.Context, uuid string, o PageOptions) (*Page[Visit], error) {
	return askOptional(s, opListAttendance, uuid, func() (*Page[Visit], error) { return s.source.ListAttendance(ctx, uuid, o) })
}

// RecordFiles is that of source.
func (s *optional) RecordFiles(ctx context.Context, uuid string) ([]RecordFile, error) {
	return askOptional(s, opRecordFiles, uuid, func() ([]RecordFile, error) { return s.source.RecordFiles(ctx, uuid) })
}

// ListAttendees is that of source. Nobody waits for it, so that it is tried once.
func (s *optional) ListAttendees(ctx context.Context, id string, o PageOptions) (*Page[Attendee], error) {
	ctx = WithOneTry(ctx)
	return askOptional(s, opListAttendees, id, func() (*Page[Attendee], error) { return s.source.ListAttendees(ctx, id, o) })
}

// askOptional asks, unless the API has refused that a while ago. The id is what is
// asked about, "" where it is nothing in particular.
func askOptional[T any](s *optional, op, id string, ask func() (T, error)) (T, error) {
	var nothing T
	if refusal := s.refusal(op, id); refusal != nil {
		return nothing, refusal
	}
	value, err := ask()
	if err == nil {
		return value, nil
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return nothing, err
	}
	if isNotOffered(e) {
		refusal := *e
		refusal.Kind = Forbidden
		e = &refusal
	}
	key, life := remember(op, id, e)
	s.refused.Put(key, refusedCall{err: e, until: s.now().Add(life), life: life}, life)
	return nothing, e
}

// refusal is why a call is not made now, nil where it may be made.
func (s *optional) refusal(op, id string) *Error {
	for _, key := range [...]string{op, op + "/" + id} {
		if c, ok := s.refused.Get(key); ok && lasts(s.now(), c.until, c.life) {
			return c.err
		}
	}
	return nil
}

// isNotOffered reports whether the API itself says that it has no such call for
// this account, which its gateway says with 404.
func isNotOffered(e *Error) bool {
	return e.Kind == Garbled && e.Status == http.StatusNotFound && isOwnCode(e.Code)
}

// remember says for what a refusal stands, and for how long: for the call as a
// whole where the gateway refuses or nothing in particular was asked about.
func remember(op, id string, e *Error) (key string, life time.Duration) {
	key = op + "/" + id
	switch {
	case e.Kind == Forbidden && e.Code != "":
		if id == "" || !strings.HasPrefix(e.Code, "MMC.") {
			key = op
		}
		return key, refusedFor
	case e.Kind == NotFound && e.Code != "" && id != "":
		return key, unknownFor
	case op == opListAttendees && e.Retryable():
		return key, failedFor
	default:
		return key, 0
	}
}
