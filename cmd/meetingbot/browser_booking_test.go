package main

import (
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"

	"meetingbot/playground"
	"meetingbot/playground/browser"
)

// newestWith is a script: the text of the newest message with some words, "" without one.
func newestWith(words string) string {
	return `([...document.querySelectorAll('#messages .message')].map(m => m.innerText).findLast(t => t.includes('` + words + `')) ?? '')`
}

// TestBrowserBooking books a meeting from a phrase, with a mistake in the form that it
// corrects, finds it among the day's, moves it and cancels it, which its channel is told
// of once each, and starts another one at once.
//
//nolint:paralleltest // beside the other tests, the browser would take minutes
func TestBrowserBooking(t *testing.T) {
	page := openPlayground(t)
	p := browser.Open(t)
	p.Resize(1180, 980)
	p.Visit(page)
	testBook(t, p)
	testMove(t, p)
	testCancel(t, p)
	testStartNow(t, p)
	testDoubtInChinese(t, p, page)
}

// testDoubtInChinese opens the form for somebody who reads Chinese, with two dates of
// which none is filled in.
func testDoubtInChinese(t *testing.T, p browser.Tab, page string) {
	t.Helper()
	p.Visit(page + "/?" + url.Values{"as": {playground.ChineseID}}.Encode())
	ask(p, "/meeting 预约 周三或者周四下午3点评审 半小时")
	openBookForm(t, p)
	p.Until(openFormText + `.includes('你提到了多个日期')`)
	if date := browser.Eval[string](p, `document.querySelector('dialog[open] [data-action=book_date]').value`); date != "" {
		t.Errorf("of two dates, %s is filled in", date)
	}
	checkLook(t, p, "book-form-chinese")
	closeForm(p)
}

// testBook books a meeting of tomorrow.
func testBook(t *testing.T, p browser.Tab) {
	t.Helper()
	ask(p, "/meeting schedule tomorrow at 3 fjord planning 45m")
	openBookForm(t, p)
	p.Until(openFormText + `.includes('can be 15:00 or 03:00')`)
	checkLook(t, p, "book-form")
	set(p, "book_emails", "cy@example.org, dee")
	sendOff(t, p, openFormTrouble+`.includes('“dee”')`)
	p.Until(`document.activeElement.dataset.action === 'book_emails' && document.activeElement.ariaInvalid === 'true'`)
	checkLook(t, p, "book-error")
	set(p, "book_emails", "cy@example.org")
	p.Click(`dialog [data-action=book_also][value=remind]`)
	sendOff(t, p, openFormText+`.includes('fjord planning is booked')`)
	checkLook(t, p, "booked")
	closeForm(p)
	ask(p, "/meeting tomorrow")
	p.Until(newestText + `.includes('fjord planning')`)
	checkState(p, "booked-listed")
}

// testMove moves the meeting with the form, and its channel is told when it was and when
// it is.
func testMove(t *testing.T, p browser.Tab) {
	t.Helper()
	openCard(p)
	choose(p, "change")
	openBookForm(t, p)
	checkState(p, "change-form")
	set(p, "book_time", "16:15")
	sendOff(t, p, openFormText+`.includes('Changed: fjord planning')`)
	checkLook(t, p, "changed")
	closeForm(p)
	p.Until(public + `.includes('was moved')`)
	checkState(p, "moved")
}

// testCancel cancels the meeting after a question, and its channel is told once.
func testCancel(t *testing.T, p browser.Tab) {
	t.Helper()
	openCard(p)
	choose(p, "cancel")
	p.Until(`document.querySelector('` + lastItem + ` [data-action=cancel_yes]')`)
	checkLook(t, p, "cancel-question")
	p.Click(lastItem + ` [data-action=cancel_yes]`)
	p.Until(public + `.includes('is cancelled')`)
	checkLook(t, p, "cancelled")
	if n := browser.Eval[int](p, public+`.split('is cancelled').length - 1`); n != 1 {
		t.Errorf("the channel is told %d times that the meeting is cancelled, want once", n)
	}
	if n := browser.Eval[int](p, public+`.split('was moved').length - 1`); n != 1 {
		t.Errorf("the channel is told %d times that the meeting was moved, want once", n)
	}
}

// openCard shows the card of the meeting.
func openCard(p browser.Tab) {
	ask(p, "/meeting find fjord")
	p.Until(newestText + `.includes('fjord planning') && document.querySelector('` + lastItem + ` [data-action=meeting_menu]')`)
}

// public is a script: the text of all messages about the meeting that everybody in the
// channel sees.
const public = `[...document.querySelectorAll('#messages .message:not(.ephemeral)')].map(m => m.innerText).filter(t => t.includes('fjord planning')).join()`

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
