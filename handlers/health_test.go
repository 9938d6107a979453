package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/handlers"
)

func TestHealthz(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{}, func(o *handlers.Options) {
		o.Checks = []handlers.Check{{Name: "database", Check: func(context.Context) error { return errors.New("down") }}}
	})
	if got := s.get(t, "/healthz"); got.status != http.StatusOK || got.body != `{"status":"up"}` {
		t.Errorf("GET /healthz = %d %s, want 200 whatever the checks say", got.status, got.body)
	}
}

func TestReadyz(t *testing.T) {
	t.Parallel()
	fine := func(context.Context) error { return nil }
	broken := func(context.Context) error { return errors.New("password hunter2 refused") }
	panics := func(context.Context) error { panic("hunter2") }
	tests := []struct {
		name          string
		checks, parts []handlers.Check
		status        int
		body          string
	}{
		{"no checks", nil, nil, 200, `{"status":"ready"}`},
		{
			"all fine",
			[]handlers.Check{{"sign_in", fine}},
			[]handlers.Check{{"database", fine}},
			200, `{"status":"ready","parts":{"database":"up","sign_in":"up"}}`,
		},
		{
			"one broken",
			[]handlers.Check{{"sign_in", broken}},
			[]handlers.Check{{"database", fine}},
			503, `{"status":"not ready","reasons":["sign_in"],"parts":{"database":"up","sign_in":"down"}}`,
		},
		{
			"two broken",
			[]handlers.Check{{"sign_in", broken}, {"color", broken}},
			nil,
			503, `{"status":"not ready","reasons":["color","sign_in"],"parts":{"color":"down","sign_in":"down"}}`,
		},
		{
			"one panics",
			[]handlers.Check{{"sign_in", panics}},
			nil,
			503, `{"status":"not ready","reasons":["sign_in"],"parts":{"sign_in":"down"}}`,
		},
		{
			"a part broken",
			[]handlers.Check{{"sign_in", fine}},
			[]handlers.Check{{"database", broken}},
			200, `{"status":"degraded","reasons":["database"],"parts":{"database":"down","sign_in":"up"}}`,
		},
		{
			"a part and more broken",
			[]handlers.Check{{"sign_in", broken}},
			[]handlers.Check{{"database", broken}},
			503, `{"status":"not ready","reasons":["database","sign_in"],"parts":{"database":"down","sign_in":"down"}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, &fakeBot{}, func(o *handlers.Options) { o.Checks, o.Parts = tt.checks, tt.parts })
			if got := s.get(t, "/readyz"); got.status != tt.status || got.body != tt.body {
				t.Errorf("GET /readyz = %d %s, want %d %s", got.status, got.body, tt.status, tt.body)
			}
			for _, c := range slices.Concat(tt.checks, tt.parts) {
				down := strings.Contains(tt.body, fmt.Sprintf("%q:%q", c.Name, "down"))
				if got := counted(t, s.registry, "meetingbot_check_failing", c.Name); (got == 1) != down {
					t.Errorf("meetingbot_check_failing of %s = %v, want 1 while it fails and else 0", c.Name, got)
				}
			}
		})
	}
}

func TestChecksAreRememberedBriefly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var runs atomic.Int32
		var down atomic.Bool
		s := newBubbleServer(t, &fakeBot{}, func(o *handlers.Options) {
			o.Checks = []handlers.Check{{Name: "database", Check: func(context.Context) error {
				runs.Add(1)
				if down.Load() {
					return errors.New("gone away")
				}
				return nil
			}}}
		})
		for range 50 {
			s.get("/readyz")
		}
		if n := runs.Load(); n != 1 {
			t.Errorf("50 questions ran the check %d times, want once", n)
		}
		down.Store(true)
		for range 3 {
			<-time.After(2 * time.Second)
			if w := s.get("/readyz"); w.Code != http.StatusServiceUnavailable {
				t.Errorf("GET /readyz = %d two seconds after the database went down, want 503", w.Code)
			}
		}
		down.Store(false)
		<-time.After(2 * time.Second)
		if w := s.get("/readyz"); w.Code != http.StatusOK {
			t.Errorf("GET /readyz = %d after the database came back, want 200", w.Code)
		}
		logs := s.logs.String()
		if n := strings.Count(logs, "check failed"); n != 1 || !strings.Contains(logs, "gone away") {
			t.Errorf("the failure is logged %d times, want once with its text: %s", n, logs)
		}
		if n := strings.Count(logs, "no longer fails"); n != 1 || strings.Contains(logs, "passed") {
			t.Errorf("the end of the failure is logged %d times, want once, and nothing of checks that never failed: %s", n, logs)
		}
		s.drain(t)
	})
}

func TestCheckThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{}, func(o *handlers.Options) {
			o.Checks = []handlers.Check{{Name: "database", Check: func(context.Context) error {
				<-time.After(time.Hour)
				return nil
			}}}
		})
		started := time.Now()
		if w := s.get("/readyz"); w.Code != http.StatusServiceUnavailable {
			t.Errorf("GET /readyz = %d, want 503", w.Code)
		}
		if took := time.Since(started); took != 2*time.Second {
			t.Errorf("GET /readyz took %s, want 2s", took)
		}
		s.drain(t)
		<-time.After(time.Hour)
	})
}

func TestCheckNamesAreDistinct(t *testing.T) {
	t.Parallel()
	fine := func(context.Context) error { return nil }
	twice := []handlers.Check{{"database", fine}, {"database", fine}}
	for _, n := range []int{0, 1, 2} {
		_, err := handlers.New(handlers.Options{
			Bot: &fakeBot{}, SigningSecret: signingSecret, Checks: twice[:n], Parts: twice[n:],
		})
		if err == nil || !strings.Contains(err.Error(), "database") {
			t.Errorf("New with two checks of a name, %d of them needed = %v, want an error that names it", n, err)
		}
	}
}
