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

// sorry is what the bot says when a machine is so busy that one of Slack's three
// seconds is over. People then try again, and so does this test.
const sorry = `.includes('Sorry, ')`

// testReminderForm sets a reminder of a series with the form, first with an error,
// and finds it in the list.
func testReminderForm(t *testing.T, p browser.Tab) {
	t.Helper()
	for attempt := 1; !setReminder(p); attempt++ {
		if attempt == 5 {
			t.Fatal("the bot was never in time to set a reminder")
		}
	}
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
		{"external", playground.ExternalID, "not for people from other organisations"},
	} {
		as(tt.person)
		p.Until(shared)
		p.Click(`#messages .message:not(.ephemeral) [data-action=meeting_refresh]`)
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

// setReminder sets a reminder with the form, first with an error. It reports false
// when the bot was not in time.
func setReminder(p browser.Tab) bool {
	const form, saved = `document.querySelector('dialog[open] [data-action=reminder_leads]')`, openFormText + `.includes('2 reminders: 1 hour before · 10 minutes before the start')`
	ask(p, "/meeting 935150742")
	p.Until(newestText + `.includes('Weekly sync')`)
	choose(p, "remind")
	p.Until(form + ` || ` + newestText + sorry)
	if !browser.Eval[bool](p, `!!`+form) {
		return false
	}
	checkState(p, "form")
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=reminder_leads]`), "soon"), chromedp.Focus(chromedp.CSS(`[data-action=reminder_leads]`)))
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.wrong .trouble')?.innerText.includes('I understand times such as 10m') || ` + openFormText + sorry)
	if browser.Eval[bool](p, `!!(`+openFormText+sorry+`)`) {
		p.Press(kb.Escape)
		return false
	}
	p.Until(`document.activeElement.dataset.action === 'reminder_leads' && document.activeElement.ariaInvalid === 'true'`)
	checkState(p, "form-error")
	checkDark(p, "form-dark")
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=reminder_leads]`), "1h 10m"))
	p.Click(`dialog [type=submit]`)
	p.Until(saved + ` || ` + openFormText + sorry)
	if !browser.Eval[bool](p, `!!(`+saved+`)`) {
		p.Press(kb.Escape)
		return false
	}
	checkState(p, "form-saved")
	return true
}
