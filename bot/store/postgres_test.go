package store_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
	"meetingbot/bot/store/storetest"
)

// recovery is how long the bot may take until it works again.
const recovery = 25 * time.Second

func TestPostgreSQLThatFails(t *testing.T) {
	t.Parallel()
	cluster := postgrestest.StartCluster(t)
	tests := map[string]func(*testing.T, *postgrestest.Cluster){
		"limits of a session":                    testLimits,
		"limits of the address":                  testOwnLimits,
		"connections that are half open":         testHalfOpen,
		"a server that hangs":                    testHanging,
		"a lock that is kept":                    testLocked,
		"a job that transactions rely on":        testHeld,
		"statements after the context's end":     testGivenUp,
		"jobs beside one that is relied on":      testReadyBesideHeld,
		"a lease beside a row that is locked":    testRenewedBesideLocked,
		"a server that becomes read-only":        testReadOnly,
		"PgBouncer":                              testPgBouncer,
		"PgBouncer that ignores what it is told": testDeafPgBouncer,
		"the store behind PgBouncer":             testPgBouncerStore,
		"PgBouncer and a schema in the address":  testPgBouncerRefuses,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, cluster)
		})
	}
}

// session reads a setting of a session.
func session(t *testing.T, db *store.DB, name string) (value string) {
	t.Helper()
	db.QueryRow(t, "SELECT current_setting('"+name+"')", &value)
	return value
}

func testLimits(t *testing.T, c *postgrestest.Cluster) {
	_, address := postgrestest.StartProxy(t, c.NewSchema(t))
	db := open(t, address)
	for name, want := range map[string]string{
		"statement_timeout": "10s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "10s", "plan_cache_mode": "force_generic_plan",
		"application_name": "meetingbot",
	} {
		if got := session(t, db, name); got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}

func testOwnLimits(t *testing.T, c *postgrestest.Cluster) {
	u, err := url.Parse(c.NewSchema(t))
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("statement_timeout", "7s")
	query.Set("plan_cache_mode", "auto")
	query.Set("options", "-c lock_timeout=3s")
	u.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20")
	db := open(t, u.String())
	for name, want := range map[string]string{
		"statement_timeout": "7s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "10s", "plan_cache_mode": "auto",
	} {
		if got := session(t, db, name); got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}

// busy has a job done again and again, and returns where each time arrives.
func busy(t *testing.T, db *store.DB) <-chan time.Time {
	t.Helper()
	done := make(chan time.Time, 10_000)
	work(t, db, does(func(context.Context, queue.Job) error {
		done <- time.Now()
		return &queue.RetryAfter{After: 10 * time.Millisecond}
	}))
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "1"}); err != nil {
		t.Fatal(err)
	}
	receive(t, done, "the job")
	return done
}

// again waits until a job is done that was begun after the call, within limit, and
// something can be stored.
func again(t *testing.T, db *store.DB, done <-chan time.Time, limit time.Duration) {
	t.Helper()
	began := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	for ctx.Err() == nil && enqueue(ctx, db, queue.Job{Kind: reminder.PostChange, Key: reminder.NewID()}) != nil {
	}
	for {
		select {
		case at := <-done:
			if at.After(began.Add(time.Second)) {
				t.Logf("works again after %s", time.Since(began).Round(time.Millisecond))
				return
			}
		case <-ctx.Done():
			t.Fatalf("nothing is stored, or no job is done, %s after the fault", limit)
		}
	}
}

func testHalfOpen(t *testing.T, c *postgrestest.Cluster) {
	proxy, address := postgrestest.StartProxy(t, c.NewSchema(t))
	db := migrated(t, address)
	done := busy(t, db)
	proxy.Lose()
	again(t, db, done, recovery)
}

func testHanging(t *testing.T, c *postgrestest.Cluster) {
	proxy, address := postgrestest.StartProxy(t, c.NewSchema(t))
	db := migrated(t, address)
	done := busy(t, db)
	proxy.Hang()
	began := time.Now()
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "2"}); err == nil {
		t.Error("a job was queued in a database that hangs")
	}
	if took := time.Since(began); took > recovery {
		t.Errorf("that the database hangs was found out after %s", took)
	}
	proxy.Recover()
	again(t, db, done, recovery)
}

// testLocked has somebody else keep a lock in a session that has gone silent.
func testLocked(t *testing.T, c *postgrestest.Cluster) {
	address := c.NewSchema(t)
	db, other := migrated(t, address), open(t, address)
	done := busy(t, db)
	release := other.Hold(t, "LOCK TABLE repeats, subscriptions IN ACCESS EXCLUSIVE MODE")
	defer release()
	err := db.Reminders().InTx(t.Context(), func(tx reminder.Tx) error {
		_, err := tx.GetSubscription(t.Context(), "S1")
		return err
	})
	if err == nil || errors.Is(err, reminder.ErrNotFound) {
		t.Errorf("a transaction that waits for a lock = %v, want that it was given up", err)
	}
	again(t, db, done, recovery) // the server ends the session that does nothing
}

func testReadOnly(t *testing.T, _ *postgrestest.Cluster) {
	c := postgrestest.StartCluster(t)
	db := migrated(t, c.NewSchema(t))
	done := busy(t, db)
	c.SetReadOnly(t, true)
	eventually(t, "a write that is refused", func() bool {
		return enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: reminder.NewID()}) != nil
	})
	c.SetReadOnly(t, false)
	again(t, db, done, 10*time.Second)
}

// testPgBouncer has several processes, as it were, migrate and work through
// connections that change with every transaction.
func testPgBouncer(t *testing.T, c *postgrestest.Cluster) {
	testReplicas(t, c.StartPgBouncer(t, c.NewDatabase(t)))
}

func testPgBouncerStore(t *testing.T, c *postgrestest.Cluster) {
	storetest.Exercise(t, func(t *testing.T) storetest.Opened {
		t.Helper()
		return opened(migrated(t, c.StartPgBouncer(t, c.NewDatabase(t))))
	})
}

func testDeafPgBouncer(t *testing.T, c *postgrestest.Cluster) {
	testRepeat(t, c.StartPgBouncer(t, c.NewDatabase(t), "ignore_startup_parameters=statement_timeout,lock_timeout,"+
		"idle_in_transaction_session_timeout,tcp_user_timeout,tcp_keepalives_idle,tcp_keepalives_interval,tcp_keepalives_count"))
}

func testPgBouncerRefuses(t *testing.T, c *postgrestest.Cluster) {
	url := c.StartPgBouncer(t, c.NewDatabase(t)) + "?search_path=public"
	if _, err := store.Open(t.Context(), store.Options{URL: url}); !errors.Is(err, store.ErrParameter) {
		t.Errorf("Open() with a parameter that PgBouncer refuses = %v, want ErrParameter", err)
	}
}
