package remindertest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"meetingbot/bot/reminder"
)

// Bounds of the pause after an attempt that failed.
const (
	firstPause = time.Second
	maxPause   = time.Minute
)

// Jobs lists the jobs that have not ended, in the order in which they are done.
func (s *Store) Jobs() []reminder.Job {
	return slices.SortedFunc(maps.Values(s.now().jobs), func(a, b reminder.Job) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Priority, b.Priority),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
	})
}

// Lose takes a job out of the queue, as an operator with a database shell may.
func (s *Store) Lose(kind reminder.Kind, key string) {
	s.change(func(kept *state) { delete(kept.jobs, jobKey{kind, key}) })
}

// Do has a worker do a job of the queue, and does with it what the worker's
// error says. A job whose worker panics stays as it is, one attempt older, and
// the panic is passed on.
func (s *Store) Do(ctx context.Context, w reminder.Worker, j reminder.Job, now time.Time) error {
	j.Attempt++
	s.put(j)
	err := w.Work(ctx, j)
	later, waits := errors.AsType[*reminder.Later](err)
	_, never := errors.AsType[*reminder.Never](err)
	switch {
	case waits:
		j.At, j.Attempt = now.Add(later.After), j.Attempt-1
		s.put(j)
	case err == nil, never:
		s.Lose(j.Kind, j.Key)
	default:
		j.At = now.Add(min(firstPause<<min(j.Attempt, 10), maxPause))
		s.put(j)
	}
	return err
}

func (s *Store) put(j reminder.Job) {
	s.change(func(kept *state) { kept.jobs[jobKey{j.Kind, j.Key}] = j })
}

// change changes what is kept outside of any transaction, but not during one.
func (s *Store) change(do func(*state)) {
	s.busy.Lock()
	defer s.busy.Unlock()
	kept := s.now()
	do(&kept)
	s.look.Lock()
	defer s.look.Unlock()
	s.kept = kept
}
