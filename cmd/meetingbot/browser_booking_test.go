package main

import (
	"testing"

	"github.com/chromedp/chromedp"

	"meetingbot/playground/browser"
)

// newestIn is a script: the text of the newest message with some words, "" without one.
func newestWith(words string) string {
	return `([...document.querySelectorAll('#messages .message')].map(m => m.innerText).findLast(t => t.includes('` + words + `')) ?? '')`
}

// TestBrowserBooking books a meeting from a phrase, with a mistake in the form that it
// corrects, finds it among the day's, and starts another one at once.
//
//nolint:paralleltest // beside the other tests, the browser would take minutes
func TestBrowserBooking(t *testing.T) {
	page := openPlayground(t)
	p := browser.Open(t)
	p.Resize(1180, 980)
	p.Visit(page)
	testBook(t, p)
	testStartNow(t, p)
}

// testBook books a meeting of tomorrow.
func testBook(t *testing.T, p browser.Tab) {
	t.Helper()
	ask(p, "/meeting schedule tomorrow at 3 budget review 45m")
	openBookForm(t, p)
	p.Until(openFormText + `.includes('can be 15:00 or 03:00')`)
	checkLook(t, p, "book-form")
	set(p, "book_emails", "cy@example.org, dee")
	sendOff(t, p, openFormTrouble+`.includes('“dee”')`)
	p.Until(`document.activeElement.dataset.action === 'book_emails' && document.activeElement.ariaInvalid === 'true'`)
	checkLook(t, p, "book-error")
	set(p, "book_emails", "cy@example.org")
	p.Click(`dialog [data-action=book_also][value=remind]`)
	sendOff(t, p, openFormText+`.includes('budget review is booked')`)
	checkLook(t, p, "booked")
	closeForm(p)
	ask(p, "/meeting tomorrow")
	p.Until(newestText + `.includes('budget review')`)
	checkState(p, "booked-listed")
}

// testStartNow starts a meeting that everybody in the channel can join.
func testStartNow(t *testing.T, p browser.Tab) {
	t.Helper()
	ask(p, "/meeting now Quick talk")
	p.Until(newestWith("Quick talk") + `.includes('Ready to join')`)
	if ephemeral := browser.Eval[bool](p, `!!document.querySelector('`+lastItem+`.ephemeral')`); ephemeral {
		t.Error("only Ana sees the meeting that she started in a channel")
	}
	checkLook(t, p, "now")
}

// openBookForm waits for the form for a booking. Where the bot says that it came too
// late, it presses the button to try again, as a person would.
func openBookForm(t *testing.T, p browser.Tab) {
	t.Helper()
	const form, again = `document.querySelector('dialog[open] [data-action=book_subject]')`, `document.querySelector('` + lastItem + ` [data-action=ask_again]')`
	for range triesOnABusyMachine {
		p.Until(form + ` || ` + again)
		if browser.Eval[bool](p, `!!`+form) {
			return
		}
		p.Click(lastItem + ` [data-action=ask_again]`)
	}
	t.Fatal("the form was never opened in time")
}

// set fills in a field of the form on top.
func set(p browser.Tab, action, value string) {
	p.Do(chromedp.SetValue(chromedp.CSS(`dialog[open] [data-action=`+action+`]`), value))
}

// closeForm closes the form on top.
func closeForm(p browser.Tab) {
	p.Click(`dialog [data-close]`)
	p.Until(`!document.querySelector('dialog[data-view]')`)
}
