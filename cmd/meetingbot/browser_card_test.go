package main

import (
	"fmt"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground/browser"
)

// Scripts about the newest message: its height; whether Join is on the screen, or the
// message has none; how many lines its first buttons take; and how wide the page is.
const (
	newest = `[...document.querySelectorAll('#messages .message')].at(-1)`
	// heightOf is that of a card without Slack's own block for a running meeting.
	heightOf      = `(m => m.getBoundingClientRect().height - (m.querySelector('.call')?.getBoundingClientRect().height ?? 0))(` + newest + `)`
	joinIsShown   = `(join => !join || join.getBoundingClientRect().top > document.querySelector('#log').getBoundingClientRect().top && join.getBoundingClientRect().bottom < innerHeight)(` + newest + `.querySelector('[data-action=meeting_join]'))`
	linesOfButton = `new Set([...` + newest + `.querySelector('.actions').children].map(button => Math.round(button.getBoundingClientRect().top))).size`
	messageCount  = `document.querySelectorAll('#messages .message').length`
	pageWidth     = `document.documentElement.scrollWidth`
)

// TestBrowserCards looks every demo meeting up on a phone: Join is on the screen that
// they get, and the buttons beside it are on one line. A card in a channel is small.
//
//nolint:paralleltest // beside many other programs, a browser is slow
func TestBrowserCards(t *testing.T) {
	page := openPlayground(t)
	p := browser.Open(t)
	p.Resize(390, 844)
	p.Visit(page)
	for i, m := range meetingtest.DemoMeetings(time.Now()) {
		ask(p, "/meeting "+m.ID)
		p.Until(fmt.Sprintf(`%s === %d && %s.querySelector('[data-action=meeting_refresh], [data-action=meeting_recording]')`, messageCount, i+1, newest))
		p.Until(joinIsShown)
		if n := browser.Eval[int](p, linesOfButton); n != 1 {
			t.Errorf("%s (%s): the buttons take %d lines of a phone", m.ID, m.Subject, n)
		}
		if wide := browser.Eval[int](p, pageWidth); wide > 390 {
			t.Errorf("%s: the page is %d pixels wide on a phone of 390", m.ID, wide)
		}
	}
	for _, id := range []string{"928473016", "970216853", "945379862", "942688130"} {
		before := browser.Eval[int](p, messageCount)
		ask(p, "/meeting share "+id)
		p.Until(fmt.Sprintf(`%s > %d && %s.includes('Shared by Ana Morel')`, messageCount, before, newestText))
		// The longest subject takes four lines, and a date that is neither today nor tomorrow two.
		if high := browser.Eval[float64](p, heightOf); high >= 270 {
			t.Errorf("the shared card of %s is %.0f pixels high on a phone, want less than 270", id, high)
		}
		p.Until(joinIsShown)
	}
	p.Screenshot("shared-phone")
	p.CheckAccessibility("shared cards on a phone")
}
