package playground_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground/browser"
)

// useElements uses every element of a message.
func useElements(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t)
	replyWithForms(t, b)
	b.say(t, "/meeting choices")
	p.Visit(b.url)
	p.Until(`document.querySelector('.message .header')?.innerText === 'Choices'`)
	p.Screenshot("choices")
	p.CheckAccessibility("choices")
	used := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: the app got %q, want %q", what, got, want)
		}
	}
	choose := func(set string) {
		t.Helper()
		n := b.app.requestCount()
		browser.Eval[bool](p, `(() => { `+set+`; return true })()`)
		b.app.waitForRequests(n + 1)
	}
	const changed = `; e.dispatchEvent(new Event('change', {bubbles: true}))`
	choose(`const e = document.querySelector('select[data-action=lead]'); e.value = '60'` + changed)
	used("a menu", b.app.lastCallback().ActionCallback.BlockActions[0].SelectedOption.Value, "60")
	choose(`const e = document.querySelector('[data-action=day]'); e.value = '2027-02-03'` + changed)
	used("a date", b.app.lastCallback().ActionCallback.BlockActions[0].SelectedDate, "2027-02-03")
	choose(`const e = document.querySelector('[data-action=hour]'); e.value = '18:45'` + changed)
	used("a time", b.app.lastCallback().ActionCallback.BlockActions[0].SelectedTime, "18:45")
	choose(`const e = document.querySelector('[data-action=moment]'); e.value = '2027-01-15T12:00'` + changed)
	noon := time.Unix(b.app.lastCallback().ActionCallback.BlockActions[0].SelectedDateTime, 0).UTC()
	used("a moment on Ana's clock", noon.Format(time.RFC3339), "2027-01-15T11:00:00Z")
	choose(`document.querySelector('[data-action=tone][value=loud]').click()`)
	used("a radio button", b.app.lastCallback().ActionCallback.BlockActions[0].SelectedOption.Value, "loud")
	confirmActions(t, p, b)
	pickOptions(t, p, b)

	// Selected values are kept after a reload.
	p.Reload()
	p.Until(`document.querySelector('select[data-action=lead]').value === '60' && document.querySelector('[data-action=tone][value=loud]').checked`)
}

// confirmActions cancels and accepts the confirmation of an element.
func confirmActions(t *testing.T, p browser.Tab, b *env) {
	t.Helper()
	before := b.app.requestCount()
	p.Click(`[data-action=stop]`)
	p.Until(`document.querySelector('dialog.question')?.innerText.includes('Stop it?')`)
	p.Screenshot("question")
	p.CheckAccessibility("question")
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('dialog.question') && document.activeElement.dataset.action === 'stop'`)
	p.Click(`[data-action=extras][value=sing]`)
	p.Until(`document.querySelector('dialog.question strong')?.innerText === 'Everybody'`)
	p.Click(`dialog.question button[value=no]`)
	p.Until(`!document.querySelector('[data-action=extras][value=sing]').checked`)
	if n := b.app.requestCount(); n != before {
		t.Errorf("the app heard %d times of what was denied", n-before)
	}
	p.Click(`[data-action=stop]`)
	p.Until(`document.activeElement.value === 'yes'`)
	p.Press(kb.Enter)
	b.app.waitForRequests(before + 1)
	if got := b.app.lastCallback().ActionCallback.BlockActions[0].ActionID; got != "stop" {
		t.Errorf("the app got the action %q, want stop", got)
	}
}

// pickOptions selects options in a menu by keyboard, up to the maximum.
func pickOptions(t *testing.T, p browser.Tab, b *env) {
	t.Helper()
	p.Do(chromedp.Focus(chromedp.CSS(`[data-action=days]`)))
	p.Press(kb.Enter)
	p.Until(`document.activeElement.type === 'search'`)
	p.Press("day", kb.ArrowDown)
	p.Until(`document.activeElement.value === '1'`)
	n := b.app.requestCount()
	p.Press(" ")
	b.app.waitForRequests(n + 1)
	p.Press(kb.ArrowDown)
	p.Until(`document.activeElement.value === '5'`)
	p.Press(" ")
	b.app.waitForRequests(n + 2)
	p.Until(`document.querySelector('.picks:popover-open input[value="0"]').disabled`)
	p.Screenshot("picker")
	p.CheckAccessibility("picker")
	p.Press(kb.Escape)
	p.Until(`document.querySelector('[data-action=days]').innerText.trim() === 'Monday, Friday'`)
	if got := b.app.lastCallback().ActionCallback.BlockActions[0].SelectedOptions; len(got) != 2 || got[1].Value != "5" {
		t.Errorf("the app got %v, want Monday and Friday", got)
	}
}

// fillForm fills in a modal, gets errors, opens and closes a view on top, and
// submits it.
func fillForm(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t)
	replyWithForms(t, b)
	p.Visit(b.url)
	p.Type("#line", "/meeting form")
	p.Press(kb.Enter)
	p.Until(`document.activeElement.dataset.action === 'name' && document.querySelector('dialog[open] h2').innerText === 'A form'`)
	p.Screenshot("modal")
	p.CheckAccessibility("modal")

	// Slack's own error, then the app's.
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.wrong .trouble')?.innerText.includes('required')`)
	p.Type(`[data-action=name]`, "bad")
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.wrong .trouble')?.innerText === 'That is a bad name.'`)
	p.Until(`document.activeElement.dataset.action === 'name' && document.activeElement.ariaInvalid === 'true'`)
	p.Screenshot("modal-error")
	p.CheckAccessibility("modal with an error")
	browser.Eval[string](p, `document.documentElement.dataset.theme = 'dark'`)
	p.Screenshot("modal-dark")
	p.CheckAccessibility("modal in the dark")
	browser.Eval[string](p, `document.documentElement.dataset.theme = 'light'`)
	p.Resize(390, 844)
	p.Screenshot("modal-phone")
	p.CheckAccessibility("modal on a phone")
	p.Resize(1280, 900)
	stackViews(t, p, b)
	searchOptions(t, p, b)

	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=name]`), "fine"))
	p.Click(`dialog [data-action=tone][value=loud]`)
	p.Click(`dialog [type=submit]`)
	p.Until(`!document.querySelector('dialog') && document.activeElement.id === 'line'`)
	held := b.lastSubmission(t)
	if got := held["name"]["name"].Value; got != "fine" {
		t.Errorf("name = %q, want fine", got)
	}
	if got := held["tone"]["tone"].SelectedOption.Value; got != "loud" {
		t.Errorf("tone = %q, want loud", got)
	}
	if got := held["meeting"]["meeting"].SelectedOption.Value; got != "m1" {
		t.Errorf("meeting = %q, want m1", got)
	}
	if got := held["number"]["number"].Value; got != "5" {
		t.Errorf("number = %q, want 5", got)
	}
}

// stackViews opens a view on top of the form and closes it: entered values are kept,
// and the focus stays inside the dialog.
func stackViews(t *testing.T, p browser.Tab, b *env) {
	t.Helper()
	n := b.app.requestCount()
	p.Do(chromedp.SetValue(chromedp.CSS(`[data-action=number]`), "5"), chromedp.Focus(chromedp.CSS(`[data-action=number]`)))
	p.Press(kb.Enter) // tells the app, and submits nothing
	b.app.waitForRequests(n + 1)
	if got := b.app.lastCallback().ActionCallback.BlockActions[0].Value; got != "5" {
		t.Errorf("the app got the number %q, want 5", got)
	}
	p.Click(`[data-action=push]`)
	p.Until(`document.querySelector('dialog[open] h2').innerText === 'More' && document.querySelector('dialog').contains(document.activeElement)`)
	p.Screenshot("modal-stacked")
	p.CheckAccessibility("stacked modal")
	for range 5 {
		p.Press(kb.Tab)
		if !browser.Eval[bool](p, `document.querySelector('dialog').contains(document.activeElement) || document.activeElement === document.body`) {
			t.Fatal("the focus left the modal")
		}
	}
	p.Press(kb.Escape)
	p.Until(`document.querySelector('dialog[open] h2').innerText === 'A form'`)
	p.Until(`document.querySelector('[data-action=name]').value === 'bad' && document.querySelector('[data-action=number]').value === '5'`)
}

// searchOptions selects an option of an external select.
func searchOptions(t *testing.T, p browser.Tab, b *env) {
	t.Helper()
	p.Do(chromedp.Focus(chromedp.CSS(`[data-action=meeting]`)))
	p.Press(kb.Enter)
	p.Until(`document.activeElement.type === 'search' && document.querySelectorAll('.picks:popover-open .found .pick').length === 2`)
	p.Press("w")
	p.Until(`document.querySelector('.picks:popover-open .found .pick').innerText === 'Weekly sync w'`)
	p.Screenshot("suggestions")
	p.CheckAccessibility("suggestions")
	p.Press(kb.ArrowDown)
	p.Until(`document.activeElement.value === 'm1'`)
	p.Press(" ")
	p.Until(`document.querySelector('[data-action=meeting]').innerText.trim() === 'Weekly sync w'`)
	if got := b.app.lastCallback(); got.Value != "w" {
		t.Errorf("the app was asked for %q, want w", got.Value)
	}
}
