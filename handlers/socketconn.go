package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"meetingbot/internal/remote"
)

// maxSocketMessage is how long a message of Slack's can be, in bytes.
const maxSocketMessage = 4 << 20

var (
	errSocketAddress = errors.New("the address that Slack gives is no wss address")
	errNoHello       = errors.New("no hello from Slack")
	errSocketClosed  = errors.New("the connection was closed")
	errSocketSilent  = errors.New("nothing was heard on the connection")
)

// socketEnd is the end of a connection for a reason that Slack gives.
type socketEnd struct{ reason string }

// Error names the reason.
func (e *socketEnd) Error() string { return "Slack ends the connection: " + e.reason }

// socketConn is one connection. Its channels are closed by the goroutine that reads.
type socketConn struct {
	ws    *websocket.Conn
	pace  socketPace
	hello chan struct{} // closed when Slack has said hello
	leave chan struct{} // closed when Slack asks for another connection
	ended chan struct{} // closed when nothing more can come

	// Written before a channel is closed, and read after it.
	life   time.Duration // until Slack will want another one; with hello
	reason string        // Slack's; with leave
	err    error         // why it ended; with ended

	writing sync.Mutex                // held while a message is written
	closeBy atomic.Pointer[time.Time] // when it is closed at the latest; nil while it is in use
}

// dialSocket opens a connection. Errors do not tell the address, which is a secret.
func dialSocket(ctx context.Context, address string, pace socketPace) (*socketConn, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "wss" && (u.Scheme != "ws" || !remote.IsLoopback(u.Hostname())) || u.User != nil {
		return nil, errSocketAddress
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: pace.connect}
	ws, resp, err := dialer.DialContext(ctx, address, nil)
	if resp != nil {
		_ = resp.Body.Close()
	}
	switch {
	case errors.Is(err, websocket.ErrBadHandshake) && resp != nil:
		return nil, fmt.Errorf("connect to Slack: it answers %d", resp.StatusCode)
	case err != nil:
		return nil, fmt.Errorf("connect to Slack: %w", remote.Failure(err))
	}
	c := &socketConn{ws: ws, pace: pace, hello: make(chan struct{}), leave: make(chan struct{}), ended: make(chan struct{})}
	ws.SetReadLimit(maxSocketMessage)
	ws.SetPongHandler(func(string) error { return c.heard() })
	answer := ws.PingHandler()
	ws.SetPingHandler(func(data string) error {
		_ = c.heard() // the answer fails as well then
		return answer(data)
	})
	return c, c.heard()
}

// heard notes that the other side is alive.
func (c *socketConn) heard() error {
	err := c.ws.SetReadDeadline(time.Now().Add(c.pace.silence))
	if by := c.closeBy.Load(); by != nil {
		err = c.ws.SetReadDeadline(*by)
	}
	return err
}

// read hands every message on until the connection ends. When it returns, the
// connection is closed.
func (c *socketConn) read(handle func(message []byte)) {
	defer close(c.ended)
	defer c.ws.Close()
	for {
		_, message, err := c.ws.ReadMessage()
		if err != nil {
			c.err = c.why(err)
			return
		}
		_ = c.heard() // the next read fails as well then
		handle(message)
	}
}

// why says why a connection has ended.
func (c *socketConn) why(err error) error {
	if c.isAsked() {
		return &socketEnd{reason: c.reason}
	}
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
		return fmt.Errorf("%w with code %d", errSocketClosed, closed.Code)
	}
	if f := remote.Failure(err); isTimeout(f) {
		return errSocketSilent
	}
	return errSocketClosed
}

// isTimeout reports whether waiting was given up.
func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// ping asks the other side for a sign of life until the connection ends.
func (c *socketConn) ping() {
	ticker := time.NewTicker(c.pace.ping)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			_ = c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(c.pace.write)) // silence says the rest
		case <-c.ended:
			return
		}
	}
}

// greeted notes Slack's hello.
func (c *socketConn) greeted(e *envelope) {
	select {
	case <-c.hello:
	default:
		c.life = time.Duration(min(max(e.Debug.Lifetime, 0), 1e6) * float64(time.Second))
		close(c.hello)
	}
}

// asked notes that Slack asks for another connection.
func (c *socketConn) asked(reason string) {
	if c.isAsked() {
		return
	}
	if c.reason = remote.Code(reason); reason == "warning" { // which does not look like a code
		c.reason = reason
	}
	c.reason = cmp.Or(c.reason, "unknown")
	close(c.leave)
}

func (c *socketConn) isAsked() bool {
	select {
	case <-c.leave:
		return true
	default:
		return false
	}
}

// write sends a message. A connection that does not take it is of no use any more.
func (c *socketConn) write(message []byte) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	err := c.ws.SetWriteDeadline(time.Now().Add(c.pace.write))
	if err == nil {
		err = c.ws.WriteMessage(websocket.TextMessage, message)
	}
	if err != nil && !errors.Is(err, websocket.ErrCloseSent) {
		_ = c.ws.Close() // which ends reading
	}
	return err
}

// close says goodbye and has the connection closed by the other side, which has read
// everything then. One that does not is closed here.
func (c *socketConn) close() {
	by := time.Now().Add(c.pace.goodbye)
	c.closeBy.Store(&by)
	_ = c.ws.SetReadDeadline(by) // where that fails, it is closed already
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if c.ws.WriteControl(websocket.CloseMessage, goodbye, by) != nil {
		_ = c.ws.Close()
	}
}
