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
	"time"

	"meetingbot/bot"
	"meetingbot/handlers"
	"meetingbot/playground"
)

// With an app-level token nothing of Slack's is served over HTTP, and readiness is
// that there is a connection.
func TestSocketServesNothingOverHTTP(t *testing.T) {
	t.Parallel()
	w := startWorld(t, overSocket, &fakeBot{})
	for _, path := range []string{"/slack/commands", "/slack/interactions", "/slack/events"} {
		resp := w.handlersResponse(t, http.MethodPost, path)
		if resp != http.StatusNotFound {
			t.Errorf("POST %s = %d, want 404", path, resp)
		}
	}
	w.await("200 with slack_socket up", func() bool { // an answer from before there was a connection is kept for a moment
		status, body := w.ready()
		return status == http.StatusOK && strings.Contains(body, `"slack_socket":"up"`)
	})
}

func (w *slackWorld) handlersResponse(t *testing.T, method, path string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(w.readyz, "/readyz")+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := w.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// Whatever keeps the socket from being connected has a line of its own, once, with
// what to do about it, and a reason in the check; and it heals by itself.
func TestSocketTrouble(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, reason string
		needsPerson  bool
		begin        func(w *slackWorld)
		heal         func(w *slackWorld)
	}{
		{
			name: "Socket Mode is off", reason: "link_disabled", needsPerson: true,
			begin: func(w *slackWorld) { w.EndSockets(playground.SocketDisabled) }, heal: (*slackWorld).enable,
		},
		{
			name: "a refused token", reason: "invalid_auth", needsPerson: true,
			begin: refuse("invalid_auth"), heal: func(w *slackWorld) { w.ClearFailures() },
		},
		{
			name: "a token of another sort", reason: "not_allowed_token_type", needsPerson: true,
			begin: refuse("not_allowed_token_type"), heal: func(w *slackWorld) { w.ClearFailures() },
		},
		{
			name: "a token without the scope", reason: "missing_scope", needsPerson: true,
			begin: refuse("missing_scope"), heal: func(w *slackWorld) { w.ClearFailures() },
		},
		{
			name: "an error of Slack's", reason: "internal_error",
			begin: refuse("internal_error"), heal: func(w *slackWorld) { w.ClearFailures() },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := startWorld(t, overSocket, &fakeBot{})
			tt.begin(w)
			w.await("a line about "+tt.reason, func() bool {
				return w.logged(`"msg":"connection to Slack failed"`, `"reason":"`+tt.reason+`"`) > 0
			})
			w.await("503", func() bool {
				status, body := w.ready()
				return status == http.StatusServiceUnavailable && strings.Contains(body, `"reasons":["slack_socket"]`)
			})
			before := len(w.Calls("apps.connections.open"))
			w.await("more attempts", func() bool { return len(w.Calls("apps.connections.open")) >= before+5 })
			if n := w.logged(`"msg":"connection to Slack failed"`); n != 1 {
				t.Errorf("%d lines about it, want 1:\n%s", n, w.logs)
			}
			if fix := w.logged("do something about "+tt.reason, `"level":"ERROR"`) > 0; fix != tt.needsPerson {
				t.Errorf("the line says what to do: %v, want %v", fix, tt.needsPerson)
			}
			tt.heal(w)
			w.await("two connections", func() bool { return w.Sockets() == 2 })
			w.await("200", func() bool {
				status, _ := w.ready()
				return status == http.StatusOK
			})
			if err := w.say("/meeting 1"); err != nil {
				t.Errorf("a command after that: %v", err)
			}
		})
	}
}

func (w *slackWorld) enable() { w.EnableSocket() }

// refuse has Slack refuse connections, and ends those that there are.
func refuse(code string) func(*slackWorld) {
	return func(w *slackWorld) {
		w.Fail("apps.connections.open", code, 1_000_000)
		w.EndSockets(playground.FailDrop)
	}
}

// An app that has as many connections as Slack allows gets no further one: what is
// connected goes on, and the log says what to do.
func TestSocketTooManyConnections(t *testing.T) {
	t.Parallel()
	w := startWorld(t, overSocket, &fakeBot{})
	w.EndSockets(playground.SocketTooMany)
	w.await("a line", func() bool { return w.logged("too_many_websockets", "do something about") > 0 })
	w.await("two connections", func() bool { return w.Sockets() == 2 })
}

// The token is taken in the header of apps.connections.open alone, and is good for
// nothing else; no other token opens a connection.
func TestSocketTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t, overSocket, &fakeBot{})
	for token, want := range map[string]string{slackToken: "not_allowed_token_type", "xapp-other": "invalid_auth", "": "not_authed"} {
		_, err := w.openWith(t.Context(), token)
		if refusal, ok := errors.AsType[*handlers.SocketRefusal](err); !ok || refusal.Code != want {
			t.Errorf("open with %q = %v, want %s", token, err, want)
		}
	}
	if strings.Contains(w.logs.String(), "ticket=") || strings.Contains(w.logs.String(), appToken) {
		t.Error("the log has a secret")
	}
}

// Where Slack wants another connection, that is up before the old one is given up:
// there is no moment without.
func TestSocketSuccessorFirst(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{playground.SocketWarning, playground.SocketRefresh} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			w := startWorld(t, overSocket, &fakeBot{})
			before := len(w.Calls("apps.connections.open"))
			fewest := w.watchSockets()
			w.EndSockets(reason)
			w.await("two more", func() bool { return len(w.Calls("apps.connections.open")) == before+2 && w.Sockets() == 2 })
			if n := fewest(); n < 2 {
				t.Errorf("there were %d connections at a time, want 2 always", n)
			}
			if err := w.say("/meeting 1"); err != nil {
				t.Errorf("a command after that: %v", err)
			}
		})
	}
}

// watchSockets counts connections all the time. The function that it returns ends
// that, and returns the fewest there were.
func (w *slackWorld) watchSockets() (fewest func() int) {
	stop, fewestSeen := make(chan struct{}), make(chan int)
	go func() {
		n := w.Sockets()
		for {
			select {
			case <-stop:
				fewestSeen <- n
				return
			default:
				n = min(n, w.Sockets())
			}
		}
	}()
	return func() int {
		close(stop)
		return <-fewestSeen
	}
}

// A peer that says nothing more is left for another one.
func TestSocketDeadPeer(t *testing.T) {
	t.Parallel()
	w := startWorld(t, overSocket, &fakeBot{}, func(o *worldOptions) { o.silence = 300 * time.Millisecond })
	before := len(w.Calls("apps.connections.open"))
	w.EndSockets(playground.FailTimeout)
	w.await("two more", func() bool { return len(w.Calls("apps.connections.open")) >= before+2 })
	w.await("a line", func() bool { return w.logged(`"reason":"silent"`) >= 2 })
	if err := w.say("/meeting 1"); err != nil {
		t.Errorf("a command after that: %v", err)
	}
}

// A quiet connection is not a dead one: pings keep it.
func TestSocketQuietPeerIsAlive(t *testing.T) {
	t.Parallel()
	w := startWorld(t, overSocket, &fakeBot{}, func(o *worldOptions) { o.silence = 3 * time.Second })
	before := len(w.Calls("apps.connections.open"))
	timer := time.NewTimer(4 * time.Second)
	defer timer.Stop()
	<-timer.C
	if n := len(w.Calls("apps.connections.open")); n != before {
		t.Errorf("%d more connections were opened, want none", n-before)
	}
}

// What the answer has no room for goes to the response_url, and is seen once.
func TestSocketLargeReply(t *testing.T) {
	t.Parallel()
	for _, size := range []int{19_000, 20_300, 20_479, 20_480, 30_000} {
		for _, cached := range []bool{true, false} {
			t.Run(fmt.Sprint(size, " ", cached), func(t *testing.T) {
				t.Parallel()
				text := strings.Repeat("x", size-len(bot.Plain("").JSON()))
				b := &fakeBot{command: saying(text)}
				if cached {
					b.cached = func(bot.Question) (bot.Reply, bool) { return bot.Plain(text), true }
				}
				w := startWorld(t, overSocket, b)
				opened := len(w.Calls("apps.connections.open"))
				if err := w.say("/meeting 1"); err != nil {
					t.Fatalf("the command: %v", err)
				}
				w.await("the message", func() bool { return w.count(text) == 1 })
				w.drain()
				if posted := len(w.Calls(playground.CallResponseURL)) == 1; posted != (size > 20_400) {
					t.Errorf("posted to the response_url: %v with %d bytes", posted, size)
				}
				if n := len(w.Calls("apps.connections.open")); n != opened {
					t.Errorf("%d connections were lost", n-opened)
				}
			})
		}
	}
}

// A submission has no response_url: where the answer has no room for the reply, the
// person is told that it came to nothing.
func TestSocketLargeReplyToASubmission(t *testing.T) {
	t.Parallel()
	b := &fakeBot{submit: saying(strings.Repeat("x", 21_000))}
	w := startWorld(t, overSocket, b)
	if err := submitModal(w, nil); err != nil {
		t.Fatalf("the submission: %v", err)
	}
	calls := w.Calls(playground.CallInteraction)
	if last := calls[len(calls)-1]; !strings.Contains(last.Answer, "sorry, ref ") {
		t.Errorf("the answer is %q, want an apology", last.Answer)
	}
	w.drain()
	if n := w.logged("question failed", "the reply is too large for its answer"); n != 1 {
		t.Errorf("%d lines about it, want 1:\n%s", n, w.logs)
	}
}

// TestAckRoom has the largest answer fit, and no larger one.
func TestAckRoom(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"e", "57d6a792-4d35-4d0b-b6aa-3361493e1caf", "quote\" and ü"} {
		if n := len(handlers.EncodeAck(id, make([]byte, handlers.AckRoom(id)))); n != 20_479 {
			t.Errorf("the longest acknowledgement of %s has %d bytes, want 20479", id, n)
		}
	}
}

// An envelope that comes again is the same question: it is acknowledged again, with
// the same answer, and asks nothing.
func TestSocketReplay(t *testing.T) {
	t.Parallel()
	for _, code := range []string{playground.FailLostResponse, playground.FailDrop} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			w := startWorld(t, overSocket, b)
			w.Fail(playground.CallSocket, code, 1)
			if err := w.say("/meeting 1"); err != nil {
				t.Fatalf("the command: %v", err)
			}
			w.await("the answer", func() bool { return len(w.texts()) == 1 })
			w.stop()
			if n := len(b.ids()); n != 1 {
				t.Errorf("the bot was asked %d times, want once", n)
			}
			if n := w.count("here you are"); n != 1 {
				t.Errorf("the answer was seen %d times, want once", n)
			}
			if id := b.ids()[0]; !strings.HasPrefix(id, "envelope e-") {
				t.Errorf("the question's id is %q, want that of the envelope", id)
			}
		})
	}
}

// The answer to what came over a connection that has broken meanwhile goes over
// another one.
func TestSocketAnswerAfterTheConnectionBroke(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}, 2), make(chan struct{})
	w := startWorld(t, overSocket, &fakeBot{command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
		begun <- struct{}{}
		<-release
		return send(ctx, bot.Plain("done"))
	}})
	said := make(chan error, 1)
	go func() { said <- w.say("/meeting 1") }()
	<-begun
	opened := len(w.Calls("apps.connections.open"))
	w.EndSockets(playground.FailDrop)
	w.await("another connection", func() bool { return len(w.Calls("apps.connections.open")) > opened && w.Sockets() > 0 })
	close(release)
	if err := <-said; err != nil {
		t.Errorf("the command: %v", err)
	}
	w.await("the answer", func() bool { return w.count("done") == 1 })
}

// An event for which there is no room is not acknowledged, and taken when it comes
// again.
func TestSocketEventWhileBusy(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}), make(chan struct{})
	b := &fakeBot{command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
		close(begun)
		<-release
		return send(ctx, bot.Plain("done"))
	}}
	var waits atomic.Int32
	w := startWorld(t, overSocket, b, func(o *worldOptions) {
		o.handlers.MaxQuestions, o.handlers.AnswerWithin = 1, 20*time.Millisecond
		o.playground.AckWithin = 200 * time.Millisecond
		o.playground.Wait = func(context.Context, time.Duration) error {
			if waits.Add(1) == 1 {
				close(release)
			}
			return nil
		}
	})
	if err := w.say("/meeting 1"); err != nil {
		t.Fatalf("the command: %v", err)
	}
	<-begun
	w.await("no more waiting", func() bool { return len(w.Calls(playground.CallCommand)) == 1 })
	user := map[string]any{"user": map[string]any{"id": "U1", "team_id": "T1"}}
	if err := w.DeliverEvent(t.Context(), "user_change", user); err != nil {
		t.Fatalf("the event: %v", err)
	}
	w.await("the event", func() bool { return len(b.changes()) == 1 })
	if waits.Load() == 0 {
		t.Error("the event was acknowledged while there was no room")
	}
}

// The same event in another envelope is the same event.
func TestSocketEventOnce(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	w := startWorld(t, overSocket, b, func(o *worldOptions) {
		o.playground.AckWithin = 500 * time.Millisecond
		o.playground.Wait = func(context.Context, time.Duration) error { return nil }
	})
	w.Fail(playground.CallSocket, playground.FailTimeout, 1) // the envelope hangs, and the event comes in another one
	user := map[string]any{"user": map[string]any{"id": "U1", "team_id": "T1"}}
	if err := w.DeliverEvent(t.Context(), "user_change", user); err != nil {
		t.Fatalf("the event: %v", err)
	}
	w.await("the event", func() bool { return len(b.changes()) > 0 })
	w.Fail(playground.CallSocket, playground.FailLostResponse, 1)
	if err := w.DeliverEvent(t.Context(), "user_change", user); err != nil {
		t.Fatalf("the event: %v", err)
	}
	w.await("the other event", func() bool { return len(b.changes()) > 1 })
	w.stop()
	if got := b.changes(); !slices.Equal(got, []string{"T0PLAYGRND U1", "T0PLAYGRND U1"}) {
		t.Errorf("the bot was told of %q, want each event once", got)
	}
}

// A process that stops takes nothing more, acknowledges what it has taken, and
// finishes it: nothing that was acknowledged is lost, and what was not goes to
// another process.
func TestSocketStop(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}, 2), make(chan struct{})
	b := &fakeBot{command: func(ctx context.Context, q bot.Question, send bot.Send) error {
		begun <- struct{}{}
		<-release
		return send(ctx, bot.Plain("done "+q.Text))
	}}
	w := startWorld(t, overSocket, b)
	said := make(chan error, 2)
	go func() { said <- w.say("/meeting 1") }()
	<-begun
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		w.stop()
	}()
	w.await("a stop", w.handlers.SocketStopping)
	go func() { said <- w.say("/meeting 2") }() // it waits for somebody
	select {
	case <-stopped:
		t.Error("the socket did not wait for the command in progress")
	case <-begun:
		t.Error("the socket has taken another command")
	case <-time.After(100 * time.Millisecond): // time to do it wrong
	}
	close(release)
	if err := <-said; err != nil {
		t.Errorf("the command in progress: %v", err)
	}
	<-stopped
	w.drain()
	if w.count("done 1") != 1 {
		t.Errorf("seen %q, want the answer of the command in progress", w.texts())
	}
	w.await("no connection", func() bool { return w.Sockets() == 0 })
	other := startSecond(t, w)
	if err := <-said; err != nil {
		t.Errorf("the command after the stop: %v", err)
	}
	if len(other.ids()) != 1 || len(b.ids()) != 1 {
		t.Errorf("the processes were asked %d and %d times, want once each", len(b.ids()), len(other.ids()))
	}
}

// startSecond starts another process of the same app.
func startSecond(t *testing.T, w *slackWorld) *fakeBot {
	t.Helper()
	b := &fakeBot{}
	h, err := handlers.New(handlers.Options{
		Bot: b, ResponseHosts: []string{strings.TrimPrefix(w.url, "http://")},
		Socket: &handlers.SocketOptions{Open: w.open, Advice: advice},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.HurrySocket(time.Minute)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.ServeSocket(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return b
}
