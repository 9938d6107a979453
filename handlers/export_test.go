package handlers

import (
	"net/http"
	"time"
)

// Fuzzing and tests of pure functions see these from outside.
var (
	ParseForm = parseForm
	Backoff   = backoff

	ShapeOf     = shapeOf
	FormShape   = formShape
	IsKnownName = isKnownName
)

// Get is form.get.
func (f form) Get(name string) string { return f.get(name) }

// Verify reports whether Slack signed a body with the secret.
func Verify(secret string, header http.Header, body []byte) bool {
	s, err := newVerifier(secret).begin(header)
	return err == nil && s.check(body) == nil
}

// HurrySocket makes the socket impatient: it connects anew within milliseconds, and
// takes a connection for dead after so long a silence.
func (h *Handlers) HurrySocket(silence time.Duration) {
	h.socket.pace = socketPace{
		connect: 10 * time.Second, write: 5 * time.Second, ping: silence / 4, silence: silence,
		goodbye: time.Second, first: 10 * time.Millisecond, longest: 50 * time.Millisecond, stable: time.Hour, handover: 100 * time.Millisecond,
	}
}

// ParseEnvelope reports whether a message can be understood, and acknowledged by
// which id.
func ParseEnvelope(message []byte) (id string, ok bool) {
	e, err := parseEnvelope(message)
	if err != nil {
		return "", false
	}
	return e.ID, true
}

// EncodeAck is encodeAck, AckRoom is ackRoom.
var (
	EncodeAck = encodeAck
	AckRoom   = ackRoom
)
