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

// saveEvery is how often the state of the playground is saved, if it has changed.
// Changes since the last time are lost when the process is killed.
const saveEvery = 200 * time.Millisecond

// playData is the folder that holds the state of a playground: the bot's
// database, the messages in Slack, the meetings, and the clock.
type playData struct{ dir string }

// newPlayData makes the folder dir. If dir is empty it makes a temporary folder,
// which remove removes.
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

// slackState opens the saved state of a workspace of the simulated Slack, the first
// for 0.
func (d playData) slackState(workspace int) (io.Reader, error) {
	return playground.OpenState(d.slackStateFile(workspace))
}

func (d playData) slackStateFile(workspace int) string {
	if workspace == 0 {
		return filepath.Join(d.dir, "slack.json")
	}
	return filepath.Join(d.dir, fmt.Sprintf("slack-%d.json", workspace+1))
}

// encryptionKey reads the key that the bot's stored secrets are sealed with, and saves
// a fresh one the first time.
func (d playData) encryptionKey(fresh secret.Secret) (secret.Secret, error) {
	file := filepath.Join(d.dir, "encryption.key")
	content, err := os.ReadFile(file) //nolint:gosec // the operator chooses the folder
	if err == nil {
		return secret.Secret(content), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read the encryption key: %w", err)
	}
	if err := os.WriteFile(file, []byte(fresh.Reveal()), 0o600); err != nil {
		return "", fmt.Errorf("save the encryption key: %w", err)
	}
	return fresh, nil
}

// savedMeetings is the saved state of the simulated Meeting API and of the clock.
type savedMeetings struct {
	ClockAhead  time.Duration           `json:"Ahead"` // of the machine's clock
	Suggestions []playground.Suggestion `json:"Offered"`
	Meetings    []meetingtest.Meeting
}

func (d playData) meetingsFile() string { return filepath.Join(d.dir, "meetings.json") }

// meetings reads the saved meetings; nil if there are none.
func (d playData) meetings() (*savedMeetings, error) {
	content, err := os.ReadFile(d.meetingsFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // a new playground has nothing saved
	}
	if err != nil {
		return nil, fmt.Errorf("read the meetings: %w", err)
	}
	var m savedMeetings
	if err := json.Unmarshal(content, &m); err != nil {
		return nil, fmt.Errorf("read the meetings from %s: %w", d.meetingsFile(), err)
	}
	return &m, nil
}

// saveMeetings replaces the file in one step, so that it is never half written.
func (d playData) saveMeetings(m savedMeetings) error {
	content, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("save the meetings: %w", err)
	}
	fresh := d.meetingsFile() + ".new"
	if err := errors.Join(os.WriteFile(fresh, content, 0o600), os.Rename(fresh, d.meetingsFile())); err != nil {
		return fmt.Errorf("save the meetings: %w", err)
	}
	return nil
}

// restore replaces the meetings of the simulated API by the saved ones.
func (s *savedMeetings) restore(api *meetingtest.Server) {
	for _, m := range api.Snapshot() {
		api.Remove(m.ID)
	}
	for _, m := range s.Meetings {
		api.Add(m)
	}
}

// persistMeetings saves the meetings and the clock whenever they have changed, and
// a last time when ctx ends.
func (e *playgroundEnv) persistMeetings(ctx context.Context) error {
	var saved []byte
	ticker := time.NewTicker(saveEvery)
	defer ticker.Stop()
	for last := false; ; {
		now := e.currentMeetings()
		content, err := json.Marshal(now)
		if err != nil {
			return fmt.Errorf("save the meetings: %w", err)
		}
		if !slices.Equal(content, saved) {
			if err := e.data.saveMeetings(now); err != nil {
				return err
			}
			saved = content
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

func (e *playgroundEnv) currentMeetings() savedMeetings {
	return savedMeetings{ClockAhead: time.Duration(e.clock.ahead.Load()), Suggestions: e.suggestions, Meetings: e.api.Snapshot()}
}

// logSaveError logs that saving has failed: the playground goes on without it.
func (e *playgroundEnv) logSaveError(ctx context.Context, err error) {
	if err != nil {
		e.logger.ErrorContext(ctx, "the playground is no longer saved", slog.Any("error", err))
	}
}
