package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// saved is what of a workspace outlives the process: what was said, where the app
// has been let in, and how far ids and timestamps have come. The people and the
// channels themselves come with the options; response_urls, trigger_ids and views
// die with the process, as do requests that were under way.
type saved struct {
	Version  int                 `json:"version"`
	Last     int64               `json:"last"` // the newest timestamp in microseconds
	IDs      int                 `json:"ids"`
	Members  map[string][]string `json:"members"` // by channel id
	Timeline []savedEntry        `json:"timeline"`
}

// savedEntry is either a message or a command that somebody typed.
type savedEntry struct {
	TS      string            `json:"ts"`
	Message *Message          `json:"message,omitempty"`
	Touched map[string]values `json:"touched,omitempty"`
	Typed   *savedLine        `json:"typed,omitempty"`
}

type savedLine struct {
	ChannelID string        `json:"channel"`
	UserID    string        `json:"user"`
	Line      string        `json:"line"`
	Trouble   string        `json:"trouble,omitempty"`
	Took      time.Duration `json:"took"`
}

// savedVersion is the layout of [saved].
const savedVersion = 1

// Save writes the state of the workspace as JSON, for [Options.State].
func (s *Server) Save(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(s.space.snapshot()); err != nil {
		return fmt.Errorf("write the workspace: %w", err)
	}
	return nil
}

func (w *workspace) snapshot() saved {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := saved{Version: savedVersion, Last: w.last, IDs: w.ids, Members: map[string][]string{}}
	for _, c := range w.channels {
		all.Members[c.id] = c.members
	}
	for _, e := range w.timeline {
		one := savedEntry{TS: e.ts, Message: e.message}
		if len(e.touched) > 0 {
			one.Touched = map[string]values{}
			for userID, v := range e.touched {
				one.Touched[userID] = v.copied()
			}
		}
		if i := e.typed; i != nil {
			one.Typed = &savedLine{ChannelID: i.channelID, UserID: i.userID, Line: i.line, Trouble: i.trouble, Took: i.took}
			if i.pending {
				one.Typed.Trouble = "the answer was never seen"
			}
		}
		all.Timeline = append(all.Timeline, one)
	}
	return all
}

var errOtherVersion = errors.New("the state is of another version")

// load takes a state over. Members who are not among the people are forgotten.
func (w *workspace) load(r io.Reader) error {
	var all saved
	if err := json.NewDecoder(r).Decode(&all); err != nil {
		return fmt.Errorf("read the state: %w", err)
	}
	if all.Version != savedVersion {
		return fmt.Errorf("%w: %d, not %d", errOtherVersion, all.Version, savedVersion)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last, w.ids = all.Last, all.IDs
	for i, c := range w.channels {
		after := *c
		for _, id := range all.Members[c.id] {
			if !after.has(id) && w.person(id) != nil {
				after.members = append(after.members[:len(after.members):len(after.members)], id)
			}
		}
		w.channels[i] = &after
	}
	for _, one := range all.Timeline {
		e := &entry{ts: one.TS, message: one.Message, touched: one.Touched}
		if l := one.Typed; l != nil {
			e.typed = &invocation{channelID: l.ChannelID, userID: l.UserID, line: l.Line, trouble: l.Trouble, took: l.Took}
		}
		if (e.message == nil) != (e.typed == nil) {
			w.timeline = append(w.timeline, e)
		}
	}
	return nil
}

// SaveFile writes the state into a file, which is never seen half written.
func (s *Server) SaveFile(path string) (err error) {
	var b bytes.Buffer
	if err := s.Save(&b); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("save the workspace: %w", err)
	}
	_, err = f.Write(b.Bytes())
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("save the workspace: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// SaveChanges writes the state into a file whenever it has changed, at most once
// every pause and a last time when the context ends. It returns when it cannot
// write, or nil when the context has ended.
func (s *Server) SaveChanges(ctx context.Context, path string, pause time.Duration) error {
	for {
		_, changed := s.space.watch()
		if err := s.SaveFile(path); err != nil {
			return err
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-timer.C:
			select {
			case <-ctx.Done():
			case <-changed:
				continue
			}
		}
		timer.Stop()
		return s.SaveFile(path)
	}
}

// OpenState opens a file that [Server.SaveFile] wrote, for [Options.State]. A file
// that does not exist is an empty state.
func OpenState(path string) (io.Reader, error) {
	raw, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil //nolint:nilnil // no state is what a new workspace starts with
	case err != nil:
		return nil, fmt.Errorf("open the state: %w", err)
	}
	return bytes.NewReader(raw), nil
}
