package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// errNoAnswer is why a statement was given up.
var errNoAnswer = errors.New("PostgreSQL did not answer in time")

// deadline ends every statement that has no answer in time, the queue's own ones
// too: a connection that is open at this end only must not hold anybody. It is a
// tracer because pgx runs a statement with the context that its tracer returns.
type deadline struct {
	after  time.Duration
	onHang func() // called when a statement was given up; may be nil
}

type cancelKey struct{}

func (d *deadline) start(ctx context.Context) context.Context {
	ctx, cancel := context.WithTimeoutCause(ctx, d.after, errNoAnswer)
	return context.WithValue(ctx, cancelKey{}, cancel)
}

func (d *deadline) end(ctx context.Context) {
	if errors.Is(context.Cause(ctx), errNoAnswer) && d.onHang != nil {
		d.onHang()
	}
	if cancel, ok := ctx.Value(cancelKey{}).(context.CancelFunc); ok {
		cancel()
	}
}

// TraceQueryStart is that of pgx.QueryTracer.
func (d *deadline) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return d.start(ctx)
}

// TraceQueryEnd is that of pgx.QueryTracer.
func (d *deadline) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	d.end(ctx)
}

// TraceBatchStart is that of pgx.BatchTracer.
func (d *deadline) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return d.start(ctx)
}

// TraceBatchQuery is that of pgx.BatchTracer.
func (d *deadline) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd is that of pgx.BatchTracer.
func (d *deadline) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchEndData) {
	d.end(ctx)
}

// TraceCopyFromStart is that of pgx.CopyFromTracer.
func (d *deadline) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromStartData) context.Context {
	return d.start(ctx)
}

// TraceCopyFromEnd is that of pgx.CopyFromTracer.
func (d *deadline) TraceCopyFromEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromEndData) {
	d.end(ctx)
}

// TracePrepareStart is that of pgx.PrepareTracer.
func (d *deadline) TracePrepareStart(ctx context.Context, _ *pgx.Conn, _ pgx.TracePrepareStartData) context.Context {
	return d.start(ctx)
}

// TracePrepareEnd is that of pgx.PrepareTracer.
func (d *deadline) TracePrepareEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TracePrepareEndData) {
	d.end(ctx)
}
