package postgrestest

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// StartPgBouncer starts a PgBouncer, until the test ends, that lends connections to
// a cluster for one transaction each. It returns a URL through it to the database
// of the given name; more are further lines of its configuration.
func (c *Cluster) StartPgBouncer(tb testing.TB, database string, more ...string) string {
	tb.Helper()
	path, err := exec.LookPath("pgbouncer")
	if err != nil {
		if path = "/usr/sbin/pgbouncer"; !isFile(path) {
			skipOrFail(tb, "PgBouncer is not installed")
		}
	}
	port := freePort(tb)
	config := append([]string{
		"[databases]", "* = host=" + c.dir,
		"[pgbouncer]", "listen_addr=127.0.0.1", fmt.Sprintf("listen_port=%d", port), "unix_socket_dir=",
		"auth_type=any", "pool_mode=transaction", "default_pool_size=10",
	}, more...)
	for i, line := range config {
		if strings.HasPrefix(line, "* = ") { // auth_type=any needs the user here
			config[i] = line + " user=meetingbot"
		}
	}
	file := filepath.Join(c.dir, fmt.Sprintf("pgbouncer-%d.ini", port))
	if err := os.WriteFile(file, []byte(strings.Join(config, "\n")+"\n"), 0o644); err != nil { //nolint:gosec // read by another user, holds no secret
		tb.Fatal(err)
	}
	server := exec.Command(path, file) //nolint:gosec,noctx // a binary of this machine, killed below
	server.Dir, server.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: c.credential}
	var output bytes.Buffer
	server.Stdout, server.Stderr = &output, &output
	if err := server.Start(); err != nil {
		tb.Fatalf("start PgBouncer: %v", err)
	}
	tb.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		if tb.Failed() {
			tb.Logf("PgBouncer output:\n%s", output.String())
		}
	})
	address := (&url.URL{
		Scheme: "postgres", User: url.User("meetingbot"), Host: fmt.Sprintf("127.0.0.1:%d", port), Path: "/" + database,
	}).String()
	waitForPgBouncer(tb, address)
	return address
}

func waitForPgBouncer(tb testing.TB, address string) {
	tb.Helper()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	timeout := time.After(time.Minute)
	for {
		conn, err := pgx.Connect(tb.Context(), address)
		if err == nil {
			_ = conn.Close(tb.Context())
			return
		}
		select {
		case <-ticker.C:
		case <-timeout:
			tb.Fatalf("PgBouncer accepts no connection: %v", err)
		}
	}
}

// NewDatabase creates an empty database of the cluster and returns its name.
func (c *Cluster) NewDatabase(tb testing.TB) string {
	tb.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	if _, err := c.open(tb).ExecContext(tb.Context(), "CREATE DATABASE "+name); err != nil {
		tb.Fatalf("create database: %v", err)
	}
	return name
}

// freePort is a port on which nothing listens just now.
func freePort(tb testing.TB) int {
	tb.Helper()
	listener, err := new(net.ListenConfig).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer listener.Close()
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		tb.Fatalf("listen: %v", listener.Addr())
	}
	return address.Port
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
