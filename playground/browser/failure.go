package browser

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// maxEvents is how many of the last events a failure lists.
const maxEvents = 8

// eventLog keeps the last events of a page: requests, their answers, and what its
// scripts log.
type eventLog struct {
	mu     sync.Mutex
	recent []event
}

type event struct {
	at   time.Time
	text string
}

// add records an event of the browser, if it is of one of those sorts.
func (l *eventLog) add(ev any) {
	text := describe(ev)
	if text == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.recent = append(l.recent, event{time.Now(), text})
	if extra := len(l.recent) - maxEvents; extra > 0 {
		l.recent = l.recent[extra:]
	}
}

// describe says in a few words what happened, "" for what is of no interest.
func describe(ev any) string {
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if isAsset(ev.Request.URL) {
			return ""
		}
		return ev.Request.Method + " " + pathOf(ev.Request.URL)
	case *network.EventResponseReceived:
		if isAsset(ev.Response.URL) {
			return ""
		}
		return fmt.Sprintf("%d for %s", ev.Response.Status, pathOf(ev.Response.URL))
	case *network.EventLoadingFailed:
		return "a request failed: " + ev.ErrorText
	case *runtime.EventConsoleAPICalled:
		return "console." + string(ev.Type)
	case *log.EventEntryAdded:
		return "log: " + ev.Entry.Text
	default:
		return ""
	}
}

// isAsset tells whether an address is of a file that pages consist of.
func isAsset(address string) bool {
	return strings.HasPrefix(address, "data:") || strings.Contains(address, "/assets/")
}

// pathOf is an address without its host.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.RequestURI()
}

// lines lists the events with how long ago they were.
func (l *eventLog) lines() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	for _, e := range l.recent {
		fmt.Fprintf(&b, "\n    %6.1fs ago  %s", time.Since(e.at).Seconds(), e.text)
	}
	return b.String()
}

// excerpt is a script: what of the page a reader of a failure needs. It is what is
// in front, what was added last, where the focus is, and every warning.
const excerpt = `(() => {
	const text = element => (element?.innerText ?? 'none').replace(/\s+/g, ' ').trim().slice(0, 300)
	const focus = document.activeElement
	return [
		'open dialog: ' + text(document.querySelector('dialog[open]')),
		'newest item: ' + text([...document.querySelectorAll('[aria-live] > *')].at(-1)),
		'focus: ' + (focus ? focus.tagName.toLowerCase() + (focus.id ? '#' + focus.id : '') : 'none'),
		...[...document.querySelectorAll('[role=alert], [role=status]')].map(text).filter(Boolean).slice(-3).map(t => 'warning: ' + t),
	].join('\n    ')
})()`

// fail ends the test with what was awaited, an excerpt of the page and the last
// events, and saves a screenshot in SCREENSHOT_DIR, if that is set.
func (b Tab) fail(awaited string, err error) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 15*time.Second)
	defer cancel()
	shown, e := chromedp.Run(ctx, chromedp.Evaluate[string](excerpt))
	if e != nil {
		shown = "the page does not answer: " + e.Error()
	}
	b.t.Fatalf("%s\n  %v\n  on the page:\n    %s\n  last events:%s%s", awaited, err, shown, b.events.lines(), b.pictureOfFailure(ctx))
}

// pictureOfFailure saves a screenshot and returns a line that names it, "" if there is
// none.
func (b Tab) pictureOfFailure(ctx context.Context) string {
	image, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return ""
	}
	path, err := save("failed-"+strings.ReplaceAll(b.t.Name(), "/", "-"), image)
	if err != nil || path == "" {
		return ""
	}
	return "\n  screenshot: " + path
}
