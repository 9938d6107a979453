package bot

import "context"

// lifetimeKey is under which a context has the one of WithLifetime.
type lifetimeKey struct{}

// WithLifetime returns a context that remembers the one it is made of. Limits that are put
// on it hold for the answer to a submission; what is done after the answer ends with
// ctx.
func WithLifetime(ctx context.Context) context.Context {
	return context.WithValue(ctx, lifetimeKey{}, ctx)
}

// afterAnswer is the context for what is done after the answer to a submission. It has the
// values of ctx.
func afterAnswer(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, ok := ctx.Value(lifetimeKey{}).(context.Context)
	if !ok {
		return context.WithCancel(ctx)
	}
	after, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(longer, func() { cancel(context.Cause(longer)) })
	return after, func() {
		stop()
		cancel(nil)
	}
}
