package handlers_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/handlers"
)

func TestAnswerInTimeOrLater(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		takes   time.Duration
		replies []string
		inline  string
		posted  []string
		took    time.Duration
		ack     string
	}{
		{name: "at once", replies: []string{"card"}, inline: "card", ack: "inline"},
		{name: "just in time", takes: 1999 * time.Millisecond, replies: []string{"card"}, inline: "card", took: 1999 * time.Millisecond, ack: "inline"},
		{name: "a little late", takes: 2001 * time.Millisecond, replies: []string{"card"}, posted: []string{"card"}, took: 2 * time.Second, ack: "later"},
		{name: "late", takes: time.Minute, replies: []string{"one", "two"}, posted: []string{"one", "two"}, took: 2 * time.Second, ack: "later"},
		{name: "two in time", takes: time.Second, replies: []string{"one", "two"}, inline: "one", posted: []string{"two"}, took: time.Second, ack: "inline"},
		{name: "nothing in time", takes: time.Second, took: time.Second, ack: "empty"},
		{name: "nothing, late", takes: 5 * time.Second, took: 2 * time.Second, ack: "later"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newBubbleServer(t, &fakeBot{command: after(tt.takes, tt.replies...)}, func(o *handlers.Options) { o.Drain = time.Hour })
				w, took := s.command(t.Context(), "914083136")
				if w.Code != http.StatusOK || took != tt.took {
					t.Errorf("answered %d after %s, want 200 after %s", w.Code, took, tt.took)
				}
				if want := tt.inline; !strings.Contains(w.Body.String(), want) || (want == "") != (w.Body.Len() == 0) {
					t.Errorf("inline: %q, want %q", w.Body, want)
				}
				s.drain(t)
				if diff := cmp.Diff(tt.posted, s.slack.texts()); diff != "" {
					t.Errorf("at the response_url (-want +got):\n%s", diff)
				}
				if got := counted(t, s.registry, "meetingbot_acks_total", tt.ack); got != 1 {
					t.Errorf("acks counted as %s: %v, want 1", tt.ack, got)
				}
			})
		})
	}
}

func TestReplyAtTheLastMoment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(2*time.Second, "card")})
		inline := 0
		const n = 200
		for range n {
			if w, _ := s.command(t.Context(), "x"); strings.Contains(w.Body.String(), "card") {
				inline++
			}
		}
		s.drain(t)
		if posted := len(s.slack.texts()); inline+posted != n {
			t.Errorf("%d inline and %d posted, want each of %d replies once", inline, posted, n)
		}
	})
}

func TestClientThatGoesAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(time.Second, "card")})
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		if _, took := s.command(ctx, "x"); took != 500*time.Millisecond {
			t.Errorf("the handler waited %s for nobody, want 500ms", took)
		}
		s.drain(t)
		if diff := cmp.Diff([]string{"card"}, s.slack.texts()); diff != "" {
			t.Errorf("at the response_url (-want +got):\n%s", diff)
		}
	})
}

func TestLateFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: func(context.Context, bot.Question, bot.Send) error {
			<-time.After(5 * time.Second)
			return errors.New("no luck")
		}})
		w, _ := s.command(t.Context(), "x")
		s.drain(t)
		if diff := cmp.Diff([]string{"sorry, ref " + w.Header().Get("X-Request-Id")}, s.slack.texts()); diff != "" {
			t.Errorf("at the response_url (-want +got):\n%s", diff)
		}
	})
}

func TestQuestionThatTakesTooLong(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		command func(ctx context.Context, q bot.Question, send bot.Send) error
		posted  []string // the reference left out
	}{
		{name: "and ends with its context", command: after(time.Hour, "card"), posted: []string{"sorry"}},
		{name: "and ignores its context", posted: []string{"sorry"}, command: func(context.Context, bot.Question, bot.Send) error {
			<-time.After(10 * time.Minute)
			return nil
		}},
		{name: "and replies afterwards", posted: []string{"sorry"}, command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
			<-ctx.Done()
			if err := send(context.WithoutCancel(ctx), bot.Plain("it does not answer")); err == nil {
				return errors.New("the late word was taken")
			}
			return nil
		}},
		{name: "after a notice to wait", posted: []string{"one moment", "sorry"}, command: func(ctx context.Context, q bot.Question, send bot.Send) error {
			<-time.After(10 * time.Second)
			return errors.Join(send(ctx, bot.Plain("one moment")), after(time.Hour)(ctx, q, send))
		}},
		{name: "after a notice to wait inline", posted: []string{"sorry"}, command: func(ctx context.Context, q bot.Question, send bot.Send) error {
			return errors.Join(send(ctx, bot.Plain("one moment")), after(time.Hour)(ctx, q, send))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newBubbleServer(t, &fakeBot{command: tt.command}, func(o *handlers.Options) { o.Drain = time.Hour })
				s.command(t.Context(), "x")
				s.drain(t)
				var got []string
				for _, text := range s.slack.texts() {
					text, _, _ = strings.Cut(text, ", ref")
					got = append(got, text)
				}
				if diff := cmp.Diff(tt.posted, got); diff != "" {
					t.Errorf("at the response_url (-want +got):\n%s", diff)
				}
				times := s.slack.times()
				if at := times[len(times)-1]; at < 2*time.Minute || at > 2*time.Minute+2*time.Second {
					t.Errorf("sorry after %s, want two minutes", at)
				}
				if logs := s.logs.String(); strings.Count(logs, `"level":"ERROR"`) != 1 || !strings.Contains(logs, "the question took too long") {
					t.Errorf("want one error that says why: %s", logs)
				}
				if got := counted(t, s.registry, "meetingbot_question_duration_seconds", "cut_off", "POST /slack/commands"); got != 1 {
					t.Errorf("questions cut off: %v, want 1", got)
				}
			})
		})
	}
}

func TestBusy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(10*time.Second, "card")}, func(o *handlers.Options) { o.MaxQuestions = 1 })
		s.command(t.Context(), "the one that fits")
		w, took := s.command(t.Context(), "one too many")
		if ref := w.Header().Get("X-Request-Id"); took != 0 || !strings.Contains(w.Body.String(), "sorry, ref "+ref) {
			t.Errorf("busy: %q after %s, want an apology at once", w.Body, took)
		}
		if w := s.press(t.Context(), slackURL); w.Code != http.StatusOK || w.Body.Len() != 0 {
			t.Errorf("a click while busy = %d %q, want an empty 200", w.Code, w.Body)
		}
		s.drain(t)
		if got := s.slack.texts(); len(got) != 2 || !strings.HasPrefix(got[0], "sorry, ref ") || got[1] != "card" {
			t.Errorf("at the response_url: %q, want an apology for the click, then the card", got)
		}
		if n := strings.Count(s.logs.String(), "question rejected"); n != 1 {
			t.Errorf("rejection logged %d times, want once a minute", n)
		}
	})
}

// TestWatchdogsDoNotCount counts a question that outlives its request once.
func TestWatchdogsDoNotCount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(10*time.Second, "card")}, func(o *handlers.Options) { o.MaxQuestions = 2 })
		for range 2 { // each is acknowledged before the next
			if w, took := s.command(t.Context(), "x"); took != 2*time.Second || w.Body.Len() != 0 {
				t.Errorf("answered %q after %s, want nothing after 2s", w.Body, took)
			}
		}
		if got := counted(t, s.registry, "meetingbot_tasks_in_hand"); got != 2 {
			t.Errorf("%v in progress, want 2", got)
		}
		s.drain(t)
		if diff := cmp.Diff([]string{"card", "card"}, s.slack.texts()); diff != "" {
			t.Errorf("at the response_url (-want +got):\n%s", diff)
		}
		synctest.Wait()
		if got := counted(t, s.registry, "meetingbot_tasks_in_hand"); got != 0 {
			t.Errorf("%v in progress in the end, want 0", got)
		}
	})
}

func TestLimitIsOfRunningQuestions(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(3*time.Second, "card")}, func(o *handlers.Options) { o.MaxQuestions = 1 })
		for range 3 {
			s.command(t.Context(), "x")
			<-time.After(2 * time.Second)
		}
		s.drain(t)
		if diff := cmp.Diff([]string{"card", "card", "card"}, s.slack.texts()); diff != "" {
			t.Errorf("at the response_url (-want +got):\n%s", diff)
		}
	})
}
