package postgrestest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// Proxy stands between a program and a PostgreSQL server, and can lose what is
// sent without closing a connection, as a network or a failing server does.
type Proxy struct {
	listener net.Listener
	network  string
	target   string
	stuck    atomic.Bool // whether new connections lose everything too
	group    sync.WaitGroup

	mu    sync.Mutex
	links []*link
}

// link is one connection through a proxy.
type link struct {
	ends [2]net.Conn
	lost atomic.Bool
}

// StartProxy starts a proxy to the server of a URL, until the test ends, and
// returns the URL through it.
func StartProxy(tb testing.TB, address string) (*Proxy, string) {
	tb.Helper()
	u, err := url.Parse(address)
	if err != nil {
		tb.Fatal("the URL of PostgreSQL is not valid") // not shown: it may contain a password
	}
	p := &Proxy{network: "tcp", target: u.Host}
	query := u.Query()
	if dir := query.Get("host"); dir != "" {
		p.network, p.target = "unix", filepath.Join(dir, ".s.PGSQL.5432")
	} else if u.Port() == "" {
		p.target = net.JoinHostPort(u.Hostname(), "5432")
	}
	if p.listener, err = new(net.ListenConfig).Listen(tb.Context(), "tcp", "127.0.0.1:0"); err != nil {
		tb.Fatal(err)
	}
	p.group.Go(p.accept)
	tb.Cleanup(p.close)
	query.Del("host")
	u.Host, u.RawQuery = p.listener.Addr().String(), query.Encode()
	return p, u.String()
}

// Lose has the connections that are open now lose everything from now on. Neither
// end is told. New connections work.
func (p *Proxy) Lose() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.links {
		l.lost.Store(true)
	}
}

// Hang is Lose for new connections too, until Recover.
func (p *Proxy) Hang() {
	p.stuck.Store(true)
	p.Lose()
}

// Recover has new connections work again.
func (p *Proxy) Recover() { p.stuck.Store(false) }

// Open counts the connections that lose nothing.
func (p *Proxy) Open() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.links {
		if !l.lost.Load() {
			n++
		}
	}
	return n
}

func (p *Proxy) accept() {
	for {
		from, err := p.listener.Accept()
		if err != nil {
			return
		}
		to, err := (&net.Dialer{}).DialContext(context.Background(), p.network, p.target)
		if err != nil {
			_ = from.Close()
			continue
		}
		l := &link{ends: [2]net.Conn{from, to}}
		l.lost.Store(p.stuck.Load())
		p.mu.Lock()
		p.links = append(p.links, l)
		p.mu.Unlock()
		p.group.Go(func() { l.pass(0) })
		p.group.Go(func() { l.pass(1) })
	}
}

// pass passes on what one end sends. A connection that loses everything does not
// pass on that an end has closed it either.
func (l *link) pass(from int) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := l.ends[from].Read(buffer)
		if n > 0 && !l.lost.Load() {
			if _, writeErr := l.ends[1-from].Write(buffer[:n]); writeErr != nil {
				err = errors.Join(err, writeErr)
			}
		}
		if err == nil {
			continue
		}
		if !l.lost.Load() || !errors.Is(err, io.EOF) {
			_ = l.ends[0].Close()
			_ = l.ends[1].Close()
		}
		l.lost.Store(true)
		return
	}
}

func (p *Proxy) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	for _, l := range p.links {
		_ = l.ends[0].Close()
		_ = l.ends[1].Close()
	}
	p.mu.Unlock()
	p.group.Wait()
}
