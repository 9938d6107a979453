package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrowserJourney lives through the playground as a newcomer does: the real
// bot, its real card, its real buttons. It takes the README's pictures.
func TestBrowserJourney(t *testing.T) {
	t.Parallel()
	page := openPlayground(t)
	p := openBrowser(t)
	p.do(chromedp.EmulateViewport(1180, 980), chromedp.Navigate(page), chromedp.WaitVisible(chromedp.ID("line")))

	p.ask("/meeting 914083136")
	p.until(`document.querySelector('.message .header')?.innerText.includes("user01's meeting")`)
	p.shoot("documented")

	p.do(chromedp.Reload(), chromedp.WaitVisible(chromedp.ID("line")))
	p.until(`document.querySelectorAll('.message').length === 1`) // survives a reload
	p.ask("/meeting 928 473 016")
	p.until(`[...document.querySelectorAll('.message')].at(-1).innerText.includes('1–10 of 57')`)
	p.shoot("card")
	p.do(chromedp.Click(chromedp.CSS(`[data-action=participants_next]`)))
	p.until(`[...document.querySelectorAll('.message')].at(-1).innerText.includes('11–20 of 57')`)
	if n := p.count(`document.querySelectorAll('.message').length`); n != 2 {
		t.Errorf("%d messages after turning a page, want the two that there were", n)
	}
	p.shoot("participants")
	p.do(chromedp.Click(chromedp.CSS(`[data-action=participants_previous]`)))
	p.until(`[...document.querySelectorAll('.message')].at(-1).innerText.includes('1–10 of 57')`)

	p.do(chromedp.Click(chromedp.ID("theme")))
	p.shoot("dark")
	p.do(chromedp.Click(chromedp.ID("theme")), chromedp.EmulateViewport(390, 844))
	p.until(`innerWidth === 390`)
	if wide := p.count(`document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d pixels wide on a phone of 390", wide)
	}
	p.shoot("phone")

	p.do(chromedp.EmulateViewport(1180, 980))
	p.ask("/meeting budget <b>")
	p.until(`[...document.querySelectorAll('.message')].at(-1).innerText.includes('/meeting 914083136')`)
	p.shoot("help")
}

// openPlayground runs the subcommand and returns the address of its page.
func openPlayground(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		args := []string{"playground", "--addr", "127.0.0.1:0"}
		ended <- run(ctx, args, writer, os.Stderr)
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-ended; code != exitDone {
			t.Errorf("playground = %d, want %d", code, exitDone)
		}
	})
	lines := bufio.NewScanner(reader)
	var page string
	for range 3 { // it says three addresses
		if !lines.Scan() {
			t.Fatal("the playground does not say where it is")
		}
		if address, ok := strings.CutPrefix(lines.Text(), "page="); ok {
			page = address
		}
	}
	return page
}

// browserTab is a browser with one page open.
type browserTab struct {
	t   *testing.T
	ctx context.Context //nolint:containedctx // the browser's own: chromedp keeps the tab in it
}

// openBrowser starts Chromium, or skips the test where there is none.
func openBrowser(t *testing.T) browserTab {
	t.Helper()
	const path = "/usr/bin/chromium"
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("REQUIRE_BROWSER") == "1" {
			t.Fatalf("a browser is required: %v", err)
		}
		t.Skipf("no browser: %v (REQUIRE_BROWSER=1 makes this a failure)", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.WindowSize(1280, 900))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return browserTab{t: t, ctx: ctx}
}

func (p browserTab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// ask types a line and sends it.
func (p browserTab) ask(line string) {
	p.t.Helper()
	p.do(chromedp.SendKeys(chromedp.ID("line"), line), chromedp.KeyEvent(kb.Enter))
}

// until waits for the page to make an expression true.
func (p browserTab) until(expression string) {
	p.t.Helper()
	const script = `new Promise((done, fail) => {
		const started = Date.now()
		const look = () => {
			if (%s) done(true)
			else if (Date.now() - started > 60000) fail(new Error('waited in vain'))
			else setTimeout(look, 10)
		}
		look()
	})`
	_, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](fmt.Sprintf(script, expression), func(e *runtime.EvaluateParams) {
		e.AwaitPromise = new(true)
	}))
	if err != nil {
		shown, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.body.innerText`))
		p.t.Fatalf("until %s: %v\npage: %s", expression, err, shown)
	}
}

func (p browserTab) count(expression string) int {
	p.t.Helper()
	n, err := chromedp.Run(p.ctx, chromedp.Evaluate[int](expression))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return n
}

// shoot takes a picture into SCREENSHOT_DIR, if that is set.
func (p browserTab) shoot(name string) {
	p.t.Helper()
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatalf("picture %s: %v", name, err)
	}
	dir := os.Getenv("SCREENSHOT_DIR")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
