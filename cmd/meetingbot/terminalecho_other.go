//go:build !linux && !darwin

package main

// hideTyped does nothing here: what is typed is hidden when it is read, a moment after
// it is asked for.
func hideTyped(int) error { return nil }
