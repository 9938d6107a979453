package meetingtest_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

// outcome summarizes the result of one call of confDetail in a word.
func (f *fixture) outcome(token string) string {
	f.t.Helper()
	got, err := f.send(f.request(http.MethodGet, "/v1/mmc/management/conferences/confDetail?"+sampleQuery, nil, "X-Access-Token", token))
	switch {
	case err != nil && got.status != 0:
		return "cut short"
	case err != nil:
		return "none"
	case got.code() != "":
		return got.code()
	case strings.Contains(got.header.Get("Content-Type"), "html"):
		return "html"
	case got.status != http.StatusOK:
		return http.StatusText(got.status)
	case len(got.body) == 0:
		return "empty"
	case len(got.body) < len(meetingtest.OrdinarySample()):
		return "half"
	}
	return "good"
}

func TestProblemsAreUsedUp(t *testing.T) {
	t.Parallel()
	const detail = meetingtest.EndpointDetail
	tests := []struct {
		name    string
		prepare func(f *fixture)
		want    []string
	}{
		{"none", func(*fixture) {}, []string{"good", "good"}},
		{"throttled", func(f *fixture) { f.Throttle(detail, 2, time.Second) }, []string{"APIG.0308", "APIG.0308", "good"}},
		{"failing with a code", func(f *fixture) { f.Fail(detail, 1, 500, "USG.000000002") }, []string{"USG.000000002", "good"}},
		{"failing without a code", func(f *fixture) { f.Fail(detail, 1, 503, "") }, []string{"Service Unavailable", "good"}},
		{"corrupt", func(f *fixture) { f.Corrupt(detail, 4) }, []string{"html", "half", "empty", "html", "good"}},
		{"disconnected", func(f *fixture) { f.Disconnect(detail, 2) }, []string{"cut short", "none", "good"}},
		{"for any endpoint", func(f *fixture) { f.Fail("", 1, 503, "") }, []string{"Service Unavailable", "good"}},
		{"for another endpoint", func(f *fixture) { f.Fail(meetingtest.EndpointAppAuth, 1, 503, "") }, []string{"good"}},
		{"zero calls", func(f *fixture) { f.Fail(detail, 0, 503, "") }, []string{"good"}},
		{"in order, the endpoint's own first", func(f *fixture) {
			f.Corrupt("", 1)
			f.Fail(detail, 1, 503, "")
			f.Throttle(detail, 1, 0)
		}, []string{"Service Unavailable", "APIG.0308", "html", "good"}},
		{"until cleared", func(f *fixture) { f.Fail(detail, -1, 503, "") }, []string{"Service Unavailable", "Service Unavailable", "Service Unavailable"}},
		{"cleared", func(f *fixture) {
			f.Fail(detail, -1, 503, "")
			f.Fail("", 9, 503, "")
			f.ClearProblems()
		}, []string{"good"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			token := f.signIn("")
			f.client.Transport.(*http.Transport).DisableKeepAlives = true // with it, the client would retry after a disconnect
			tt.prepare(f)
			var got []string
			for range tt.want {
				got = append(got, f.outcome(token))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestThrottleSetsRetryAfter(t *testing.T) {
	t.Parallel()
	for after, want := range map[time.Duration]string{0: "", time.Second: "1", 1500 * time.Millisecond: "2"} {
		f := setup(t)
		f.Throttle("", 1, after)
		got := f.getDetail("", sampleQuery)
		if h := got.header.Get("Retry-After"); h != want || got.status != http.StatusTooManyRequests {
			t.Errorf("throttled for %v = %d, Retry-After %q, want 429 and %q", after, got.status, h, want)
		}
		if !strings.Contains(string(got.body), `"request_id":"`+got.header.Get("X-Request-Id")) {
			t.Errorf("throttled = %s, want a request_id", got.body)
		}
	}
}

func TestProblemsReplaceTheHandler(t *testing.T) {
	t.Parallel()
	f := setup(t)
	l := f.newSignIn("ana")
	f.Throttle(meetingtest.EndpointAppAuth, 1, 0)
	if got := f.sendSignIn(l); got.status != http.StatusTooManyRequests {
		t.Fatalf("throttled sign-in = %d, want 429", got.status)
	}
	if got := f.sendSignIn(l); got.status != http.StatusOK {
		t.Errorf("the same sign-in later = %d %s, want 200: its nonce must not be used up", got.status, got.body)
	}
}

// serveDetail calls the handler without a network, for tests in synctest
// bubbles.
func serveDetail(ctx context.Context, s http.Handler) int {
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, httptest.NewRequestWithContext(ctx, http.MethodGet, "/v1/mmc/management/conferences/confDetail", nil))
	return rec.Code
}

func TestSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := meetingtest.New(meetingtest.Options{})
		took := func() time.Duration {
			start := time.Now()
			serveDetail(t.Context(), s)
			return time.Since(start)
		}
		s.Slow("", time.Second)
		s.Slow(meetingtest.EndpointDetail, 5*time.Second)
		if got := took(); got != 5*time.Second {
			t.Errorf("slow call took %v, want 5s", got)
		}
		s.Slow(meetingtest.EndpointDetail, 0)
		if got := took(); got != 0 {
			t.Errorf("call after Slow(0) took %v, want 0", got)
		}
		s.ClearProblems()
		s.Slow("", time.Second)
		if got := took(); got != time.Second {
			t.Errorf("call with every endpoint slow took %v, want 1s", got)
		}
		s.ClearProblems()
		if got := took(); got != 0 {
			t.Errorf("call after ClearProblems took %v, want 0", got)
		}
	})
}

func TestClearProblemsEndsDelays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := meetingtest.New(meetingtest.Options{})
		s.Slow("", time.Hour)
		done := make(chan int, 1)
		start := time.Now()
		go func() { done <- serveDetail(t.Context(), s) }()
		synctest.Wait()
		s.ClearProblems()
		if got := <-done; got != http.StatusUnauthorized || time.Since(start) != 0 {
			t.Errorf("call = %d after %v, want 401 at once", got, time.Since(start))
		}
	})
}

func TestDelayEndsWithTheClient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := meetingtest.New(meetingtest.Options{})
		s.Slow("", time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		defer func() {
			err, _ := recover().(error)
			if !errors.Is(err, http.ErrAbortHandler) || time.Since(start) != time.Second {
				t.Errorf("call ended with %v after %v, want an aborted handler after 1s", err, time.Since(start))
			}
		}()
		serveDetail(ctx, s)
	})
}

func TestDelayEndsWithTheServer(t *testing.T) {
	t.Parallel()
	s := meetingtest.New(meetingtest.Options{})
	s.Slow("", time.Hour)
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	srv := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(started)
		s.ServeHTTP(w, r)
	})}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	called := make(chan error, 1)
	go func() {
		res, err := new(http.Client).Get("http://" + l.Addr().String())
		if err == nil {
			err = res.Body.Close()
		}
		called <- err
	}()
	<-started
	// The handler may not have started to wait yet. Shutdown is therefore called
	// until it succeeds; each call ends the delays again.
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		short, stop := context.WithTimeout(ctx, 100*time.Millisecond)
		err = srv.Shutdown(short)
		stop()
		if err == nil || ctx.Err() != nil {
			break
		}
	}
	if err != nil {
		t.Errorf("Shutdown during a slow call: %v, want nil", err)
	}
	if err := <-called; err != nil {
		t.Errorf("slow call: %v, want a response", err)
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("Serve = %v, want ErrServerClosed", err)
	}
}

func TestProblemsOfEveryEndpoint(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	token := f.signIn("")
	for endpoint, path := range map[string]string{
		meetingtest.EndpointList: listPath, meetingtest.EndpointOnline: onlinePath, meetingtest.EndpointAttendees: attendeesPath,
		meetingtest.EndpointHistory: historyPath, meetingtest.EndpointHistoryDetail: historyDetailPath, meetingtest.EndpointAttendance: attendancePath,
	} {
		f.Fail(endpoint, 1, 500, "MMC.111071008")
		if got := f.get(token, path, ""); got.status != 500 || got.code() != "MMC.111071008" {
			t.Errorf("%s = %d %s, want 500 MMC.111071008", path, got.status, got.body)
		}
		if n := f.Calls(endpoint); n != 1 {
			t.Errorf("%s had %d calls, want 1", endpoint, n)
		}
	}
}
