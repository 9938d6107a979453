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
	name string
	stop func(context.Context) error
}

// add notes how to stop what has just been opened.
func (s *stops) add(name string, stop func(context.Context) error) {
	s.steps = append(s.steps, stopStep{name: name, stop: stop})
}

// run stops everything, last opened first, and joins the errors. A second
// call does nothing.
func (s *stops) run(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("not stopped within %s", limit))
	defer cancel()
	var errs []error
	for len(s.steps) > 0 {
		last := len(s.steps) - 1
		step := s.steps[last]
		s.steps = s.steps[:last]
		if err := step.stop(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stop %s: %w", step.name, err))
			continue
		}
		s.logger.DebugContext(ctx, "stopped", slog.String("part", step.name))
	}
	return errors.Join(errs...)
}
