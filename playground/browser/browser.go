// Package browser drives the playground's page with Chromium, for tests only.
//
// It knows how to start a browser, to wait for what a page shows instead of
// sleeping, to take pictures, and to look for barriers with axe-core. It refuses to
// know what is on the page.
package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// path is where Debian puts Chromium.
const path = "/usr/bin/chromium"

// Tab is a browser with one page open.
type Tab struct {
	t   *testing.T
	ctx context.Context //nolint:containedctx // the browser's own: chromedp keeps the tab in it
}

// Open starts Chromium for a test, or skips the test where there is none and in
// short runs. With REQUIRE_BROWSER=1 a missing browser fails the test.
func Open(t *testing.T) Tab {
	t.Helper()
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
		chromedp.Flag("disable-sync", true), chromedp.Flag("force-prefers-reduced-motion", true),
		// A browser without a screen believes that it has no mouse either.
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"),
		chromedp.WindowSize(1280, 900))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	complain(ctx, t)
	return Tab{t: t, ctx: ctx}
}

// complain fails the test when a script of the page fails or the page's policy
// stops something.
func complain(ctx context.Context, t *testing.T) {
	t.Helper()
	err := chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("a script of the page failed: %s %v", ev.ExceptionDetails.Text, ev.ExceptionDetails.Exception)
		case *log.EventEntryAdded:
			if ev.Entry.Source == log.EntrySourceSecurity {
				t.Errorf("the page's policy was broken: %s", ev.Entry.Text)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Do takes steps that must succeed, all within a minute: an element that
// never comes is waited for in vain.
func (b Tab) Do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// Visit opens an address and waits until the page is ready for people.
func (b Tab) Visit(address string) {
	b.t.Helper()
	b.Do(chromedp.Navigate(address))
	b.Until(`document.documentElement.dataset.ready === ''`)
}

// Reload opens the same address again.
func (b Tab) Reload() {
	b.t.Helper()
	b.Do(chromedp.Reload())
	b.Until(`document.documentElement.dataset.ready === ''`)
}

// Click clicks the first element that a CSS selector finds, once it is there.
func (b Tab) Click(selector string) {
	b.t.Helper()
	b.Do(chromedp.Click(chromedp.CSS(selector)))
}

// Type types into the element that a CSS selector finds.
func (b Tab) Type(selector, text string) {
	b.t.Helper()
	b.Do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Press presses keys, such as those of chromedp's kb package, where the focus is.
func (b Tab) Press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.Do(chromedp.KeyEvent(key))
	}
}

// Resize gives the page another size.
func (b Tab) Resize(width, height int64) {
	b.t.Helper()
	b.Do(chromedp.EmulateViewport(width, height))
	b.Until(fmt.Sprintf(`innerWidth === %d`, width))
}

// Eval asks the page something.
func Eval[T any](b Tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, awaited))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func awaited(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }

// Until waits for the page to make an expression true, at most twenty seconds.
func (b Tab) Until(expression string) {
	b.t.Helper()
	const script = `new Promise((done, fail) => {
		const started = Date.now()
		const look = () => {
			let last = 'it is false'
			try { if (%s) return done(true) } catch (error) { last = error.message } // what it looks at is not there yet
			if (Date.now() - started > 20000) fail(new Error('waited in vain: ' + last))
			else setTimeout(look, 10)
		}
		look()
	})`
	// A page that is just going away takes the question with it; it is put to the
	// next one.
	for deadline := time.Now().Add(time.Minute); ; {
		_, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](fmt.Sprintf(script, expression), awaited))
		if err == nil {
			return
		}
		if !gone(err) || time.Now().After(deadline) {
			shown, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText`))
			b.t.Fatalf("until %s: %v\npage: %.3000s", expression, err, shown)
		}
	}
}

// Shoot takes a picture of the page into SCREENSHOT_DIR, if that is set.
func (b Tab) Shoot(name string) {
	b.t.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("picture %s: %v", name, err)
	}
	dir := os.Getenv("SCREENSHOT_DIR")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // who runs the tests names the folder and looks into it
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil { //nolint:gosec // as above
		b.t.Fatal(err)
	}
}

// gone tells whether an error says that the page went away meanwhile.
func gone(err error) bool {
	for _, said := range []string{"Inspected target navigated or closed", "Execution context was destroyed", "Cannot find context", "Promise was collected"} {
		if strings.Contains(err.Error(), said) {
			return true
		}
	}
	return false
}
