package postgrestest

import (
	"bytes"
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

// Cluster is a PostgreSQL of a test's own, which can be stopped and started.
type Cluster struct {
	Server
	binaries, dir string
	owner         *syscall.Credential // nil for whoever runs the test
	running       *exec.Cmd
	stdin         io.Closer
	out           bytes.Buffer
}

// StartOwn starts a PostgreSQL of the test's own, whatever TEST_DATABASE_URL
// names. It is reached by a socket in a directory that goes with it when the
// test ends.
func StartOwn(tb testing.TB) *Cluster {
	tb.Helper()
	c := &Cluster{binaries: findBinaries(tb), owner: unprivileged(tb)}
	var err error
	//nolint:usetesting // the path of a socket has to be short
	if c.dir, err = os.MkdirTemp("", "pg"); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(c.dir) })
	if c.owner != nil {
		if err := os.Chown(c.dir, int(c.owner.Uid), int(c.owner.Gid)); err != nil {
			tb.Fatal(err)
		}
	}
	//nolint:gosec // binaries of this machine
	initdb := exec.CommandContext(tb.Context(), filepath.Join(c.binaries, "initdb"),
		"-D", c.data(), "-U", "meetingbot", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: c.owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		tb.Fatalf("initdb: %v\n%s", err, out)
	}
	c.url = &url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{
		"host": {c.dir}, "user": {"meetingbot"},
	}.Encode()}
	c.Start(tb)
	tb.Cleanup(func() {
		c.Stop()
		if tb.Failed() {
			tb.Logf("PostgreSQL says:\n%s", c.out.String())
		}
	})
	return c
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// serve runs PostgreSQL until its standard input ends, and so not longer than
// the test's process, however that ends.
const serve = `"$@" & server=$!; read -r _; kill -INT $server; wait $server`

// Start starts a cluster that is stopped, and waits until it answers.
func (c *Cluster) Start(tb testing.TB) {
	tb.Helper()
	//nolint:gosec,noctx // binaries of this machine, which end with Stop
	server := exec.Command("sh", "-c", serve, "sh", filepath.Join(c.binaries, "postgres"), "-D", c.data(),
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+c.dir, "-c", "max_connections=200",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	server.Dir, server.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: c.owner}
	server.Stdout, server.Stderr = &c.out, &c.out
	stdin, err := server.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := server.Start(); err != nil {
		tb.Fatalf("start PostgreSQL: %v", err)
	}
	c.running, c.stdin = server, stdin
	c.await(tb)
}

// Stop ends every session and stops the cluster. It may be called twice.
func (c *Cluster) Stop() {
	if c.running == nil {
		return
	}
	_ = c.stdin.Close()
	_ = c.running.Wait() // it was interrupted
	c.running = nil
}

// findBinaries tells the directory of the newest PostgreSQL on this machine,
// where Debian puts it or on the path.
func findBinaries(tb testing.TB) string {
	tb.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		tb.Fatal(err)
	}
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return release(a) - release(b) }))
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	missing(tb, "PostgreSQL is not installed and TEST_DATABASE_URL is not set")
	return ""
}

// release reads 15 from /usr/lib/postgresql/15/bin/initdb.
func release(path string) int {
	number, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return number
}

// unprivileged is whom PostgreSQL runs as: itself where the test runs as root,
// which it refuses, and otherwise nil for the test's own user.
func unprivileged(tb testing.TB) *syscall.Credential {
	tb.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		missing(tb, "PostgreSQL does not run as root, and there is no user postgres")
		return nil
	}
	uid, uidErr := strconv.ParseUint(account.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(account.Gid, 10, 32)
	if uidErr != nil || gidErr != nil {
		tb.Fatalf("the user postgres has uid %q and gid %q", account.Uid, account.Gid)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func missing(tb testing.TB, why string) {
	tb.Helper()
	if os.Getenv("REQUIRE_POSTGRES") == "1" {
		tb.Fatal(why)
	}
	tb.Skip(why)
}
