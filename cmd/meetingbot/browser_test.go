package main

import (
	"bufio"
	"context"
	"io"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground"
	"meetingbot/playground/browser"
)

// Names of the pictures that the tests take, some for the README, without ".png".
const (
	pictureCard         = "card"
	pictureParticipants = "participants"
	picturePhone        = "phone"
	pictureDark         = "dark"
	picturePanel        = "panel"
	pictureInspector    = "inspector"
	pictureChinese      = "chinese"
	pictureGuest        = "guest"
	pictureHelp         = "help"
	pictureReminder     = "reminder"
)

// newestText is a script: the text of the newest message.
const newestText = `[...document.querySelectorAll('#messages .message')].at(-1)?.innerText`

// TestBrowserJourney uses the playground, with the real bot, as a new user would.
// It takes the pictures of the README.
//
//nolint:paralleltest // beside the other tests, the browser would take minutes
func TestBrowserJourney(t *testing.T) {
	page := openPlayground(t)
	p := browser.Open(t)
	p.Resize(1180, 980)
	p.Visit(page)

	ask(p, "/meeting 914083136")
	p.Until(newestText + `.includes("user01's meeting")`)
	p.CheckAccessibility("the documentation's meeting")
	p.Reload()
	p.Until(`document.querySelectorAll('.message').length === 1`) // the message is still there
	ask(p, "/meeting 928 473 016")
	p.Until(newestText + `.includes('1–10 of 59')`)
	p.Screenshot(pictureCard)
	p.CheckAccessibility("card")
	p.Click(`[data-action=participants_next]`)
	p.Until(newestText + `.includes('11–20 of 59')`)
	if n := browser.Eval[int](p, `document.querySelectorAll('.message').length`); n != 2 {
		t.Errorf("%d messages after the next page, want still 2", n)
	}
	p.Screenshot(pictureParticipants)
	p.Click(`[data-action=participants_previous]`)
	p.Until(newestText + `.includes('1–10 of 59')`)

	p.Click("#theme")
	p.Screenshot(pictureDark)
	p.CheckAccessibility("dark")
	p.Click("#theme")
	p.Resize(390, 844)
	if wide := browser.Eval[int](p, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d pixels wide on a phone of 390", wide)
	}
	p.Screenshot(picturePhone)
	p.CheckAccessibility("phone")
	p.Resize(1180, 980)
	testSearch(t, p)
	ask(p, "/meeting budget <b>")
	p.Until(newestText + `.includes('budget <b>')`) // which is searched for
	ask(p, "/meeting help")
	p.Until(newestText + `.includes('/meeting 914083136')`)
	p.Screenshot(pictureHelp)

	testControlPanel(t, p)
	testOtherPeople(t, p, page)
	testShare(t, p, page)
	testReminderForm(t, p)
	testReminder(t, p, page)
}

// testControlPanel renames a meeting in the control panel, looks it up, and opens
// the inspector of the reply.
func testControlPanel(t *testing.T, p browser.Tab) {
	t.Helper()
	p.Click("#controls")
	browser.Eval[string](p, `document.querySelector('#control-meeting-id').value = '912860347'`)
	p.Type("#control-meeting-rename-subject", "Tea, not focus")
	p.Press(kb.Enter)
	p.Until(`document.querySelector('#control-meeting-said').innerText.includes('Tea, not focus')`)
	ask(p, "/meeting 912860347")
	p.Until(newestText + `.includes('Tea, not focus')`)
	if text := browser.Eval[string](p, newestText); !regexp.MustCompile(`starts in (2 hours|1 hour \d+ minutes)`).MatchString(text) {
		t.Errorf("renaming changed more than the name: %s", text)
	}
	p.Screenshot(picturePanel)
	p.CheckAccessibility("control panel")

	p.Click(`#messages li:last-child .tools a[aria-label^=Inspect]`)
	p.Until(`document.querySelectorAll('.exchanges li').length > 0 && document.querySelector('#inspect-json').innerText.includes('Tea, not focus')`)
	p.Screenshot(pictureInspector)
	p.CheckAccessibility("inspector")
}

// testReminder sets a reminder, puts the clock forward to it, and presses a button
// of the notice.
func testReminder(t *testing.T, p browser.Tab, page string) {
	t.Helper()
	p.Visit(page)
	p.Click("#controls")
	browser.Eval[string](p, `document.querySelector('#control-meeting-id').value = '916204385'`)
	p.Do(chromedp.SetValue(chromedp.CSS("#control-meeting-move-minutes"), "60"), chromedp.Focus(chromedp.CSS("#control-meeting-move-minutes")))
	p.Press(kb.Enter) // it started in twelve minutes when the test began
	p.Until(`document.querySelector('#control-meeting-said').innerText.includes('Design review')`)
	ask(p, "/meeting remind 916204385 10m")
	p.Until(newestText + `.includes("I'll remind #team-room")`)
	p.Click("#control-clock-fire")
	p.Until(newestText + `.includes('starts in 10 minutes')`)
	p.Until(`(log => log.scrollHeight - log.scrollTop - log.clientHeight < 2)(document.querySelector('#log'))`)
	p.Screenshot(pictureReminder)
	p.CheckAccessibility("reminder")

	if offered := browser.Eval[int](p, `document.querySelectorAll('`+lastItem+` :is([data-action=notice_details], [data-action=notice_snooze], [data-action=notice_stop])').length`); offered != 3 {
		t.Errorf("the reminder has %d of its three buttons", offered)
	}
	p.Click(lastItem + ` [data-action=notice_details]`)
	p.Until(`document.querySelector('` + lastItem + `.ephemeral [data-action=meeting_refresh]')`)
	if text := browser.Eval[string](p, newestText); !strings.Contains(text, "Design review") {
		t.Errorf("the details of the reminder are %q", text)
	}
	checkState(p, "details")
}

// testOtherPeople looks a meeting up as a person who reads Chinese, and as a guest,
// who is refused.
func testOtherPeople(t *testing.T, p browser.Tab, page string) {
	t.Helper()
	as := func(person string) {
		p.Visit(page + "/?" + url.Values{"as": {person}, "say": {"/meeting 928473016"}}.Encode())
		p.Press(kb.Enter)
	}
	as(playground.ChineseID)
	p.Until(newestText + `.includes('进行中')`)
	p.Screenshot(pictureChinese)
	p.CheckAccessibility("Chinese")
	as(playground.GuestID)
	p.Until(`document.querySelector('.typed .took') && ` + newestText + `.length > 0`)
	if text := browser.Eval[string](p, newestText); strings.Contains(text, "Quarterly planning") {
		t.Errorf("a guest reads %q, want a refusal", text)
	}
	p.Screenshot(pictureGuest)
}

// ask sends a line.
func ask(p browser.Tab, line string) {
	p.Type("#line", line)
	p.Press(kb.Enter)
}

// openPlayground runs the subcommand and returns the address of its page.
func openPlayground(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		args := []string{"playground", "--addr", "127.0.0.1:0"}
		ended <- run(ctx, args, writer, os.Stderr)
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != exitDone {
			t.Errorf("playground = %d, want %d", code, exitDone)
		}
	})
	lines := bufio.NewScanner(reader)
	var page string
	for range 3 { // one line for each address
		if !lines.Scan() {
			t.Fatal("the playground prints too few addresses")
		}
		if address, ok := strings.CutPrefix(lines.Text(), "page="); ok {
			page = address
		}
	}
	return page
}
