// Package postgrestest finds a PostgreSQL for tests: the one that
// TEST_DATABASE_URL names, or one of its own that it starts from the binaries
// on this machine and throws away. Where there is neither a test is skipped,
// unless REQUIRE_POSTGRES=1 makes that an error.
package postgrestest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Server is a PostgreSQL to test on.
type Server struct{ url *url.URL }

// Start finds or starts a PostgreSQL for a test and the tests within it.
func Start(tb testing.TB) *Server {
	tb.Helper()
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		return &StartOwn(tb).Server
	}
	parsed, err := url.Parse(address)
	if err != nil {
		tb.Fatal("TEST_DATABASE_URL is no address") // and may hold a password
	}
	s := &Server{parsed}
	s.await(tb)
	return s
}

// Fresh makes an empty schema, which goes when the test ends, and returns the
// address of a database in which it is the only one.
func (s *Server) Fresh(tb testing.TB) string {
	tb.Helper()
	db := s.open(tb)
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := db.ExecContext(tb.Context(), "CREATE SCHEMA "+schema); err != nil {
		tb.Fatalf("make a schema: %v", err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(tb.Context()), 30*time.Second)
		defer cancel()
		if _, err := db.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			tb.Errorf("drop a schema: %v", err)
		}
	})
	fresh := *s.url
	query := fresh.Query()
	query.Set("search_path", schema)
	fresh.RawQuery = query.Encode()
	return fresh.String()
}

// await returns once the server answers.
func (s *Server) await(tb testing.TB) {
	tb.Helper()
	ctx, cancel := context.WithTimeoutCause(tb.Context(), time.Minute, errors.New("no answer within a minute"))
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
			tb.Fatalf("reach PostgreSQL: %v: %v", context.Cause(ctx), err)
		}
	}
}

// open makes a way to the database that is closed when the test ends.
func (s *Server) open(tb testing.TB) *sql.DB {
	tb.Helper()
	config, err := pgx.ParseConfig(s.url.String())
	if err != nil {
		tb.Fatal("PostgreSQL's address cannot be read") // and may hold a password
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(1)
	tb.Cleanup(func() { _ = db.Close() })
	return db
}
