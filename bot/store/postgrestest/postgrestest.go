// Package postgrestest provides a PostgreSQL server for tests: the one at
// TEST_DATABASE_URL, or a temporary one that it starts from the binaries on this
// machine. Without either, it skips the test; with REQUIRE_POSTGRES=1 the test
// fails instead.
package postgrestest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Server is a PostgreSQL server for tests.
type Server struct{ url *url.URL }

// Start finds or starts a server for a test and its subtests.
func Start(tb testing.TB) *Server {
	tb.Helper()
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		return &StartCluster(tb).Server
	}
	parsed, err := url.Parse(address)
	if err != nil {
		tb.Fatal("TEST_DATABASE_URL is not a valid URL") // not shown: it may contain a password
	}
	s := &Server{parsed}
	s.waitReady(tb)
	return s
}

// NewSchema creates an empty schema, which is dropped when the test ends, and
// returns a database URL whose search path is that schema.
func (s *Server) NewSchema(tb testing.TB) string {
	tb.Helper()
	db := s.open(tb)
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := db.ExecContext(tb.Context(), "CREATE SCHEMA "+schema); err != nil {
		tb.Fatalf("create schema: %v", err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(tb.Context()), 30*time.Second)
		defer cancel()
		if _, err := db.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			tb.Errorf("drop schema: %v", err)
		}
	})
	address := *s.url
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	return address.String()
}

// waitReady waits until the server accepts connections, for at most a minute.
func (s *Server) waitReady(tb testing.TB) {
	tb.Helper()
	ctx, cancel := context.WithTimeoutCause(tb.Context(), time.Minute, errors.New("not ready within a minute"))
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	db := s.open(tb)
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			tb.Fatalf("connect to PostgreSQL: %v: %v", context.Cause(ctx), err)
		}
	}
}

// open returns a connection pool of one, which is closed when the test ends.
func (s *Server) open(tb testing.TB) *sql.DB {
	tb.Helper()
	config, err := pgx.ParseConfig(s.url.String())
	if err != nil {
		tb.Fatal("the URL of PostgreSQL is not valid") // not shown: it may contain a password
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(1)
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

// Lock keeps tables of a URL's schema from everybody else, even readers, until it is
// released or the test ends. The session never does anything, and stays.
func Lock(tb testing.TB, address string, tables ...string) (release func()) {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), address)
	if err != nil {
		tb.Fatal("connect to PostgreSQL to lock tables") // the error may hold the address
	}
	release = sync.OnceFunc(func() { _ = conn.Close(context.WithoutCancel(tb.Context())) })
	tb.Cleanup(release)
	_, err = conn.Exec(tb.Context(), "BEGIN; LOCK TABLE "+strings.Join(tables, ", ")+" IN ACCESS EXCLUSIVE MODE")
	if err != nil {
		tb.Fatalf("lock %s: %v", tables, err)
	}
	return release
}
