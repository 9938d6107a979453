package handlers

import (
	"net/http"
	"time"
)

// Fuzzing and tests of pure functions see these from outside.
var (
	ParseForm  = parseForm
	CommandKey = commandKey
	Backoff    = backoff

	ShapeOf     = shapeOf
	FormShape   = formShape
	IsKnownName = isKnownName
)

// MessageWords is what a message says, as Slack sends it.
func MessageWords(message []byte) string {
	var m shownMessage
	_ = decode(message, &m)
	return m.words()
}

// Said is what a message says to the bot.
var Said = said

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

// EncodeAck is encodeAck, AckRoom is ackRoom.
var (
	EncodeAck = encodeAck
	AckRoom   = ackRoom
)

// TakeEnvelope serves a message without any connection. It returns how the envelope
// would be acknowledged, nil where it would not.
func (h *Handlers) TakeEnvelope(message []byte) (id string, ack []byte) {
	e, err := parseEnvelope(message)
	if err != nil || e.ID == "" {
		return "", nil
	}
	a := &receipt{socket: h.socket, id: e.ID}
	if e.Accepts {
		a.room = ackRoom(e.ID)
	}
	h.socket.serve(a, e)
	if !a.answered {
		return e.ID, nil
	}
	if ack, ok := h.socket.answers.Get(e.ID); ok {
		return e.ID, ack
	}
	return e.ID, encodeAck(e.ID, nil)
}

// SocketStopping reports whether the socket takes nothing more.
func (h *Handlers) SocketStopping() bool {
	h.socket.mu.Lock()
	defer h.socket.mu.Unlock()
	return h.socket.stopping
}

// SocketConnections is how many connections are up.
func (h *Handlers) SocketConnections() int { return len(h.socket.up()) }
