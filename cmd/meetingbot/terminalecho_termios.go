//go:build linux || darwin

package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// hideTyped has a terminal no longer show what is typed.
func hideTyped(fd int) error {
	settings, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return fmt.Errorf("read the terminal's settings: %w", err)
	}
	settings.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(fd, setTermios, settings); err != nil {
		return fmt.Errorf("change the terminal's settings: %w", err)
	}
	return nil
}
