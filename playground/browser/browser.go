// Package browser drives the playground's page with Chromium, for tests only.
//
// It starts a browser, waits for what the page shows instead of sleeping, takes
// screenshots and checks accessibility with axe-core. It knows nothing about what
// is on the page.
package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromiumPath is where Debian installs Chromium.
const chromiumPath = "/usr/bin/chromium"

// Tab is a browser with one page open.
type Tab struct {
	t      *testing.T
	ctx    context.Context //nolint:containedctx // the browser's own: chromedp keeps the tab in it
	events *eventLog
}

// Open starts Chromium for a test, or skips the test where there is none and in
// short runs. With REQUIRE_BROWSER=1 a missing browser fails the test.
func Open(t *testing.T) Tab {
	t.Helper()
	_, err := os.Stat(chromiumPath)
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
		chromedp.ExecPath(chromiumPath), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("force-prefers-reduced-motion", true),
		// A headless browser otherwise reports that it has no mouse.
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"),
		chromedp.WindowSize(1280, 900))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := Tab{t: t, ctx: ctx, events: &eventLog{}}
	b.listen()
	return b
}

// listen records what happens on the page, and fails the test when a script of the
// page fails or the page violates its Content-Security-Policy.
func (b Tab) listen() {
	b.t.Helper()
	err := chromedp.Listen(b.ctx, func(ev any) {
		b.events.add(ev)
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			b.t.Errorf("a script of the page failed: %s %v", ev.ExceptionDetails.Text, ev.ExceptionDetails.Exception)
		case *log.EventEntryAdded:
			if ev.Entry.Source == log.EntrySourceSecurity {
				b.t.Errorf("the page's policy was broken: %s", ev.Entry.Text)
			}
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// waitLimit is how long a state of the page is waited for. It is much longer than any
// takes, since a busy machine is no failure.
const waitLimit = 90 * time.Second

// Do runs steps and fails the test unless all of them succeed.
func (b Tab) Do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	b.do("a step", steps...)
}

// do is Do with a name of the steps for the failure's text.
func (b Tab) do(name string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, waitLimit)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.fail(name, err)
	}
}

// Visit opens an address and waits until the page's scripts are ready.
func (b Tab) Visit(address string) {
	b.t.Helper()
	b.do("visit "+address, chromedp.Navigate(address))
	b.Until(`document.documentElement.dataset.ready === ''`)
}

// Load opens an address of a page without scripts.
func (b Tab) Load(address string) {
	b.t.Helper()
	b.do("load "+address, chromedp.Navigate(address))
}

// PreferDark sets whether the system's theme is dark.
func (b Tab) PreferDark(dark bool) {
	b.t.Helper()
	theme := "light"
	if dark {
		theme = "dark"
	}
	b.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		})
		return err
	}))
	b.Until(fmt.Sprintf(`matchMedia('(prefers-color-scheme: %s)').matches`, theme))
}

// Reload opens the same address again.
func (b Tab) Reload() {
	b.t.Helper()
	b.do("reload", chromedp.Reload())
	b.Until(`document.documentElement.dataset.ready === ''`)
}

// Click waits for the first element that a CSS selector finds, and clicks it once it
// stays where it is: what comes in meanwhile moves it, and the click would go to what is
// there then.
func (b Tab) Click(selector string) {
	b.t.Helper()
	b.waitUntilStill(selector)
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// stillFrames is for how many frames an element has to stay where it is, and
// movingFrames for how many it is waited for.
const stillFrames, movingFrames = 6, 300

// waitUntilStill waits until an element has been in one place for some frames. It gives up
// on one that keeps moving.
func (b Tab) waitUntilStill(selector string) {
	b.t.Helper()
	Eval[bool](b, fmt.Sprintf(`new Promise(done => {
		let last, same = 0, frames = 0
		const look = () => {
			const box = document.querySelector(%q)?.getBoundingClientRect()
			const now = box ? [box.x, box.y, box.width, box.height].join() : ''
			same = now && now === last ? same + 1 : 0
			last = now
			same >= %d || ++frames > %d ? done(true) : requestAnimationFrame(look)
		}
		requestAnimationFrame(look)
	})`, selector, stillFrames, movingFrames))
}

// Type types text into the element that a CSS selector finds.
func (b Tab) Type(selector, text string) {
	b.t.Helper()
	// SendKeys would read what Chromium says of the element without its lock.
	b.do("focus "+selector, chromedp.Focus(chromedp.CSS(selector), chromedp.NodeVisible))
	b.do("type into "+selector, chromedp.KeyEvent(text))
}

// Press presses keys, such as those of chromedp's kb package, in the focused
// element.
func (b Tab) Press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.do(fmt.Sprintf("press %q", key), chromedp.KeyEvent(key))
	}
}

// Resize sets the size of the page in pixels.
func (b Tab) Resize(width, height int64) {
	b.t.Helper()
	b.Do(chromedp.EmulateViewport(width, height))
	b.Until(fmt.Sprintf(`innerWidth === %d`, width))
}

// Eval evaluates a JavaScript expression on the page and returns its value; a
// promise is waited for.
func Eval[T any](b Tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, withPromise))
	if err != nil {
		b.fail(expression, err)
	}
	return v
}

func withPromise(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }

// Until waits until a JavaScript expression is true. An exception counts as false.
func (b Tab) Until(expression string) {
	b.t.Helper()
	const script = `new Promise((resolve, reject) => {
		const started = Date.now()
		const check = () => {
			let last = 'it is false'
			try { if (%s) return resolve(true) } catch (error) { last = error.message } // an element is missing yet
			if (Date.now() - started > %d) reject(new Error('timed out: ' + last))
			else setTimeout(check, 10)
		}
		check()
	})`
	// A navigation aborts the evaluation; it is repeated on the next page.
	for deadline := time.Now().Add(waitLimit); ; {
		ctx, cancel := context.WithTimeout(b.ctx, 2*waitLimit) // a page that hangs keeps no time
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(script, expression, waitLimit.Milliseconds()), withPromise))
		cancel()
		if err == nil {
			return
		}
		if !isNavigationError(err) || time.Now().After(deadline) {
			b.fail("until "+expression, err)
		}
	}
}

// Screenshot saves an image of the page in SCREENSHOT_DIR, if that is set.
func (b Tab) Screenshot(name string) {
	b.t.Helper()
	image, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("screenshot %s: %v", name, err)
	}
	if _, err := save(name, image); err != nil {
		b.t.Fatal(err)
	}
}

// save writes an image to SCREENSHOT_DIR and returns its path, "" if that is not set.
func save(name string, image []byte) (path string, err error) {
	dir := os.Getenv("SCREENSHOT_DIR")
	if dir == "" {
		return "", nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // the directory comes from who runs the tests, who must be able to read it
		return "", fmt.Errorf("save a screenshot: %w", err)
	}
	path = filepath.Join(dir, name+".png")
	if err := os.WriteFile(path, image, 0o644); err != nil { //nolint:gosec // as above
		return "", fmt.Errorf("save a screenshot: %w", err)
	}
	return path, nil
}

// isNavigationError tells whether the page navigated or closed meanwhile.
func isNavigationError(err error) bool {
	for _, text := range []string{"Inspected target navigated or closed", "Execution context was destroyed", "Cannot find context", "Promise was collected"} {
		if strings.Contains(err.Error(), text) {
			return true
		}
	}
	return false
}
