package playground_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"meetingbot/playground"
)

// TestLinksThatAreWritten tells the app of links in the message box, once, and shows
// there what it answers. When the message is sent off, that is over.
func TestLinksThatAreWritten(t *testing.T) {
	t.Parallel()
	b := setup(t, withLinks)
	compose := func(text string) { b.Compose(playground.UserID, playground.OpenChannelID, text) }
	compose("/meeting " + typedLink)
	compose("see example.com")
	compose("see " + typedLink)
	b.app.waitForRequests(1)
	compose("see " + typedLink + " soon")
	events := b.app.linkEvents()
	if len(events) != 1 {
		t.Fatalf("the app heard of links %d times, want once", len(events))
	}
	var raw struct {
		Event struct {
			Channel, Source, User string
			MessageTS             string `json:"message_ts"`
			UnfurlID              string `json:"unfurl_id"`
			Member                bool   `json:"is_bot_user_member"`
			Links                 []struct{ URL, Domain string }
		}
	}
	if err := json.Unmarshal([]byte(events[0]), &raw); err != nil {
		t.Fatal(err)
	}
	e := raw.Event
	if e.Channel != "COMPOSER" || e.Source != "composer" || e.User != playground.UserID || e.Member || e.UnfurlID == "" || e.MessageTS != e.UnfurlID ||
		len(e.Links) != 1 || e.Links[0].URL != sentLink {
		t.Errorf("the event is %+v", e)
	}
	shown := func(link string) url.Values {
		return url.Values{"unfurl_id": {e.UnfurlID}, "source": {"composer"}, "unfurls": {`{"` + link + `":` + shownAs("Weekly") + `}`}}
	}
	if code := b.unfurl(t, shown(sentLink)); code != "" {
		t.Fatalf("chat.unfurl = %s", code)
	}
	if code := b.call(t, "chat.unfurl", shown(typedLink))["error"]; code != "cannot_unfurl_url" {
		t.Errorf("chat.unfurl of a link as it was typed = %v", code)
	}
	box := func(person, channel string) string {
		page := b.getPage(t, url.Values{"as": {person}, "channel": {channel}})
		_, after, _ := strings.Cut(page, `id="previews"`)
		previews, _, _ := strings.Cut(after, "<label")
		return previews
	}
	if got := box(playground.UserID, playground.OpenChannelID); !strings.Contains(got, "Weekly") {
		t.Errorf("above the message box stands %s", got)
	}
	if got := box(playground.UserID, playground.ChannelID); strings.Contains(got, "Weekly") {
		t.Errorf("above another message box stands %s", got)
	}
	b.share(t, playground.OpenChannelID, "see "+typedLink)
	if got := box(playground.UserID, playground.OpenChannelID); strings.Contains(got, "Weekly") {
		t.Errorf("after it was sent, above the message box stands %s", got)
	}
	if code := b.call(t, "chat.unfurl", shown(sentLink))["error"]; code != "invalid_unfurl_id" {
		t.Errorf("chat.unfurl after the message was sent = %v", code)
	}
}
