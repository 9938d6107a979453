package main

import (
	"bufio"
	"context"
	"io"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground"
	"meetingbot/playground/browser"
)

// Names of the pictures that the README and the tests take, without ".png".
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

const newest = `[...document.querySelectorAll('#messages .message')].at(-1)?.innerText`

// TestBrowserJourney lives through the playground as a newcomer does: the real
// bot, its real card, its real buttons. It takes the README's pictures.
func TestBrowserJourney(t *testing.T) {
	t.Parallel()
	page := openPlayground(t)
	p := browser.Open(t)
	p.Resize(1180, 980)
	p.Visit(page)

	ask(p, "/meeting 914083136")
	p.Until(newest + `.includes("user01's meeting")`)
	p.CheckAccessibility("the documentation's meeting")
	p.Reload()
	p.Until(`document.querySelectorAll('.message').length === 1`) // survives a reload
	ask(p, "/meeting 928 473 016")
	p.Until(newest + `.includes('1–10 of 57')`)
	p.Screenshot(pictureCard)
	p.CheckAccessibility("card")
	p.Click(`[data-action=participants_next]`)
	p.Until(newest + `.includes('11–20 of 57')`)
	if n := browser.Eval[int](p, `document.querySelectorAll('.message').length`); n != 2 {
		t.Errorf("%d messages after turning a page, want the two that there were", n)
	}
	p.Screenshot(pictureParticipants)
	p.Click(`[data-action=participants_previous]`)
	p.Until(newest + `.includes('1–10 of 57')`)

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
	searching(t, p)
	ask(p, "/meeting budget <b>")
	p.Until(newest + `.includes('/meeting 914083136')`)
	p.Screenshot(pictureHelp)

	handling(t, p)
	actingAs(t, p, page)
	sharing(t, p, page)
	promising(p)
	reminding(t, p, page)
}

// handling changes a meeting in the control panel and sees the bot notice, then
// looks into a message.
func handling(t *testing.T, p browser.Tab) {
	t.Helper()
	p.Click("#controls")
	browser.Eval[string](p, `document.querySelector('#control-meeting-id').value = '912860347'`)
	p.Type("#control-meeting-rename-subject", "Tea, not focus")
	p.Press(kb.Enter)
	p.Until(`document.querySelector('#control-meeting-said').innerText.includes('Tea, not focus')`)
	ask(p, "/meeting 912860347")
	p.Until(newest + `.includes('Tea, not focus')`)
	if said := browser.Eval[string](p, newest); !strings.Contains(said, "starts in 2 hours") {
		t.Errorf("renaming did more than that: %s", said)
	}
	p.Screenshot(picturePanel)
	p.CheckAccessibility("control panel")

	p.Click(`#messages li:last-child .tools a[aria-label^=Inspect]`)
	p.Until(`document.querySelectorAll('.exchanges li').length > 0 && document.querySelector('#inspect-json').innerText.includes('Tea, not focus')`)
	p.Screenshot(pictureInspector)
	p.CheckAccessibility("inspector")
}

// reminding has the channel reminded of a meeting, and puts the clock forward to
// see it happen and to press what the reminder offers.
func reminding(t *testing.T, p browser.Tab, page string) {
	t.Helper()
	p.Visit(page)
	ask(p, "/meeting remind 916204385 10m")
	p.Until(newest + `.includes('#team-room')`)
	p.Click("#controls")
	p.Click("#control-clock-fire")
	p.Until(newest + `.includes('starts in 10 minutes')`)
	p.Until(`(log => log.scrollHeight - log.scrollTop - log.clientHeight < 2)(document.querySelector('#log'))`)
	p.Screenshot(pictureReminder)
	p.CheckAccessibility("reminder")

	if offered := browser.Eval[int](p, `document.querySelectorAll('`+last+` :is([data-action=notice_details], [data-action=notice_snooze], [data-action=notice_stop])').length`); offered != 3 {
		t.Errorf("the reminder has %d of its three buttons", offered)
	}
	p.Click(last + ` [data-action=notice_details]`)
	p.Until(`document.querySelector('` + last + `.ephemeral [data-action=meeting_refresh]')`)
	if said := browser.Eval[string](p, newest); !strings.Contains(said, "Design review") {
		t.Errorf("the details of the reminder are %q", said)
	}
	shown(p, "details")
}

// actingAs asks as others do: in Chinese, and as a guest, who is refused.
func actingAs(t *testing.T, p browser.Tab, page string) {
	t.Helper()
	as := func(person string) {
		p.Visit(page + "/?" + url.Values{"as": {person}, "say": {"/meeting 928473016"}}.Encode())
		p.Press(kb.Enter)
	}
	as(playground.ChineseID)
	p.Until(newest + `.includes('进行中')`)
	p.Screenshot(pictureChinese)
	p.CheckAccessibility("Chinese")
	as(playground.GuestID)
	p.Until(`document.querySelector('.typed .took') && ` + newest + `.length > 0`)
	if said := browser.Eval[string](p, newest); strings.Contains(said, "Quarterly planning") {
		t.Errorf("a guest reads %q, want a refusal", said)
	}
	p.Screenshot(pictureGuest)
}

// ask types a line and sends it.
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
	for range 3 { // it says three addresses
		if !lines.Scan() {
			t.Fatal("the playground does not say where it is")
		}
		if address, ok := strings.CutPrefix(lines.Text(), "page="); ok {
			page = address
		}
	}
	return page
}
