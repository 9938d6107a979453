package playground_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground"
	"meetingbot/playground/browser"
)

// openHome opens the Home tab by keyboard, sees what the app publishes, and uses it.
func openHome(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t)
	p.Visit(b.url + "/?as=" + playground.UserID + "&channel=" + b.DirectMessage(playground.UserID))
	p.Until(`document.querySelector('#tab-messages[aria-current]')`)
	p.Do(chromedp.Focus(chromedp.CSS(`#tab-home`)))
	p.Press(kb.Enter)
	p.Until(`document.querySelector('#home-empty')`)
	p.CheckAccessibility("home empty")
	v := b.mustPublish(t, "Good morning", "")
	p.Until(`document.querySelector('#home')?.innerText.includes('Good morning')`)
	n := b.app.requestCount()
	p.Do(chromedp.Focus(chromedp.CSS(`#home [data-action=press]`)))
	p.Press(kb.Enter)
	b.app.waitForRequests(n + 1)
	if c := b.app.lastCallback(); c.View.ID != v.ID {
		t.Errorf("the app got a press in %q, want %s", c.View.ID, v.ID)
	}
	if _, err := b.client().OpenView(b.app.lastCallback().TriggerID, formModal("Over it")); err != nil {
		t.Fatal(err)
	}
	p.Until(`document.querySelector('dialog[open]')?.innerText.includes('Over it')`)
	p.Press(kb.Escape)
	p.Until(`!document.querySelector('dialog[open]')`)
	b.mustPublish(t, "Good evening", "")
	p.Until(`document.querySelector('#home')?.innerText.includes('Good evening')`)
	p.Screenshot("home")
	p.CheckAccessibility("home")
}
