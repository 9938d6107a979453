package meeting

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"golang.org/x/sync/singleflight"
)

var (
	errReadingSlow = errors.New("the reading took too long")
	errPanicked    = errors.New("the reading panicked")
)

// detached does work that others may wait for as well: it goes on whatever
// becomes of the caller who happened to be first, and not for longer than the
// Timeout. The id is the meeting's, for the log, or "".
func detached[T any](
	ctx context.Context, o *cacheOptions, op, id string, work func(context.Context) (T, error),
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
