package main

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
	"meetingbot/playground/browser"
)

// liveID is the meeting that the journey shares, and liveName its name on the page.
const (
	liveID   = "916204385"
	liveName = "Design review"
)

// TestBrowserLive shares a card and sees it follow its meeting, as everybody in the
// channel does: it starts, people come and go, it ends, and becomes the record with the
// recording. Nobody asks for anything: the Meeting API pushes what happens.
//
//nolint:paralleltest // beside the other tests, the browser would take minutes
func TestBrowserLive(t *testing.T) {
	e := openPlaygroundEnv(t, playgroundCommand{})
	e.webhookKey = newSigningSecret()
	a, _, _ := e.startApp(t)
	p := browser.Open(t)
	p.Resize(1280, 900)
	p.Visit(address(e.page))
	ask(p, "/meeting share "+liveID)
	waitForCard(p, "Scheduled")
	checkLook(t, p, "live-scheduled")
	testComeAndGo(t, p, e)
	testRecord(t, p, e, a)
	testSnapshot(t, p, e)
}

// waitForCard waits until the newest message is the card in a state. No other message
// comes for that.
func waitForCard(p browser.Tab, state string) {
	p.Until(newestWith(liveName) + `.includes('` + state + `') && document.querySelectorAll('#messages .message').length === 1`)
}

// testComeAndGo starts the meeting, and has people come and go.
func testComeAndGo(t *testing.T, p browser.Tab, e *playgroundEnv) {
	t.Helper()
	mustChange(t, "start", e.api.Start(liveID))
	waitForCard(p, " in it, 10 invited")
	checkLook(t, p, "live-progress")
	in := countIn(t, p)
	for i := range 5 {
		mustChange(t, "join", e.api.Join(liveID, meetingtest.Attendee{Name: fmt.Sprintf("Visitor %d", i)}))
	}
	waitForCard(p, fmt.Sprintf("In progress · %d in it, 10 invited", in+5))
	mustChange(t, "leave", e.api.Leave(liveID, "Visitor 3"))
	waitForCard(p, fmt.Sprintf("In progress · %d in it, 10 invited", in+4))
	checkLook(t, p, "live-crowd")
}

// testRecord ends the meeting, of which a recording can be played once its booked time is
// over, too.
func testRecord(t *testing.T, p browser.Tab, e *playgroundEnv, a *app) {
	t.Helper()
	mustChange(t, "record", e.api.Record(liveID))
	mustChange(t, "end", e.api.End(liveID))
	waitForCard(p, "Ended")
	checkLook(t, p, "live-ended")
	e.clock.skip(time.Hour)
	if !eventually(func() bool {
		if err := a.database.Wake(t.Context()); err != nil {
			t.Error(err)
		}
		return browser.Eval[bool](p, newestWith(liveName)+`.includes('Recording')`)
	}) {
		t.Fatal("nobody is shown that there is a recording")
	}
	waitForCard(p, "came, 10 invited")
	checkLook(t, p, "live-record")
	if n := browser.Eval[int](p, `document.querySelectorAll('`+lastItem+` [data-action=meeting_join]').length`); n != 0 {
		t.Error("the record of a meeting that is over offers to join it")
	}
	p.Click(lastItem + ` [data-action=attendance]`)
	p.Until(newestText + `.includes('people came to') && document.querySelector('` + lastItem + `.ephemeral')`)
}

// testSnapshot shares another meeting where the bot is no member, and refreshes the card.
func testSnapshot(t *testing.T, p browser.Tab, e *playgroundEnv) {
	t.Helper()
	p.Visit(address(e.page) + "/?channel=" + playground.OpenChannelID)
	ask(p, "/meeting share 973305164")
	p.Until(newestText + `.includes('as of')`)
	checkLook(t, p, "live-snapshot")
	mustChange(t, "start", e.api.Start("973305164"))
	p.Click(lastItem + ` [data-action=shared_refresh]`)
	p.Until(newestText + `.includes('In progress') && document.querySelectorAll('#messages .message').length === 1`)
	checkLook(t, p, "live-refreshed")
}

// countIn is how many the card says are in the meeting.
func countIn(t *testing.T, p browser.Tab) int {
	t.Helper()
	shown := browser.Eval[string](p, newestWith(liveName))
	found := regexp.MustCompile(`(\d+) in it`).FindStringSubmatch(shown)
	if found == nil {
		t.Fatalf("the card does not say how many are in the meeting: %s", shown)
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// mustChange fails the test where the simulated Meeting API does not allow a change.
func mustChange(t *testing.T, what string, done bool) {
	t.Helper()
	if !done {
		t.Fatalf("the meeting does not %s", what)
	}
}
