package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// TestEventLog keeps the last few events that say what the page did, in one line each.
func TestEventLog(t *testing.T) {
	t.Parallel()
	var l eventLog
	sent := func(address string) *network.EventRequestWillBeSent {
		return &network.EventRequestWillBeSent{Request: &network.Request{Method: "POST", URL: address}}
	}
	for i := range 20 {
		l.add(sent(fmt.Sprintf("http://127.0.0.1:1/click?n=%d", i)))
	}
	l.add(sent("http://127.0.0.1:1/assets/page.js"))
	l.add(sent("data:image/svg+xml;base64,AAAA"))
	l.add(&network.EventResponseReceived{Response: &network.Response{URL: "http://127.0.0.1:1/click?n=19", Status: 204}})
	l.add(&network.EventLoadingFailed{ErrorText: "net::ERR_ABORTED"})
	l.add(&runtime.EventExecutionContextsCleared{})
	got := l.lines()
	if n := strings.Count(got, "\n"); n != maxEvents {
		t.Errorf("%d lines, want %d: %s", n, maxEvents, got)
	}
	for _, want := range []string{"POST /click?n=19\n", "204 for /click?n=19\n", "a request failed: net::ERR_ABORTED"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
	for _, unwanted := range []string{"assets", "data:", "127.0.0.1"} {
		if strings.Contains(got, unwanted) {
			t.Errorf("%q is in %s", unwanted, got)
		}
	}
}
