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
var errGaveUp = errors.New("there was no answer in time")

// outcome is what one try came to.
type outcome[T any] struct {
	value    T
	err      error
	panicked any
}

// retry reads something of the Meeting API, and keeps trying for a minute while
// the API fails in a way that may pass.
func retry[T any](ctx context.Context, r *Request, read func(context.Context) (T, error)) (T, error) {
	return retryTelling(ctx, r, text.TryingNoAnswer, read)
}

// retryTelling keeps trying for a minute to read something while that fails in a
// way that may pass. The person is told once, when the first try fails, or takes
// long, which slow is the sentence for; where no message can tell them, it tries
// once. The goroutine of a try has ended when retryTelling returns.
func retryTelling[T any](ctx context.Context, r *Request, slow text.Key, read func(context.Context) (T, error)) (T, error) {
	if !r.hasMessages() {
		return read(ctx)
	}
	var nothing T
	o := r.bot.o
	trying, cancel := context.WithTimeoutCause(ctx, o.RetryFor, errGaveUp)
	defer cancel()
	w := &waitNotice{request: r, slow: slow, after: time.NewTimer(o.NoticeAfter)}
	defer w.after.Stop()
	for pause := firstPause; ; pause = min(2*pause, maxPause) {
		value, err := try(trying, w, read)
		if err == nil {
			return value, nil
		}
		notice, wait, ok := tryAgain(err, pause)
		if trying.Err() == nil && ok {
			w.send(ctx, notice)
			sleep(trying, wait)
		} else if trying.Err() == nil {
			return nothing, err
		}
		if trying.Err() != nil { // the minute is over, or the question was ended
			return nothing, fmt.Errorf("%w: %w", context.Cause(trying), err)
		}
	}
}

// tryAgain reports whether a failure may pass, what the person is told then, and
// how long to wait before the next try.
func tryAgain(err error, pause time.Duration) (notice text.Key, wait time.Duration, ok bool) {
	if unknown, ok := errors.AsType[*unknownPersonError](err); ok {
		return text.TryingIdentity, max(firstPause, unknown.wait), true
	}
	refusal, ok := errors.AsType[*meeting.Error](err)
	if !ok || !refusal.Retryable() {
		return "", 0, false
	}
	notice = text.TryingNoAnswer
	if refusal.Kind == meeting.Throttled {
		notice = text.TryingThrottled
	}
	return notice, max(pause, refusal.RetryAfter), true
}

// sleep waits, at most until ctx ends.
func sleep(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// waitNotice is what a person is told once while they wait.
type waitNotice struct {
	request *Request
	slow    text.Key    // what is said when a try takes long
	after   *time.Timer // when a try takes long
	sent    bool
}

// try reads once, and sends the notice if that takes long.
func try[T any](ctx context.Context, w *waitNotice, read func(context.Context) (T, error)) (T, error) {
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
			w.send(ctx, w.slow)
		case o := <-done:
			if o.panicked != nil {
				panic(o.panicked) // the caller's to catch, not this goroutine's to die of
			}
			return o.value, o.err
		}
	}
}

// send tells the person, unless they have been told. A notice that does not
// arrive is no reason to lose the answer.
func (w *waitNotice) send(ctx context.Context, sentence text.Key) {
	if w.sent {
		return
	}
	w.sent = true
	r := w.request
	if err := r.Reply(ctx, view.Sentence(r.Localizer, sentence)); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a person was not told to wait",
			slog.String("request_id", r.RequestID), slog.Any("error", err))
	}
}
