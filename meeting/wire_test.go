package meeting_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"

	"meetingbot/meeting"
)

// pipes is a network inside a synctest bubble: connections are pairs of pipes,
// on which the whole of net/http runs, in the bubble's time.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	close sync.Once
}

var errClosed = errors.New("closed")

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.done:
		return nil, errClosed
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, errClosed
	}
}

func (p *pipes) Close() error {
	p.close.Do(func() { close(p.done) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// wire serves h in the test's bubble and returns an HTTP client of it.
func wire(t *testing.T, h http.Handler) *http.Client {
	t.Helper()
	p := &pipes{conns: make(chan net.Conn), done: make(chan struct{})}
	server := &http.Server{Handler: h, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	transport := &http.Transport{DialContext: p.dial, MaxIdleConnsPerHost: 1000}
	var wg sync.WaitGroup
	wg.Go(func() { _ = server.Serve(p) })
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		wg.Wait()
	})
	return &http.Client{Transport: transport}
}

// serve returns a client of h in the test's bubble.
func serve(t *testing.T, h http.Handler, opts ...meeting.Option) *meeting.Client {
	t.Helper()
	opts = append([]meeting.Option{meeting.WithHTTPClient(wire(t, h))}, opts...)
	c, err := meeting.New("http://localhost/base", testCredentials(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
