// Package remote has what every client of somebody else's service needs: which
// addresses may be called, and what of a failure may be told. What others answer
// with may hold anything, also what we have just sent them, so it never becomes
// part of an error or a log: only a status and a known code do.
package remote

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"syscall"
)

// ErrUnreadable says that an answer is not in the format that was expected.
var ErrUnreadable = errors.New("the answer cannot be read")

// failure is a failure to get an answer, told in words of our own: the originals
// quote URLs and what the other side sent.
type failure struct {
	text string
	err  error // for errors.Is; nil where it would quote too much
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.err }

// Timeout reports whether waiting was given up.
func (f *failure) Timeout() bool { return errors.Is(f.err, os.ErrDeadlineExceeded) }

// Temporary is deprecated, and part of net.Error.
func (f *failure) Temporary() bool { return f.Timeout() }

var _ net.Error = (*failure)(nil)

// Failure describes why there is no answer, or no whole one: what http.Client.Do
// or the reading of a body returned.
func Failure(err error) error {
	if e, ok := errors.AsType[*failure](err); ok {
		return e
	}
	var (
		dns  *net.DNSError
		cert *tls.CertificateVerificationError
		op   *net.OpError
	)
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, os.ErrDeadlineExceeded), isTimeout(err):
		return &failure{"no answer in time", os.ErrDeadlineExceeded}
	case errors.As(err, &dns):
		return &failure{"the host name was not found", dns}
	case errors.As(err, &cert):
		return &failure{"the certificate is not trusted", cert}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &failure{"the connection was refused", syscall.ECONNREFUSED}
	case errors.Is(err, syscall.ECONNRESET):
		return &failure{"the connection was cut off: reset", io.ErrUnexpectedEOF}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &failure{"the connection was cut off: EOF", io.ErrUnexpectedEOF}
	case errors.As(err, &op):
		return &failure{"the connection failed: " + op.Op, op}
	default:
		return &failure{"the connection failed", nil}
	}
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// Reduce makes an error fit for a log that a library returned from a call to somebody
// else's service. It returns ErrUnreadable for one that may quote the answer,
// and what Failure says for one that may quote the address.
func Reduce(err error) error {
	if err == nil || errors.Is(err, ErrUnreadable) {
		return err
	}
	var (
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
		number *strconv.NumError
		call   *url.Error
	)
	switch {
	case errors.As(err, &syntax), errors.As(err, &kind), errors.As(err, &number):
		return ErrUnreadable
	case errors.As(err, &call):
		return Failure(err)
	}
	return err
}
