package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"meetingbot/internal/secret"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// saveEvery is the least time between two savings of what goes on in the
// playground: what was said within it may be lost when the process is killed.
const saveEvery = 200 * time.Millisecond

// playData is the folder that a playground is kept in: the bot's database, what
// was said, the meetings, and the time.
type playData struct{ dir string }

// newPlayData makes a folder. Without a name it is a temporary one, which the
// returned function removes.
func newPlayData(dir string) (d playData, remove func() error, err error) {
	if dir == "" {
		dir, err = os.MkdirTemp("", "meetingbot-playground-")
		return playData{dir}, func() error { return os.RemoveAll(dir) }, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return playData{}, nil, usageError{fmt.Errorf("--data: %w", err)}
	}
	return playData{dir}, func() error { return nil }, nil
}

func (d playData) database() secret.Secret {
	return secret.Secret("sqlite:" + filepath.Join(d.dir, "meetingbot.db"))
}

// slackState opens what was slackState earlier.
func (d playData) slackState() (io.Reader, error) { return playground.OpenState(d.slackStateFile()) }

func (d playData) slackStateFile() string { return filepath.Join(d.dir, "slack.json") }

// world is what a playground is about, beside what was said: the lively
// meetings come at times relative to when it began.
type world struct {
	Ahead    time.Duration // of the clock, before the machine's
	Offered  []playground.Suggestion
	Meetings []meetingtest.Meeting
}

func (d playData) worldFile() string { return filepath.Join(d.dir, "meetings.json") }

// world reads the world of earlier; nil if there is none.
func (d playData) world() (*world, error) {
	content, err := os.ReadFile(d.worldFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // a new playground has no past
	}
	if err != nil {
		return nil, fmt.Errorf("read the meetings: %w", err)
	}
	var w world
	if err := json.Unmarshal(content, &w); err != nil {
		return nil, fmt.Errorf("read the meetings from %s: %w", d.worldFile(), err)
	}
	return &w, nil
}

// saveWorld writes a world into its file, which is never seen half written.
func (d playData) saveWorld(w world) error {
	content, err := json.Marshal(w)
	if err != nil {
		return fmt.Errorf("save the meetings: %w", err)
	}
	fresh := d.worldFile() + ".new"
	if err := errors.Join(os.WriteFile(fresh, content, 0o600), os.Rename(fresh, d.worldFile())); err != nil {
		return fmt.Errorf("save the meetings: %w", err)
	}
	return nil
}

// restore puts the meetings of a world into the Meeting API, in place of its
// own.
func (w *world) restore(api *meetingtest.Server) {
	for _, m := range api.Snapshot() {
		api.Remove(m.ID)
	}
	for _, m := range w.Meetings {
		api.Add(m)
	}
}

// persistWorld saves the world as often as it has changed, and a last time when
// ctx ends.
func (s *playgroundEnv) persistWorld(ctx context.Context) error {
	var kept []byte
	ticker := time.NewTicker(saveEvery)
	defer ticker.Stop()
	for last := false; ; {
		now := s.world()
		look, err := json.Marshal(now)
		if err != nil {
			return fmt.Errorf("save the meetings: %w", err)
		}
		if !slices.Equal(look, kept) {
			if err := s.data.saveWorld(now); err != nil {
				return err
			}
			kept = look
		}
		if last {
			return nil
		}
		select {
		case <-ctx.Done():
			last = true
		case <-ticker.C:
		}
	}
}

func (s *playgroundEnv) world() world {
	return world{Ahead: time.Duration(s.clock.ahead.Load()), Offered: s.offered, Meetings: s.api.Snapshot()}
}

// logNotPersisted says that the playground cannot be kept, without ending it.
func (s *playgroundEnv) logNotPersisted(ctx context.Context, err error) {
	if err != nil {
		s.logger.ErrorContext(ctx, "the playground is no longer kept", slog.Any("error", err))
	}
}
