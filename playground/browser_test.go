package playground_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground"
	"meetingbot/playground/browser"
)

// replyWithCards makes the app answer commands with a card, and page buttons with
// another page through response_url.
func replyWithCards(t *testing.T, b *env) {
	t.Helper()
	var later sync.WaitGroup
	t.Cleanup(later.Wait)
	b.app.reply = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slack/commands" {
			replyJSON(card(1))(w, r)
			return
		}
		c := b.app.lastCallback()
		a := c.ActionCallback.BlockActions[0]
		page, err := strconv.Atoi(a.Value)
		if err != nil {
			return // Join, or the menu
		}
		later.Go(func() {
			if status, answer := b.post(t, c.ResponseURL, card(page)); status != http.StatusOK {
				t.Errorf("response_url = %d %s, want 200", status, answer)
			}
		})
	}
}

// TestPage uses the page in one browser, which is shared because starting one is
// slow.
func TestPage(t *testing.T) {
	t.Parallel()
	p := browser.Open(t)
	useCard(t, p)
	switchPeople(t, p)
	useElements(t, p)
	fillForm(t, p)
	openHome(t, p)
	useSidePanels(t, p)
	showProblems(t, p)
}

// useCard sends a command and uses its card: pages and menu, by keyboard and mouse,
// on wide and narrow screens, in both themes.
func useCard(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t)
	replyWithCards(t, b)
	p.Resize(1280, 900)
	p.Visit(b.url)
	p.Screenshot("empty")
	p.CheckAccessibility("empty")

	// Typing a slash shows the command; Tab completes it.
	p.Type("#line", "/me")
	p.Until(`document.querySelector('#completion-0[aria-selected=true]') && !document.querySelector('#completions').hidden`)
	p.Press(kb.Tab)
	p.Until(`document.querySelector('#line').value === '/meeting ' && !document.querySelector('#usage p').hidden`)
	p.Screenshot("completion")
	p.CheckAccessibility("completion")
	p.Press("1", kb.Enter)

	// The card appears without a reload, and the message box is empty again.
	p.Until(`document.querySelector('.message .header')?.innerText.startsWith('Weekly sync')`)
	p.Until(`document.querySelector('#line').value === ''`)
	p.Until(`document.querySelector('.typed .took')`)
	if got := b.app.lastRequest().form.Get("text"); got != "1" {
		t.Errorf("the app got %q, want %q", got, "1")
	}
	p.Until(`document.querySelector('.message .only').innerText === 'Only visible to you'`)
	p.Screenshot("card")
	p.CheckAccessibility("card")

	// Paging replaces the card in place, and the focus stays on the button.
	p.Click(`[data-action=next]`)
	p.Until(`document.querySelector('#messages').innerText.includes('page 2 of 3')`)
	if n := browser.Eval[int](p, `document.querySelectorAll('.message').length`); n != 1 {
		t.Errorf("%d messages, want the one that was replaced", n)
	}
	p.Until(`document.activeElement.dataset.action === 'next'`)
	p.Press(kb.Enter)
	p.Until(`document.querySelector('#messages').innerText.includes('page 3 of 3')`)
	p.Until(`document.activeElement.dataset.action === 'prev'`)
	p.Screenshot("last-page")

	useMenuByKeyboard(t, p, b)
	pressLinkButton(t, p, b)
	switchThemes(t, p)
	usePhone(t, p)
}

// pressLinkButton presses a button with a URL; the app gets the action as well.
func pressLinkButton(t *testing.T, p browser.Tab, b *env) {
	t.Helper()
	if got := browser.Eval[string](p, `document.querySelector('[data-action=join]').href`); got != "https://example.com/join" {
		t.Errorf("the link goes to %s", got)
	}
	before := b.app.requestCount()
	// The link is not followed: there is no network.
	browser.Eval[bool](p, `document.querySelector('[data-action=join]').addEventListener('click', e => e.preventDefault()) === undefined`)
	p.Click(`[data-action=join]`)
	b.app.waitForRequests(before + 1)
	if got := b.app.lastCallback().ActionCallback.BlockActions[0].ActionID; got != "join" {
		t.Errorf("the app got the action %q, want join", got)
	}
}

// useMenuByKeyboard opens the menu, moves with the arrow keys and selects.
func useMenuByKeyboard(t *testing.T, p browser.Tab, b *env) {
	t.Helper()
	p.Do(chromedp.Focus(chromedp.CSS(`[data-action=more]`)))
	p.Press(kb.Enter)
	p.Until(`document.activeElement.dataset.option === 'share'`)
	p.Screenshot("menu")
	p.CheckAccessibility("menu")
	p.Press(kb.Escape)
	p.Until(`document.activeElement.dataset.action === 'more'`)
	p.Press(kb.Enter)
	p.Until(`document.activeElement.dataset.option === 'share'`)
	p.Press(kb.ArrowDown)
	p.Until(`document.activeElement.dataset.option === 'refresh'`)
	p.Press(kb.Enter)
	p.Until(`document.activeElement.dataset.action === 'more' && !document.querySelector('.htmx-request')`)
	if got := b.app.lastCallback().ActionCallback.BlockActions[0].SelectedOption.Value; got != "refresh" {
		t.Errorf("the app got the option %q, want refresh", got)
	}
}

func switchThemes(t *testing.T, p browser.Tab) {
	t.Helper()
	ground := func() string {
		return browser.Eval[string](p, `getComputedStyle(document.body).backgroundColor`)
	}
	light := ground()
	p.Click("#theme")
	if dark := ground(); dark == light {
		t.Errorf("the ground stays %s in the dark", dark)
	}
	p.Screenshot("dark")
	p.CheckAccessibility("dark")
	p.Reload()
	if got := browser.Eval[string](p, `document.documentElement.dataset.theme`); got != "dark" {
		t.Errorf("theme after a reload = %s, want dark", got)
	}
	p.Click("#theme")
}

// usePhone opens and closes the list of channels by keyboard on a narrow screen.
func usePhone(t *testing.T, p browser.Tab) {
	t.Helper()
	p.Resize(390, 844)
	if wide := browser.Eval[int](p, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d pixels wide on a phone of 390", wide)
	}
	p.Screenshot("phone")
	p.CheckAccessibility("phone")
	if browser.Eval[bool](p, `getComputedStyle(document.querySelector('#side')).visibility === 'visible'`) {
		t.Error("the list of channels is open on a phone, want it folded")
	}
	p.Do(chromedp.Focus(chromedp.CSS(`.unfold`)))
	p.Press(kb.Enter)
	p.Until(`document.querySelector('#side').contains(document.activeElement) && getComputedStyle(document.querySelector('#side')).visibility === 'visible'`)
	p.Screenshot("phone-channels")
	p.CheckAccessibility("phone with channels")
	p.Press(kb.Escape)
	p.Until(`document.activeElement.matches('.unfold[aria-expanded=false]')`)
	p.Resize(1280, 900)
}

// switchPeople switches between people: each has their own channels, time zone and
// language, and sees only their own ephemeral messages.
func switchPeople(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t)
	replyWithCards(t, b)
	b.say(t, "/meeting 1")
	b.say(t, "hello <!everybody>")
	p.Visit(b.url)
	p.Until(`document.querySelectorAll('.message').length === 2`)

	p.Do(chromedp.Focus(chromedp.CSS("#me")))
	p.Press(kb.Enter)
	p.Until(`document.activeElement.id === 'as-` + playground.UserID + `'`)
	p.Screenshot("people")
	p.CheckAccessibility("people")
	p.Press(kb.ArrowDown)
	p.Until(`document.activeElement.id === 'as-` + playground.ChineseID + `'`)
	p.Press(kb.Enter)
	p.Until(`document.documentElement.dataset.ready === '' && document.querySelector('#me strong').innerText === '王伟'`)
	p.Until(`document.querySelectorAll('.message').length === 1`) // not Ana's card
	p.Type("#line", "/meeting 1")
	p.Press(kb.Enter)
	p.Until(`[...document.querySelectorAll('.message')].at(-1).innerText.includes('今天 17:00')`)
	p.Until(`document.querySelector('.day').innerText === '今天'`)
	p.Screenshot("chinese")

	// A person of another organisation is in one channel and cannot use commands.
	p.Visit(b.url + "/?" + url.Values{"as": {playground.ExternalID}, "channel": {playground.PrivateChannelID}, "say": {"/meeting 1"}}.Encode())
	p.Until(`document.querySelector('.place.here').innerText.includes('team-room')`)
	p.Until(`document.querySelector('#line').value === '/meeting 1'`)
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.typed .trouble')?.innerText.includes('only members')`)
	p.Screenshot("external")
	p.CheckAccessibility("external")

	// New messages are counted in channels that are not open.
	p.Visit(b.url + "/?channel=" + playground.OpenChannelID)
	b.say(t, "news")
	if err := b.Say(t.Context(), playground.ChineseID, playground.ChannelID, "more news"); err != nil {
		t.Fatal(err)
	}
	p.Until(`document.querySelector('#place-` + playground.ChannelID + ` .count')?.innerText.startsWith('1')`)

	p.Visit(b.url + "/?channel=" + playground.ArchivedChannelID)
	p.Until(`document.querySelector('.closed')`)
	p.Screenshot("archived")
	p.CheckAccessibility("archived")
}

// showProblems shows errors of the app and of commands, escapes what people type,
// and survives a restart of the server.
func showProblems(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t, func(o *playground.Options) { o.AckWithin = 50 * time.Millisecond })
	b.app.reply = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	p.Visit(b.url)
	p.Type("#line", "/meeting late")
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.typed .trouble')?.innerText.includes('operation_timeout')`)
	p.Type("#line", "/nonsense")
	p.Press(kb.Enter)
	p.Until(`document.querySelectorAll('.typed .trouble').length === 2`)
	p.Type("#line", "<img src=x onerror=alert(1)>")
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.message .text')?.innerText === '<img src=x onerror=alert(1)>'`)
	p.Screenshot("trouble")
	p.CheckAccessibility("trouble")

	// After a restart at the same address, the page reconnects and keeps the draft.
	p.Type("#line", "half a thought")
	b.clock.advance(time.Minute)
	b.restart(t)
	p.Until(`document.querySelector('#welcome') && !document.querySelector('.message')`)
	b.say(t, "back again")
	p.Until(`document.querySelector('.message .text')?.innerText === 'back again'`)
	p.Until(`document.querySelector('#connection').innerText === ''`)
	p.Reload()
	p.Until(`document.querySelector('#line').value === 'half a thought'`)
}

// useSidePanels opens a thread, the inspector and the control panel.
func useSidePanels(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t, withPanel(func(word string) (string, error) {
		if word == "" {
			return "", errors.New("say something")
		}
		return "heard " + word, nil
	}))
	b.say(t, "a question")
	p.Visit(b.url)
	p.Click(`#messages .tools a[aria-label^=Reply]`)
	p.Until(`document.activeElement.id === 'reply'`)
	p.Type("#reply", "an answer")
	p.Press(kb.Enter)
	p.Until(`document.querySelector('#replies').innerText.includes('an answer') && document.querySelector('#reply').value === ''`)
	p.Until(`document.querySelector('#messages .replied').innerText.trim() === '1 reply' && document.querySelectorAll('#messages .message').length === 1`)
	p.Screenshot("thread")
	p.CheckAccessibility("thread")
	p.Press(kb.Escape)
	p.Until(`document.documentElement.dataset.ready === '' && !document.querySelector('#thread')`)

	p.Click(`#messages .tools a[aria-label^=Inspect]`)
	p.Until(`document.querySelector('#inspect-json')?.innerText.includes('"a question"')`)
	p.Screenshot("inspector")
	p.CheckAccessibility("inspector")
	p.Click("#close-beside")

	p.Until(`document.documentElement.dataset.ready === '' && !document.querySelector('#inspect')`)
	p.Click("#controls")
	p.Until(`document.querySelector('#panel').contains(document.activeElement)`)
	p.Click("#control-one-echo")
	p.Until(`document.querySelector('#control-one-said .trouble')?.innerText === 'say something'`)
	p.Type("#control-one-echo-word", "you")
	p.Press(kb.Enter)
	p.Until(`document.querySelector('#control-one-said .good')?.innerText === 'heard you'`)
	p.Screenshot("panel")
	p.CheckAccessibility("panel")
	p.Press(kb.Escape)
	p.Until(`document.activeElement.id === 'controls' && document.activeElement.ariaExpanded === 'false'`)
}

func controls(pressed func(string) (string, error)) []playground.Control {
	return []playground.Control{{ID: "one", Label: "The world", Actions: []playground.Action{{
		ID: "echo", Label: "Echo", Fields: []playground.Field{{Name: "word", Label: "A word"}},
		Do: func(_ context.Context, v url.Values) (string, error) { return pressed(v.Get("word")) },
	}}}}
}
