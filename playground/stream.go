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

// heartbeat is how often an idle stream sends a comment, so that neither side
// considers it dead.
const heartbeat = 15 * time.Second

// stateID identifies a state of the workspace, even across restarts.
func (w *workspace) stateID(version uint64) string { return fmt.Sprintf("%x-%d", w.epoch, version) }

// serveStream sends events to an open page: its current content whenever something
// changes. A page that reconnects says what it has seen last, and gets an event only
// if there are changes.
func (s *Server) serveStream(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Time{}) // a stream has no write deadline
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

// event writes the page's current content at a location, and returns the id of the
// state that it shows.
func (s *Server) event(w io.Writer, loc page.Location) (seen string, err error) {
	v := s.buildPage(loc)
	var b bytes.Buffer
	if err := v.RenderChange(&b); err != nil {
		return "", fmt.Errorf("render a change: %w", err)
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(b.String())
	_, err = fmt.Fprintf(w, "id: %s\ndata: %s\n\n", v.Stream, strings.ReplaceAll(text, "\n", "\ndata: "))
	return v.Stream, err
}
