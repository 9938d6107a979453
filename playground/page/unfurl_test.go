package page_test

import (
	"testing"

	"gotest.tools/v3/golden"

	"meetingbot/playground/page"
)

// TestUnfurls draws what an app shows under links.
func TestUnfurls(t *testing.T) {
	t.Parallel()
	r := ana(t)
	p := page.Page{Viewer: r, Channel: r.Channels[0], Entries: []page.Entry{{Message: &page.Message{
		TS: "2.1", At: r.Now, Author: "Ana Morel", Text: "see <https://example.com/?a=1&amp;b=2>", Unfurls: []page.Unfurl{
			{Host: "example.com", Blocks: []byte(`[{"type":"section","block_id":"b1","text":{"type":"mrkdwn","text":"*Weekly*"}}]`)},
			{Host: "<other>", Text: "no blocks"},
		},
	}}}}
	golden.Assert(t, change(t, "messages", p), "unfurls.golden.html")
}

// TestPreviews draws what an app shows under links that are still written.
func TestPreviews(t *testing.T) {
	t.Parallel()
	r := ana(t)
	p := page.Page{Viewer: r, Channel: r.Channels[0], Previews: []page.Unfurl{
		{Host: "example.com", Blocks: []byte(`[{"type":"section","block_id":"b1","text":{"type":"mrkdwn","text":"*Weekly*"}}]`)},
	}}
	golden.Assert(t, change(t, "previews", p), "previews.golden.html")
}
