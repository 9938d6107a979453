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

// outcome is what one call came to, in a word.
func (w *fixture) outcome(token string) string {
	w.t.Helper()
	got, err := w.send(w.request(http.MethodGet, "/v1/mmc/management/conferences/confDetail?"+sampleQuery, nil, "X-Access-Token", token))
	switch {
	case err != nil && got.status != 0:
		return "cut"
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

func TestTroubleIsUsedUp(t *testing.T) {
	t.Parallel()
	const detail = meetingtest.EndpointDetail
	tests := []struct {
		name  string
		order func(w *fixture)
		want  []string
	}{
		{"none", func(*fixture) {}, []string{"good", "good"}},
		{"throttled", func(w *fixture) { w.Throttle(detail, 2, time.Second) }, []string{"APIG.0308", "APIG.0308", "good"}},
		{"failing with a code", func(w *fixture) { w.Fail(detail, 1, 500, "USG.000000002") }, []string{"USG.000000002", "good"}},
		{"failing without", func(w *fixture) { w.Fail(detail, 1, 503, "") }, []string{"Service Unavailable", "good"}},
		{"garbage", func(w *fixture) { w.Corrupt(detail, 4) }, []string{"html", "half", "empty", "html", "good"}},
		{"cut off", func(w *fixture) { w.Disconnect(detail, 2) }, []string{"cut", "none", "good"}},
		{"for any endpoint", func(w *fixture) { w.Fail("", 1, 503, "") }, []string{"Service Unavailable", "good"}},
		{"for another endpoint", func(w *fixture) { w.Fail(meetingtest.EndpointAppAuth, 1, 503, "") }, []string{"good"}},
		{"zero calls", func(w *fixture) { w.Fail(detail, 0, 503, "") }, []string{"good"}},
		{"in order, its own first", func(w *fixture) {
			w.Corrupt("", 1)
			w.Fail(detail, 1, 503, "")
			w.Throttle(detail, 1, 0)
		}, []string{"Service Unavailable", "APIG.0308", "html", "good"}},
		{"until healed", func(w *fixture) { w.Fail(detail, -1, 503, "") }, []string{"Service Unavailable", "Service Unavailable", "Service Unavailable"}},
		{"healed", func(w *fixture) {
			w.Fail(detail, -1, 503, "")
			w.Fail("", 9, 503, "")
			w.ClearProblems()
		}, []string{"good"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := setup(t)
			token := w.signIn("")
			w.client.Transport.(*http.Transport).DisableKeepAlives = true // or a cut connection would be asked again
			tt.order(w)
			var got []string
			for range tt.want {
				got = append(got, w.outcome(token))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestThrottleSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	for after, want := range map[time.Duration]string{0: "", time.Second: "1", 1500 * time.Millisecond: "2"} {
		w := setup(t)
		w.Throttle("", 1, after)
		got := w.getDetail("", sampleQuery)
		if h := got.header.Get("Retry-After"); h != want || got.status != http.StatusTooManyRequests {
			t.Errorf("throttled for %v = %d, Retry-After %q, want 429 and %q", after, got.status, h, want)
		}
		if !strings.Contains(string(got.body), `"request_id":"`+got.header.Get("X-Request-Id")) {
			t.Errorf("throttled = %s, want a request_id", got.body)
		}
	}
}

func TestTroubleSparesTheService(t *testing.T) {
	t.Parallel()
	w := setup(t)
	l := w.newSignIn("ana")
	w.Throttle(meetingtest.EndpointAppAuth, 1, 0)
	if got := w.sendSignIn(l); got.status != http.StatusTooManyRequests {
		t.Fatalf("throttled sign-in = %d, want 429", got.status)
	}
	if got := w.sendSignIn(l); got.status != http.StatusOK {
		t.Errorf("the same sign-in later = %d %s, want 200: its nonce never reached the service", got.status, got.body)
	}
}

// serve asks without a network, so that time can be make-believe.
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
			t.Errorf("call to an endpoint that is slow no more took %v, want 0", got)
		}
		s.ClearProblems()
		s.Slow("", time.Second)
		if got := took(); got != time.Second {
			t.Errorf("call where any endpoint is slow took %v, want 1s", got)
		}
		s.ClearProblems()
		if got := took(); got != 0 {
			t.Errorf("call after Heal took %v, want 0", got)
		}
	})
}

func TestHealWakesTheWaiting(t *testing.T) {
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

func TestSlowGivesUpWithItsAsker(t *testing.T) {
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

func TestSlowEndsWithTheServer(t *testing.T) {
	t.Parallel()
	s := meetingtest.New(meetingtest.Options{})
	s.Slow("", time.Hour)
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	began := make(chan struct{})
	srv := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(began)
		s.ServeHTTP(w, r)
	})}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	asked := make(chan error, 1)
	go func() {
		res, err := new(http.Client).Get("http://" + l.Addr().String())
		if err == nil {
			err = res.Body.Close()
		}
		asked <- err
	}()
	<-began
	// The call may not have come to wait yet, but Shutdown waits for it and
	// whoever waits is woken again and again by asking for it again.
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
		t.Errorf("Shutdown with a slow call in hand: %v, want it to end", err)
	}
	if err := <-asked; err != nil {
		t.Errorf("the slow call: %v, want an answer", err)
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		t.Errorf("Serve = %v, want ErrServerClosed", err)
	}
}
