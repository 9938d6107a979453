package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// Pauses between tries while the Meeting API fails: twice as long each time.
const (
	firstPause = time.Second
	maxPause   = 10 * time.Second
)

// errGaveUp ends the tries for one question.
var errGaveUp = errors.New("the meeting API has not answered in time")

// outcome is what one try came to.
type outcome[T any] struct {
	value    T
	err      error
	panicked any
}

// persist reads something of the Meeting API, and keeps trying for a minute
// while the API fails in a way that may pass. The person is told once, when the
// first try fails or takes long. The goroutine of a try has ended when persist
// returns.
func persist[T any](ctx context.Context, b *Bot, a asker, read func(context.Context) (T, error)) (T, error) {
	var nothing T
	trying, cancel := context.WithTimeoutCause(ctx, b.o.KeepTrying, errGaveUp)
	defer cancel()
	w := &warning{a: a, after: time.NewTimer(b.o.SlowAfter), logger: b.o.Logger}
	defer w.after.Stop()
	for pause := firstPause; ; pause = min(2*pause, maxPause) {
		value, err := try(trying, w, read)
		if err == nil {
			return value, nil
		}
		refusal, ok := errors.AsType[*meeting.Error](err)
		if trying.Err() == nil && ok && refusal.Retryable() {
			w.give(ctx, refusal.Kind)
			rest(trying, max(pause, refusal.RetryAfter))
		} else if trying.Err() == nil {
			return nothing, err
		}
		if trying.Err() != nil { // the minute is over, or the question was ended
			return nothing, fmt.Errorf("%w: %w", context.Cause(trying), err)
		}
	}
}

// rest waits, at most until ctx ends.
func rest(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// warning is what a person is told once while they wait.
type warning struct {
	a      asker
	after  *time.Timer // when a try takes long
	given  bool
	logger *slog.Logger
}

// try reads once, and gives the warning if that takes long.
func try[T any](ctx context.Context, w *warning, read func(context.Context) (T, error)) (T, error) {
	done := make(chan outcome[T], 1)
	go func() {
		var o outcome[T]
		defer func() {
			o.panicked = recover()
			done <- o
		}()
		o.value, o.err = read(ctx)
	}()
	for {
		select {
		case <-w.after.C:
			w.give(ctx, meeting.Unavailable)
		case o := <-done:
			if o.panicked != nil {
				panic(o.panicked) // the caller's to catch, not this goroutine's to die of
			}
			return o.value, o.err
		}
	}
}

// give tells the person, unless they have been told. A warning that does not
// arrive is no reason to lose the answer.
func (w *warning) give(ctx context.Context, kind meeting.Kind) {
	if w.given {
		return
	}
	w.given = true
	sentence := text.TryingNoAnswer
	if kind == meeting.Throttled {
		sentence = text.TryingThrottled
	}
	if err := w.a.tell(ctx, view.Sentence(w.a.in, sentence)); err != nil {
		w.logger.LogAttrs(ctx, slog.LevelWarn, "a person was not told to wait",
			slog.String("request_id", w.a.RequestID), slog.Any("error", err))
	}
}
