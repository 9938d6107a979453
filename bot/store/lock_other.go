//go:build !unix

package store

// lockFile does nothing where there is no flock: there it is up to the
// operator that only one process uses a file.
func lockFile(string) (unlock func() error, err error) {
	return func() error { return nil }, nil
}
