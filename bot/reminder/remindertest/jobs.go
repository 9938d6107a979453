package remindertest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"meetingbot/bot/queue"
)

// Bounds of the pause after an attempt that failed.
const (
	firstPause = time.Second
	maxPause   = time.Minute
)

// Jobs lists the jobs that have not ended, in the order in which they are done.
func (s *Store) Jobs() []queue.Job {
	var jobs []queue.Job
	for _, q := range slices.SortedFunc(maps.Values(s.now().jobs.rows), queued.compare) {
		jobs = append(jobs, q.Job)
	}
	return jobs
}

// Next returns the job that is done next.
func (s *Store) Next() (j queue.Job, ok bool) {
	var best queued
	for _, q := range s.now().jobs.rows {
		if !ok || q.compare(best) < 0 {
			best, ok = q, true
		}
	}
	return best.Job, ok
}

// compare tells which of two jobs is done first.
func (q queued) compare(r queued) int {
	return cmp.Or(q.At.Compare(r.At), cmp.Compare(q.Priority, r.Priority), cmp.Compare(q.place, r.place))
}

// Lose takes a job out of the queue, as an operator with a database shell may.
func (s *Store) Lose(kind queue.Kind, key string) {
	s.change(func(kept *state) { kept.jobs.drop(jobKey{kind, key}) })
}

// Until has jobs done, each when it is due, until a time. It moves the clock along, and
// reports false where there is no end to the jobs.
func (s *Store) Until(end time.Time, clock *time.Time, do func(queue.Job)) bool {
	for range 200_000 {
		j, ok := s.Next()
		if !ok || j.At.After(end) {
			*clock = end
			return true
		}
		if j.At.After(*clock) {
			*clock = j.At
		}
		do(j)
	}
	return false
}

// Do has a worker do a job of the queue, and does with it what the worker's
// error says. A job whose worker panics stays as it is, one attempt older, and
// the panic is passed on.
func (s *Store) Do(ctx context.Context, w queue.Worker, j queue.Job, now time.Time) error {
	j.Attempt++
	s.put(j)
	err := w.Work(ctx, j)
	later, waits := errors.AsType[*queue.RetryAfter](err)
	_, never := errors.AsType[*queue.Discard](err)
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

func (s *Store) put(j queue.Job) {
	s.change(func(kept *state) {
		q := kept.jobs.rows[jobKey{j.Kind, j.Key}]
		q.Job = j
		kept.jobs.put(jobKey{j.Kind, j.Key}, q)
	})
}

// change changes what is kept outside of any transaction, but not during one.
func (s *Store) change(do func(*state)) {
	s.busy.Lock()
	defer s.busy.Unlock()
	kept := s.now()
	do(&kept)
	s.keep(kept)
}

// EndJob leaves it to Do to end the job, which does so when its worker returns nil.
func (t *tx) EndJob(ctx context.Context) error { return t.ready(ctx) }
