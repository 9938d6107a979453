package handlers_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/slack-go/slack"

	"meetingbot/handlers"
)

// BenchmarkCommand runs the floor (Echo, the library's verifier and parser, and
// a constant answer of 4 KB) and the real endpoint by turns in one run, and
// reports how much of the floor's throughput is left.
func BenchmarkCommand(b *testing.B) {
	h, err := handlers.New(handlers.Options{Bot: newQuickBot(4 << 10), SigningSecret: signingSecret})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("in process", func(b *testing.B) {
		compare(b, inProcess(newFloor(4<<10)), inProcess(h.Echo()))
	})
	b.Run("over http", func(b *testing.B) {
		compare(b, overHTTP(b, newFloor(4<<10)), overHTTP(b, h.Echo()))
	})
}

// newFloor is the least that can be done for a signed command.
func newFloor(size int) http.Handler {
	answer := bytes.Repeat([]byte("x"), size)
	e := echo.New()
	e.POST("/slack/commands", func(c echo.Context) error {
		body, err := io.ReadAll(c.Request().Body)
		if err != nil {
			return err
		}
		v, err := slack.NewSecretsVerifier(c.Request().Header, signingSecret)
		if err != nil {
			return echo.ErrUnauthorized
		}
		if _, err := v.Write(body); err != nil {
			return err
		}
		if err := v.Ensure(); err != nil {
			return echo.ErrUnauthorized
		}
		c.Request().Body = io.NopCloser(bytes.NewReader(body))
		if _, err := slack.SlashCommandParse(c.Request()); err != nil {
			return err
		}
		return c.JSONBlob(http.StatusOK, answer)
	})
	return e
}

// compare runs both by turns, a batch each, and reports the ratio of their
// medians: a busy machine disturbs some batches, not most.
func compare(b *testing.B, floor, ours func(n int) error) {
	b.Helper()
	const batch = 100
	var took [2][]time.Duration
	for b.Loop() {
		for i, run := range []func(n int) error{floor, ours} {
			started := time.Now()
			if err := run(batch); err != nil {
				b.Fatal(err)
			}
			took[i] = append(took[i], time.Since(started))
		}
	}
	var median [2]time.Duration
	for i, name := range []string{"floor", "ours"} {
		slices.Sort(took[i])
		median[i] = took[i][len(took[i])/2] / batch
		b.ReportMetric(float64(median[i].Nanoseconds())/1e3, name+"-µs")
	}
	b.ReportMetric(float64(median[0])/float64(median[1]), "of-floor")
	b.ReportMetric(testing.AllocsPerRun(200, func() { _ = floor(1) }), "floor-allocs")
	b.ReportMetric(testing.AllocsPerRun(200, func() { _ = ours(1) }), "ours-allocs")
}

// inProcess asks a handler n times, without a network.
func inProcess(h http.Handler) func(n int) error {
	return func(n int) error {
		header := sign(commandForm, time.Now())
		for range n {
			r := httptest.NewRequest(http.MethodPost, "/slack/commands", bytes.NewReader([]byte(commandForm)))
			r.Header = header
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusOK || w.Body.Len() < 4<<10 {
				return http.ErrAbortHandler
			}
		}
		return nil
	}
}

// overHTTP asks a server n times, over a few connections that are kept.
func overHTTP(b *testing.B, h http.Handler) func(n int) error {
	b.Helper()
	const connections = 8
	s := httptest.NewServer(h)
	b.Cleanup(s.Close)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
	b.Cleanup(client.CloseIdleConnections)
	return func(n int) error {
		header := sign(commandForm, time.Now())
		errs := make(chan error, connections)
		var wg sync.WaitGroup
		for c := range connections {
			wg.Go(func() {
				for range (n + connections - 1 - c) / connections {
					if err := askOnce(client, s.URL, header); err != nil {
						errs <- err
						return
					}
				}
			})
		}
		wg.Wait()
		close(errs)
		return <-errs
	}
}

func askOnce(client *http.Client, address string, header http.Header) error {
	r, err := http.NewRequest(http.MethodPost, address+"/slack/commands", bytes.NewReader([]byte(commandForm)))
	if err != nil {
		return err
	}
	r.Header = header
	w, err := client.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	if n, err := io.Copy(io.Discard, w.Body); err != nil || n < 4<<10 || w.StatusCode != http.StatusOK {
		return http.ErrAbortHandler
	}
	return nil
}
