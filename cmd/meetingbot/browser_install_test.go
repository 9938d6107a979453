package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground/browser"
)

// TestBrowserInstall installs the bot in another workspace as an admin would: from
// the page of the workspace through the bot's own page and Slack's consent, with one
// permission declined. Then it uses the bot there and removes it.
//
//nolint:paralleltest // beside the other tests, the browser would take minutes
func TestBrowserInstall(t *testing.T) {
	page := openPlayground(t)
	p := browser.Open(t)
	p.Visit(page)
	p.Click(`.team:not([aria-current])`)
	p.Until(`document.documentElement.dataset.ready === '' && document.querySelector('.notice')?.innerText.includes('not installed in Globex')`)
	p.Screenshot("workspace-without-the-app")
	p.CheckAccessibility("workspace without the app")
	ask(p, "/meeting 914083136")
	p.Until(`document.querySelector('.typed .trouble')?.innerText.includes('not a valid command')`)

	p.Click(`.notice a`)
	p.Until(`document.querySelector('h1').innerText.includes('Add Meetingbot to Slack')`)
	checkLook(t, p, "install")
	p.Do(chromedp.Focus(chromedp.CSS(`.button`)))
	p.Press(kb.Enter)
	p.Until(`document.querySelector('h1').innerText.includes('Globex workspace')`)
	p.Click(`.workspaces a:not([aria-current])`)
	p.Until(`document.querySelector('h1').innerText.includes('Playground workspace')`)
	p.Click(`.workspaces a:not([aria-current])`)
	p.Until(`document.querySelector('h1').innerText.includes('Globex workspace')`)
	checkLook(t, p, "consent")
	p.Click(`input[value="users:read.email"]`)
	p.Click(`button[value=allow]`)
	p.Until(`document.querySelector('h1').innerText.includes('in Globex now') && document.querySelector('li').innerText.includes('users:read.email')`)
	checkLook(t, p, "installed")

	p.Click(`.actions a:not(.button)`)
	p.Until(`document.documentElement.dataset.ready === '' && document.querySelector('.place.here')?.innerText.includes('Meetings')`)
	ask(p, "/meeting 914083136")
	p.Until(newestText + `.includes("user01's meeting")`)
	p.Screenshot("second-workspace")
	p.CheckAccessibility("second workspace")

	p.Click(`#controls`)
	p.Click(`#control-app-uninstall`)
	p.Until(`document.querySelector('.notice')?.innerText.includes('not installed in Globex')`)
	p.Load(page + "/oauth/v2/authorize?client_id=x")
	p.Until(`document.querySelector('[role=alert]').innerText.includes('Invalid client_id')`)
	p.CheckAccessibility("consent refused")
}

// checkLook takes pictures of a page and checks it, in both themes and on a phone.
func checkLook(t *testing.T, p browser.Tab, name string) {
	t.Helper()
	p.Screenshot(name)
	p.CheckAccessibility(name)
	p.PreferDark(true)
	p.Screenshot(name + "-dark")
	p.CheckAccessibility(name + " in the dark")
	p.PreferDark(false)
	p.Resize(390, 844)
	if wide := browser.Eval[int](p, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page %s is %d pixels wide on a phone of 390", name, wide)
	}
	p.Screenshot(name + "-phone")
	p.CheckAccessibility(name + " on a phone")
	p.Resize(1280, 900)
}
