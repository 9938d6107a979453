package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting"
	"meetingbot/playground"
)

func TestStopsRunLastFirstAndOnce(t *testing.T) {
	t.Parallel()
	s := stops{logger: slog.New(slog.DiscardHandler)}
	var order []string
	broken := errors.New("broken")
	for _, name := range []string{"first", "second", "third"} {
		s.add(name, func(context.Context) error {
			order = append(order, name)
			if name == "second" {
				return broken
			}
			return nil
		})
	}
	err := s.run(t.Context(), time.Second)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "stop second") {
		t.Errorf("run() = %v, want the second step's error with its name", err)
	}
	if err := s.run(t.Context(), time.Second); err != nil {
		t.Errorf("run() again = %v, want nil", err)
	}
	if diff := cmp.Diff([]string{"third", "second", "first"}, order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// TestStopsRunEarlyStepsFirst checks that an early step runs beside the later ones,
// and ends before what was opened earlier.
func TestStopsRunEarlyStepsFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := stops{logger: slog.New(slog.DiscardHandler)}
		var mu sync.Mutex
		var order []string
		takes := func(name string, d time.Duration) func(context.Context) error {
			return func(context.Context) error {
				<-time.After(d)
				mu.Lock()
				defer mu.Unlock()
				order = append(order, name)
				return nil
			}
		}
		broken := errors.New("broken")
		s.add("database", takes("database", 0))
		s.addEarly("reminders", func(ctx context.Context) error {
			return errors.Join(takes("reminders", 10*time.Second)(ctx), broken)
		})
		s.add("work", takes("work", 8*time.Second))
		began := time.Now()
		if err := s.run(t.Context(), time.Minute); !errors.Is(err, broken) || !strings.Contains(err.Error(), "stop reminders") {
			t.Errorf("run() = %v, want the early step's error with its name", err)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("run() took %v, want 10s, with both steps at the same time", took)
		}
		if diff := cmp.Diff([]string{"work", "reminders", "database"}, order); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
	})
}

func TestStopsShareOneLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := stops{logger: slog.New(slog.DiscardHandler)}
		hang := func(ctx context.Context) error {
			<-ctx.Done()
			return context.Cause(ctx)
		}
		s.add("one", hang)
		s.add("two", hang)
		began := time.Now()
		err := s.run(t.Context(), 20*time.Second)
		if took := time.Since(began); took > 20*time.Second || took < 15*time.Second {
			t.Errorf("run() took %v, want the one limit of 20s", took)
		}
		if err == nil || !strings.Contains(err.Error(), "not stopped within 20s") {
			t.Errorf("run() = %v, want the limit as the cause", err)
		}
	})
}

// A part that never returns is left behind at the limit, and those after it too,
// however it was started. All that did not stop is said on one line.
func TestStopsLeaveBehindWhatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := stops{logger: slog.New(slog.DiscardHandler)}
		release := make(chan struct{})
		hang := func(context.Context) error {
			<-release
			return nil
		}
		s.add("database", hang)
		s.addEarly("jobs", hang)
		s.add("listener", func(context.Context) error { return nil })
		began := time.Now()
		err := s.run(t.Context(), 20*time.Second)
		if took := time.Since(began); took != 20*time.Second {
			t.Errorf("run() took %v, want 20s", took)
		}
		if !errors.Is(err, errStopHangs) || strings.Contains(err.Error(), "\n") {
			t.Errorf("run() = %v, want that it hangs, on one line", err)
		}
		if diff := cmp.Diff([]string{"jobs", "database"}, s.cutOff); diff != "" {
			t.Errorf("cut off (-want +got):\n%s", diff)
		}
		close(release)
	})
}

// idler counts how often its idle connections are closed.
type idler struct{ closed int }

func (*idler) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("nobody answers")
}

func (i *idler) CloseIdleConnections() { i.closed++ }

// Connections that a client has opened and never used would have the server on the other
// side wait for 5 s when it stops.
func TestUnusedConnectionsAreClosed(t *testing.T) {
	t.Parallel()
	toMeetings, toApp := &idler{}, &idler{}
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://api.example", Credentials: meeting.Credentials{AppID: "a", AppKey: "k"}, HTTPClient: &http.Client{Transport: toMeetings},
	})
	if err != nil {
		t.Fatal(err)
	}
	a := newEmptyApp(slog.New(slog.DiscardHandler), nil)
	a.accounts = append(a.accounts, account)
	a.closeConnections()
	slack, err := playground.New(playground.Options{
		BotURL: "http://127.0.0.1:1", PublicURL: "http://127.0.0.1:2", SigningSecret: testSigningSecret, BotToken: testToken,
		Client: &http.Client{Transport: toApp},
	})
	if err != nil {
		t.Fatal(err)
	}
	front, err := playground.NewFront(playground.FrontOptions{
		Workspaces: []*playground.Server{slack},
		App:        playground.App{ClientID: "1.2", ClientSecret: "s", RedirectURLs: []string{"http://127.0.0.1:1/"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	front.CloseIdleConnections()
	if toMeetings.closed != 1 || toApp.closed != 1 {
		t.Errorf("closed %d times to the Meeting API and %d times to the app, want once each", toMeetings.closed, toApp.closed)
	}
}
