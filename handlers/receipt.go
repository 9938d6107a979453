package handlers

import (
	"encoding/json"
	"sync"
)

// maxAck is how long an acknowledgement can be, in bytes: Slack closes a connection
// that sends a longer message than 20,480 bytes, and drops one of that length.
const maxAck = 20_479

// receipt is an envelope's acknowledgement, made once. Where Slack has not got it and
// brings the envelope again, it is sent again.
type receipt struct {
	socket *socket
	id     string // envelope_id
	room   int    // how long an answer can be, in bytes

	mu       sync.Mutex
	conn     *socketConn // the newest that brought the envelope, nil once it is acknowledged
	answered bool
	taken    bool // a connection took the acknowledgement
}

// ackRoom is how long the answer to an envelope can be, in bytes.
func ackRoom(id string) int { return maxAck - len(encodeAck(id, []byte{' '})) + 1 }

// encodeAck returns the acknowledgement of an envelope. An answer is JSON already.
func encodeAck(id string, answer []byte) []byte {
	name, err := json.Marshal(id)
	if err != nil {
		return nil // a string always has JSON
	}
	message := append([]byte(`{"envelope_id":`), name...)
	if len(answer) > 0 {
		message = append(append(message, `,"payload":`...), answer...)
	}
	return append(message, '}')
}

// answer acknowledges the envelope, with an answer where there is room for it. It
// returns errNotTaken where no connection takes that; another answer can follow then.
func (a *receipt) answer(body []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.taken {
		return nil
	}
	if len(body) > a.room {
		body = nil
	}
	message := encodeAck(a.id, body)
	a.answered = true
	if len(body) > 0 {
		a.socket.answers.Put(a.id, message, answerTTL)
	} else {
		a.socket.answers.Delete(a.id)
	}
	return a.send(message)
}

// repeat acknowledges an envelope that has come once more, now or as soon as there is
// an answer.
func (a *receipt) repeat(c *socketConn) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.conn = c
	if !a.answered {
		return
	}
	message, ok := a.socket.answers.Get(a.id)
	if !ok {
		message = encodeAck(a.id, nil)
	}
	_ = a.send(message) // or it comes yet again
}

// send sends the acknowledgement. The caller holds mu.
func (a *receipt) send(message []byte) error {
	if err := a.socket.send(a.conn, message); err != nil {
		return err
	}
	a.taken, a.conn = true, nil
	return nil
}

func (a *receipt) wasTaken() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.taken
}

// send sends a message over a connection or, where that does not take it, over any
// other: Slack finds an envelope by its id.
func (s *socket) send(c *socketConn, message []byte) error {
	if c != nil && c.write(message) == nil {
		return nil
	}
	for _, other := range s.up() {
		if other != c && other.write(message) == nil {
			return nil
		}
	}
	return errNotTaken
}
