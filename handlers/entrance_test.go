package handlers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/handlers"
	"meetingbot/playground"
)

// The ways in which Slack's requests reach the bot.
const (
	overHTTP   = "http"
	overSocket = "socket"
)

const (
	slackToken = "xoxb-10000000001-1000000000002-entrance"
	appToken   = "xapp-1-A0UNDRTEST-1000000000003-entrance"
)

// slackWorld is a simulated Slack whose app is a bot behind one of the entrances.
type slackWorld struct {
	*playground.Server
	t        *testing.T
	handlers *handlers.Handlers
	bot      *fakeBot
	url      string // of the simulated Slack
	readyz   string
	logs     *logBuffer
	registry *prometheus.Registry
	client   *http.Client
	stop     func() // takes nothing more, and waits until that is so
}

// worldOptions are what a test may change before both are made.
type worldOptions struct {
	handlers   handlers.Options
	playground playground.Options
	silence    time.Duration // after which a connection counts as dead
}

// startWorld starts both, and over the socket waits until two connections are up.
func startWorld(t *testing.T, entrance string, b handlers.Bot, change ...func(*worldOptions)) *slackWorld {
	t.Helper()
	w := newWorld(t, entrance, b, change...)
	if entrance == overSocket {
		w.await("two connections", func() bool {
			return w.Sockets() == 2 && counted(t, w.registry, "meetingbot_socket_connections") == 2
		})
	}
	return w
}

// newWorld starts both and waits for nothing.
func newWorld(t *testing.T, entrance string, b handlers.Bot, change ...func(*worldOptions)) *slackWorld {
	t.Helper()
	front := httptest.NewUnstartedServer(nil)
	w := &slackWorld{
		t: t, url: "http://" + front.Listener.Addr().String(), logs: &logBuffer{}, registry: prometheus.NewRegistry(),
		client: &http.Client{Transport: &http.Transport{}},
	}
	o := worldOptions{silence: time.Minute, handlers: handlers.Options{
		Bot: b, ResponseHosts: []string{front.Listener.Addr().String()}, Registry: w.registry, AnswerWithin: 2900 * time.Millisecond,
		Logger: slog.New(slog.NewJSONHandler(w.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}}
	back := httptest.NewUnstartedServer(nil)
	o.playground = playground.Options{PublicURL: w.url, BotToken: slackToken, AckWithin: 30 * time.Second}
	if entrance == overSocket {
		o.playground.AppToken = appToken
		o.handlers.Socket = &handlers.SocketOptions{Open: w.open, Advice: advice}
	} else {
		o.handlers.SigningSecret, o.playground.SigningSecret = signingSecret, signingSecret
		o.playground.BotURL = "http://" + back.Listener.Addr().String()
	}
	for _, c := range change {
		c(&o)
	}
	w.bot, _ = b.(*fakeBot)
	var err error
	if w.Server, err = playground.New(o.playground); err != nil {
		t.Fatal(err)
	}
	if w.handlers, err = handlers.New(o.handlers); err != nil {
		t.Fatal(err)
	}
	front.Config.Handler, back.Config.Handler = w.Server, w.handlers.Echo()
	front.Start()
	back.Start()
	w.readyz = back.URL + "/readyz"
	if entrance == overSocket {
		w.handlers.HurrySocket(o.silence)
	}
	w.serve()
	t.Cleanup(func() {
		w.stop()
		back.Close()
		if err := w.handlers.Drain(context.Background()); err != nil { //nolint:usetesting // the test's context has ended by now
			t.Errorf("Drain: %v", err)
		}
		w.Close()
		w.client.CloseIdleConnections()
		front.CloseClientConnections()
		front.Close()
	})
	return w
}

// serve serves the socket until stop.
func (w *slackWorld) serve() {
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.handlers.ServeSocket(ctx)
	}()
	w.stop = sync.OnceFunc(func() {
		cancel()
		<-done
	})
}

// drain stops and waits for all work.
func (w *slackWorld) drain() {
	w.t.Helper()
	w.stop()
	if err := w.handlers.Drain(w.t.Context()); err != nil {
		w.t.Errorf("Drain: %v", err)
	}
}

// advice knows what needs a person.
func advice(reason string) string {
	switch reason {
	case "invalid_auth", "missing_scope", "not_allowed_token_type", handlers.SocketDisabled, handlers.SocketTooMany:
		return "do something about " + reason
	}
	return ""
}

// open is apps.connections.open.
func (w *slackWorld) open(ctx context.Context) (string, error) { return w.openWith(ctx, appToken) }

func (w *slackWorld) openWith(ctx context.Context, token string) (string, error) {
	var answer struct{ URL, Error string }
	err := w.call(ctx, token, "apps.connections.open", nil, &answer)
	if err == nil && answer.Error != "" {
		err = &handlers.SocketRefusal{Code: answer.Error}
	}
	return answer.URL, err
}

var errUnexpected = errors.New("the simulated Slack answers unexpectedly")

// call calls a method of the Web API.
func (w *slackWorld) call(ctx context.Context, token, method string, args map[string]any, answer any) error {
	body, err := json.Marshal(args)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/api/"+method, bytes.NewReader(bytes.Replace(body, []byte("null"), []byte("{}"), 1)))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := w.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return errUnexpected
	}
	return json.NewDecoder(resp.Body).Decode(answer)
}

// await waits until something is so.
func (w *slackWorld) await(what string, is func() bool) {
	w.t.Helper()
	ticker := time.NewTicker(2 * time.Millisecond)
	defer ticker.Stop()
	for limit := time.After(30 * time.Second); !is(); {
		select {
		case <-ticker.C:
		case <-limit:
			w.t.Fatalf("there is never %s; the log:\n%s", what, w.logs)
		}
	}
}

// say types a line as Ana.
func (w *slackWorld) say(line string) error {
	return w.Say(w.t.Context(), playground.UserID, playground.ChannelID, line)
}

// texts are the messages that Ana sees.
func (w *slackWorld) texts() []string {
	var all []string
	for _, m := range w.Messages(playground.ChannelID, playground.UserID) {
		all = append(all, m.Text)
	}
	return all
}

// count is how many of Ana's messages have a text.
func (w *slackWorld) count(text string) int {
	n := 0
	for _, t := range w.texts() {
		if t == text {
			n++
		}
	}
	return n
}

// ready returns the status and the body of /readyz.
func (w *slackWorld) ready() (int, string) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.readyz, http.NoBody)
	if err != nil {
		w.t.Fatal(err)
	}
	resp, err := w.client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	_, _ = body.ReadFrom(resp.Body)
	return resp.StatusCode, body.String()
}

// logged is how often the log has all of these texts in one line.
func (w *slackWorld) logged(texts ...string) int {
	n := 0
	for line := range strings.Lines(w.logs.String()) {
		has := true
		for _, text := range texts {
			has = has && strings.Contains(line, text)
		}
		if has {
			n++
		}
	}
	return n
}
