package main

import (
	"bytes"
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
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/slack-go/slack"

	"meetingbot/meeting/meetingtest"
)

const benchSecret = "00112233445566778899aabbccddeeff"

// BenchmarkCommands sends the same signed command to the real /slack/commands
// with a warm cache, and to a baseline: Echo, slack-go's verifier and parser, and
// a constant reply of 4 KB. Calls of the two alternate within one run, so that
// the ratios hold on a machine whose speed drifts. The ratio of the baseline
// itself is 1.00; less is slower.
func BenchmarkCommands(b *testing.B) {
	baseline, bot := baselineHandler(), warmBot(b)
	b.Run("handler", func(b *testing.B) { compare(b, inProcess(baseline), inProcess(bot)) })
	b.Run("loopback", func(b *testing.B) { compare(b, overHTTP(b, baseline), overHTTP(b, bot)) })
	b.Run("allocs/baseline", func(b *testing.B) { allocations(b, baseline) })
	b.Run("allocs/bot", func(b *testing.B) { allocations(b, bot) })
}

// compare times alternating rounds of calls, and reports the median of the rounds'
// throughput ratios (bot to baseline).
func compare(b *testing.B, baseline, bot func(n int)) {
	b.Helper()
	const rounds = 20
	per := max(b.N/rounds, 1)
	baseline(per) // both are warm before the first round is timed
	bot(per)
	var ratios []float64
	var baselineTime, botTime time.Duration
	b.ResetTimer()
	for range rounds {
		baseDuration, botDuration := timed(baseline, per), timed(bot, per)
		baselineTime, botTime = baselineTime+baseDuration, botTime+botDuration
		ratios = append(ratios, baseDuration.Seconds()/botDuration.Seconds())
	}
	slices.Sort(ratios)
	calls := float64(per * rounds)
	b.ReportMetric(0, "ns/op") // hidden: it would be the sum of both
	b.ReportMetric(float64(baselineTime.Nanoseconds())/calls, "baseline-ns/req")
	b.ReportMetric(float64(botTime.Nanoseconds())/calls, "bot-ns/req")
	b.ReportMetric(ratios[len(ratios)/2], "of-baseline-throughput")
}

func timed(call func(int), n int) time.Duration {
	began := time.Now()
	call(n)
	return time.Since(began)
}

// inProcess returns a function that calls the handler n times without a network.
func inProcess(handler http.Handler) func(int) {
	body := commandBody()
	target := &url.URL{Path: "/slack/commands"}
	return func(n int) {
		header := signedHeader(body)
		for range n {
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

// overHTTP returns a function that calls the handler n times over loopback, with
// eight kept-alive connections.
func overHTTP(b *testing.B, handler http.Handler) func(int) {
	b.Helper()
	server := httptest.NewServer(handler)
	b.Cleanup(server.Close)
	const callers = 8
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: callers}}
	body := commandBody()
	return func(n int) {
		header := signedHeader(body)
		var group sync.WaitGroup
		for range callers {
			group.Go(func() {
				for range n/callers + 1 {
					call(client, server.URL+"/slack/commands", header, body)
				}
			})
		}
		group.Wait()
	}
}

func call(client *http.Client, address string, header http.Header, body string) {
	request, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header = header
	response, err := client.Do(request)
	if err != nil {
		panic(err)
	}
	size, err := io.Copy(io.Discard, response.Body)
	response.Body.Close()
	if err != nil || response.StatusCode != http.StatusOK || size < 1000 {
		panic(fmt.Sprintf("status %d, %d bytes, %v", response.StatusCode, size, err))
	}
}

func allocations(b *testing.B, handler http.Handler) {
	b.Helper()
	call := inProcess(handler)
	b.ReportAllocs()
	for b.Loop() {
		call(1)
	}
}

// baselineHandler does only what every Slack app with these libraries must do.
func baselineHandler() http.Handler {
	answer := []byte(`{"response_type":"ephemeral","text":"` + strings.Repeat("x", 4096) + `"}`)
	e := echo.New()
	e.POST("/slack/commands", func(c echo.Context) error {
		request := c.Request()
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return err
		}
		verifier, err := slack.NewSecretsVerifier(request.Header, benchSecret)
		if err != nil {
			return err
		}
		if _, err := verifier.Write(body); err != nil {
			return err
		}
		if err := verifier.Ensure(); err != nil {
			return err
		}
		request.Body = io.NopCloser(bytes.NewReader(body))
		if _, err := slack.SlashCommandParse(request); err != nil {
			return err
		}
		return c.JSONBlob(http.StatusOK, answer)
	})
	return e
}

// warmBot is the bot as serve wires it, with the meeting in its cache.
func warmBot(b *testing.B) http.Handler {
	b.Helper()
	api := httptest.NewServer(benchAPI())
	slackAPI := httptest.NewServer(http.HandlerFunc(usersInfo))
	b.Cleanup(api.Close)
	b.Cleanup(slackAPI.Close)
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
	a := newTestApp(b, c, slog.New(slog.DiscardHandler), nil)
	b.Cleanup(func() { _ = a.handlers.Drain(context.Background()) }) //nolint:usetesting // the benchmark's own context has ended by then
	handler := a.handlers.Echo()
	inProcess(handler)(3)
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
