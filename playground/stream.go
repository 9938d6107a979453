package playground

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"meetingbot/playground/page"
)

// heartbeat is how often an idle stream says that it is alive, so that neither
// side takes it for dead.
const heartbeat = 15 * time.Second

// stateID names a state of the workspace across restarts.
func (w *workspace) stateID(version uint64) string { return fmt.Sprintf("%x-%d", w.epoch, version) }

// serveStream feeds an open page: whenever something changes, what it shows as
// that is now. A page that comes back says what it has seen last and gets news only
// if there are any.
func (s *Server) serveStream(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // a stream outlives any limit on answers
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if control.Flush() != nil {
		return
	}
	loc, seen := page.ParseLocation(r.URL.Query()), r.URL.Query().Get("from")
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		seen = last
	}
	ticker := time.NewTicker(heartbeat)
	defer ticker.Stop()
	for {
		version, changed := s.workspace.watch()
		var err error
		if now := s.workspace.stateID(version); now != seen {
			seen, err = s.event(w, loc)
		}
		if err != nil || control.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-ticker.C:
			_, err = io.WriteString(w, ": alive\n\n")
		case <-s.done:
			return
		case <-r.Context().Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// event writes what a page shows at a place now, and returns the state that it
// shows.
func (s *Server) event(w io.Writer, loc page.Location) (seen string, err error) {
	v := s.buildPage(loc)
	var b bytes.Buffer
	if err := v.RenderChange(&b); err != nil {
		return "", fmt.Errorf("draw a change: %w", err)
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(b.String())
	_, err = fmt.Fprintf(w, "id: %s\ndata: %s\n\n", v.Stream, strings.ReplaceAll(text, "\n", "\ndata: "))
	return v.Stream, err
}
