package postgrestest

import (
	"bytes"
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

// startCluster makes a database cluster in a directory of its own, which goes
// with it when the test ends, and returns its address: a socket there.
func startCluster(tb testing.TB) string {
	tb.Helper()
	binaries := findBinaries(tb)
	owner := unprivileged(tb)
	//nolint:usetesting // the path of a socket has to be short
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	if owner != nil {
		if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
			tb.Fatal(err)
		}
	}
	data := filepath.Join(dir, "data")
	//nolint:gosec // binaries of this machine
	initdb := exec.CommandContext(tb.Context(), filepath.Join(binaries, "initdb"),
		"-D", data, "-U", "meetingbot", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = dir, &syscall.SysProcAttr{Credential: owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		tb.Fatalf("initdb: %v\n%s", err, out)
	}
	runCluster(tb, binaries, dir, data, owner)
	address := url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{
		"host": {dir}, "user": {"meetingbot"},
	}.Encode()}
	return address.String()
}

// serve runs PostgreSQL until its standard input ends, and so not longer than
// the test's process, however that ends.
const serve = `"$@" & server=$!; read -r _; kill -INT $server; wait $server`

func runCluster(tb testing.TB, binaries, dir, data string, owner *syscall.Credential) {
	tb.Helper()
	var out bytes.Buffer
	//nolint:gosec,noctx // binaries of this machine, which end in the cleanup
	server := exec.Command("sh", "-c", serve, "sh", filepath.Join(binaries, "postgres"), "-D", data,
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+dir, "-c", "max_connections=200",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	server.Dir, server.SysProcAttr = dir, &syscall.SysProcAttr{Credential: owner}
	server.Stdout, server.Stderr = &out, &out
	stop, err := server.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := server.Start(); err != nil {
		tb.Fatalf("start PostgreSQL: %v", err)
	}
	tb.Cleanup(func() {
		_ = stop.Close()
		_ = server.Wait() // it was interrupted
		if tb.Failed() {
			tb.Logf("PostgreSQL says:\n%s", out.String())
		}
	})
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
