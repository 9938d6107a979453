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
	"slices"
	"time"
)

// savedState is the part of a workspace that is saved: messages, members of
// channels, calls, the app's tokens, and the last id and timestamp. People and channels come from the
// options. Response_urls, trigger_ids, views and pending requests are not saved.
type savedState struct {
	Version  int                     `json:"version"`
	Last     int64                   `json:"last"` // the newest timestamp in microseconds
	IDs      int                     `json:"ids"`
	People   []string                `json:"people"` // user ids
	Channels map[string]savedChannel `json:"channels"`
	Timeline []savedEntry            `json:"timeline"`
	App      *savedInstallation      `json:"app,omitempty"`
	Calls    []*LiveCall             `json:"calls,omitempty"`
}

type savedChannel struct {
	Members  []string `json:"members"`
	Archived bool     `json:"archived,omitempty"`
}

// savedEntry is either a message or a command.
type savedEntry struct {
	TS      string            `json:"ts"`
	Message *Message          `json:"message,omitempty"`
	Values  map[string]values `json:"touched,omitempty"`
	Command *savedCommand     `json:"typed,omitempty"`
}

type savedCommand struct {
	ChannelID string        `json:"channel"`
	UserID    string        `json:"user"`
	Text      string        `json:"line"`
	Problem   string        `json:"trouble,omitempty"`
	Took      time.Duration `json:"took"`
}

// savedVersion is the version of the format of [savedState].
const savedVersion = 1

// Save writes the state of the workspace as JSON, for [Options.State].
func (s *Server) Save(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(s.workspace.snapshot()); err != nil {
		return fmt.Errorf("write the workspace: %w", err)
	}
	return nil
}

func (w *workspace) snapshot() savedState {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := savedState{Version: savedVersion, Last: w.lastTS, IDs: w.lastID, Channels: map[string]savedChannel{}, App: w.app.save()}
	for _, c := range w.liveCalls {
		copied := c.clone()
		all.Calls = append(all.Calls, &copied)
	}
	for _, p := range w.allPeople() {
		all.People = append(all.People, p.id)
	}
	for _, c := range w.channels {
		all.Channels[c.id] = savedChannel{Members: c.members, Archived: c.archived}
	}
	for _, e := range w.timeline {
		all.Timeline = append(all.Timeline, e.toSaved())
	}
	return all
}

func (e *entry) toSaved() savedEntry {
	saved := savedEntry{TS: e.ts, Message: e.message}
	for userID, v := range e.values {
		if saved.Values == nil {
			saved.Values = map[string]values{}
		}
		saved.Values[userID] = v.clone()
	}
	if i := e.command; i != nil {
		saved.Command = &savedCommand{ChannelID: i.channelID, UserID: i.userID, Text: i.text, Problem: i.problem, Took: i.took}
		if i.pending {
			saved.Command.Problem = "the answer was never seen"
		}
	}
	return saved
}

var errOtherVersion = errors.New("the state has another version")

// load restores a saved state.
func (w *workspace) load(r io.Reader) error {
	var all savedState
	if err := json.NewDecoder(r).Decode(&all); err != nil {
		return fmt.Errorf("read the state: %w", err)
	}
	if all.Version != savedVersion {
		return fmt.Errorf("%w: %d, not %d", errOtherVersion, all.Version, savedVersion)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lastTS, w.lastID = all.Last, all.IDs
	w.liveCalls = all.Calls
	w.app.restore(all.App)
	for i, c := range w.channels {
		if was, ok := all.Channels[c.id]; ok {
			w.channels[i] = w.restoreChannel(c, was, all.People)
		}
	}
	for _, e := range all.Timeline {
		if e := e.toEntry(); e != nil {
			w.timeline = append(w.timeline, e)
		}
	}
	return nil
}

// restoreChannel returns a channel with its saved members and archived flag. People
// who are new since then keep the channels of the options; people who no longer
// exist are left out.
func (w *workspace) restoreChannel(c *channel, was savedChannel, people []string) *channel {
	after := *c
	after.archived, after.members = was.Archived, nil
	for _, id := range was.Members {
		if w.person(id) != nil {
			after.members = append(after.members, id)
		}
	}
	for _, id := range c.members {
		if !slices.Contains(people, id) {
			after.members = append(after.members, id)
		}
	}
	return &after
}

// toEntry returns an entry of the timeline, or nil for an empty one.
func (e savedEntry) toEntry() *entry {
	switch {
	case e.Message != nil:
		return &entry{ts: e.TS, message: e.Message, values: e.Values}
	case e.Command != nil:
		c := e.Command
		return &entry{ts: e.TS, command: &invocation{
			channelID: c.ChannelID, userID: c.UserID, text: c.Text, problem: c.Problem, took: c.Took,
		}}
	}
	return nil
}

// SaveFile writes the state to a file. It replaces the file atomically.
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

// SaveChanges writes the state to a file whenever it has changed, at most once every
// pause, and a last time when the context ends. It returns nil when the context has
// ended, or an error when it cannot write.
func (s *Server) SaveChanges(ctx context.Context, path string, pause time.Duration) error {
	for {
		_, changed := s.workspace.watch()
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
	raw, err := os.ReadFile(path) //nolint:gosec // the operator chooses the file
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil //nolint:nilnil // a new workspace has no state
	case err != nil:
		return nil, fmt.Errorf("open the state: %w", err)
	}
	return bytes.NewReader(raw), nil
}
