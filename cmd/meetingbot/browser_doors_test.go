package main

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground/browser"
)

// TestBrowserDoors looks at the bot's Home tab, opens a card and the settings over it,
// and writes and posts a link to a meeting.
//
//nolint:paralleltest // beside the other tests, the browser would take minutes
func TestBrowserDoors(t *testing.T) {
	page := openPlayground(t)
	p := browser.Open(t)
	p.Visit(page)
	p.Click(`.places a[href*="channel=D"]`)
	p.Until(`document.documentElement.dataset.ready === ''`)
	p.Click("#tab-home")
	p.Until(`document.querySelector('#home')?.innerText.includes('Quarterly planning')`)
	checkLook(t, p, "home")
	p.Click(`#home [data-action=list_pick]`)
	p.Until(`document.querySelector('dialog[data-view]')?.innerText.includes('Meeting ID')`)
	checkLook(t, p, "home-card")
	p.Click(`dialog [data-close]`)
	p.Until(`!document.querySelector('dialog[data-view]')`)
	p.Click(`#home [data-action=settings_open]`)
	p.Until(`document.querySelector('dialog[data-view]')?.innerText.includes('Workspace settings')`)
	checkLook(t, p, "settings")
	p.Click(`dialog [data-close]`)
	p.Until(`!document.querySelector('dialog[data-view]')`)

	p.Click(`.places a[href*=TOWNSQUA]`)
	p.Until(`document.documentElement.dataset.ready === '' && document.querySelector('.place.here')?.innerText.includes('town-square')`)
	p.Type("#line", "The board meets at https://meeting.huaweicloud.com/#/j/928473016")
	p.Until(`document.querySelector('#previews')?.innerText.includes('Quarterly planning')`)
	checkLook(t, p, "link-written")
	p.Press(kb.Enter)
	p.Until(newestText + `.includes('Quarterly planning')`)
	p.Until(`document.querySelector('#previews').innerText === ''`)
	checkLook(t, p, "link")
	p.Type("#line", "https://meeting.huaweicloud.com/#/j/928473016")
	p.Until(`document.querySelector('#previews').innerText.includes('Quarterly planning')`)
	for range len("https://meeting.huaweicloud.com/#/j/928473016") {
		p.Press(kb.Backspace)
	}
	p.Until(`document.querySelector('#previews').innerText === ''`)
}
