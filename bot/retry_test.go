package bot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

var (
	trying    = english(text.TryingNoAnswer)
	throttled = english(text.TryingThrottled)
	gaveUp    = english(text.GaveUpMeetingNoAnswer) + " (ref 7f3a91)"
	tooMuch   = english(text.GaveUpMeetingThrottled) + " (ref 7f3a91)"
)

// api is a Meeting API that fails so many times, each time after a while, and
// then answers.
type api struct {
	takes  time.Duration
	errs   []error
	answer *meeting.Snapshot // nil: goes on failing with the last error
	tries  []time.Time
}

func (a *api) get(ctx context.Context, _ string) (*meeting.Snapshot, error) {
	a.tries = append(a.tries, time.Now())
	select {
	case <-time.After(a.takes):
	case <-ctx.Done():
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.Unavailable, Err: context.Cause(ctx)}
	}
	if n := len(a.tries); n <= len(a.errs) {
		return nil, a.errs[n-1]
	} else if a.answer == nil {
		return nil, a.errs[len(a.errs)-1]
	}
	return a.answer, nil
}

func failing(kind meeting.Kind, retryAfter ...time.Duration) *meeting.Error {
	e := &meeting.Error{Op: "get conference", Kind: kind, Status: 503}
	for _, d := range retryAfter {
		e.RetryAfter = d
	}
	return e
}

// What a person reads, and when, counted from their question.
func TestRetryTellsOnce(t *testing.T) {
	t.Parallel()
	unavailable, flood := failing(meeting.Unavailable), failing(meeting.Throttled)
	notAsked := failing(meeting.Unavailable, 2*time.Second)
	notAsked.Err = meeting.ErrNotAsked
	type reading struct {
		after time.Duration
		text  string
	}
	tests := []struct {
		name  string
		api   api
		want  []reading
		tries []time.Duration
		err   error
	}{
		{
			name:  "prompt",
			api:   api{takes: time.Second, answer: snapshot(1)},
			want:  []reading{{time.Second, "Budget"}},
			tries: []time.Duration{0},
		},
		{
			name:  "slow",
			api:   api{takes: 7999 * time.Millisecond, answer: snapshot(1)},
			want:  []reading{{7999 * time.Millisecond, "Budget"}},
			tries: []time.Duration{0},
		},
		{
			name:  "slower",
			api:   api{takes: 20 * time.Second, answer: snapshot(1)},
			want:  []reading{{8 * time.Second, trying}, {20 * time.Second, "Budget"}},
			tries: []time.Duration{0},
		},
		{
			name:  "failing once",
			api:   api{takes: 2 * time.Second, errs: []error{unavailable}, answer: snapshot(1)},
			want:  []reading{{5 * time.Second, "Budget"}},
			tries: []time.Duration{0, 3 * time.Second},
		},
		{
			name:  "garbled once",
			api:   api{errs: []error{failing(meeting.Garbled)}, answer: snapshot(1)},
			want:  []reading{{time.Second, "Budget"}},
			tries: []time.Duration{0, time.Second},
		},
		{
			name: "pauses grow",
			api:  api{errs: []error{unavailable, unavailable, unavailable, unavailable, unavailable}, answer: snapshot(1)},
			want: []reading{{time.Second, trying}, {55 * time.Second, "Budget"}},
			tries: []time.Duration{
				0, time.Second, 4600 * time.Millisecond, 11800 * time.Millisecond, 26200 * time.Millisecond, 55 * time.Second,
			},
		},
		{
			name: "failing many times", // six tries are the most
			api:  api{errs: []error{unavailable, unavailable, unavailable, unavailable, unavailable, unavailable}, answer: snapshot(1)},
			want: []reading{{time.Second, trying}, {55 * time.Second, gaveUp}},
			tries: []time.Duration{
				0, time.Second, 4600 * time.Millisecond, 11800 * time.Millisecond, 26200 * time.Millisecond, 55 * time.Second,
			},
			err: unavailable,
		},
		{
			name: "not asked", // the API fails for others, and one of them finds that it answers again
			api:  api{errs: []error{notAsked, notAsked, notAsked, notAsked, notAsked, notAsked, notAsked, notAsked}, answer: snapshot(1)},
			want: []reading{{0, trying}, {16 * time.Second, "Budget"}},
			tries: []time.Duration{
				0, 2 * time.Second, 4 * time.Second, 6 * time.Second, 8 * time.Second,
				10 * time.Second, 12 * time.Second, 14 * time.Second, 16 * time.Second,
			},
		},
		{
			name:  "throttled, and told how long",
			api:   api{errs: []error{failing(meeting.Throttled, 5*time.Second)}, answer: snapshot(1)},
			want:  []reading{{0, throttled}, {5 * time.Second, "Budget"}},
			tries: []time.Duration{0, 5 * time.Second},
		},
		{
			name:  "failing and then refusing",
			api:   api{errs: []error{unavailable, failing(meeting.NotFound)}},
			want:  []reading{{time.Second, english(text.RefusalNotFound)}},
			tries: []time.Duration{0, time.Second},
		},
		{
			name:  "silent for good",
			api:   api{takes: time.Hour, errs: []error{unavailable}},
			want:  []reading{{8 * time.Second, trying}, {time.Minute, gaveUp}},
			tries: []time.Duration{0}, err: context.Canceled,
		},
		{
			name:  "failing for good",
			api:   api{takes: 8 * time.Second, errs: []error{unavailable}},
			want:  []reading{{8 * time.Second, trying}, {time.Minute, gaveUp}},
			tries: []time.Duration{0, 9 * time.Second, 19500 * time.Millisecond, 31400 * time.Millisecond, 44600 * time.Millisecond, 55 * time.Second},
			err:   unavailable,
		},
		{
			name:  "throttled for good",
			api:   api{errs: []error{failing(meeting.Throttled, time.Hour)}},
			want:  []reading{{0, throttled}, {time.Minute, tooMuch}},
			tries: []time.Duration{0}, err: flood,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b, w := newBot(t)
				w.get = tt.api.get
				r := &recorder{t: t}
				began := time.Now()
				err := ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, r.send)
				if (tt.err != nil) != (err != nil) {
					t.Errorf("Command = %v, want it told to the operator: %v", err, tt.err != nil)
				}
				if len(r.all) != len(tt.want) {
					t.Fatalf("said %+v, want %v", r.all, tt.want)
				}
				for i, want := range tt.want {
					if got := r.all[i]; got.at.Sub(began) != want.after || !strings.HasPrefix(got.Text, want.text) {
						t.Errorf("after %v said %q, want %q after %v", got.at.Sub(began), got.Text, want.text, want.after)
					}
				}
				if len(tt.api.tries) != len(tt.tries) {
					t.Fatalf("%d tries at %v, want %v", len(tt.api.tries), tt.api.tries, tt.tries)
				}
				for i, at := range tt.api.tries {
					if at.Sub(began) != tt.tries[i] {
						t.Errorf("try %d after %v, want %v", i+1, at.Sub(began), tt.tries[i])
					}
				}
			})
		})
	}
}

// The operator learns that the tries came to an end, and why each failed.
func TestGivingUpIsToldToTheOperator(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, w := newBot(t)
		cause := failing(meeting.Unavailable)
		w.answers(nil, cause)
		r := &recorder{t: t}
		err := ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, r.send)
		if !errors.Is(err, cause) || !strings.Contains(err.Error(), "no answer in time") {
			t.Errorf("Command = %v, want both that it gave up and why", err)
		}
	})
}

// The time is up during a try that does not say it was the meeting API.
func TestGivingUpOnAForeignError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, w := newBot(t)
		w.get = func(ctx context.Context, _ string) (*meeting.Snapshot, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		r := &recorder{t: t}
		if err := ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, r.send); err == nil {
			t.Error("Command = nil, want an error")
		}
		if len(r.all) != 2 || r.all[1].Text != gaveUp {
			t.Errorf("said %+v, want that it gave up", r.all)
		}
	})
}

// A card keeps its place while the person is told to wait, and is replaced in
// the end.
func TestRetryOnAButton(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, w := newBot(t)
		w.get = (&api{takes: 10 * time.Second, answer: snapshot(1)}).get
		r := &recorder{t: t}
		c := click{Origin: origin(), ActionID: view.ActionRefresh, Value: "914083136:1", Ephemeral: true}
		if err := ask(t.Context(), b, c, r.send); err != nil {
			t.Fatal(err)
		}
		if len(r.all) != 2 || r.all[0].Text != trying || r.all[0].ReplaceOriginal || !r.all[1].ReplaceOriginal {
			t.Errorf("said %+v, want a notice beside the card and then the card in its place", r.all)
		}
	})
}

// Whoever ends a question early says so; the bot says nothing and has left
// nothing running.
func TestAQuestionThatIsEnded(t *testing.T) {
	t.Parallel()
	errDraining := errors.New("draining")
	for name, a := range map[string]*api{
		"during a try":   {takes: time.Hour, answer: snapshot(1)},
		"during a pause": {errs: []error{failing(meeting.Throttled, 30*time.Second)}, answer: snapshot(1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b, w := newBot(t)
				w.get = a.get
				ctx, cancel := context.WithTimeoutCause(t.Context(), 3*time.Second, errDraining)
				defer cancel()
				r := &recorder{t: t}
				err := ask(ctx, b, command{Origin: origin(), Text: meetingID}, r.send)
				if !errors.Is(err, errDraining) {
					t.Errorf("Command = %v, want %v", err, errDraining)
				}
				for _, s := range r.all {
					if s.Text != trying && s.Text != throttled {
						t.Errorf("said %q", s.Text)
					}
				}
			})
		})
	}
}

// A panic behind the bot is the caller's to catch, who keeps serving.
func TestPanicsReachTheCaller(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	w.get = func(context.Context, string) (*meeting.Snapshot, error) { panic("out of order") }
	defer func() {
		if got := recover(); got != "out of order" {
			t.Errorf("recovered %v, want what was panicked with", got)
		}
	}()
	_ = ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, (&recorder{t: t}).send)
}

// A warning that does not arrive does not lose the card.
func TestUndeliveredWarnings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		b, w := newBot(t, func(o *options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		w.get = (&api{takes: 10 * time.Second, answer: snapshot(1)}).get
		r := &recorder{t: t}
		say := func(ctx context.Context, reply bot.Reply) error {
			if bytes.Contains(reply.JSON(), []byte("keep trying")) {
				return errNotSent
			}
			return r.send(ctx, reply)
		}
		if err := ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, say); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(r.only().Text, "Budget") || !strings.Contains(log.String(), errNotSent.Error()) {
			t.Errorf("said %+v and logged %s", r.all, &log)
		}
	})
}
