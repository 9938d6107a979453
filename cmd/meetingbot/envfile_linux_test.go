package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// nobody is a user who owns nothing.
const nobody = 65534

// asNobody calls f as a user to whom the permissions of files apply: to root, who
// may run the tests, they do not.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if os.Getuid() == 0 {
			if err := syscall.Setfsuid(nobody); err != nil {
				t.Error(err)
				return
			}
		}
		f()
	}()
	<-done
}

func TestEnvFileWithoutPermission(t *testing.T) {
	tests := []struct {
		name      string
		dir, file os.FileMode
		want      string
	}{
		{"for the file", 0o711, 0, "/here/.env cannot be read: the user who runs meetingbot has no permission"},
		{"for the directory", 0o600, 0o644, "the working directory cannot be searched for a file .env: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			open := t.TempDir()
			here := filepath.Join(open, "here")
			for dir := open; dir != os.TempDir(); dir = filepath.Dir(dir) {
				_ = os.Chmod(dir, 0o755)
			}
			if err := os.Mkdir(here, 0o700); err != nil {
				t.Fatal(err)
			}
			t.Chdir(here)
			writeEnvFile(t, "SLACK_BOT_TOKEN=1\n", tt.file)
			_ = os.Chmod(here, tt.dir)
			t.Cleanup(func() { _ = os.Chmod(here, 0o700) })
			asNobody(t, func() {
				if err := readEnvFiles(); err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("readEnvFiles() = %v, want %q in it", err, tt.want)
				}
			})
		})
	}
}

// TestEnvDocumentKeepsItsOwner checks that who owns a file can still read it after
// somebody else has changed it.
func TestEnvDocumentKeepsItsOwner(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give files away")
	}
	t.Chdir(t.TempDir())
	writeEnvFile(t, "A=1\n", 0o600)
	if err := os.Chown(".env", nobody, nobody); err != nil {
		t.Fatal(err)
	}
	d, err := readEnvDocument(".env")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.set("B", "2"); err != nil {
		t.Fatal(err)
	}
	if err := d.save(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(".env")
	if err != nil {
		t.Fatal(err)
	}
	if owner, _ := info.Sys().(*syscall.Stat_t); owner.Uid != nobody || owner.Gid != nobody || info.Mode().Perm() != ownerOnly {
		t.Errorf(".env belongs to %d:%d with mode %v, want %d and 0600", owner.Uid, owner.Gid, info.Mode(), nobody)
	}
}
