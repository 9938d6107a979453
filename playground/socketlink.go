package playground

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// linkWrite is how long a message may take to be written.
	linkWrite = 5 * time.Second
	// linkPing is the pause between pings.
	linkPing = 10 * time.Second
	// warnAhead is how long before its end a connection is warned.
	warnAhead = 10 * time.Second
	// linkDiscard is how long what follows a message that is too large is still taken.
	linkDiscard = time.Second
)

// link is one connection of the app's.
type link struct {
	m     *socketMode
	ws    *websocket.Conn
	ended chan struct{} // closed at the end

	mu      sync.Mutex // held while a message is written
	hung    bool       // nothing is read or written any more
	leaving bool       // it has been told to end, and gets nothing new; guarded by the lock of m
}

// serveLink opens a connection and serves it until it ends.
func (s *Server) serveLink(w http.ResponseWriter, r *http.Request) {
	if s.socket == nil || !s.socket.useTicket(r.URL.Query().Get("ticket")) {
		http.Error(w, "unknown ticket", http.StatusForbidden)
		return
	}
	up := websocket.Upgrader{HandshakeTimeout: linkWrite, CheckOrigin: func(*http.Request) bool { return true }} // a ticket opens it
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return // which has been answered
	}
	l := &link{m: s.socket, ws: ws, ended: make(chan struct{})}
	defer ws.Close()
	if reason := s.socket.refuse(); reason != "" {
		l.write(disconnect(reason))
		return
	}
	ws.SetReadLimit(maxAck)
	l.ignorePingsWhileHung()
	s.socket.add(l)
	go l.ping()
	err = l.read()
	s.socket.remove(l)
	if errors.Is(err, websocket.ErrReadLimit) {
		l.discard()
	}
}

// refuse is why there can be no further connection, "" for nothing.
func (m *socketMode) refuse() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.disabled:
		return SocketDisabled
	case len(m.links) >= maxSockets:
		return SocketTooMany
	case m.closed:
		return SocketRefresh
	default:
		return ""
	}
}

// add greets a new connection and sends it what waits for one.
func (m *socketMode) add(l *link) {
	m.mu.Lock()
	m.links = append(m.links, l)
	count := len(m.links)
	waiting := slices.DeleteFunc(slices.Clone(m.pending), func(e *envelope) bool { return e.on != nil })
	m.mu.Unlock()
	l.write(object{
		"type": "hello", "num_connections": count, "connection_info": object{"app_id": AppID},
		"debug_info": object{"host": "applink-playground", "build_number": 1, "approximate_connection_time": int(socketLife.Seconds())},
	})
	for _, e := range waiting {
		m.deliver(e)
	}
}

// remove takes a connection away that has ended. What was not acknowledged on it is
// sent again.
func (m *socketMode) remove(l *link) {
	close(l.ended)
	m.mu.Lock()
	m.links = slices.DeleteFunc(m.links, func(other *link) bool { return other == l })
	var again []*envelope
	for _, e := range m.pending {
		if e.on == l {
			e.on = nil
			e.RetryAttempt++
			e.RetryReason = "connection_failed"
			again = append(again, e)
		}
	}
	m.mu.Unlock()
	for _, e := range again {
		m.deliver(e)
	}
}

// open returns the connections.
func (m *socketMode) open() []*link {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.links)
}

// deliver sends an envelope over one of the connections, in turn, or fails as was
// asked for. Without a connection the envelope waits.
func (m *socketMode) deliver(e *envelope) {
	fault, failing := m.s.workspace.takeFault(CallSocket)
	l, message := m.assign(e, failing && fault.code == FailLostResponse)
	if l == nil {
		return
	}
	if failing && fault.code != FailDrop && fault.code != FailLostResponse {
		if fault.code == SocketDisabled {
			m.setDisabled(true)
		}
		l.end(fault.code)
	}
	l.write(message)
	if failing && fault.code == FailDrop {
		_ = l.ws.Close()
	}
}

// assign chooses the connection for an envelope: one that stays, if there is one. It
// returns the envelope as it is to be sent.
func (m *socketMode) assign(e *envelope, lost bool) (*link, json.RawMessage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	usable := slices.DeleteFunc(slices.Clone(m.links), func(l *link) bool { return l.leaving })
	if len(usable) == 0 {
		usable = m.links
	}
	if len(usable) == 0 || !slices.Contains(m.pending, e) {
		return nil, nil
	}
	m.sent++
	e.on, e.lost = usable[m.sent%len(usable)], lost
	return e.on, compactJSON(e)
}

// forget drops an envelope that nobody waits for any more.
func (m *socketMode) forget(e *envelope) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending = slices.DeleteFunc(m.pending, func(other *envelope) bool { return other == e })
}

// acknowledge takes the app's acknowledgement, on whatever connection it comes. It
// reports false where that gets lost.
func (m *socketMode) acknowledge(id string, answer json.RawMessage) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.pending, func(e *envelope) bool { return e.ID == id })
	if i < 0 {
		return true // too late, or once more
	}
	e := m.pending[i]
	if e.lost {
		e.lost = false
		return false
	}
	if !e.Accepts {
		answer = nil
	}
	m.pending = slices.Delete(m.pending, i, i+1)
	e.answers <- answer // it has room for the only one
	return true
}

// discard takes what the app is still sending: while bytes are left, closing would reset
// the connection, and the app might not see the message that says why it ends.
func (l *link) discard() {
	rest := l.ws.NetConn()
	_ = rest.SetReadDeadline(time.Now().Add(linkDiscard))
	_, _ = io.Copy(io.Discard, rest)
}

// read takes the app's acknowledgements until the connection ends. It returns why it has
// ended, if that was known when reading.
func (l *link) read() error {
	for {
		_, message, err := l.ws.ReadMessage()
		if err != nil {
			return err
		}
		var ack struct {
			ID      string          `json:"envelope_id"`
			Payload json.RawMessage `json:"payload"`
		}
		if json.Unmarshal(message, &ack) != nil {
			continue
		}
		if l.isHung() {
			continue
		}
		if !l.m.acknowledge(ack.ID, ack.Payload) {
			return nil
		}
	}
}

func (l *link) isHung() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hung
}

// ignorePingsWhileHung leaves pings without an answer once the connection hangs.
func (l *link) ignorePingsWhileHung() {
	answer := l.ws.PingHandler()
	l.ws.SetPingHandler(func(data string) error {
		if l.isHung() {
			return nil
		}
		return answer(data)
	})
}

// ping pings until the connection ends.
func (l *link) ping() {
	ticker := time.NewTicker(linkPing)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if !l.isHung() {
				_ = l.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(linkWrite)) // reading ends as well where that fails
			}
		case <-l.ended:
			return
		}
	}
}

// write sends a message. What fails is seen when reading.
func (l *link) write(message any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hung {
		return
	}
	_ = l.ws.SetWriteDeadline(time.Now().Add(linkWrite))
	if l.ws.WriteJSON(message) != nil {
		_ = l.ws.Close()
	}
}

// end ends the connection, as a code of Fail says.
func (l *link) end(code string) {
	l.m.mu.Lock()
	l.leaving = true
	l.m.mu.Unlock()
	switch code {
	case SocketWarning:
		l.write(disconnect(code))
		time.AfterFunc(warnAhead, func() { _ = l.ws.Close() })
	case SocketRefresh:
		l.write(disconnect(code))
		time.AfterFunc(warnAhead/10, func() { _ = l.ws.Close() })
	case SocketDisabled, SocketTooMany:
		l.write(disconnect(code))
		_ = l.ws.Close()
	case FailTimeout:
		l.mu.Lock()
		l.hung = true
		l.mu.Unlock()
	default:
		_ = l.ws.Close()
	}
}

// disconnect is the message before the end of a connection.
func disconnect(reason string) object {
	return object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink-playground"}}
}
