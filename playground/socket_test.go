package playground_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

const socketToken = "xapp-1-A0UNDRTEST-simulated"

// socketEnv is a simulated Slack whose app is in Socket Mode.
type socketEnv struct {
	*playground.Server
	t   *testing.T
	url string
}

func setupSocket(t *testing.T, edit ...func(*playground.Options)) *socketEnv {
	t.Helper()
	front := httptest.NewUnstartedServer(nil)
	e := &socketEnv{t: t, url: "http://" + front.Listener.Addr().String()}
	o := playground.Options{PublicURL: e.url, BotToken: token, AppToken: socketToken, AckWithin: time.Minute}
	for _, f := range edit {
		f(&o)
	}
	var err error
	if e.Server, err = playground.New(o); err != nil {
		t.Fatal(err)
	}
	front.Config.Handler = e.Server
	front.Start()
	t.Cleanup(func() {
		e.Close()
		front.Close()
	})
	return e
}

// address asks for the address of a connection, as slack-go does.
func (e *socketEnv) address() (string, error) {
	client := slack.New(token, slack.OptionAppLevelToken(socketToken), slack.OptionAPIURL(e.url+"/api/"))
	_, address, err := client.StartSocketModeContext(e.t.Context())
	return address, err
}

// connect opens a connection and returns Slack's first message.
func (e *socketEnv) connect() (*websocket.Conn, map[string]any) {
	e.t.Helper()
	address, err := e.address()
	if err != nil {
		e.t.Fatalf("apps.connections.open: %v", err)
	}
	ws, resp, err := websocket.DefaultDialer.DialContext(e.t.Context(), address, nil)
	if err != nil {
		e.t.Fatalf("connect: %v", err)
	}
	_ = resp.Body.Close()
	e.t.Cleanup(func() { _ = ws.Close() })
	return ws, e.read(ws)
}

// read returns the next message.
func (e *socketEnv) read(ws *websocket.Conn) map[string]any {
	e.t.Helper()
	_ = ws.SetReadDeadline(time.Now().Add(30 * time.Second))
	var message map[string]any
	if err := ws.ReadJSON(&message); err != nil {
		e.t.Fatalf("read: %v", err)
	}
	return message
}

// ended returns how a connection has ended.
func (e *socketEnv) ended(ws *websocket.Conn) error {
	_ = ws.SetReadDeadline(time.Now().Add(30 * time.Second))
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			return err
		}
	}
}

// sayLater has Ana type a command, and returns how that ends.
func (e *socketEnv) sayLater(text string) <-chan error {
	said := make(chan error, 1)
	go func() { said <- e.Say(e.t.Context(), playground.UserID, playground.ChannelID, text) }()
	return said
}

func (e *socketEnv) write(ws *websocket.Conn, message string) {
	e.t.Helper()
	if err := ws.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
		e.t.Fatalf("write: %v", err)
	}
}

// A connection is greeted with how many there are; there can be ten.
func TestSocketHello(t *testing.T) {
	t.Parallel()
	e := setupSocket(t)
	for i := range 10 {
		_, hello := e.connect()
		if hello["type"] != "hello" || hello["num_connections"] != float64(i+1) {
			t.Errorf("connection %d is greeted with %v", i+1, hello)
		}
	}
	ws, first := e.connect()
	if first["type"] != "disconnect" || first["reason"] != "too_many_websockets" {
		t.Errorf("connection 11 gets %v, want too_many_websockets", first)
	}
	if err := e.ended(ws); err == nil {
		t.Error("connection 11 stays")
	}
}

// An address opens one connection.
func TestSocketTicket(t *testing.T) {
	t.Parallel()
	e := setupSocket(t)
	address, err := e.address()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{http.StatusSwitchingProtocols, http.StatusForbidden} {
		ws, resp, _ := websocket.DefaultDialer.DialContext(t.Context(), address, nil)
		if resp == nil || resp.StatusCode != want {
			t.Fatalf("the address answers %v, want %d", resp, want)
		}
		_ = resp.Body.Close()
		if ws != nil {
			t.Cleanup(func() { _ = ws.Close() })
		}
	}
	for _, c := range e.Calls("apps.connections.open") {
		if strings.Contains(c.Answer, "ticket") || strings.Contains(c.Request, socketToken) {
			t.Errorf("the record of calls has a secret: %s %s", c.Request, c.Answer)
		}
	}
}

// A command is an envelope; its answer is in the acknowledgement.
func TestSocketCommand(t *testing.T) {
	t.Parallel()
	e := setupSocket(t)
	ws, _ := e.connect()
	said := e.sayLater("/meeting 914083136")
	envelope := e.read(ws)
	payload, _ := envelope["payload"].(map[string]any)
	if envelope["type"] != "slash_commands" || envelope["accepts_response_payload"] != true || payload["text"] != "914083136" || payload["command"] != "/meeting" {
		t.Errorf("the envelope is %v", envelope)
	}
	id, _ := envelope["envelope_id"].(string)
	e.write(ws, `{"envelope_id":"another"}`)
	e.write(ws, `no JSON`)
	e.write(ws, `{"envelope_id":"`+id+`","payload":{"text":"here you are"}}`)
	if err := <-said; err != nil {
		t.Errorf("the command: %v", err)
	}
	all := e.Messages(playground.ChannelID, playground.UserID)
	if len(all) != 1 || all[0].Text != "here you are" {
		t.Errorf("Ana sees %v, want the answer", all)
	}
}

// What is not acknowledged in time fails as over HTTP.
func TestSocketTimeout(t *testing.T) {
	t.Parallel()
	e := setupSocket(t, func(o *playground.Options) { o.AckWithin = 50 * time.Millisecond })
	e.connect()
	if err := <-e.sayLater("/meeting 1"); !errors.Is(err, playground.ErrTimeout) {
		t.Errorf("a command that is not acknowledged = %v, want operation_timeout", err)
	}
}

// A message of 20 KB or more ends the connection, and the envelope comes again on the
// next. The app is told why, however much it has yet to send.
func TestSocketMessageTooLarge(t *testing.T) {
	t.Parallel()
	for _, size := range []int{20_480, 4 << 20} {
		e := setupSocket(t)
		ws, _ := e.connect()
		said := e.sayLater("/meeting 1")
		first := e.read(ws)
		id, _ := first["envelope_id"].(string)
		large, err := json.Marshal(map[string]any{"envelope_id": id, "payload": map[string]any{"text": strings.Repeat("x", size)}})
		if err != nil {
			t.Fatal(err)
		}
		e.write(ws, string(large))
		if err := e.ended(ws); !websocket.IsCloseError(err, websocket.CloseMessageTooBig) {
			t.Errorf("%d bytes: the connection ends with %v, want code 1009", size, err)
		}
		ws, _ = e.connect()
		again := e.read(ws)
		if again["envelope_id"] != id || again["retry_attempt"] != float64(1) {
			t.Errorf("%d bytes: what comes again is %v, want the same envelope", size, again)
		}
		e.write(ws, `{"envelope_id":"`+id+`"}`)
		if err := <-said; err != nil {
			t.Errorf("%d bytes: the command: %v", size, err)
		}
	}
}

// Every connection ends as it should.
func TestSocketEnds(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{playground.SocketWarning, playground.SocketRefresh, playground.SocketDisabled, playground.SocketTooMany} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			e := setupSocket(t)
			ws, _ := e.connect()
			if n := e.EndSockets(reason); n != 1 {
				t.Errorf("EndSockets = %d, want 1", n)
			}
			if got := e.read(ws); got["type"] != "disconnect" || got["reason"] != reason {
				t.Errorf("the connection gets %v, want %s", got, reason)
			}
			if reason == playground.SocketWarning {
				return // it ends ten seconds later
			}
			if err := e.ended(ws); err == nil {
				t.Error("the connection stays")
			}
			_, first := e.connect()
			if off := first["reason"] == playground.SocketDisabled; off != (reason == playground.SocketDisabled) {
				t.Errorf("the next connection gets %v", first)
			}
			e.EnableSocket()
			if _, first = e.connect(); first["type"] != "hello" {
				t.Errorf("the connection after that gets %v, want a hello", first)
			}
		})
	}
}

// Two connections share what comes.
func TestSocketShares(t *testing.T) {
	t.Parallel()
	e := setupSocket(t)
	first, _ := e.connect()
	second, _ := e.connect()
	for _, ws := range []*websocket.Conn{second, first} { // in turn, from the second on
		said := e.sayLater("/meeting 1")
		id, _ := e.read(ws)["envelope_id"].(string)
		e.write(ws, `{"envelope_id":"`+id+`"}`)
		if err := <-said; err != nil {
			t.Errorf("the command: %v", err)
		}
	}
}
