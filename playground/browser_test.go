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

// answering makes the app answer commands with a card and turn its pages through
// response_url, as a real app does.
func answering(t *testing.T, b *bench) {
	t.Helper()
	var later sync.WaitGroup
	t.Cleanup(later.Wait)
	b.app.reply = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slack/commands" {
			answerJSON(card(1))(w, r)
			return
		}
		c := b.app.callback()
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

// TestPage is one person's session with a browser; its parts follow each other, so
// that one browser is enough.
func TestPage(t *testing.T) {
	t.Parallel()
	p := browser.Open(t)
	journey(t, p)
	people(t, p)
	choosing(t, p)
	filling(t, p)
	beside(t, p)
	trouble(t, p)
}

// journey lives through the page like a person: a command, its card, its pages,
// its menu, by keyboard and by mouse, wide and narrow, light and dark.
func journey(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t)
	answering(t, b)
	p.Resize(1280, 900)
	p.Visit(b.url)
	p.Screenshot("empty")
	p.CheckAccessibility("empty")

	// Typing a slash offers the command; Tab takes it.
	p.Type("#line", "/me")
	p.Until(`document.querySelector('#completion-0[aria-selected=true]') && !document.querySelector('#completions').hidden`)
	p.Press(kb.Tab)
	p.Until(`document.querySelector('#line').value === '/meeting ' && !document.querySelector('#usage p').hidden`)
	p.Screenshot("completion")
	p.CheckAccessibility("completion")
	p.Press("1", kb.Enter)

	// The card arrives without a reload, and the box is empty again.
	p.Until(`document.querySelector('.message .header')?.innerText.startsWith('Weekly sync')`)
	p.Until(`document.querySelector('#line').value === ''`)
	p.Until(`document.querySelector('.typed .took')`)
	if got := b.app.got().form.Get("text"); got != "1" {
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

	menuByKeyboard(t, p, b)
	linkButton(t, p, b)
	themes(t, p)
	phone(t, p)
}

// linkButton presses a button that opens an address; the app hears of it, too.
func linkButton(t *testing.T, p browser.Tab, b *bench) {
	t.Helper()
	if got := browser.Eval[string](p, `document.querySelector('[data-action=join]').href`); got != "https://example.com/join" {
		t.Errorf("the link goes to %s", got)
	}
	before := b.app.count()
	// The address itself is left alone: there is no network here.
	browser.Eval[bool](p, `document.querySelector('[data-action=join]').addEventListener('click', e => e.preventDefault()) === undefined`)
	p.Click(`[data-action=join]`)
	b.app.wait(before + 1)
	if got := b.app.callback().ActionCallback.BlockActions[0].ActionID; got != "join" {
		t.Errorf("the app got the action %q, want join", got)
	}
}

// menuByKeyboard opens the menu, walks it with the arrow keys and chooses.
func menuByKeyboard(t *testing.T, p browser.Tab, b *bench) {
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
	if got := b.app.callback().ActionCallback.BlockActions[0].SelectedOption.Value; got != "refresh" {
		t.Errorf("the app got the option %q, want refresh", got)
	}
}

func themes(t *testing.T, p browser.Tab) {
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

// phone folds the list of channels away, and opens and closes it by keyboard.
func phone(t *testing.T, p browser.Tab) {
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

// people switches between people: each has their own channels, clock and language,
// and sees only what is for them.
func people(t *testing.T, p browser.Tab) {
	t.Helper()
	b := setup(t)
	answering(t, b)
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

	// A stranger is in one channel, and commands are not for them.
	p.Visit(b.url + "/?" + url.Values{"as": {playground.ExternalID}, "channel": {playground.PrivateChannelID}, "say": {"/meeting 1"}}.Encode())
	p.Until(`document.querySelector('.place.here').innerText.includes('team-room')`)
	p.Until(`document.querySelector('#line').value === '/meeting 1'`)
	p.Press(kb.Enter)
	p.Until(`document.querySelector('.typed .trouble')?.innerText.includes('only members')`)
	p.Screenshot("stranger")
	p.CheckAccessibility("stranger")

	// What others said since is counted where one has not looked.
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

// trouble shows what a person sees when the app is late or a command is unknown,
// that what people write stays text, and that the page survives a restart.
func trouble(t *testing.T, p browser.Tab) {
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

	// Another server at the same address: the page follows it, and keeps the draft.
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

// beside opens a thread, the inspector and the control panel.
func beside(t *testing.T, p browser.Tab) {
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
