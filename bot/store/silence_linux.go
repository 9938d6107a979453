package store

import (
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// limitSilence has the system break a TCP connection whose other end acknowledges
// nothing. Keepalive alone does not: it is silent while data waits.
func limitSilence(network, _ string, c syscall.RawConn) error {
	if !strings.HasPrefix(network, "tcp") {
		return nil
	}
	var err error
	controlErr := c.Control(func(fd uintptr) {
		err = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(silence.Milliseconds()))
	})
	if controlErr != nil {
		return controlErr
	}
	return err
}
