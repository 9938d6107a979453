package handlers

import (
	"context"
	"fmt"
	"time"
)

// Retire makes /readyz answer 503 from now on, so that whoever sends requests
// here looks for another process. Questions go on being answered.
func (h *Handlers) Retire() { h.readiness.draining.Store(true) }

// Drain retires, and returns nil as soon as nothing is in hand. What is still in
// hand shortly before Options.Drain is over, or before the deadline of ctx if
// that is sooner, or when ctx ends, is cut off: each person who waits is told,
// and the rest of the time is for telling them.
//
// Questions go on being answered, until something had to be cut off: under
// steady traffic there is always something in hand, so the listener is closed
// first. The error says how much did not end even when cut off.
func (h *Handlers) Drain(ctx context.Context) error {
	h.Retire()
	defer h.courier.client.CloseIdleConnections()
	limit := h.drain
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(deadline))
	}
	last := min(apologyWithin, h.drain/4)
	patience, cancel := context.WithTimeout(ctx, limit-last)
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
