package handlers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Slack's headers with a signature, in canonical form, and what its version 0 begins
// with. See https://docs.slack.dev/authentication/verifying-requests-from-slack.
const (
	headerSignature  = "X-Slack-Signature"
	headerTimestamp  = "X-Slack-Request-Timestamp"
	signatureVersion = "v0="
)

// maxSignatureAge is how far the time of a request may be from now.
const maxSignatureAge = 5 * time.Minute

var (
	errNoSignature    = errors.New("a header with the signature is missing")
	errStaleSignature = errors.New("the request is not of the last five minutes")
	errWrongSignature = errors.New("the signature is wrong")
)

// verifier checks Slack's signatures as slack.SecretsVerifier does, for less: each
// request of whoever knows the address needs it, and the library sets the key up
// anew for each.
type verifier struct {
	hashes sync.Pool // of *signatureHash
}

// signatureHash is memory for one signature.
type signatureHash struct {
	hash.Hash
	text []byte // what is before the body, then the sum
}

func newVerifier(secret string) *verifier {
	return &verifier{hashes: sync.Pool{New: func() any {
		return &signatureHash{Hash: hmac.New(sha256.New, []byte(secret))}
	}}}
}

// signature is a request's signature, to be compared with its body.
type signature struct {
	verifier  *verifier
	sum       [sha256.Size]byte
	timestamp string // seconds since 1970, as it came
}

// begin checks all but the body: the signature's shape, and that it is of the last
// five minutes, by the clock of the machine.
func (v *verifier) begin(header http.Header) (signature, error) {
	s := signature{verifier: v, timestamp: header.Get(headerTimestamp)}
	sum := header.Get(headerSignature)
	if sum == "" || s.timestamp == "" {
		return s, errNoSignature
	}
	sum, ok := strings.CutPrefix(sum, signatureVersion)
	if !ok || len(sum) != hex.EncodedLen(len(s.sum)) {
		return s, errWrongSignature
	}
	if _, err := hex.Decode(s.sum[:], []byte(sum)); err != nil {
		return s, errWrongSignature
	}
	seconds, err := strconv.ParseInt(s.timestamp, 10, 64)
	if err != nil {
		return s, errWrongSignature
	}
	if time.Since(time.Unix(seconds, 0)).Abs() > maxSignatureAge {
		return s, errStaleSignature
	}
	return s, nil
}

// check returns nil when Slack signed this body.
func (s *signature) check(body []byte) error {
	h := s.verifier.hashes.Get().(*signatureHash)
	defer s.verifier.hashes.Put(h)
	h.Reset()
	h.text = append(append(append(h.text[:0], "v0:"...), s.timestamp...), ':')
	_, _ = h.Write(h.text) // a hash takes everything
	_, _ = h.Write(body)
	h.text = h.Sum(h.text[:0])
	if !hmac.Equal(h.text, s.sum[:]) {
		return errWrongSignature
	}
	return nil
}

// signatureProblem says in a word what is wrong with a signature.
func signatureProblem(err error) string {
	switch {
	case errors.Is(err, errNoSignature):
		return "missing"
	case errors.Is(err, errStaleSignature):
		return "stale"
	default:
		return "invalid"
	}
}
