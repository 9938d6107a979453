package handlers

import (
	"context"
	"fmt"
)

// Drain gets ready to stop: from now on /readyz answers 503, and Drain returns
// nil as soon as nothing is in hand. What is still in hand shortly before
// Options.Drain is over, or when ctx ends, is cut off: each person who waits is
// told, and the rest of Options.Drain is for telling them.
//
// Questions go on being answered, until something had to be cut off: whoever
// closes the listener after Drain calls Drain once more for what came in
// between. The error says how much did not end even when cut off.
func (h *Handlers) Drain(ctx context.Context) error {
	h.readiness.draining.Store(true)
	defer h.courier.client.CloseIdleConnections()
	last := min(apologyWithin, h.drain/4)
	patience, cancel := context.WithTimeout(ctx, h.drain-last)
	defer cancel()
	if h.tasks.wait(patience) == nil {
		return nil
	}
	h.tasks.stop()
	parting, cancel := context.WithTimeout(context.WithoutCancel(ctx), last)
	defer cancel()
	if h.tasks.wait(parting) != nil {
		return fmt.Errorf("drain: %d still in hand", h.tasks.left())
	}
	return nil
}
