package handlers

import (
	"context"
	"fmt"
	"time"
)

// Retire makes /readyz answer 503 from now on, so that a load balancer chooses
// another process. Questions are still answered.
func (h *Handlers) Retire() { h.readiness.draining.Store(true) }

// CutOff is how many questions were cut off because the process stops: those who
// asked were told, or could not be.
func (h *Handlers) CutOff() int { return int(h.cutOff.Load()) }

// Drain retires, and returns nil as soon as no work is left. What still runs
// shortly before Options.Drain is over, or before the deadline of ctx if that is
// sooner, or when ctx ends, is cut off: each person who waits is told, and the
// rest of the time is for telling them.
//
// Questions are still answered, until something had to be cut off: under steady
// traffic there is always some work, so the listener is closed first. The error
// says how much did not end even when cut off.
func (h *Handlers) Drain(ctx context.Context) error {
	h.Retire()
	defer h.responder.client.CloseIdleConnections()
	limit := h.drain
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(deadline))
	}
	reserve := min(apologyTimeout, h.drain/4)
	finishing, cancel := context.WithTimeout(ctx, limit-reserve)
	defer cancel()
	if h.tasks.wait(finishing) == nil {
		return nil
	}
	h.tasks.stop()
	apologising, cancel := context.WithTimeout(context.WithoutCancel(ctx), reserve)
	defer cancel()
	if h.tasks.wait(apologising) != nil {
		return fmt.Errorf("drain: %d still running", h.tasks.left())
	}
	return nil
}
