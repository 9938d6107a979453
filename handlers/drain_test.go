package handlers_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
)

func TestDrainWithoutWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{})
		s.command(t.Context(), "x")
		started := time.Now()
		s.drain(t)
		s.drain(t) // a second time does nothing
		if took := time.Since(started); took != 0 {
			t.Errorf("Drain took %s, want no time", took)
		}
		if w := s.get("/readyz"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), `"draining"`) {
			t.Errorf("GET /readyz = %d %s, want 503 draining", w.Code, w.Body)
		}
		if w := s.get("/healthz"); w.Code != http.StatusOK {
			t.Errorf("GET /healthz = %d, want 200", w.Code)
		}
	})
}

func TestDrainWaitsForWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(10*time.Second, "card")})
		s.command(t.Context(), "x")
		started := time.Now()
		go func() { // somebody asks while it drains
			<-time.After(time.Second)
			s.command(t.Context(), "y")
		}()
		s.drain(t)
		if took := time.Since(started); took != 11*time.Second {
			t.Errorf("Drain took %s, want 11s, until the second card is posted", took)
		}
		if diff := cmp.Diff([]string{"card", "card"}, s.slack.texts()); diff != "" {
			t.Errorf("at the response_url (-want +got):\n%s", diff)
		}
		s.command(t.Context(), "somebody who came before the listener was closed")
		s.drain(t)
		if n := len(s.slack.texts()); n != 3 {
			t.Errorf("%d cards after the second Drain, want 3", n)
		}
	})
}

func TestDrainCutsOff(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		command func(ctx context.Context, q bot.Question, send bot.Send) error
		posted  int
		takes   time.Duration
		fails   bool
	}{
		{name: "work that ends with its context", command: after(time.Hour), posted: 1, takes: 15 * time.Second},
		{name: "work that ignores its context", posted: 1, takes: 20 * time.Second, fails: true, command: func(context.Context, bot.Question, bot.Send) error {
			<-time.After(time.Minute)
			return nil
		}},
		{name: "work that ends without a reply", posted: 1, takes: 15 * time.Second, command: func(ctx context.Context, _ bot.Question, _ bot.Send) error {
			<-ctx.Done()
			return nil
		}},
		{name: "work that replies too late", posted: 1, takes: 15 * time.Second, command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
			<-ctx.Done()
			return send(context.WithoutCancel(ctx), bot.Plain("it does not answer"))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newBubbleServer(t, &fakeBot{command: tt.command})
				w, _ := s.command(t.Context(), "x")
				started := time.Now()
				err := s.Drain(t.Context())
				if took := time.Since(started); (err != nil) != tt.fails || took != tt.takes {
					t.Errorf("Drain = %v after %s, want failure %v after %s", err, took, tt.fails, tt.takes)
				}
				want := "sorry, ref " + w.Header().Get("X-Request-Id")
				if got := s.slack.texts(); len(got) != tt.posted || got[0] != want {
					t.Errorf("at the response_url: %q, want %q", got, want)
				}
				if logs := s.logs.String(); !strings.Contains(logs, `"question cut off","error":"the process is stopping"`) {
					t.Errorf("the cause is not in the log: %s", logs)
				}
				if w, took := s.command(t.Context(), "y"); took != 0 || !strings.Contains(w.Body.String(), "sorry, ref ") {
					t.Errorf("a command afterwards: %q after %s, want an apology at once", w.Body, took)
				}
				<-time.After(time.Hour) // for the bot that does not mind
				if n := len(s.slack.texts()); n != tt.posted {
					t.Errorf("%d posts in the end, want %d", n, tt.posted)
				}
			})
		})
	}
}

// TestDrainWithinDeadline leaves time to say sorry before its context is over.
func TestDrainWithinDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(time.Hour)})
		s.command(t.Context(), "x")
		ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second)
		defer cancel()
		started := time.Now()
		err := s.Drain(ctx)
		if took := time.Since(started); err != nil || took != 7*time.Second {
			t.Errorf("Drain = %v after %s, want nil after 7s of 12s", err, took)
		}
		if got := s.slack.texts(); len(got) != 1 || !strings.HasPrefix(got[0], "sorry") {
			t.Errorf("at the response_url: %q, want an apology", got)
		}
	})
}

// TestRetire says that it is draining before it drains, and still answers.
func TestRetire(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(0, "card")})
		if w := s.get("/readyz"); w.Code != http.StatusOK {
			t.Errorf("GET /readyz = %d, want 200", w.Code)
		}
		s.Retire()
		if w := s.get("/readyz"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), `"draining"`) {
			t.Errorf("GET /readyz = %d %s, want 503 draining", w.Code, w.Body)
		}
		if w, _ := s.command(t.Context(), "x"); !strings.Contains(w.Body.String(), "card") {
			t.Errorf("a command = %q, want its card", w.Body)
		}
		s.drain(t)
	})
}

func TestDrainAnswersOpenRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(time.Hour, "card")})
		hurry, cancel := context.WithCancel(t.Context())
		go func() {
			<-time.After(time.Second)
			cancel()
		}()
		answered := make(chan string)
		go func() {
			w, took := s.command(t.Context(), "x")
			answered <- took.String() + w.Body.String()
		}()
		synctest.Wait()
		if err := s.Drain(hurry); err != nil {
			t.Errorf("Drain: %v", err)
		}
		// The request was still open, so the apology is its answer.
		if got := <-answered; !strings.HasPrefix(got, "1s") || !strings.Contains(got, "sorry, ref ") {
			t.Errorf("the answer: %q, want an apology after 1s", got)
		}
		if got := s.slack.texts(); len(got) != 0 {
			t.Errorf("at the response_url: %q, want nothing", got)
		}
	})
}
