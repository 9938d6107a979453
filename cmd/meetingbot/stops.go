package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// stopReserve is how long before the end of the time to stop every part is asked
// to give up.
const stopReserve = 2 * time.Second

var errStopHangs = errors.New("it did not return")

// stops lists what has been opened. All of it is closed in the opposite order
// and within one time limit, even what hangs.
type stops struct {
	logger *slog.Logger
	steps  []stopStep
	cutOff []string // the parts that did not stop in time, or not well
}

type stopStep struct {
	name  string
	stop  func(context.Context) error
	early bool
	ended <-chan error // of one that was started
}

// stop closes everything that newApp and serve have opened and not yet closed.
// The caller of newApp calls stop at the end, also when something
// fails in between. One line of the log says what was cut off.
func (a *app) stop(ctx context.Context) error {
	if len(a.stops.steps) == 0 {
		return nil
	}
	began := time.Now()
	err := a.stops.run(context.WithoutCancel(ctx), drainLimit)
	questions, jobs := 0, a.cutJobs.Swap(0)
	if a.handlers != nil {
		questions = a.handlers.CutOff()
	}
	if parts := a.stops.cutOff; len(parts) > 0 || questions > 0 || jobs > 0 {
		a.stops.cutOff = nil
		a.logger.ErrorContext(ctx, "stopped with work cut off",
			slog.String("parts", strings.Join(parts, ", ")), slog.Int("questions", questions), slog.Int64("jobs", jobs),
			slog.Duration("duration", time.Since(began)))
	}
	return err
}

// stopJobs stops the jobs, and counts those that are cut off.
func (a *app) stopJobs(ctx context.Context) error {
	if end, ok := ctx.Deadline(); ok {
		count := time.AfterFunc(time.Until(end)-stopReserve/10, func() { a.cutJobs.Store(int64(a.jobs.Running())) })
		defer count.Stop()
	}
	err := a.database.Stop(ctx)
	if err == nil {
		a.cutJobs.Store(0)
	}
	return err
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

// run stops everything, last opened first, and joins the errors. Each part gets a
// context that ends a little before the limit; what has not returned at the limit
// is left behind. A second call finds nothing left to stop.
func (s *stops) run(ctx context.Context, limit time.Duration) error {
	hard, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	soft, cancel := context.WithTimeoutCause(hard, limit-min(stopReserve, limit/10), fmt.Errorf("not stopped within %s", limit))
	defer cancel()
	for i, step := range s.steps {
		if step.early {
			s.steps[i].ended = s.startStep(soft, step)
		}
	}
	var errs stopErrors
	for len(s.steps) > 0 {
		last := len(s.steps) - 1
		step := s.steps[last]
		s.steps = s.steps[:last]
		if err := s.runStep(soft, hard, step); err != nil {
			s.cutOff = append(s.cutOff, step.name)
			errs = append(errs, fmt.Errorf("stop %s: %w", step.name, err))
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return errs
}

// startStep runs a step in a goroutine of its own, which may outlive its time.
func (s *stops) startStep(ctx context.Context, step stopStep) <-chan error {
	ended := make(chan error, 1)
	go func() {
		err := step.stop(ctx)
		if err == nil {
			s.logger.DebugContext(ctx, "stopped", slog.String("part", step.name))
		}
		ended <- err
	}()
	return ended
}

// runStep waits for a step until hard ends.
func (s *stops) runStep(soft, hard context.Context, step stopStep) error {
	ended := step.ended
	if ended == nil {
		ended = s.startStep(soft, step)
	}
	select {
	case err := <-ended:
		return err
	case <-hard.Done():
		return errStopHangs
	}
}

// stopErrors are what went wrong, on one line.
type stopErrors []error

// Error joins them.
func (e stopErrors) Error() string {
	words := make([]string, len(e))
	for i, err := range e {
		words[i] = err.Error()
	}
	return strings.Join(words, "; ")
}

// Unwrap returns them all.
func (e stopErrors) Unwrap() []error { return e }
