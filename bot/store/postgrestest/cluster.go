package postgrestest

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
)

// Cluster is a temporary PostgreSQL server that a test can stop and start.
type Cluster struct {
	Server
	binaries, dir string
	credential    *syscall.Credential // user of the server, nil for the test's own
	server        *exec.Cmd
	stdin         io.Closer
	output        bytes.Buffer
}

// StartCluster starts a temporary server, whatever TEST_DATABASE_URL is. It
// listens on a Unix socket in a temporary directory. Both are removed when the
// test ends.
func StartCluster(tb testing.TB) *Cluster {
	tb.Helper()
	c := &Cluster{binaries: findBinaries(tb), credential: serverCredential(tb)}
	c.initialize(tb)
	c.url = &url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{
		"host": {c.dir}, "user": {"meetingbot"},
	}.Encode()}
	c.Start(tb)
	tb.Cleanup(func() {
		c.Stop()
		if tb.Failed() {
			tb.Logf("PostgreSQL output:\n%s", c.output.String())
		}
	})
	return c
}

// initialize creates the cluster's directory and its data.
func (c *Cluster) initialize(tb testing.TB) {
	tb.Helper()
	var err error
	//nolint:usetesting // the path of a Unix socket must be short
	if c.dir, err = os.MkdirTemp("", "pg"); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(c.dir) })
	if c.credential != nil {
		if err := os.Chown(c.dir, int(c.credential.Uid), int(c.credential.Gid)); err != nil {
			tb.Fatal(err)
		}
	}
	//nolint:gosec // binaries of this machine
	initdb := exec.CommandContext(tb.Context(), filepath.Join(c.binaries, "initdb"),
		"-D", c.dataDir(), "-U", "meetingbot", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: c.credential}
	if out, err := initdb.CombinedOutput(); err != nil {
		tb.Fatalf("initdb: %v\n%s", err, out)
	}
}

// dataDir is the data directory of the server.
func (c *Cluster) dataDir() string { return filepath.Join(c.dir, "data") }

// serverScript runs PostgreSQL until its standard input is closed. That also
// happens when the test's process is killed.
const serverScript = `"$@" & server=$!; read -r _; kill -INT $server; wait $server`

// Start starts a stopped cluster and waits until it accepts connections.
func (c *Cluster) Start(tb testing.TB) {
	tb.Helper()
	//nolint:gosec,noctx // binaries of this machine, stopped by Stop
	server := exec.Command("sh", "-c", serverScript, "sh", filepath.Join(c.binaries, "postgres"), "-D", c.dataDir(),
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+c.dir, "-c", "max_connections=200",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	server.Dir, server.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: c.credential}
	server.Stdout, server.Stderr = &c.output, &c.output
	stdin, err := server.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := server.Start(); err != nil {
		tb.Fatalf("start PostgreSQL: %v", err)
	}
	c.server, c.stdin = server, stdin
	c.waitReady(tb)
}

// Stop closes every session and stops the cluster. It may be called twice.
func (c *Cluster) Stop() {
	if c.server == nil {
		return
	}
	_ = c.stdin.Close()
	_ = c.server.Wait() // the error is that of the interrupt
	c.server = nil
}

// SetReadOnly has the server refuse writes, as one does whose place another one has
// taken, or accept them again. Open sessions stay.
func (c *Cluster) SetReadOnly(tb testing.TB, on bool) {
	tb.Helper()
	db := c.open(tb)
	for _, statement := range []string{
		fmt.Sprintf("ALTER SYSTEM SET default_transaction_read_only = %t", on), "SELECT pg_reload_conf()",
	} {
		if _, err := db.ExecContext(tb.Context(), statement); err != nil {
			tb.Fatalf("%s: %v", statement, err)
		}
	}
}

// findBinaries returns the directory of the newest PostgreSQL on this machine:
// in Debian's place or on the PATH.
func findBinaries(tb testing.TB) string {
	tb.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		tb.Fatal(err)
	}
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return majorVersion(a) - majorVersion(b) }))
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	skipOrFail(tb, "PostgreSQL is not installed and TEST_DATABASE_URL is not set")
	return ""
}

// majorVersion reads 15 from /usr/lib/postgresql/15/bin/initdb.
func majorVersion(path string) int {
	number, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return number
}

// serverCredential returns the user that PostgreSQL runs as: user postgres when
// the test runs as root, which PostgreSQL refuses, otherwise nil for the test's
// own user.
func serverCredential(tb testing.TB) *syscall.Credential {
	tb.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		skipOrFail(tb, "PostgreSQL refuses to run as root, and there is no user postgres")
		return nil
	}
	uid, uidErr := strconv.ParseUint(account.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(account.Gid, 10, 32)
	if uidErr != nil || gidErr != nil {
		tb.Fatalf("user postgres has uid %q and gid %q, want numbers", account.Uid, account.Gid)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// skipOrFail skips the test, or fails it when REQUIRE_POSTGRES=1.
func skipOrFail(tb testing.TB, why string) {
	tb.Helper()
	if os.Getenv("REQUIRE_POSTGRES") == "1" {
		tb.Fatal(why)
	}
	tb.Skip(why)
}
