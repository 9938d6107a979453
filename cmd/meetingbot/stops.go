package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// stops is the list of what has been opened: it is closed in the opposite
// order, each by name, all within one time limit.
type stops struct {
	logger *slog.Logger
	steps  []stopStep
}

type stopStep struct {
	name  string
	stop  func(context.Context) error
	early bool
}

// add notes how to stop what has just been opened.
func (s *stops) add(name string, stop func(context.Context) error) {
	s.steps = append(s.steps, stopStep{name: name, stop: stop})
}

// addEarly is add for what takes its time to stop: that is begun before all
// else, and waited for in its turn.
func (s *stops) addEarly(name string, stop func(context.Context) error) {
	s.steps = append(s.steps, stopStep{name: name, stop: stop, early: true})
}

// run stops everything, last opened first, and joins the errors. A second
// call does nothing.
func (s *stops) run(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("not stopped within %s", limit))
	defer cancel()
	for i, step := range s.steps {
		if step.early {
			s.steps[i].stop = s.startEarly(ctx, step)
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
			errs = append(errs, s.end(ctx, step))
		}
	}
	return errors.Join(errs...)
}

// startEarly carries a step out in a goroutine and returns what waits for its end.
func (s *stops) startEarly(ctx context.Context, step stopStep) func(context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- s.end(ctx, step) }()
	return func(context.Context) error { return <-ended }
}

func (s *stops) end(ctx context.Context, step stopStep) error {
	if err := step.stop(ctx); err != nil {
		return fmt.Errorf("stop %s: %w", step.name, err)
	}
	s.logger.DebugContext(ctx, "stopped", slog.String("part", step.name))
	return nil
}
