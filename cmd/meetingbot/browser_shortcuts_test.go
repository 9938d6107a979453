package main

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground/browser"
)

// TestBrowserShortcuts finds a meeting with the shortcut beside the message box, by
// keyboard, looks one up from a message, and mentions the bot.
//
//nolint:paralleltest // beside the other tests, the browser would take minutes
func TestBrowserShortcuts(t *testing.T) {
	page := openPlayground(t)
	p := browser.Open(t)
	p.Resize(1180, 980)
	p.Visit(page)
	p.Click("#shortcuts")
	p.Until(`document.activeElement.innerText === 'Find a meeting'`)
	p.Screenshot("shortcuts")
	p.CheckAccessibility("menu of shortcuts")
	p.Press(kb.Enter)
	p.Until(`document.querySelector('dialog[data-view]')?.innerText.includes('Which meeting?')`)
	p.CheckAccessibility("empty menu of meetings")
	p.Click(`dialog [data-action=find_meeting_choice]`)
	p.Type(`dialog input[type=search]`, "design")
	p.Until(`document.querySelectorAll('dialog .found .pick').length === 1`)
	p.Screenshot("find_meeting")
	p.CheckAccessibility("meetings found")
	p.Click(`dialog .found .pick`)
	p.Until(`document.querySelector('dialog[data-view]')?.innerText.includes('You\'re invited')`)
	p.Screenshot("found_meeting")
	p.CheckAccessibility("card in a modal")
	p.Resize(390, 844)
	p.Screenshot("found_meeting_phone")
	p.CheckAccessibility("card in a modal on a phone")
	p.Resize(1180, 980)
	p.Click(`dialog [data-close]`)
	p.Until(`!document.querySelector('dialog[data-view]')`)

	ask(p, "see you in 916 204 385")
	p.Until(newestText + `.includes('see you in')`)
	p.Click(`#messages .message:last-child [popovertarget$=shortcuts-menu]`)
	p.Until(`document.activeElement.innerText === 'Look up this meeting'`)
	p.Screenshot("message_shortcut")
	p.CheckAccessibility("menu of a message")
	p.Press(kb.Enter)
	p.Until(newestText + `.includes('Design review')`)

	ask(p, "@meetingbot today")
	p.Until(newestText + `.includes('Only visible to you') && ` + newestText + `.includes('Today')`)
	p.Click("#theme")
	p.Screenshot("mention")
	p.CheckAccessibility("answer to a mention, dark")
}
