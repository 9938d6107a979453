package playground_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"meetingbot/playground"
)

const (
	typedLink = "https://c.meeting.example.com:8443/?a=1&b=2#/j/914/code"
	sentLink  = "https://c.meeting.example.com:8443/?a=1&amp;b=2#/j/914/code"
)

func withLinks(o *playground.Options) { o.UnfurlDomains = []string{"meeting.example.com"} }

// linkEvents are the bodies of the events that the app got of links.
func (a *app) linkEvents() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var bodies []string
	for _, r := range a.requests {
		if r.path == "/slack/events" && strings.Contains(r.body, `"link_shared"`) {
			bodies = append(bodies, r.body)
		}
	}
	return bodies
}

// share has Ana post a text with links, and waits until the app has acknowledged
// them.
func (b *env) share(t *testing.T, channelID, text string) playground.Message {
	t.Helper()
	n := b.app.requestCount()
	if err := b.Say(t.Context(), playground.UserID, channelID, text); err != nil {
		t.Fatal(err)
	}
	b.app.waitForRequests(n + 1)
	all := b.Messages(channelID, playground.UserID)
	return all[len(all)-1]
}

// unfurl calls chat.unfurl, again while the app has just acknowledged the event.
func (b *env) unfurl(t *testing.T, form url.Values) string {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 5000 {
		if code, _ := b.call(t, "chat.unfurl", form)["error"].(string); code != "cannot_unfurl_url" {
			return code
		}
		<-tick.C
	}
	return "cannot_unfurl_url"
}

// shownAs is an attachment with one section and one button.
func shownAs(text string) string {
	return `{"fallback":"` + text + `","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"` + text + `"}},
		{"type":"actions","elements":[{"type":"button","action_id":"details","value":"1","text":{"type":"plain_text","text":"Details"}}]}]}`
}

func TestLinkShared(t *testing.T) {
	t.Parallel()
	b := setup(t, withLinks)
	m := b.share(t, playground.SecretChannelID, "See "+typedLink+", and https://example.com or https://notmeeting.example.com.")
	if want := "See <" + sentLink + ">, and <https://example.com> or <https://notmeeting.example.com>."; m.Text != want {
		t.Errorf("the message is %q, want %q", m.Text, want)
	}
	var envelope struct {
		Event     slackevents.LinkSharedEvent `json:"event"`
		ExtShared bool                        `json:"is_ext_shared_channel"`
	}
	var raw struct{ Event map[string]any }
	body := []byte(b.app.linkEvents()[0])
	if err := json.Unmarshal(body, &envelope); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatal(err)
	}
	e := envelope.Event
	if e.Channel != playground.SecretChannelID || e.User != playground.UserID || e.MessageTimeStamp != m.TS || envelope.ExtShared ||
		len(e.Links) != 1 || e.Links[0].URL != sentLink || e.Links[0].Domain != "meeting.example.com" {
		t.Errorf("the event is %+v", e)
	}
	if raw.Event["source"] != "conversations_history" || raw.Event["unfurl_id"] == "" || raw.Event["is_bot_user_member"] != false || raw.Event["user_locale"] != "en-US" {
		t.Errorf("the event is %v", raw.Event)
	}
}

// Where people of another organisation are, the envelope says so. Apps hear of no
// links without the scope, nor of those in commands.
func TestWhoHearsOfLinks(t *testing.T) {
	t.Parallel()
	b := setup(t, withLinks)
	b.share(t, playground.ChannelID, typedLink)
	if body := b.app.linkEvents()[0]; !strings.Contains(body, `"is_ext_shared_channel":true`) {
		t.Errorf("the event is %s", body)
	}
	b.say(t, "/meeting "+typedLink)
	deaf := setup(t, withLinks, withScopes(nil, ""))
	deaf.say(t, typedLink)
	deaf.say(t, "/meeting 1")
	if n := len(b.app.linkEvents()) + len(deaf.app.linkEvents()); n != 1 {
		t.Errorf("the apps heard of links %d times, want once", n)
	}
}

func TestChatUnfurl(t *testing.T) {
	t.Parallel()
	b := setup(t, withLinks)
	m := b.share(t, playground.OpenChannelID, typedLink)
	form := func(pairs ...string) url.Values {
		all := url.Values{"channel": {m.ChannelID}, "ts": {m.TS}, "unfurls": {`{"` + sentLink + `":` + shownAs("Weekly") + `}`}}
		for i := 0; i < len(pairs); i += 2 {
			all.Set(pairs[i], pairs[i+1])
		}
		return all
	}
	if code := b.unfurl(t, form()); code != "" {
		t.Fatalf("chat.unfurl = %s", code)
	}
	for name, tt := range map[string]struct {
		form url.Values
		want string
	}{
		"a link that is not in the message": {form("unfurls", `{"https://c.meeting.example.com/x":`+shownAs("x")+`}`), "cannot_unfurl_url"},
		"the link as it was typed":          {form("unfurls", `{"`+typedLink+`":`+shownAs("x")+`}`), "cannot_unfurl_url"},
		"another message":                   {form("ts", "1.1"), "cannot_find_message"},
		"another channel":                   {form("channel", "C0NONE"), "cannot_find_channel"},
		"no channel":                        {form("channel", ""), "missing_channel"},
		"no ts":                             {form("ts", ""), "missing_ts"},
		"no unfurls":                        {form("unfurls", ""), "missing_unfurls"},
		"unfurls that are none":             {form("unfurls", "[]"), "invalid_unfurls_format"},
		"rich text":                         {form("unfurls", `{"`+sentLink+`":{"blocks":[{"type":"rich_text","elements":[]}]}}`), "cannot_parse_attachment"},
		"an id without a source":            {form("unfurl_id", "x"), "missing_source"},
		"a source without an id":            {form("source", "composer"), "missing_unfurl_id"},
		"an unknown source":                 {form("unfurl_id", "x", "source", "x"), "invalid_source"},
		"an unknown id":                     {form("unfurl_id", "x", "source", "conversations_history"), "invalid_unfurl_id"},
	} {
		if code, _ := b.call(t, "chat.unfurl", tt.form)["error"].(string); code != tt.want {
			t.Errorf("%s: chat.unfurl = %q, want %q", name, code, tt.want)
		}
	}
}

// A second call replaces what is shown, as one by the id of the event does.
func TestChatUnfurlReplaces(t *testing.T) {
	t.Parallel()
	b := setup(t, withLinks)
	other := "https://meeting.example.com/2"
	m := b.share(t, playground.OpenChannelID, typedLink+" "+other)
	var raw struct{ Event map[string]any }
	if err := json.Unmarshal([]byte(b.app.linkEvents()[0]), &raw); err != nil {
		t.Fatal(err)
	}
	id, _ := raw.Event["unfurl_id"].(string)
	for _, form := range []url.Values{
		{"channel": {m.ChannelID}, "ts": {m.TS}, "unfurls": {`{"` + sentLink + `":` + shownAs("first") + `,"` + other + `":` + shownAs("other") + `}`}},
		{"unfurl_id": {id}, "source": {"conversations_history"}, "unfurls": {`{"` + sentLink + `":` + shownAs("second") + `}`}},
	} {
		if code := b.unfurl(t, form); code != "" {
			t.Fatalf("chat.unfurl = %s", code)
		}
	}
	all := b.Messages(playground.OpenChannelID, playground.UserID)
	var shown []struct {
		ID       int
		Fallback string
		URL      string `json:"app_unfurl_url"`
	}
	if err := json.Unmarshal(all[len(all)-1].Attachments, &shown); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range shown {
		got = append(got, s.Fallback+" "+s.URL)
	}
	if diff := cmp.Diff([]string{"second " + sentLink, "other " + other}, got); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}

// Slack refuses to show anything before the app has acknowledged the event.
func TestChatUnfurlBeforeTheAcknowledgement(t *testing.T) {
	t.Parallel()
	answer := make(chan struct{})
	b := setup(t, withLinks)
	b.app.reply = func(http.ResponseWriter, *http.Request) { <-answer }
	m := b.share(t, playground.OpenChannelID, typedLink)
	form := url.Values{"channel": {m.ChannelID}, "ts": {m.TS}, "unfurls": {`{"` + sentLink + `":` + shownAs("Weekly") + `}`}}
	if code := b.call(t, "chat.unfurl", form)["error"]; code != "cannot_unfurl_url" {
		t.Errorf("chat.unfurl = %v, want cannot_unfurl_url", code)
	}
	close(answer)
	if code := b.unfurl(t, form); code != "" {
		t.Errorf("chat.unfurl = %s after the acknowledgement", code)
	}
}

// A press under a link says so, and has no message: it is somebody else's.
func TestClickUnderALink(t *testing.T) {
	t.Parallel()
	b := setup(t, withLinks)
	m := b.share(t, playground.OpenChannelID, typedLink)
	form := url.Values{"channel": {m.ChannelID}, "ts": {m.TS}, "unfurls": {`{"` + sentLink + `":` + shownAs("Weekly") + `}`}}
	if code := b.unfurl(t, form); code != "" {
		t.Fatalf("chat.unfurl = %s", code)
	}
	b.click(t, m, "details")
	var got struct {
		Container map[string]any `json:"container"`
		AppUnfurl map[string]any `json:"app_unfurl"`
		Message   any            `json:"message"`
		URL       string         `json:"response_url"`
	}
	if err := json.Unmarshal([]byte(b.app.lastRequest().form.Get("payload")), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"type": "message_attachment", "message_ts": m.TS, "channel_id": m.ChannelID, "is_ephemeral": false,
		"attachment_id": 1.0, "is_app_unfurl": true, "app_unfurl_url": sentLink,
	}
	if diff := cmp.Diff(want, got.Container); diff != "" || got.Message != nil || got.AppUnfurl["app_unfurl_url"] != sentLink {
		t.Errorf("container (-want +got):\n%s\nmessage %v, app_unfurl %v", diff, got.Message, got.AppUnfurl)
	}
	if a := b.app.lastCallback().ActionCallback.BlockActions; len(a) != 1 || a[0].ActionID != "details" || a[0].Type != slack.ActionType("button") {
		t.Errorf("actions = %+v", a)
	}
	body := b.send(t, testRequest{method: http.MethodPost, path: got.URL, body: `{"text":"only you","response_type":"ephemeral"}`, header: http.Header{"Content-Type": {"application/json"}}})
	all := b.Messages(playground.OpenChannelID, playground.UserID)
	if last := all[len(all)-1]; body.status != http.StatusOK || last.EphemeralTo != playground.UserID {
		t.Errorf("the reply is %d, and the last message %+v", body.status, last)
	}
	page := b.send(t, testRequest{method: http.MethodGet, path: "/?channel=" + playground.OpenChannelID}).body
	for _, part := range []string{`class="unfurl"`, "Preview of a link to c.meeting.example.com:8443", "Weekly", "Details"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page has no %q", part)
		}
	}
	if !slices.ContainsFunc(b.Calls("chat.unfurl"), func(c playground.Call) bool { return c.Error == "" }) {
		t.Error("the call is not recorded")
	}
}
