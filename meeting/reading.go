package meeting

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"golang.org/x/sync/singleflight"
)

// maxPasses is how often the list of invitees is begun until it keeps still.
const maxPasses = 3

var (
	errReadingSlow = errors.New("the reading took too long")
	errPanicked    = errors.New("the reading panicked")
)

// pager reads one page of a meeting's invitees, with the meeting.
type pager func(o PageOptions) (*Detail, error)

// readAll reads a meeting and all pages of its invitees. The list may shift
// between two pages, when somebody is invited meanwhile: then it is read from
// the start again, and if it never keeps still, as well as it can be.
func readAll(read pager) (*Snapshot, error) {
	for range maxPasses - 1 {
		s, err := readPass(read, false)
		if !errors.Is(err, errMoved) {
			return s, err
		}
	}
	return readPass(read, true)
}

// readPass reads the list once from its start. Unless anyhow, it gives up with
// errMoved when the list has changed since it began.
func readPass(read pager, anyhow bool) (*Snapshot, error) {
	var conference Conference // a copy, so that the answer's body can go
	r, err := gather(itself[Participant], maxPeople, anyhow, func(offset int) (*ParticipantPage, error) {
		d, err := read(PageOptions{Offset: offset, Limit: pageSize})
		if err != nil {
			return nil, err
		}
		if offset == 0 {
			conference = d.Conference
		}
		return &d.Participants, nil
	})
	if err != nil {
		return nil, err
	}
	return &Snapshot{Conference: &conference, Participants: r.records, Count: r.total()}, nil
}

// apart does work that others may wait for as well: it goes on whatever becomes
// of the caller who happened to be first, and not for longer than the cache's
// Timeout. The id is the meeting's, for the log, or "".
func apart[T any](
	ctx context.Context, o *CacheOptions, op, id string, work func(context.Context) (T, error),
) (value T, err error) {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), o.Timeout, errReadingSlow)
	defer cancel()
	defer func() {
		// A panic here has no caller left to catch it and would end the process.
		if r := recover(); r != nil {
			o.Logger.ErrorContext(ctx, "reading a meeting panicked",
				slog.String("meeting_id", id), slog.String("stack", string(debug.Stack())))
			var nothing T
			value, err = nothing, &Error{Op: op, Kind: Garbled, Err: errPanicked}
		}
	}()
	return work(ctx)
}

// wait waits for a shared answer as long as ctx lasts.
func wait[T any](ctx context.Context, op string, answer <-chan singleflight.Result) (T, error) {
	select {
	case <-ctx.Done():
		var nothing T
		return nothing, &Error{Op: op, Kind: Unavailable, Err: doneError(ctx)}
	case r := <-answer:
		return result[T](r)
	}
}

func result[T any](r singleflight.Result) (T, error) {
	value, _ := r.Val.(T)
	return value, r.Err
}
