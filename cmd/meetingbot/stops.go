package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// stops lists what has been opened. All of it is closed in the opposite order
// and within one time limit.
type stops struct {
	logger *slog.Logger
	steps  []stopStep
}

type stopStep struct {
	name  string
	stop  func(context.Context) error
	early bool
}

// stop closes everything that newApp and serve have opened and not yet closed.
// The caller of newApp calls stop at the end, also when something
// fails in between.
func (a *app) stop(ctx context.Context) error {
	return a.stops.run(context.WithoutCancel(ctx), drainLimit)
}

// add registers how to stop what has just been opened.
func (s *stops) add(name string, stop func(context.Context) error) {
	s.steps = append(s.steps, stopStep{name: name, stop: stop})
}

// addEarly is add for a part that is slow to stop: run starts to stop it before
// all others, and waits for it at its place in the order.
func (s *stops) addEarly(name string, stop func(context.Context) error) {
	s.steps = append(s.steps, stopStep{name: name, stop: stop, early: true})
}

// run stops everything, last opened first, and joins the errors. A second
// call finds nothing left to stop.
func (s *stops) run(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("not stopped within %s", limit))
	defer cancel()
	for i, step := range s.steps {
		if step.early {
			s.steps[i].stop = s.startStep(ctx, step)
		}
	}
	var errs []error
	for len(s.steps) > 0 {
		last := len(s.steps) - 1
		step := s.steps[last]
		s.steps = s.steps[:last]
		if step.early {
			errs = append(errs, step.stop(ctx))
		} else {
			errs = append(errs, s.runStep(ctx, step))
		}
	}
	return errors.Join(errs...)
}

// startStep runs a step in a goroutine and returns a function that waits for its
// end.
func (s *stops) startStep(ctx context.Context, step stopStep) func(context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- s.runStep(ctx, step) }()
	return func(context.Context) error { return <-ended }
}

func (s *stops) runStep(ctx context.Context, step stopStep) error {
	if err := step.stop(ctx); err != nil {
		return fmt.Errorf("stop %s: %w", step.name, err)
	}
	s.logger.DebugContext(ctx, "stopped", slog.String("part", step.name))
	return nil
}
