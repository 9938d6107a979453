package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
)

const benchSecret = "00112233445566778899aabbccddeeff"

// BenchmarkCachedLookup calls the handlers of the program with a meeting in the
// cache, without a network: for a profile. "make bench" measures the program.
func BenchmarkCachedLookup(b *testing.B) {
	handler := warmBot(b)
	for name, commands := range lookups() {
		b.Run(name, func(b *testing.B) {
			call := inProcess(handler, commands)
			b.ReportAllocs()
			for b.Loop() {
				call(1)
			}
		})
	}
}

// lookups are lookups of one meeting: one that comes again, and so many in different
// channels that the answer to none is kept until it comes again.
func lookups() map[string][]string {
	all := map[string][]string{"again": {commandBody()}}
	for i := range 3000 {
		all["new"] = append(all["new"], strings.Replace(commandBody(), "C0GENERAL", fmt.Sprintf("C%08d", i), 1))
	}
	return all
}

// A cached lookup builds and copies next to nothing, from the request to the answer.
//
//nolint:paralleltest // other tests would allocate meanwhile
func TestCachedLookupAllocatesLittle(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector drops what is kept for the next request")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	handler, commands := warmBot(t), lookups()
	for name, most := range map[string]struct{ allocations, bytes uint64 }{"again": {15, 1700}, "new": {26, 4200}} {
		call := inProcess(handler, commands[name])
		const calls = 4000
		var before, after runtime.MemStats
		call(calls)
		runtime.ReadMemStats(&before)
		call(calls)
		runtime.ReadMemStats(&after)
		allocations, bytes := (after.Mallocs-before.Mallocs)/calls, (after.TotalAlloc-before.TotalAlloc)/calls
		if allocations > most.allocations || bytes > most.bytes {
			t.Errorf("a cached lookup (%s) makes %d allocations of %d bytes, want at most %d of %d",
				name, allocations, bytes, most.allocations, most.bytes)
		}
	}
}

// inProcess returns a function that calls the handler n times with commands in turn,
// without a network.
func inProcess(handler http.Handler, commands []string) func(int) {
	target := &url.URL{Path: "/slack/commands"}
	var headers []http.Header
	for _, body := range commands {
		headers = append(headers, signedHeader(body))
	}
	next := 0
	return func(n int) {
		for range n {
			body, header := commands[next], headers[next]
			next = (next + 1) % len(commands)
			w := countingWriter{header: http.Header{}}
			handler.ServeHTTP(&w, &http.Request{
				Method: http.MethodPost, URL: target, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
				Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Host: "bot.example",
			})
			if w.status != http.StatusOK || w.size < 1000 {
				panic(fmt.Sprintf("status %d, %d bytes", w.status, w.size))
			}
		}
	}
}

// warmBot is the bot as serve wires it, with the meeting in its cache.
func warmBot(tb testing.TB) http.Handler {
	tb.Helper()
	api := httptest.NewServer(benchAPI())
	slackAPI := httptest.NewServer(http.HandlerFunc(usersInfo))
	tb.Cleanup(api.Close)
	tb.Cleanup(slackAPI.Close)
	c := config{
		Serve: serveConfig{DefaultLanguage: "en"},
		Slack: slackConfig{
			SigningSecret: benchSecret, BotToken: testToken, APIURL: slackAPI.URL + "/",
			ResponseHosts: []string{"hooks.slack.com"},
		},
		Meeting: meetingConfig{
			APIURL: api.URL, AppID: "bench", AppKey: "bench-key",
			CacheTTL: time.Hour, CacheEntries: 1000, Access: "members",
		},
	}
	c.Database.URL = "sqlite::memory:"
	a := newTestApp(tb, c, slog.New(slog.DiscardHandler), nil)
	tb.Cleanup(func() { _ = a.handlers.Drain(context.Background()) }) //nolint:usetesting // the benchmark's own context has ended by then
	handler := a.handlers.Echo()
	inProcess(handler, []string{commandBody()})(3)
	return handler
}

func benchAPI() http.Handler {
	now := time.Now()
	api := meetingtest.New(meetingtest.Options{AppID: "bench", AppKey: "bench-key"})
	api.Add(meetingtest.Meeting{
		ID: "123456789", Subject: "Weekly sync", Start: now.Add(time.Hour), End: now.Add(2 * time.Hour),
		Participants: meetingtest.People(57),
	})
	return api
}

// usersInfo answers users.info with the same member for every id, and auth.test
// with their workspace.
func usersInfo(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path == "/auth.test" {
		_, _ = io.WriteString(w, `{"ok":true,"team_id":"T0BENCH"}`)
		return
	}
	_, _ = io.WriteString(w, `{"ok":true,"user":{"id":"U0ANN","team_id":"T0BENCH","tz":"Europe/Berlin","locale":"en-US"}}`)
}

func commandBody() string {
	return url.Values{
		"token": {"gIkuvaNzQIHg97ATvDxqgjtO"}, "team_id": {"T0BENCH"}, "team_domain": {"example"},
		"channel_id": {"C0GENERAL"}, "channel_name": {"general"}, "user_id": {"U0ANN"}, "user_name": {"ann"},
		"command": {"/meeting"}, "text": {"123456789"}, "api_app_id": {"A0BENCH"}, "is_enterprise_install": {"false"},
		"response_url": {"https://hooks.slack.com/commands/T0BENCH/1/abc"}, "trigger_id": {"1.2.3"},
	}.Encode()
}

// signedHeader signs once for many requests, so that signing is not measured.
func signedHeader(body string) http.Header {
	header := http.Header{}
	header.Set("Content-Type", "application/x-www-form-urlencoded")
	sign(header, benchSecret, body, time.Now())
	return header
}

// sign signs a body as Slack does.
func sign(header http.Header, secret, body string, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, "v0:"+stamp+":"+body)
	header.Set("X-Slack-Request-Timestamp", stamp)
	header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

// countingWriter is a response writer that keeps only the status and the size.
type countingWriter struct {
	header http.Header
	status int
	size   int
}

func (w *countingWriter) Header() http.Header { return w.header }

func (w *countingWriter) WriteHeader(status int) { w.status = status }

func (w *countingWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.size += len(p)
	return len(p), nil
}
