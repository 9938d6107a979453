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

// last finds the newest line of the channel.
const last = `#messages li:last-child`

// form says what the form on top shows.
const form = `document.querySelector('dialog[open] .fields-of-view')?.innerText`

// shown takes a picture of the page and looks for barriers on it.
func shown(p browser.Tab, state string) {
	p.Screenshot(state)
	p.CheckAccessibility(state)
}

// darkly does that in the dark, where a form covers the switch.
func darkly(p browser.Tab, state string) {
	browser.Eval[string](p, `document.documentElement.dataset.theme = 'dark'`)
	shown(p, state)
	browser.Eval[string](p, `document.documentElement.dataset.theme = 'light'`)
}

// searching looks for people among the 57 who are invited, on the newest card.
func searching(t *testing.T, p browser.Tab) {
	t.Helper()
	messages := browser.Eval[int](p, `document.querySelectorAll('.message').length`)
	p.Click(last + ` [data-action=participants_search]`)
	p.Until(`document.activeElement.dataset.action === 'people_query_text'`)
	shown(p, "search")
	p.Press("in", kb.Enter)
	p.Until(form + `.includes('1–10 of ')`)
	shown(p, "search-found")
	darkly(p, "search-dark")
	p.Click(`dialog [data-action=people_found_next]`)
	p.Until(form + `.includes('11–')`)
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=people_query_text]`), "leonor"))
	p.Click(`dialog [type=submit]`)
	p.Until(form + `.includes('Leonor Duarte')`)
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('dialog') && document.activeElement.dataset.action === 'participants_search'`)
	if n := browser.Eval[int](p, `document.querySelectorAll('.message').length`); n != messages {
		t.Errorf("%d messages after a search, want the %d that there were", n, messages)
	}
}

// promising has the channel reminded of a series by the form, at the second try,
// and finds that in the list.
func promising(p browser.Tab) {
	ask(p, "/meeting 935150742")
	p.Until(newest + `.includes('Weekly sync')`)
	choose(p, "remind")
	p.Until(`document.querySelector('dialog[open] [data-action=reminder_leads]')`)
	shown(p, "form")
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=reminder_leads]`), "soon"), chromedp.Focus(chromedp.CSS(`[data-action=reminder_leads]`)))
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.wrong .trouble').innerText.includes('I understand times such as 10m')`)
	p.Until(`document.activeElement.dataset.action === 'reminder_leads' && document.activeElement.ariaInvalid === 'true'`)
	shown(p, "form-error")
	darkly(p, "form-dark")
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=reminder_leads]`), "1h 10m"))
	p.Click(`dialog [type=submit]`)
	p.Until(form + `.includes('2 reminders: 1 hour before · 10 minutes before the start')`)
	shown(p, "form-saved")
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('dialog') && document.activeElement.dataset.action === 'meeting_menu'`)
	ask(p, "/meeting reminders")
	p.Until(newest + `.includes('Reminders in this channel') && ` + newest + `.includes('Weekly sync')`)
	p.Until(`document.querySelector('` + last + ` [data-action=reminder_change]') && document.querySelector('` + last + ` [data-action=reminders_stop]')`)
	shown(p, "reminders")
}

// sharing shows a card to everybody. A guest, and somebody of another
// organisation, press a button on it and are refused, which nobody else sees.
func sharing(t *testing.T, p browser.Tab, page string) {
	t.Helper()
	as := func(person string) { p.Visit(page + "/?" + url.Values{"as": {person}}.Encode()) }
	const shared = `document.querySelector('#messages .message:not(.ephemeral)')?.innerText.includes('Shared by')`

	as(playground.UserID)
	ask(p, "/meeting 928473016")
	p.Until(newest + `.includes('Quarterly planning')`)
	choose(p, "share")
	p.Until(shared)
	shown(p, "shared")
	for _, tt := range []struct{ state, person, refusal string }{
		{"guest", playground.GuestID, "Guests of this workspace"},
		{"stranger", playground.ExternalID, "not for people from other organisations"},
	} {
		as(tt.person)
		p.Until(shared)
		p.Click(`#messages .message:not(.ephemeral) [data-action=meeting_refresh]`)
		p.Until(newest + `.includes('` + tt.refusal + `') && document.querySelector('` + last + `.ephemeral')`)
		shown(p, tt.state)
		as(playground.UserID)
		p.Until(shared)
		if said := browser.Eval[string](p, `document.querySelector('#messages').innerText`); strings.Contains(said, tt.refusal) {
			t.Errorf("Ana reads what only the %s was told: %s", tt.state, said)
		}
	}
}

// choose takes an entry of the menu on the newest card.
func choose(p browser.Tab, entry string) {
	p.Click(last + ` [data-action=meeting_menu]`)
	p.Click(`.menu:popover-open [data-option^="` + entry + ` "]`)
}
