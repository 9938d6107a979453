//go:build unix

package main

import (
	"io/fs"
	"os"
	"syscall"
)

// openMode reports whether others than its owner may read or change a file.
func openMode(mode fs.FileMode) bool { return mode&0o077 != 0 }

// keepOwner gives a file to the owner of another one, if there is such a one: a bot
// that runs as another user must still be able to read what is written for it.
func keepOwner(file *os.File, before string) error {
	info, err := os.Stat(before)
	if err != nil {
		return nil //nolint:nilerr // a new file is its maker's
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(owner.Uid) == os.Geteuid() {
		return nil
	}
	return file.Chown(int(owner.Uid), int(owner.Gid))
}
