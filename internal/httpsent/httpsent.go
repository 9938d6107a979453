// Package httpsent tells whether an HTTP request was sent at all, whatever client
// sends it.
package httpsent

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
)

// Trace returns a context for calls, and whether a request of one of them may have
// reached the other side: its headers were written. Where that is not so, because
// the name was not found, nobody listens or the handshake failed, nothing was
// executed.
func Trace(ctx context.Context) (calling context.Context, sent func() bool) {
	var wrote atomic.Bool
	calling = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { wrote.Store(true) },
	})
	return calling, wrote.Load
}
