package remote

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// CheckAddress returns why a service must not be called at an address, nil if it
// may: tokens and passwords go there. It must be https, and may be plain http on
// this machine only. The error does not quote the address, which may hold a secret.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return errors.New("must be an http or https address")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return errors.New("must have no user, query or fragment")
	case u.Scheme == "http" && !IsLoopback(u.Hostname()):
		return errors.New("must be https, since secrets are sent there (plain http is for localhost, 127.0.0.1 and [::1] only)")
	}
	return nil
}

// IsLoopback reports whether a host is this machine.
func IsLoopback(host string) bool {
	return net.ParseIP(host).IsLoopback() || strings.EqualFold(host, "localhost")
}
