// Package postgrestest finds a PostgreSQL for tests: the one that
// TEST_DATABASE_URL names, or one of its own that it starts from the binaries
// on this machine and throws away. Where there is neither a test is skipped,
// unless REQUIRE_POSTGRES=1 makes that an error.
package postgrestest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
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
func Start(t testing.TB) *Server {
	t.Helper()
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		address = startCluster(t)
	}
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal("TEST_DATABASE_URL is no address") // and may hold a password
	}
	s := &Server{parsed}
	s.await(t)
	return s
}

// Fresh makes an empty schema, which goes when the test ends, and returns the
// address of a database in which it is the only one.
func (s *Server) Fresh(t testing.TB) string {
	t.Helper()
	db := s.open(t)
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := db.ExecContext(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatalf("make a schema: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
		defer cancel()
		if _, err := db.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Errorf("drop a schema: %v", err)
		}
	})
	fresh := *s.url
	query := fresh.Query()
	query.Set("search_path", schema)
	fresh.RawQuery = query.Encode()
	return fresh.String()
}

// await returns once the server answers.
func (s *Server) await(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, fmt.Errorf("no answer within a minute"))
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	db := s.open(t)
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			t.Fatalf("reach PostgreSQL: %v: %v", context.Cause(ctx), err)
		}
	}
}

// open makes a way to the database that is closed when the test ends.
func (s *Server) open(t testing.TB) *sql.DB {
	t.Helper()
	config, err := pgx.ParseConfig(s.url.String())
	if err != nil {
		t.Fatal("PostgreSQL's address cannot be read") // and may hold a password
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}
