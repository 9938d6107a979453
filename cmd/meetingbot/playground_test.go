package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// openPlaygroundEnv opens a playground with free addresses and a temporary folder.
func openPlaygroundEnv(t *testing.T, p playgroundCommand) *playgroundEnv {
	t.Helper()
	p.Addr, p.BotAddr, p.MeetingAddr = "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0"
	e, err := p.open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	e.data, e.ackWithin = playData{t.TempDir()}, time.Minute
	if err := e.openMeetings(); err != nil {
		t.Fatal(err)
	}
	return e
}

// start runs the playground until stop is called, or the test ends. stop waits for
// the end.
func (e *playgroundEnv) start(t *testing.T) (slack *playground.Server, stop func()) {
	t.Helper()
	_, slack, stop = e.startApp(t)
	return slack, stop
}

// startApp does the same and returns the bot as well.
func (e *playgroundEnv) startApp(t *testing.T) (a *app, slack *playground.Server, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	a = newTestApp(t, e.config(), e.logger, e.clock.Now)
	slack, err := e.slack(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- e.runAndPersist(ctx, a) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("runAndPersist = %v, want nil", err)
		}
	})
	t.Cleanup(stop)
	return a, slack, stop
}

// remoteListener is a listener whose address is not loopback.
type remoteListener struct{ net.Listener }

func (remoteListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 8080} }

// TestPlaygroundForOtherMachines checks that somebody who opens the page by the
// name of another machine gets replies, at once and late, and can click.
func TestPlaygroundForOtherMachines(t *testing.T) {
	t.Parallel()
	e := openPlaygroundEnv(t, playgroundCommand{AllowRemote: true})
	page := address(e.page)
	e.page = remoteListener{e.page}
	var err error
	if e.slackAPI, err = ensureLoopback(t.Context(), e.page); err != nil {
		t.Fatal(err)
	}
	slack, _ := e.start(t)
	e.api.Slow(meetingtest.EndpointDetail, 3*time.Second)
	sendByName(t, http.MethodGet, page+"/", nil, http.StatusOK)
	sendByName(t, http.MethodPost, page+"/say", url.Values{"text": {"/meeting 928473016"}}, http.StatusNoContent)
	card := waitForText(t, slack, "1–10 of 59")
	sendByName(t, http.MethodPost, page+"/click", url.Values{"ts": {card}, "action": {"participants_next"}}, http.StatusNoContent)
	waitForText(t, slack, "11–20 of 59")
}

// sendByName sends a request as a browser does that has opened the page by a name
// that is not loopback.
func sendByName(t *testing.T, method, address string, form url.Values, want int) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
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
		t.Errorf("%s %s = %d, want %d", method, address, response.StatusCode, want)
	}
}

// waitForText waits until the newest message that Ana sees holds text, and returns
// its timestamp.
func waitForText(t *testing.T, slack *playground.Server, text string) (ts string) {
	t.Helper()
	if !eventually(func() bool {
		all := slack.Messages(playground.ChannelID, playground.UserID)
		if len(all) == 0 || !strings.Contains(string(all[len(all)-1].JSON()), text) {
			return false
		}
		ts = all[len(all)-1].TS
		return true
	}) {
		t.Fatalf("the newest message does not hold %q", text)
	}
	return ts
}

// What happens to a meeting is told at once where the Meeting API pushes its events: the
// clock stands still for the bot, which would ask in five minutes.
func TestPlaygroundPushesEvents(t *testing.T) {
	t.Parallel()
	e := openPlaygroundEnv(t, playgroundCommand{})
	e.webhookKey = newSigningSecret()
	slack, _ := e.start(t)
	if err := slack.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting remind 973305164"); err != nil {
		t.Fatal(err)
	}
	waitForText(t, slack, "10 minutes before")
	if !eventually(func() bool {
		_, moved := e.api.Postpone("973305164", time.Hour)
		return moved
	}) {
		t.Fatal("the meeting cannot be moved")
	}
	waitForText(t, slack, "moved")
}
