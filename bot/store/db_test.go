package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/store/storetest"
	"meetingbot/bot/watch"
)

// does is a worker that is one function; sweeps are left out.
type does func(ctx context.Context, j queue.Job) error

func (do does) Work(ctx context.Context, j queue.Job) error {
	if j.Kind == reminder.SweepNotices {
		return nil
	}
	return do(ctx, j)
}

// jobWait is long, for a starved machine.
const jobWait = 30 * time.Second

func receive[T any](t *testing.T, from <-chan T, what string) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(jobWait):
		t.Fatalf("%s: nothing within %s", what, jobWait)
		panic("unreachable")
	}
}

// eventually asks again and again until ok.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	timeout := time.After(jobWait)
	for !ok() {
		select {
		case <-ticker.C:
		case <-timeout:
			t.Fatalf("%s: not within %s", what, jobWait)
		}
	}
}

// locked is what has been logged.
type locked struct {
	mu  sync.Mutex
	log bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.log.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.log.String()
}

func enqueue(ctx context.Context, db *store.DB, jobs ...queue.Job) error {
	return db.Reminders().InTx(ctx, func(tx reminder.Tx) error { return tx.Enqueue(ctx, jobs...) })
}

// testDB checks a database for what package store says beyond the views.
func testDB(t *testing.T, fresh func(*testing.T) string) {
	t.Helper()
	tests := map[string]func(*testing.T, string){
		"a job queued while one like it is done":    testRepeat,
		"a job that queues itself":                  testQueuesItself,
		"a job that ends itself":                    testEndsItself,
		"a stop that waits":                         testStopWaits,
		"a stop that cannot wait":                   testStopHurries,
		"work before the tables are there":          testOutdated,
		"work on the tables of a newer program":     testNewer,
		"a job of no kind":                          testNoKind,
		"many who migrate":                          testMigrateTwice,
		"a transaction that is given up in a hurry": testCancelledTx,
		"a clock that is put forward":               testWake,
		"rows and jobs of the first release":        testUpgrade,
		"upkeep of the queue":                       testUpkeep,
		"a job that is done again at once":          testDoneAgainAtOnce,
		"a lease that has ended":                    testLeases,
		"a lease that was lost":                     testLostLease,
		"a lease that is renewed":                   testRenewed,
		"secrets that are sealed":                   testSealed,
		"keys that are replaced":                    testKeys,
		"secrets that are sealed anew":              testReseal,
		"a workspace that is removed":               testEveryTableIsEmptied,
		"an organisation that is removed":           testOrganisationIsEmptied,
		"a workspace with many rows":                testManyRows,
		"a token that comes for one refused":        testWakesWhatWaits,
	}
	t.Run("installations", func(t *testing.T) {
		t.Parallel()
		testInstallations(t, fresh)
	})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, fresh(t))
		})
	}
}

// A subscriber who comes while the last look at a meeting ends must not be
// forgotten.
func testRepeat(t *testing.T, url string) {
	for _, end := range []error{nil, &queue.Discard{Err: errors.New("boom")}} {
		t.Run(fmt.Sprint(end), func(t *testing.T) {
			db := migrated(t, url)
			begun, finish := make(chan queue.Job), make(chan error)
			work(t, db, does(func(_ context.Context, j queue.Job) error {
				begun <- j
				return <-finish
			}))
			j := queue.Job{Kind: watch.ReadMeeting, Key: "E1/T1/" + reminder.NewID(), Priority: 3}
			if err := enqueue(t.Context(), db, j); err != nil {
				t.Fatal(err)
			}
			receive(t, begun, "the first time")
			for range 2 {
				if err := enqueue(t.Context(), db, j, queue.Job{Kind: reminder.PostChange, Key: "other", At: time.Now().Add(time.Hour)}); err != nil {
					t.Fatal(err)
				}
			}
			finish <- end
			if got := receive(t, begun, "once more"); got.Key != j.Key || got.Attempt != 1 || got.Priority != 3 {
				t.Errorf("once more = %+v, want a new job like %+v", got, j)
			}
			finish <- nil
			last := queue.Job{Kind: reminder.PostChange, Key: "last", Priority: 4}
			if err := enqueue(t.Context(), db, last); err != nil {
				t.Fatal(err)
			}
			if got := receive(t, begun, "the last one"); got.Key != "last" {
				t.Errorf("a third time %+v, want it to be done twice", got)
			}
			finish <- nil
		})
	}
}

func testQueuesItself(t *testing.T, url string) {
	db := migrated(t, url)
	done := make(chan queue.Job, 10)
	work(t, db, does(func(ctx context.Context, j queue.Job) error {
		done <- j
		return enqueue(ctx, db, j)
	}))
	for _, key := range []string{"1", "2"} {
		if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: key}); err != nil {
			t.Fatal(err)
		}
		if got := receive(t, done, "the job"); got.Key != key {
			t.Errorf("job %s is done again, want it to be dropped", got.Key)
		}
	}
}

func testStopWaits(t *testing.T, url string) {
	db := migrated(t, url)
	begun, finish, ended := make(chan struct{}), make(chan struct{}), atomic.Bool{}
	w := does(func(ctx context.Context, _ queue.Job) error {
		close(begun)
		<-finish
		ended.Store(true)
		return ctx.Err()
	})
	if err := db.Start(t.Context(), storetest.Registry(w)); err != nil {
		t.Fatal(err)
	}
	if err := db.Start(t.Context(), storetest.Registry(w)); err == nil {
		t.Error("a second Start() = nil, want an error")
	}
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "1"}); err != nil {
		t.Fatal(err)
	}
	receive(t, begun, "the job")
	stopped := make(chan error)
	go func() { stopped <- db.Stop(t.Context()) }()
	close(finish)
	if err := receive(t, stopped, "Stop()"); err != nil || !ended.Load() {
		t.Errorf("Stop() = %v with the job ended: %t; want nil once it has", err, ended.Load())
	}
	if err := db.Stop(t.Context()); err != nil {
		t.Errorf("a second Stop() = %v", err)
	}
}

func testStopHurries(t *testing.T, url string) {
	db := migrated(t, url)
	begun, ended := make(chan struct{}, 1), make(chan error, 1)
	err := db.Start(t.Context(), storetest.Registry(does(func(ctx context.Context, _ queue.Job) error {
		begun <- struct{}{}
		<-ctx.Done()
		ended <- ctx.Err()
		return ctx.Err()
	})))
	if err != nil {
		t.Fatal(err)
	}
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "1"}); err != nil {
		t.Fatal(err)
	}
	receive(t, begun, "the job")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("no time left"))
	if err := db.Stop(ctx); err == nil || !strings.Contains(err.Error(), "jobs were cut short: no time left") {
		t.Errorf("Stop() = %v, want that jobs were cut short", err)
	}
	receive(t, ended, "the end of the job's context")

	again := make(chan queue.Job, 1)
	work(t, db, does(func(_ context.Context, j queue.Job) error {
		again <- j
		return nil
	}))
	receive(t, again, "the job that was cut short")
}

func testOutdated(t *testing.T, url string) {
	db := open(t, url)
	if err := db.Check(t.Context()); !errors.Is(err, store.ErrOutdated) {
		t.Errorf("Check() without tables = %v, want ErrOutdated", err)
	}
	done := make(chan queue.Job, 1)
	work(t, db, does(func(_ context.Context, j queue.Job) error {
		done <- j
		return nil
	}))
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "1"}); err != nil {
		t.Fatal(err)
	}
	receive(t, done, "the job") // work begins without another Start
	db.Exec(t, "DELETE FROM goose_db_version")
	if err := db.Check(t.Context()); !errors.Is(err, store.ErrOutdated) {
		t.Errorf("Check() without migrations = %v, want ErrOutdated", err)
	}
}

func testNewer(t *testing.T, url string) {
	var log locked
	db := logging(t, url, &log)
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := make(chan queue.Job, 100)
	work(t, db, does(func(_ context.Context, j queue.Job) error {
		done <- j
		return nil
	}))
	tell := func() error {
		return enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: reminder.NewID()})
	}
	db.Exec(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)")
	if err := errors.Join(db.Check(t.Context()), db.Migrate(t.Context()), tell()); err != nil {
		t.Fatalf("with a later migration that only adds: %v", err)
	}
	receive(t, done, "a job beside a newer program")

	db.Exec(t, "UPDATE compatibility SET oldest = 99")
	if err := db.Check(t.Context()); !errors.Is(err, store.ErrNewer) {
		t.Errorf("Check() after a later migration that breaks = %v, want ErrNewer", err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Errorf("Migrate() of a newer database = %v, want nothing to be done", err)
	}
	eventually(t, "no more work", func() bool { return strings.Contains(log.String(), "jobs are not running") })
	if err := tell(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-done:
		t.Error("a job is done on the tables of a newer program")
	case <-time.After(time.Second): // five times as long as it may take
	}
	db.Exec(t, "UPDATE compatibility SET oldest = 1")
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() when all is right again = %v", err)
	}
	receive(t, done, "the job that has waited")
}

func testNoKind(t *testing.T, url string) {
	db := migrated(t, url)
	work(t, db, does(func(context.Context, queue.Job) error { return nil }))
	j := queue.Job{Kind: "dance", Key: "1"}
	for name, ask := range map[string]func(context.Context, reminder.Tx) error{
		"Enqueue": func(ctx context.Context, tx reminder.Tx) error { return tx.Enqueue(ctx, j) },
		"Hasten":  func(ctx context.Context, tx reminder.Tx) error { return tx.Hasten(ctx, j) },
	} {
		err := db.Reminders().InTx(t.Context(), func(tx reminder.Tx) error { return ask(t.Context(), tx) })
		if err == nil || !strings.Contains(err.Error(), `no kind "dance"`) {
			t.Errorf("%s() = %v, want that there is no such kind", name, err)
		}
		var n int
		if db.QueryRow(t, "SELECT count(*) FROM river_job WHERE kind = 'dance'", &n); n != 0 {
			t.Errorf("%s() queued %d jobs of no kind", name, n)
		}
	}
}

func testMigrateTwice(t *testing.T, url string) {
	db := open(t, url)
	var group sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		group.Go(func() { errs[i] = db.Migrate(t.Context()) })
	}
	group.Wait()
	if err := errors.Join(append(errs, db.Check(t.Context()))...); err != nil {
		t.Error(err)
	}
}

// A request that ends within its transaction leaves a database that works.
func testCancelledTx(t *testing.T, url string) {
	db := migrated(t, url)
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		err := db.Reminders().InTx(ctx, func(tx reminder.Tx) error {
			cancel()
			return tx.Enqueue(ctx, queue.Job{Kind: reminder.PostChange, Key: "1"})
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("InTx() = %v, want context.Canceled", err)
		}
	}
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "2"}); err != nil {
		t.Error(err)
	}
}

func testWake(t *testing.T, url string) {
	now := time.Now()
	db := migratedWith(t, store.Options{URL: url, Now: func() time.Time { return now }})
	j := queue.Job{Kind: reminder.DeliverNotice, Key: reminder.NewID(), At: now.Add(time.Hour)}
	if err := enqueue(t.Context(), db, j); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		by   time.Duration
		want int
	}{{59 * time.Minute, 0}, {time.Minute, 1}} {
		now = now.Add(step.by)
		if err := db.Wake(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := db.Ready(t); got != step.want {
			t.Errorf("%d jobs are ready %s before the time of one, want %d", got, j.At.Sub(now), step.want)
		}
	}
}

// testReplicas has several processes, as it were, work on one PostgreSQL.
func testReplicas(t *testing.T, url string) {
	const replicas, jobs = 3, 90
	var all []*store.DB
	counts := make([]atomic.Int32, replicas)
	done := make(chan string, 2*jobs)
	for i := range replicas {
		db := migrated(t, url)
		work(t, db, does(func(_ context.Context, j queue.Job) error {
			counts[i].Add(1)
			done <- j.Key
			return nil
		}))
		all = append(all, db)
	}
	for i := range jobs {
		err := enqueue(t.Context(), all[i%replicas], queue.Job{Kind: reminder.PostChange, Key: strconv.Itoa(i)})
		if err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	for range jobs {
		key := receive(t, done, "a job")
		if seen[key] {
			t.Errorf("job %s was done twice", key)
		}
		seen[key] = true
	}
}
