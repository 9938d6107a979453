package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

// jobWait is how long a test waits for a job: long, for a starved machine.
const jobWait = 30 * time.Second

// scripted does jobs as the tests say, each by its key.
type scripted struct {
	mu  sync.Mutex
	how map[string]func(queue.Job) error
}

// Work does a job. One that no test knows, such as a sweep, is done.
func (h *scripted) Work(_ context.Context, j queue.Job) error {
	h.mu.Lock()
	do := h.how[j.Key]
	h.mu.Unlock()
	if do == nil {
		return nil
	}
	return do(j)
}

// expect has jobs with a key done by do, and returns what has been done; do may
// be nil.
func (h *scripted) expect(key string, do func(queue.Job) error) <-chan queue.Job {
	done := make(chan queue.Job, 100)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.how[key] = func(j queue.Job) error {
		done <- j
		if do == nil {
			return nil
		}
		return do(j)
	}
	return done
}

// jobBench is a store whose jobs are done.
type jobBench struct {
	bench
	*scripted
}

// enqueue queues jobs.
func (b bench) enqueue(t *testing.T, jobs ...queue.Job) {
	t.Helper()
	b.in(t, func(ctx context.Context, tx tx) error { return tx.Enqueue(ctx, jobs...) })
}

// next waits for a job to be done.
func next(t *testing.T, done <-chan queue.Job) queue.Job {
	t.Helper()
	select {
	case j := <-done:
		return j
	case <-time.After(jobWait):
		t.Fatalf("no job was done within %s", jobWait)
		return queue.Job{}
	}
}

// flush waits until a job that was queued last has been done, and so everything
// that was due before it has at least begun.
func (b jobBench) flush(t *testing.T) {
	t.Helper()
	last := newJob()
	last.Priority = 4
	done := b.expect(last.Key, nil)
	b.enqueue(t, last)
	next(t, done)
}

// checkIdle fails the test if anything was done that nobody has waited for.
func (b jobBench) checkIdle(t *testing.T, why string, done <-chan queue.Job) {
	t.Helper()
	b.flush(t)
	select {
	case j := <-done:
		t.Errorf("a job was done at attempt %d, want none: %s", j.Attempt, why)
	default:
	}
}

// newJob is a job that is due at once.
func newJob() queue.Job { return queue.Job{Kind: reminder.PostChange, Key: reminder.NewID()} }

func testJobs(t *testing.T, plain bench) {
	if plain.opened.Work == nil {
		t.Skip("the store only notes jobs")
	}
	b := jobBench{plain, &scripted{how: map[string]func(queue.Job) error{}}}
	plain.opened.Work(t, b.scripted)
	t.Run("are done", func(t *testing.T) { testDone(t, b) })
	t.Run("are done once each", func(t *testing.T) { testManyJobs(t, b) })
	t.Run("go with their transaction", func(t *testing.T) { testUndone(t, b) })
	t.Run("are queued once until they end", func(t *testing.T) { testUnique(t, b) })
	t.Run("are brought forward", func(t *testing.T) { testHasten(t, b) })
	t.Run("wait for their time", func(t *testing.T) { testTime(t, b) })
	t.Run("are done again later", func(t *testing.T) { testLater(t, b) })
	t.Run("are given up", func(t *testing.T) { testNever(t, b) })
	t.Run("are tried again after an error", func(t *testing.T) {
		testRetry(t, b, func(queue.Job) error { return errors.New("boom") })
	})
	t.Run("are tried again after a panic", func(t *testing.T) {
		testRetry(t, b, func(queue.Job) error { panic("boom") })
	})
}

func testDone(t *testing.T, b jobBench) {
	for _, kind := range jobKinds() {
		want := queue.Job{
			Kind:     kind,
			Key:      "E1/T1/" + reminder.NewID(),
			Payload:  json.RawMessage(`{"subscription":"S1"}`),
			Priority: 2,
			Attempt:  1,
		}
		done := b.expect(want.Key, nil)
		b.enqueue(t, want)
		got := next(t, done)
		var payload map[string]string
		if err := json.Unmarshal(got.Payload, &payload); err != nil || payload["subscription"] != "S1" {
			t.Errorf("payload of %s = %s, want %s", kind, got.Payload, want.Payload)
		}
		got.Payload, got.At = want.Payload, want.At
		same(t, "the job", got, want)
	}
	j := newJob()
	done := b.expect(j.Key, nil)
	b.enqueue(t, j)
	same(t, "the priority of one that names none", next(t, done).Priority, 1)
}

func testManyJobs(t *testing.T, b jobBench) {
	var jobs []queue.Job
	var all []<-chan queue.Job
	for range 60 {
		j := newJob()
		jobs, all = append(jobs, j), append(all, b.expect(j.Key, nil))
	}
	b.enqueue(t, jobs[:30]...)
	for _, j := range jobs[30:] {
		b.enqueue(t, j)
	}
	b.enqueue(t) // none at all
	for _, done := range all {
		next(t, done)
	}
	for _, done := range all[:3] {
		b.checkIdle(t, "it is done once", done)
	}
}

func testUndone(t *testing.T, b jobBench) {
	j, boom := newJob(), errors.New("boom")
	done := b.expect(j.Key, nil)
	err := b.inTx(t.Context(), func(tx tx) error {
		return errors.Join(tx.Enqueue(t.Context(), j), boom)
	})
	if !errors.Is(err, boom) {
		t.Errorf("InTx() = %v, want what do returned", err)
	}
	b.checkIdle(t, "its transaction was undone", done)
}

func testUnique(t *testing.T, b jobBench) {
	j := newJob()
	j.At = time.Now().Add(time.Hour)
	done := b.expect(j.Key, nil)
	b.enqueue(t, j)
	j.At = time.Time{}
	b.enqueue(t, j)
	b.checkIdle(t, "one is queued for another time", done)

	twice := newJob()
	done = b.expect(twice.Key, nil)
	b.enqueue(t, twice, twice)
	next(t, done)
	b.checkIdle(t, "it was queued twice in one go", done)

	b.enqueue(t, twice)
	next(t, done) // again, now that the first has ended

	other := twice
	other.Kind = reminder.FollowNotice
	other.At = time.Now().Add(time.Hour)
	b.enqueue(t, other, twice)
	same(t, "the kind of what is done", next(t, done).Kind, reminder.PostChange)
}

func testHasten(t *testing.T, b jobBench) {
	j := newJob()
	done := b.expect(j.Key, nil)
	hasten := func(at time.Time) {
		j.At = at
		b.in(t, func(ctx context.Context, tx tx) error { return tx.Hasten(ctx, j) })
	}
	hasten(time.Now().Add(time.Hour)) // queues it
	hasten(time.Now().Add(2 * time.Hour))
	b.checkIdle(t, "it waits", done)
	hasten(time.Now())
	next(t, done)
	b.checkIdle(t, "it was brought forward, not doubled", done)

	testHastenLater(t, b)
}

// testHastenLater brings a job forward while it is being done, which then puts
// itself off, and once it has done so.
func testHastenLater(t *testing.T, b jobBench) {
	j := newJob()
	putOff := &queue.RetryAfter{After: time.Hour}
	hasten := func(ctx context.Context, at time.Time) error {
		return b.inTx(ctx, func(tx tx) error {
			sooner := j
			sooner.At = at
			return tx.Hasten(ctx, sooner)
		})
	}
	runs := 0
	done := b.expect(j.Key, func(queue.Job) error {
		if runs++; runs > 1 {
			return putOff
		}
		err := hasten(t.Context(), time.Now().Add(2*time.Hour))
		if err = errors.Join(err, hasten(t.Context(), time.Now())); err != nil {
			t.Error(err)
		}
		return putOff
	})
	if err := hasten(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	next(t, done)
	next(t, done) // brought forward while it was being done
	if err := hasten(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	next(t, done)
}

func testTime(t *testing.T, b jobBench) {
	past, soon, later := newJob(), newJob(), newJob()
	past.At = time.Now().Add(-time.Hour)
	soon.At = time.Now().Add(700 * time.Millisecond).Truncate(time.Millisecond)
	later.At = time.Now().Add(7 * time.Second).Truncate(time.Millisecond)
	for _, j := range []queue.Job{past, soon, later} {
		done := b.expect(j.Key, nil)
		b.enqueue(t, j)
		next(t, done)
		late := time.Since(j.At)
		if late < 0 {
			t.Errorf("a job was done %s before its time", -late)
		}
		t.Logf("a job was done %s after its time", late)
	}
}

func testLater(t *testing.T, b jobBench) {
	const pause = 900 * time.Millisecond
	j := newJob()
	var first time.Time
	done := b.expect(j.Key, func(queue.Job) error {
		if first.IsZero() {
			first = time.Now()
			return errors.Join(&queue.RetryAfter{After: pause}) // as one of several
		}
		return nil
	})
	b.enqueue(t, j)
	same(t, "the attempt before the wait", next(t, done).Attempt, 1)
	b.enqueue(t, j) // dropped: the job has not ended
	same(t, "the attempt after the wait", next(t, done).Attempt, 1)
	if waited := time.Since(first); waited < pause {
		t.Errorf("it was done again after %s, want %s at least", waited, pause)
	}
	b.checkIdle(t, "it was there all the time", done)
}

func testNever(t *testing.T, b jobBench) {
	j := newJob()
	done := b.expect(j.Key, func(queue.Job) error { return &queue.Discard{Err: errors.New("boom")} })
	b.enqueue(t, j)
	next(t, done)
	b.checkIdle(t, "it was given up", done)
	b.enqueue(t, j)
	same(t, "the attempt of one queued after that", next(t, done).Attempt, 1)
}

func testRetry(t *testing.T, b jobBench, fail func(queue.Job) error) {
	j := newJob()
	done := b.expect(j.Key, func(j queue.Job) error {
		if j.Attempt < 3 {
			return fail(j)
		}
		return nil
	})
	b.enqueue(t, j)
	for attempt := 1; attempt <= 3; attempt++ {
		same(t, "the attempt", next(t, done).Attempt, attempt)
	}
	b.checkIdle(t, "it has succeeded", done)
}

// jobKinds are the kinds that the suite queues.
func jobKinds() []queue.Kind {
	return []queue.Kind{
		watch.ReadMeeting, reminder.DeliverNotice, reminder.FollowNotice, reminder.PostChange, reminder.SweepNotices,
	}
}

// Registry has w do every kind of job that the suite queues.
func Registry(w queue.Worker) *queue.Registry {
	var jobs queue.Registry
	for _, kind := range jobKinds() {
		jobs.Register(kind, w)
	}
	return &jobs
}
