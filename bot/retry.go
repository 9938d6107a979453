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

// errGaveUp ends the tries for one question.
var errGaveUp = errors.New("there was no answer in time")

// outcome is what one try came to.
type outcome[T any] struct {
	value    T
	err      error
	panicked any
}

// retry reads something of the Meeting API, and tries a few times more within a
// minute while the API fails in a way that may pass.
func retry[T any](ctx context.Context, r *Request, read func(context.Context) (T, error)) (T, error) {
	return retryTelling(ctx, r, text.TryingNoAnswer, read)
}

// retryTelling keeps trying for a minute to read something while that fails in a
// way that may pass. The person is told once, when that does not pass at once, or
// takes long, which slow is the sentence for; where no message can tell them, it tries
// once. The goroutine of a try has ended when retryTelling returns.
func retryTelling[T any](ctx context.Context, r *Request, slow text.Key, read func(context.Context) (T, error)) (T, error) {
	if !r.hasMessages() {
		return read(ctx)
	}
	var nothing T
	o := r.bot.o
	trying, cancel := context.WithTimeoutCause(meeting.WithOneTry(ctx), o.RetryFor, errGaveUp)
	defer cancel()
	pace := newPace(trying)
	w := &waitNotice{request: r, slow: slow, after: time.NewTimer(o.NoticeAfter)}
	defer w.after.Stop()
	for {
		value, err := try(trying, w, read)
		if err == nil {
			return value, nil
		}
		notice, wait, ok := pace.next(err)
		if trying.Err() == nil && ok {
			w.send(ctx, notice)
			sleep(trying, wait)
		} else if trying.Err() == nil {
			return nothing, pace.ended(err)
		}
		if trying.Err() != nil { // the minute is over, or the question was ended
			return nothing, fmt.Errorf("%w: %w", context.Cause(trying), err)
		}
	}
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

// send tells the person, unless they have been told or there is nothing to tell. A
// notice that does not arrive is no reason to lose the answer.
func (w *waitNotice) send(ctx context.Context, sentence text.Key) {
	if w.sent || sentence == "" {
		return
	}
	w.sent = true
	w.after.Stop() // coming due while nobody waits for it, it would crash the race detector in a synctest bubble
	r := w.request
	if err := r.Reply(ctx, view.Sentence(r.Localizer, sentence)); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a person was not told to wait",
			slog.String("request_id", r.RequestID), slog.Any("error", err))
	}
}
