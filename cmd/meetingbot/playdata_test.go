package main

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// TestPlayDataSavesMeetings checks that a change shortly before the end is saved.
func TestPlayDataSavesMeetings(t *testing.T) {
	t.Parallel()
	const tomorrow = "938614205" // a meeting that starts tomorrow
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		e := &playgroundEnv{data: playData{dir}, logger: slog.New(slog.DiscardHandler)}
		if err := e.openMeetings(); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- e.persistMeetings(ctx) }()
		synctest.Wait()
		e.clock.skip(time.Hour)
		e.api.Rename(tomorrow, "Tea")
		cancel()
		if err := <-ended; err != nil {
			t.Fatalf("persistMeetings = %v, want nil", err)
		}
		saved, err := e.data.meetings()
		if err != nil || saved == nil || saved.ClockAhead != time.Hour {
			t.Fatalf("meetings() = %+v, %v, want a clock an hour ahead", saved, err)
		}
		e.api = meetingtest.New(meetingtest.Options{})
		saved.restore(e.api)
		if m := meetingByID(t, e.api, tomorrow); m.Subject != "Tea" {
			t.Errorf("the meeting is called %q, want Tea", m.Subject)
		}
	})
}

// TestPlayDataSavesLateReplies checks that replies between the signal and the end
// are saved.
func TestPlayDataSavesLateReplies(t *testing.T) {
	t.Parallel()
	e := openPlaygroundEnv(t, playgroundCommand{})
	slack, stop := e.start(t)
	e.api.Slow(meetingtest.EndpointDetail, 4*time.Second)
	if err := slack.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting 914083136"); err != nil {
		t.Errorf("Say = %v, want nil", err)
	}
	stop()
	state, err := os.ReadFile(e.data.slackStateFile(0))
	if err != nil || !strings.Contains(string(state), "user01's meeting") {
		t.Errorf("the saved state is %s, %v, want the card that came late in it", state, err)
	}
}
