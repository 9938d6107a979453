package handlers

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

const (
	// maxBody is the largest request body that is read, in bytes.
	maxBody = 1 << 20
	// maxProbe is the largest body that is read without a signature, since it may be
	// Slack's probe of the certificate. The probe has about 60 bytes.
	maxProbe = 4 << 10
	// maxPush is the largest body of an event that the Meeting API pushes.
	maxPush = 2 << 20
	// firstBuffer is how much memory is set aside because of a Content-Length. More
	// follows as bytes come in.
	firstBuffer = 2 << 10
)

// bodies bounds the memory of all bodies together that are not verified yet.
// Anybody can send those. Large bodies cannot take the memory of small ones: nearly
// all that Slack sends has less than 8 KiB, and little has more than 64 KiB.
type bodies struct {
	shares [3]share
}

// share is the memory of the bodies up to one size.
type share struct {
	largest int64 // body that belongs here, in bytes
	most    int64 // that may be held, in bytes
	held    atomic.Int64
	gauge   prometheus.Gauge // of what all shares hold
}

// newBodies returns 40 MiB in three shares.
func newBodies(gauge prometheus.Gauge) *bodies {
	return &bodies{shares: [...]share{
		{largest: 8 << 10, most: 16 << 20, gauge: gauge},
		{largest: 64 << 10, most: 16 << 20, gauge: gauge},
		{largest: maxPush + 1, most: 8 << 20, gauge: gauge}, // the byte too many shows that a body is too large
	}}
}

// of returns the share of bodies of a size.
func (b *bodies) of(size int64) *share {
	i := 0
	for i < len(b.shares)-1 && size > b.shares[i].largest {
		i++
	}
	return &b.shares[i]
}

// take takes n bytes, or reports false if the share has not that many left.
func (s *share) take(n int64) bool {
	if s.held.Add(n) > s.most {
		s.held.Add(-n)
		return false
	}
	s.gauge.Add(float64(n))
	return true
}

// crowded reports that a body that grows would find no memory half way, since those
// that have begun grow too.
func (s *share) crowded() bool { return s.held.Load() > s.most/2 }

func (s *share) give(n int64) {
	s.held.Add(-n)
	s.gauge.Sub(float64(n))
}

// heldBody is a body whose memory is counted until release.
type heldBody struct {
	bytes []byte
	share *share
}

// release ends that the body's memory is counted.
func (h *heldBody) release() { h.share.give(int64(cap(h.bytes))) }

// read reads a whole body of limit bytes at most. The caller releases it. Errors
// are errTooLarge, errFull, errSlow and errMalformed; nothing is held then.
func (b *bodies) read(r *http.Request, limit int64) (heldBody, error) {
	announced := max(r.ContentLength, 0)
	if announced > limit {
		return heldBody{}, errTooLarge
	}
	h := heldBody{share: b.of(announced)}
	if announced >= firstBuffer && h.share.crowded() || !h.grow(b, min(announced, firstBuffer-1)+1) {
		return heldBody{}, errFull
	}
	err := h.fill(b, r.Body, announced, limit)
	if err != nil {
		h.release()
	}
	return h, err
}

// fill reads to the end of the body, with a larger buffer whenever one is full.
func (h *heldBody) fill(b *bodies, from io.Reader, announced, limit int64) error {
	for {
		size := len(h.bytes)
		n, err := from.Read(h.bytes[size:cap(h.bytes)])
		h.bytes = h.bytes[:size+n]
		switch {
		case int64(len(h.bytes)) > limit:
			return errTooLarge
		case err == io.EOF:
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return errSlow
		case err != nil:
			return errMalformed // the connection broke
		case len(h.bytes) < cap(h.bytes):
			continue
		}
		end := limit + 1
		if announced >= int64(len(h.bytes)) {
			end = announced + 1
		}
		if !h.grow(b, min(2*int64(cap(h.bytes)), end)) {
			return errFull
		}
	}
}

// grow makes the buffer larger and reports false where there is no memory for it.
// A body that did not announce its size moves on to the share of larger ones.
func (h *heldBody) grow(b *bodies, to int64) bool {
	held := int64(cap(h.bytes))
	if to <= h.share.largest {
		if !h.share.take(to - held) {
			return false
		}
	} else {
		larger := b.of(to)
		if !larger.take(to) {
			return false
		}
		h.share.give(held)
		h.share = larger
	}
	h.bytes = append(make([]byte, 0, to), h.bytes...)
	return true
}
