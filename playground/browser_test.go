package playground_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"meetingbot/playground"
)

// browser starts Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	const path = "/usr/bin/chromium"
	_, err := os.Stat(path)
	required := os.Getenv("REQUIRE_BROWSER") == "1"
	switch {
	case err != nil && required:
		t.Fatalf("a browser is required: %v", err)
	case err != nil:
		t.Skipf("no browser: %v (REQUIRE_BROWSER=1 makes this a failure)", err)
	case testing.Short() && !required:
		t.Skip("short: no browser is started (REQUIRE_BROWSER=1 starts it)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.WindowSize(1280, 900))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	return ctx
}

// tab opens a tab of its own in the browser.
func tab(ctx context.Context, t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// shoot takes a picture of the page into a folder that is kept if one is named.
func shoot(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("SCREENSHOT_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatalf("screenshot %s: %v", name, err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// do runs steps that must succeed.
func do(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// eval asks the page something.
func eval[T any](ctx context.Context, t *testing.T, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for the page to make an expression true.
func until(ctx context.Context, t *testing.T, expression string) {
	t.Helper()
	const script = `new Promise((done, fail) => {
		const started = Date.now()
		const look = () => {
			if (%s) done(true)
			else if (Date.now() - started > 60000) fail(new Error('waited in vain'))
			else setTimeout(look, 10)
		}
		look()
	})`
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(script, expression), func(p *runtime.EvaluateParams) {
		p.AwaitPromise = new(true)
	}))
	if err != nil {
		t.Fatalf("until %s: %v\npage: %.2000s", expression, err, eval[string](ctx, t, `document.querySelector('#messages').innerText`))
	}
}

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
	ctx := tab(browser(t), t)
	journey(ctx, t)
	trouble(ctx, t)
}

// journey lives through the page like a person: a command, its card, its pages,
// its menu, by keyboard and by mouse, wide and narrow, light and dark.
func journey(ctx context.Context, t *testing.T) {
	t.Helper()
	b := setup(t)
	answering(t, b)
	do(ctx, t, chromedp.Navigate(b.url), chromedp.WaitVisible(chromedp.ID("line")))
	shoot(ctx, t, "empty")

	// Typing a slash offers the command; Tab takes it.
	do(ctx, t, chromedp.SendKeys(chromedp.ID("line"), "/me"))
	until(ctx, t, `document.querySelector('#completion-0[aria-selected=true]') && !document.querySelector('#completions').hidden`)
	do(ctx, t, chromedp.KeyEvent(kb.Tab))
	until(ctx, t, `document.querySelector('#line').value === '/meeting ' && !document.querySelector('#usage').hidden`)
	shoot(ctx, t, "completion")
	do(ctx, t, chromedp.KeyEvent("1"), chromedp.KeyEvent(kb.Enter))

	// The card arrives without a reload, and the box is empty again.
	until(ctx, t, `document.querySelector('.message .header')?.innerText.startsWith('Weekly sync')`)
	until(ctx, t, `document.querySelector('#line').value === ''`)
	until(ctx, t, `document.querySelector('.typed .took')`)
	if got := b.app.got().form.Get("text"); got != "1" {
		t.Errorf("the app got %q, want %q", got, "1")
	}
	until(ctx, t, `document.querySelector('.message .only').innerText === 'Only visible to you'`)
	shoot(ctx, t, "card")

	// Paging replaces the card in place, and the focus stays on the button.
	do(ctx, t, chromedp.Click(chromedp.CSS(`[data-action=next]`)))
	until(ctx, t, `document.querySelector('#messages').innerText.includes('page 2 of 3')`)
	if n := eval[int](ctx, t, `document.querySelectorAll('.message').length`); n != 1 {
		t.Errorf("%d messages, want the one that was replaced", n)
	}
	until(ctx, t, `document.activeElement.dataset.action === 'next'`)
	do(ctx, t, chromedp.KeyEvent(kb.Enter))
	until(ctx, t, `document.querySelector('#messages').innerText.includes('page 3 of 3')`)
	until(ctx, t, `document.activeElement.dataset.action === 'prev'`)
	shoot(ctx, t, "last-page")

	menuByKeyboard(ctx, t, b)
	linkButton(ctx, t, b)
	themes(ctx, t)
	phone(ctx, t)
}

// linkButton presses a button that opens an address; the app hears of it, too.
func linkButton(ctx context.Context, t *testing.T, b *bench) {
	t.Helper()
	if got := eval[string](ctx, t, `document.querySelector('[data-action=join]').href`); got != "https://example.com/join" {
		t.Errorf("the link goes to %s", got)
	}
	before := b.app.count()
	// The address itself is left alone: there is no network here.
	eval[bool](ctx, t, `document.querySelector('[data-action=join]').addEventListener('click', e => e.preventDefault()) === undefined`)
	do(ctx, t, chromedp.Click(chromedp.CSS(`[data-action=join]`)))
	b.app.wait(before + 1)
	if got := b.app.callback().ActionCallback.BlockActions[0].ActionID; got != "join" {
		t.Errorf("the app got the action %q, want join", got)
	}
}

// menuByKeyboard opens the menu, walks it with the arrow keys and chooses.
func menuByKeyboard(ctx context.Context, t *testing.T, b *bench) {
	t.Helper()
	do(ctx, t, chromedp.Focus(chromedp.CSS(`[data-action=more]`)), chromedp.KeyEvent(kb.Enter))
	until(ctx, t, `document.activeElement.dataset.option === 'share'`)
	shoot(ctx, t, "menu")
	do(ctx, t, chromedp.KeyEvent(kb.Escape))
	until(ctx, t, `document.activeElement.dataset.action === 'more'`)
	do(ctx, t, chromedp.KeyEvent(kb.Enter))
	until(ctx, t, `document.activeElement.dataset.option === 'share'`)
	do(ctx, t, chromedp.KeyEvent(kb.ArrowDown))
	until(ctx, t, `document.activeElement.dataset.option === 'refresh'`)
	do(ctx, t, chromedp.KeyEvent(kb.Enter))
	until(ctx, t, `document.activeElement.dataset.action === 'more' && !document.querySelector('.htmx-request')`)
	if got := b.app.callback().ActionCallback.BlockActions[0].SelectedOption.Value; got != "refresh" {
		t.Errorf("the app got the option %q, want refresh", got)
	}
}

func themes(ctx context.Context, t *testing.T) {
	t.Helper()
	ground := func() string { return eval[string](ctx, t, `getComputedStyle(document.body).backgroundColor`) }
	light := ground()
	do(ctx, t, chromedp.Click(chromedp.ID("theme")))
	if dark := ground(); dark == light {
		t.Errorf("the ground stays %s in the dark", dark)
	}
	shoot(ctx, t, "dark")
	do(ctx, t, chromedp.Reload(), chromedp.WaitVisible(chromedp.ID("line")))
	if got := eval[string](ctx, t, `document.documentElement.dataset.theme`); got != "dark" {
		t.Errorf("theme after a reload = %s, want dark", got)
	}
	do(ctx, t, chromedp.Click(chromedp.ID("theme")))
}

func phone(ctx context.Context, t *testing.T) {
	t.Helper()
	do(ctx, t, chromedp.EmulateViewport(390, 844))
	until(ctx, t, `innerWidth === 390`)
	if wide := eval[int](ctx, t, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d pixels wide on a phone of 390", wide)
	}
	shoot(ctx, t, "phone")
}

// trouble shows what a person sees when the app is late or a command is unknown,
// that what people write stays text, and that the page survives a restart.
func trouble(ctx context.Context, t *testing.T) {
	t.Helper()
	b := setup(t, func(o *playground.Options) { o.AckWithin = 50 * time.Millisecond })
	b.app.reply = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	do(ctx, t, chromedp.ResetViewport(), chromedp.Navigate(b.url), chromedp.WaitVisible(chromedp.ID("line")),
		chromedp.SendKeys(chromedp.ID("line"), "/meeting late"), chromedp.KeyEvent(kb.Enter))
	until(ctx, t, `document.querySelector('.typed .trouble')?.innerText.includes('operation_timeout')`)
	do(ctx, t, chromedp.SendKeys(chromedp.ID("line"), "/nonsense"), chromedp.KeyEvent(kb.Enter))
	until(ctx, t, `document.querySelectorAll('.typed .trouble').length === 2`)
	do(ctx, t, chromedp.SendKeys(chromedp.ID("line"), "<img src=x onerror=alert(1)>"), chromedp.KeyEvent(kb.Enter))
	until(ctx, t, `document.querySelector('.message .text')?.innerText === '<img src=x onerror=alert(1)>'`)
	shoot(ctx, t, "trouble")

	// Another server at the same address: the page follows it, and keeps the draft.
	do(ctx, t, chromedp.SendKeys(chromedp.ID("line"), "half a thought"))
	b.clock.advance(time.Minute)
	b.restart(t)
	until(ctx, t, `document.querySelector('#welcome') && !document.querySelector('.message')`)
	b.say(t, "back again")
	until(ctx, t, `document.querySelector('.message .text')?.innerText === 'back again'`)
	until(ctx, t, `document.querySelector('#connection').innerText === ''`)
	do(ctx, t, chromedp.Reload(), chromedp.WaitVisible(chromedp.ID("line")))
	until(ctx, t, `document.querySelector('#line').value === 'half a thought'`)
}
