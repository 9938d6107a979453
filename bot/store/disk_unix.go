//go:build linux || darwin

package store

import (
	"math"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// bytesFree is how many bytes this user may still write to the disk of a file. What
// cannot be found out is left to the writing.
func bytesFree(path string) uint64 {
	var disk unix.Statfs_t
	if err := unix.Statfs(filepath.Dir(path), &disk); err != nil {
		return math.MaxUint64
	}
	return disk.Bavail * uint64(disk.Bsize) //nolint:gosec // the size of a block is positive
}
