package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// rawSocket is the other side of the socket, which sends whatever a test wants.
type rawSocket struct {
	*handlers.Handlers
	logs  *logBuffer
	conns chan *websocket.Conn // every connection that was opened
}

// startRaw starts a bot that connects to a test.
func startRaw(t *testing.T, b handlers.Bot, hosts ...string) *rawSocket {
	t.Helper()
	s := &rawSocket{logs: &logBuffer{}, conns: make(chan *websocket.Conn, 16)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := new(websocket.Upgrader).Upgrade(w, r, nil)
		if err != nil {
			return // the bot stops
		}
		s.conns <- ws
	}))
	h, err := handlers.New(handlers.Options{
		Bot: b, ResponseHosts: hosts, Logger: slog.New(slog.NewJSONHandler(s.logs, nil)),
		Socket: &handlers.SocketOptions{
			Open:   func(context.Context) (string, error) { return strings.Replace(server.URL, "http", "ws", 1), nil },
			Advice: advice,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h.HurrySocket(time.Minute)
	s.Handlers = h
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.ServeSocket(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		server.Close()
		<-done
		for {
			select {
			case ws := <-s.conns:
				_ = ws.Close()
			default:
				return
			}
		}
	})
	return s
}

// next waits for a connection and greets it.
func (s *rawSocket) next(t *testing.T) *websocket.Conn {
	t.Helper()
	select {
	case ws := <-s.conns:
		t.Cleanup(func() { _ = ws.Close() })
		write(t, ws, `{"type":"hello","num_connections":1}`)
		return ws
	case <-time.After(30 * time.Second):
		t.Fatal("no connection is opened")
		return nil
	}
}

func write(t *testing.T, ws *websocket.Conn, message string) {
	t.Helper()
	if err := ws.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
		t.Fatalf("write %s: %v", message, err)
	}
}

// ack waits for an acknowledgement and returns its id.
func ack(t *testing.T, ws *websocket.Conn) string {
	t.Helper()
	_ = ws.SetReadDeadline(time.Now().Add(30 * time.Second))
	var got struct {
		ID string `json:"envelope_id"`
	}
	_, message, err := ws.ReadMessage()
	if err != nil || json.Unmarshal(message, &got) != nil {
		t.Fatalf("read an acknowledgement: %q, %v", message, err)
	}
	return got.ID
}

// Whatever comes over the socket is acknowledged if it has an id; the connection stays
// up, and the log tells of it once.
func TestSocketOddMessages(t *testing.T) {
	t.Parallel()
	s := startRaw(t, forgetful{})
	ws := s.next(t)
	for _, message := range envelopes() {
		if strings.Contains(message, `"disconnect"`) {
			continue
		}
		write(t, ws, message)
		var e struct {
			ID string `json:"envelope_id"`
		}
		if json.Unmarshal([]byte(message), &e) != nil || e.ID == "" {
			continue
		}
		if got := ack(t, ws); got != e.ID {
			t.Errorf("%s is acknowledged as %q", message, got)
		}
	}
	if n := strings.Count(s.logs.String(), "request cannot be used"); n != 1 {
		t.Errorf("%d lines about odd messages, want 1:\n%s", n, s.logs)
	}
}

// An envelope that comes over both connections is one question, and is acknowledged
// on both.
func TestSocketEnvelopeOnTwoConnections(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := startRaw(t, b)
	first, second := s.next(t), s.next(t)
	const message = `{"type":"slash_commands","envelope_id":"e1","accepts_response_payload":true,"payload":{"command":"/meeting"}}`
	write(t, first, message)
	ack(t, first)
	write(t, second, message)
	ack(t, second)
	if n := len(b.ids()); n != 1 {
		t.Errorf("the bot was asked %d times, want once", n)
	}
}

// The answer to what came over a connection that has ended goes over the other one,
// and where there is none, to the response_url.
func TestSocketAnswerWithoutItsConnection(t *testing.T) {
	t.Parallel()
	for _, others := range []int{1, 0} {
		t.Run(fmt.Sprint(others, " others"), func(t *testing.T) {
			t.Parallel()
			hooks := newHooks(t)
			begun, release := make(chan struct{}), make(chan struct{})
			s := startRaw(t, &fakeBot{command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
				close(begun)
				<-release
				return send(ctx, bot.Plain("done"))
			}}, hooks.host())
			first, second := s.next(t), s.next(t)
			write(t, first, `{"type":"slash_commands","envelope_id":"e1","accepts_response_payload":true,"payload":{"command":"/meeting","response_url":"`+hooks.url()+`"}}`)
			<-begun
			s.awaitConnections(t, 2)
			_ = first.Close()
			if others == 0 {
				_ = second.Close()
			}
			s.awaitConnections(t, others)
			close(release)
			if others == 1 {
				if id := ack(t, second); id != "e1" {
					t.Errorf("acknowledged %q, want e1", id)
				}
				hooks.none(t)
				return
			}
			if got, want := hooks.next(t), string(bot.Plain("done").JSON()); got != want {
				t.Errorf("posted %s, want %s", got, want)
			}
			third := s.next(t)
			write(t, third, `{"type":"slash_commands","envelope_id":"e1","accepts_response_payload":true,"payload":{"command":"/meeting"}}`)
			_, message, err := third.ReadMessage()
			if want := `{"envelope_id":"e1"}`; err != nil || string(message) != want {
				t.Errorf("acknowledged with %s, %v, want %s: it was answered", message, err, want)
			}
		})
	}
}

// awaitConnections waits until so many connections are up.
func (s *rawSocket) awaitConnections(t *testing.T, n int) {
	t.Helper()
	ticker := time.NewTicker(2 * time.Millisecond)
	defer ticker.Stop()
	for s.SocketConnections() != n {
		select {
		case <-ticker.C:
		case <-t.Context().Done():
			t.Fatalf("there are never %d connections", n)
		}
	}
}

// An address that is no wss address is not called.
func TestSocketAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "https://example.com/link", "ws://example.com/link?ticket=s3cret", "wss://user@example.com/", "::"} {
		logs := &logBuffer{}
		asked := make(chan struct{}, 100)
		h, err := handlers.New(handlers.Options{
			Bot: &fakeBot{}, Logger: slog.New(slog.NewJSONHandler(logs, nil)),
			Socket: &handlers.SocketOptions{Advice: advice, Open: func(context.Context) (string, error) {
				asked <- struct{}{}
				return address, nil
			}},
		})
		if err != nil {
			t.Fatal(err)
		}
		h.HurrySocket(time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			h.ServeSocket(ctx)
		}()
		for range 5 {
			<-asked
		}
		cancel()
		<-done
		if got := logs.String(); !strings.Contains(got, "no wss address") || strings.Contains(got, "s3cret") {
			t.Errorf("with the address %q the log is %s", address, got)
		}
	}
}
