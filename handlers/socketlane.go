package handlers

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"
)

// socketPace is how long things take, or wait.
type socketPace struct {
	connect  time.Duration // the longest time to open a connection, until Slack's hello
	write    time.Duration // the longest time to send a message
	ping     time.Duration // between two signs of life that are asked for
	silence  time.Duration // without a sign of life, after which a connection is dead
	first    time.Duration // before the second attempt to connect; each wait is twice as long
	longest  time.Duration // the longest wait, and the wait where a person has to do something
	stable   time.Duration // a connection that lasted this long was a good one
	goodbye  time.Duration // for which the other side may take to close a connection
	handover time.Duration // for which an old connection stays beside its successor
}

// usualPace is the pace outside of tests. Slack warns ten seconds before it closes a
// connection.
func usualPace() socketPace {
	return socketPace{
		connect: 15 * time.Second, write: 5 * time.Second, ping: 10 * time.Second, silence: 30 * time.Second,
		goodbye: 2 * time.Second, first: time.Second, longest: time.Minute, stable: 30 * time.Second, handover: 15 * time.Second,
	}
}

// lane keeps one connection up. Where Slack wants another one, that is opened before
// the old one is closed.
type lane struct {
	socket   *socket
	early    bool // its first connection is replaced after half of its life, so that lanes do so in turns
	failures int  // in a row
}

// run keeps a connection up until ctx ends. The last one is left open, since
// acknowledgements may be on their way.
func (l *lane) run(ctx context.Context) {
	var current *socketConn
	for ctx.Err() == nil {
		next, err := l.socket.connect(ctx)
		if err == nil {
			l.socket.retire(current)
			current = next
			err = l.watch(ctx, current)
		} else {
			l.failures++
			l.socket.report(ctx, err)
		}
		l.wait(ctx, err)
	}
}

// watch returns when another connection is wanted, with the reason of Slack's if
// there is one for which that would come too soon.
func (l *lane) watch(ctx context.Context, c *socketConn) error {
	since := time.Now()
	replace := l.replaceAfter(c)
	defer replace.Stop()
	var err error
	select {
	case <-ctx.Done():
		return nil
	case <-replace.C:
	case <-c.leave:
		err = &socketEnd{reason: c.reason}
	case <-c.ended:
		err = c.err
	}
	l.socket.h.log.LogAttrs(ctx, slog.LevelInfo, "connection to Slack is replaced",
		slog.String("reason", socketReason(err)), slog.Duration("duration", time.Since(since)))
	l.failures++
	if time.Since(since) >= l.socket.pace.stable {
		l.failures = 0
	}
	if l.isLasting(err) {
		c.close()
		l.socket.report(ctx, err)
	}
	return err
}

// replaceAfter is when a connection is replaced without being asked: never, except
// for the first one of the second lane.
func (l *lane) replaceAfter(c *socketConn) *time.Timer {
	if !l.early || c.life <= 0 {
		return stoppedTimer()
	}
	l.early = false
	return time.NewTimer(c.life / 2)
}

// stoppedTimer is a timer that never fires.
func stoppedTimer() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

func (l *lane) isLasting(err error) bool { return err != nil && l.socket.isLasting(socketReason(err)) }

// wait waits before the next attempt to connect.
func (l *lane) wait(ctx context.Context, err error) {
	d := l.backoff(err)
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// backoff is how long to wait before the next attempt: at least as long as Slack asks
// for, and where a person has to do something, the longest time. A random part keeps
// many processes from coming all at once.
func (l *lane) backoff(err error) time.Duration {
	p := l.socket.pace
	var wait time.Duration
	switch {
	case l.isLasting(err):
		wait = p.longest
	case l.failures > 0:
		wait = min(p.first<<min(l.failures-1, 16), p.longest)
	}
	wait = wait/2 + time.Duration(rand.Int64N(int64(wait/2)+1)) //nolint:gosec // no secret
	if refusal, ok := errors.AsType[*SocketRefusal](err); ok {
		wait = max(wait, refusal.RetryAfter)
	}
	return wait
}

// connect opens a connection and waits for Slack's hello.
func (s *socket) connect(ctx context.Context) (*socketConn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.pace.connect, errNoHello)
	defer cancel()
	address, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	c, err := dialSocket(ctx, address, s.pace)
	if err != nil {
		return nil, err
	}
	s.readers.Go(c.ping)
	s.readers.Go(func() { s.readFrom(c) })
	select {
	case <-c.hello:
		return c, nil
	case <-c.leave:
		c.close()
		return nil, &socketEnd{reason: c.reason}
	case <-c.ended:
		return nil, c.err
	case <-ctx.Done():
		c.close()
		return nil, context.Cause(ctx)
	}
}

// readFrom takes what a connection brings until it ends. It is up from Slack's hello
// on.
func (s *socket) readFrom(c *socketConn) {
	defer s.disconnected(c)
	up := false
	c.read(func(message []byte) {
		s.receive(c, message)
		if !up && c.isGreeted() {
			up = true
			s.connected(c)
		}
	})
}

func (c *socketConn) isGreeted() bool {
	select {
	case <-c.hello:
		return true
	default:
		return false
	}
}

// retire closes a connection after a while, unless Slack does so first: what is on its
// way still arrives.
func (s *socket) retire(c *socketConn) {
	if c == nil {
		return
	}
	s.readers.Go(func() {
		timer := time.NewTimer(s.pace.handover)
		defer timer.Stop()
		select {
		case <-timer.C:
			c.close()
		case <-c.ended:
		}
	})
}

// socketReason is why a connection failed or ended, in a word.
func socketReason(err error) string {
	if refusal, ok := errors.AsType[*SocketRefusal](err); ok {
		return refusal.Code
	}
	if end, ok := errors.AsType[*socketEnd](err); ok {
		return end.reason
	}
	switch {
	case err == nil:
		return "turn"
	case errors.Is(err, errSocketSilent):
		return "silent"
	case errors.Is(err, errSocketClosed):
		return "closed"
	default:
		return "unreachable"
	}
}
