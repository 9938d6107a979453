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

// TestKeepWorld saves what has changed shortly before the end.
func TestKeepWorld(t *testing.T) {
	t.Parallel()
	const tomorrows = "938614205"
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &playgroundEnv{data: playData{dir}, logger: slog.New(slog.DiscardHandler)}
		if err := s.openMeetings(); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.persistWorld(ctx) }()
		synctest.Wait()
		s.clock.skip(time.Hour)
		s.api.Rename(tomorrows, "Tea")
		cancel()
		if err := <-ended; err != nil {
			t.Fatalf("keepWorld = %v, want nil", err)
		}
		kept, err := s.data.world()
		if err != nil || kept == nil || kept.Ahead != time.Hour {
			t.Fatalf("kept is %+v, %v, want a clock an hour ahead", kept, err)
		}
		s.api = meetingtest.New(meetingtest.Options{})
		kept.restore(s.api)
		if m := see(t, s.api, tomorrows); m.Subject != "Tea" {
			t.Errorf("the meeting is called %q, want Tea", m.Subject)
		}
	})
}

// TestPlayKeepsLateAnswers saves what is said between the signal and the end.
func TestPlayKeepsLateAnswers(t *testing.T) {
	t.Parallel()
	s := openStage(t, playgroundCommand{})
	slack, stop := s.begin(t)
	s.api.Slow(meetingtest.EndpointDetail, 4*time.Second)
	if err := slack.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting 914083136"); err != nil {
		t.Errorf("Say = %v, want nil", err)
	}
	stop()
	said, err := os.ReadFile(s.data.slackStateFile())
	if err != nil || !strings.Contains(string(said), "user01's meeting") {
		t.Errorf("kept is %s, %v, want the card that came late", said, err)
	}
}
