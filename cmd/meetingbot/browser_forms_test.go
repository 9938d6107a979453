package main

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground"
	"meetingbot/playground/browser"
)

// lastItem selects the newest message of the channel.
const lastItem = `#messages li:last-child`

// openFormText is a script: the text of the form on top.
const openFormText = `document.querySelector('dialog[open] .fields-of-view')?.innerText`

// checkState takes a picture of the page and checks its accessibility.
func checkState(p browser.Tab, state string) {
	p.Screenshot(state)
	p.CheckAccessibility(state)
}

// checkDark is checkState with dark colours. It sets them by a script, since an open
// form covers the switch.
func checkDark(p browser.Tab, state string) {
	browser.Eval[string](p, `document.documentElement.dataset.theme = 'dark'`)
	checkState(p, state)
	browser.Eval[string](p, `document.documentElement.dataset.theme = 'light'`)
}

// testSearch searches the 57 invited people, on the newest card.
func testSearch(t *testing.T, p browser.Tab) {
	t.Helper()
	messages := browser.Eval[int](p, `document.querySelectorAll('.message').length`)
	p.Click(lastItem + ` [data-action=participants_search]`)
	p.Until(`document.activeElement.dataset.action === 'people_query_text'`)
	checkState(p, "search")
	p.Press("in", kb.Enter)
	p.Until(openFormText + `.includes('1–10 of ')`)
	checkState(p, "search-found")
	checkDark(p, "search-dark")
	p.Click(`dialog [data-action=people_found_next]`)
	p.Until(openFormText + `.includes('11–')`)
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=people_query_text]`), "leonor"))
	p.Click(`dialog [type=submit]`)
	p.Until(openFormText + `.includes('Leonor Duarte')`)
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('dialog') && document.activeElement.dataset.action === 'participants_search'`)
	if n := browser.Eval[int](p, `document.querySelectorAll('.message').length`); n != messages {
		t.Errorf("%d messages after a search, want still %d", n, messages)
	}
}

// testReminderForm sets a reminder of a series with the form, first with an error,
// and finds it in the list.
func testReminderForm(t *testing.T, p browser.Tab) {
	t.Helper()
	setReminder(t, p)
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('dialog') && document.activeElement.dataset.action === 'meeting_menu'`)
	ask(p, "/meeting reminders")
	p.Until(newestText + `.includes('Reminders in this channel') && ` + newestText + `.includes('Weekly sync')`)
	p.Until(`document.querySelector('` + lastItem + ` [data-action=reminder_change]') && document.querySelector('` + lastItem + ` [data-action=reminders_stop]')`)
	checkState(p, "reminders")
}

// testShare shares a card, after the question whether to. A guest and a person from another organisation press a
// button on it and are refused, which nobody else sees.
func testShare(t *testing.T, p browser.Tab, page string) {
	t.Helper()
	as := func(person string) { p.Visit(page + "/?" + url.Values{"as": {person}}.Encode()) }
	const shared = `document.querySelector('#messages .message:not(.ephemeral)')?.innerText.includes('Shared by')`

	as(playground.UserID)
	ask(p, "/meeting 928473016")
	p.Until(newestText + `.includes('Quarterly planning')`)
	choose(p, "share")
	p.Until(`document.querySelector('` + lastItem + ` [data-action=share_yes]')`)
	checkState(p, "share-question")
	p.Click(lastItem + ` [data-action=share_yes]`)
	p.Until(shared)
	checkState(p, "shared")
	for _, tt := range []struct{ state, person, refusal string }{
		{"guest", playground.GuestID, "Guests of this workspace"},
		{"external", playground.ExternalID, "not for people from other organizations"},
	} {
		as(tt.person)
		p.Until(shared)
		p.Click(`#messages .message:not(.ephemeral) [data-action=meeting_open]`)
		p.Until(newestText + `.includes('` + tt.refusal + `') && document.querySelector('` + lastItem + `.ephemeral')`)
		checkState(p, tt.state)
		as(playground.UserID)
		p.Until(shared)
		if text := browser.Eval[string](p, `document.querySelector('#messages').innerText`); strings.Contains(text, tt.refusal) {
			t.Errorf("Ana sees a message that is only for the %s: %s", tt.state, text)
		}
	}
}

// choose selects an entry of the menu on the newest card.
func choose(p browser.Tab, entry string) {
	p.Click(lastItem + ` [data-action=meeting_menu]`)
	p.Click(`.menu:popover-open [data-option^="` + entry + ` "]`)
}

// openFormTrouble is a script: what stands in the form on top about a failure.
const openFormTrouble = `[...document.querySelectorAll('dialog[open] .trouble')].map(e => e.innerText).join()`

// setReminder sets a reminder with the form, first with an error.
func setReminder(t *testing.T, p browser.Tab) {
	t.Helper()
	ask(p, "/meeting 935150742")
	p.Until(newestText + `.includes('Weekly sync')`)
	choose(p, "remind")
	awaitForm(t, p)
	checkState(p, "form")
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=reminder_leads]`), "soon"))
	sendOff(t, p, openFormTrouble+`.includes('I understand times such as 10m')`)
	p.Until(`document.activeElement.dataset.action === 'reminder_leads' && document.activeElement.ariaInvalid === 'true'`)
	checkState(p, "form-error")
	checkDark(p, "form-dark")
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=reminder_leads]`), "1h 10m"))
	sendOff(t, p, openFormText+`.includes('2 reminders: 1 hour before · 10 minutes before the start')`)
	checkState(p, "form-saved")
}

// triesOnABusyMachine is how often what took too long is tried again.
const triesOnABusyMachine = 10

// awaitForm waits for the form for reminders. Where the bot says that it came too
// late, it presses the button to try again, as a person would.
func awaitForm(t *testing.T, p browser.Tab) {
	t.Helper()
	const form, again = `document.querySelector('dialog[open] [data-action=reminder_leads]')`, `document.querySelector('` + lastItem + ` [data-action=ask_again]')`
	for range triesOnABusyMachine {
		p.Until(form + ` || ` + again)
		if browser.Eval[bool](p, `!!`+form) {
			return
		}
		p.Click(lastItem + ` [data-action=ask_again]`)
	}
	t.Fatal("the form was never opened in time")
}

// sendOff sends the form on top off until the page shows what is wanted. What was
// entered is still there when the bot says that it took too long, or Slack that it had
// no answer: then it is sent off again, as a person would.
func sendOff(t *testing.T, p browser.Tab, want string) {
	t.Helper()
	const late = `/Sorry, |trouble connecting/.test(` + openFormTrouble + `)`
	for range triesOnABusyMachine {
		p.Click(`dialog [type=submit]`)
		p.Until(`!document.querySelector('.htmx-request') && (` + want + ` || ` + late + `)`)
		if browser.Eval[bool](p, `!!(`+want+`)`) {
			return
		}
	}
	t.Fatal("the form was never taken in time")
}
