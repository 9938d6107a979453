package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// openStage opens a playground at addresses of its own, with a folder of its own.
func openStage(t *testing.T, p playgroundCommand) *playgroundEnv {
	t.Helper()
	p.Addr, p.BotAddr, p.MeetingAddr = "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0"
	s, err := p.open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	s.data, s.ackWithin = playData{t.TempDir()}, time.Minute
	if err := s.openMeetings(); err != nil {
		t.Fatal(err)
	}
	return s
}

// begin plays until stop is called, which waits for the end.
func (s *playgroundEnv) begin(t *testing.T) (slack *playground.Server, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	a, err := newApp(ctx, s.config(), s.logger, s.clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	if slack, err = s.slack(s.panel(a)); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.runAndPersist(ctx, a, slack) }()
	return slack, func() {
		t.Helper()
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("play = %v, want nil", err)
		}
	}
}

// elsewhere is a listener that says it is open to other machines.
type elsewhere struct{ net.Listener }

func (elsewhere) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 8080} }

// TestPlaygroundForOtherMachines answers somebody who opens the page by a name
// that is not loopback, at once and late, and takes their clicks.
func TestPlaygroundForOtherMachines(t *testing.T) {
	t.Parallel()
	s := openStage(t, playgroundCommand{AllowRemote: true})
	actual := address(s.page)
	s.page = elsewhere{s.page}
	var err error
	if s.slackAPI, err = ownLoopback(t.Context(), s.page); err != nil {
		t.Fatal(err)
	}
	slack, stop := s.begin(t)
	defer stop()
	s.api.Slow(meetingtest.EndpointDetail, 3*time.Second)
	send := func(method, path string, form url.Values, want int) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, actual+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "workshop.example:8080"
		request.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {"http://workshop.example:8080"}, "Hx-Request": {"true"}}
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s %s = %d, want %d", method, path, response.StatusCode, want)
		}
	}
	shows := func(text string) (ts string) {
		t.Helper()
		if !eventually(func() bool {
			all := slack.Messages(playground.ChannelID, playground.UserID)
			if len(all) == 0 || !strings.Contains(string(all[len(all)-1].JSON()), text) {
				return false
			}
			ts = all[len(all)-1].TS
			return true
		}) {
			t.Fatalf("no message says %q", text)
		}
		return ts
	}
	send(http.MethodGet, "/", nil, http.StatusOK)
	send(http.MethodPost, "/say", url.Values{"text": {"/meeting 928473016"}}, http.StatusNoContent)
	card := shows("1–10 of 57")
	send(http.MethodPost, "/click", url.Values{"ts": {card}, "action": {"participants_next"}}, http.StatusNoContent)
	shows("11–20 of 57")
}
