package post_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/bot/post"
)

// What is shown goes by the links as they came, with its blocks, and by the message
// or by the id of one that is still written.
func TestUnfurl(t *testing.T) {
	t.Parallel()
	var got url.Values
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		got = r.PostForm
		got.Set("method", r.URL.Path)
		_, _ = w.Write([]byte(`{"ok":true}`))
	})
	block := slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "*Budget*", false, true), nil, nil)
	cards := map[string]post.Message{"https://example.com/?a=1&amp;b": {Text: "Budget", Blocks: []slack.Block{block}}}
	check := func(err error, want url.Values) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var shown any
		if err := json.Unmarshal([]byte(got.Get("unfurls")), &shown); err != nil {
			t.Fatalf("unfurls are %q: %v", got.Get("unfurls"), err)
		}
		wanted := map[string]any{"https://example.com/?a=1&amp;b": map[string]any{
			"fallback": "Budget", "blocks": []any{map[string]any{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": "*Budget*", "verbatim": true}}},
		}}
		if diff := cmp.Diff(any(wanted), shown); diff != "" {
			t.Errorf("unfurls (-want +got):\n%s", diff)
		}
		got.Del("unfurls")
		got.Del("token")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("form (-want +got):\n%s", diff)
		}
	}
	check(post.Unfurl(t.Context(), c, post.Posted{ChannelID: "C1", TS: "1.1"}, cards), url.Values{
		"method": {"/chat.unfurl"}, "channel": {"C1"}, "ts": {"1.1"},
	})
	check(post.UnfurlDraft(t.Context(), c, "U-1", cards), url.Values{
		"method": {"/chat.unfurl"}, "unfurl_id": {"U-1"}, "source": {"composer"},
	})
}
