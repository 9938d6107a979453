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
var errGaveUp = errors.New("the meeting API has not answered in time")

// outcome is what one try came to.
type outcome[T any] struct {
	value    T
	err      error
	panicked any
}

// retry reads something of the Meeting API, and tries a few times more within a
// minute while the API fails in a way that may pass. The person is told once, when
// the second try fails or one takes long; where no message can tell them, it tries
// once. The goroutine of a try has ended when retry returns.
func retry[T any](ctx context.Context, r *Request, read func(context.Context) (T, error)) (T, error) {
	if !r.hasMessages() {
		return read(ctx)
	}
	var nothing T
	o := r.bot.o
	trying, cancel := context.WithTimeoutCause(meeting.WithOneTry(ctx), o.RetryFor, errGaveUp)
	defer cancel()
	pace := newPace(trying)
	w := &waitNotice{request: r, after: time.NewTimer(o.NoticeAfter)}
	defer w.after.Stop()
	for {
		value, err := try(trying, w, read)
		if err == nil {
			return value, nil
		}
		refusal, ok := errors.AsType[*meeting.Error](err)
		if trying.Err() == nil && ok && refusal.Retryable() {
			pause, more := pace.next(refusal)
			if !more {
				return nothing, fmt.Errorf("%w: %w", errGaveUp, err)
			}
			if !pace.isSilent(pause) {
				w.send(ctx, refusal.Kind)
			}
			sleep(trying, pause)
		} else if trying.Err() == nil {
			return nothing, err
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
			w.send(ctx, meeting.Unavailable)
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
func (w *waitNotice) send(ctx context.Context, kind meeting.Kind) {
	if w.sent {
		return
	}
	w.sent = true
	sentence := text.TryingNoAnswer
	if kind == meeting.Throttled {
		sentence = text.TryingThrottled
	}
	r := w.request
	if err := r.Reply(ctx, view.Sentence(r.Localizer, sentence)); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a person was not told to wait",
			slog.String("request_id", r.RequestID), slog.Any("error", err))
	}
}
