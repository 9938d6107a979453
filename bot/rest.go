package bot

import "context"

// restKey is under which a context has the one of WithRest.
type restKey struct{}

// WithRest returns a context that remembers the one it is made of. Limits that are put
// on it hold for the answer to a submission; what is done after the answer ends with
// ctx.
func WithRest(ctx context.Context) context.Context { return context.WithValue(ctx, restKey{}, ctx) }

// rest is the context for what is done after the answer to a submission. It has the
// values of ctx.
func rest(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, ok := ctx.Value(restKey{}).(context.Context)
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
