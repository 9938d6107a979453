package outagelog_test

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/internal/outagelog"
)

// logger returns a logger through a Handler, and the lines that come out.
func logger() (*slog.Logger, func() []string) {
	var out buffer
	h := outagelog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{
		Level: slog.LevelInfo,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))
	return slog.New(h), func() []string { return strings.Split(strings.TrimSpace(out.String()), "\n") }
}

type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("logged\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Five errors a second for ten minutes are one line when it begins and one when it
// ends, each outage on its own. Everything else passes.
func TestOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log, lines := logger()
		slow := log.With(outagelog.Of("slack")).WithGroup("g")
		for i := range 3000 {
			log.Error("no rows", outagelog.Of("database"), slog.Int("n", i))
			if i == 1500 {
				slow.Warn("not taken")
				log.Info("something else")
				slow.Warn("not taken")
			}
			<-time.After(200 * time.Millisecond)
		}
		<-time.After(time.Minute)
		log.Error("no rows", outagelog.Of("database"))
		<-time.After(time.Minute)
		want(t, lines(),
			`level=ERROR msg="no rows" outage=database n=0`,
			`level=WARN msg="not taken" outage=slack`,
			`level=INFO msg="something else"`,
			`level=INFO msg="outage over" outage=slack duration=0s repeats=1`,
			`level=INFO msg="outage over" outage=database duration=9m59.8s repeats=2999`,
			`level=ERROR msg="no rows" outage=database`,
		)
	})
}

// Records below the level are no part of an outage.
func TestBelowTheLevel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log, lines := logger()
		log.Debug("x", outagelog.Of("database"))
		log.Error("y", outagelog.Of("database"))
		<-time.After(time.Minute)
		want(t, lines(), `level=ERROR msg=y outage=database`)
	})
}
