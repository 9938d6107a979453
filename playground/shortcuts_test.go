package playground_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/playground"
)

// withShortcuts gives the app a shortcut of each kind.
func withShortcuts(o *playground.Options) {
	o.Shortcuts = []playground.Shortcut{{CallbackID: "find", Name: "Find it"}, {CallbackID: "look", Name: "Look <it> up", OfMessages: true}}
}

func TestShortcut(t *testing.T) {
	t.Parallel()
	b := setup(t, withShortcuts)
	if err := b.Shortcut(t.Context(), playground.UserID, "find"); err != nil {
		t.Fatalf("Shortcut = %v, want nil", err)
	}
	p := b.app.lastPayload()
	if p["trigger_id"] == "" || p["action_ts"] == "" {
		t.Errorf("trigger_id %v, action_ts %v; want both", p["trigger_id"], p["action_ts"])
	}
	for _, made := range []string{"trigger_id", "action_ts", "token"} {
		delete(p, made)
	}
	want := map[string]any{
		"type": "shortcut", "callback_id": "find", "api_app_id": playground.AppID, "enterprise": nil, "is_enterprise_install": false,
		"team": map[string]any{"id": playground.TeamID, "domain": "playground"},
		"user": map[string]any{"id": playground.UserID, "username": "ana", "name": "ana", "team_id": playground.TeamID},
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("payload (-want +got):\n%s", diff)
	}
}

func TestMessageShortcut(t *testing.T) {
	t.Parallel()
	b := setup(t, withShortcuts)
	b.say(t, "see https://example.com/?a&b")
	m := b.last(t)
	if err := b.MessageShortcut(t.Context(), playground.ChineseID, m.TS, "look"); err != nil {
		t.Fatalf("MessageShortcut = %v, want nil", err)
	}
	p := b.app.lastPayload()
	message, _ := p["message"].(map[string]any)
	if p["type"] != "message_action" || p["callback_id"] != "look" || p["message_ts"] != m.TS || message["text"] != "see <https://example.com/?a&amp;b>" || message["user"] != playground.UserID {
		t.Errorf("payload = %v, want the message and the shortcut", p)
	}
	address, _ := p["response_url"].(string)
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(u.Path, "/app/") {
		t.Fatalf("response_url = %q (%v)", address, err)
	}
	if got := b.send(t, testRequest{method: http.MethodPost, path: u.Path, body: `{"text":"here"}`}); got.status != http.StatusOK {
		t.Fatalf("posting = %d %s", got.status, got.body)
	}
	all := b.Messages(playground.ChannelID, playground.ChineseID)
	if last := all[len(all)-1]; last.Text != "here" || last.EphemeralTo != playground.ChineseID {
		t.Errorf("posted %+v, want for the one who chose the shortcut alone", last)
	}
	if err := b.MessageShortcut(t.Context(), playground.ChineseID, all[len(all)-1].TS, "look"); !errors.Is(err, playground.ErrUnknownMessage) {
		t.Errorf("on what one person sees: %v, want %v", err, playground.ErrUnknownMessage)
	}
}

func TestShortcut_Errors(t *testing.T) {
	t.Parallel()
	b := setup(t, withShortcuts)
	b.say(t, "hello")
	ts := b.last(t).TS
	tests := map[string]struct{ got, want error }{
		"unknown":              {b.Shortcut(t.Context(), playground.UserID, "x"), playground.ErrUnknownAction},
		"of messages only":     {b.Shortcut(t.Context(), playground.UserID, "look"), playground.ErrUnknownAction},
		"of no message":        {b.MessageShortcut(t.Context(), playground.UserID, ts, "find"), playground.ErrUnknownAction},
		"unknown message":      {b.MessageShortcut(t.Context(), playground.UserID, "1.2", "look"), playground.ErrUnknownMessage},
		"nobody":               {b.Shortcut(t.Context(), "U0NOBODY", "find"), playground.ErrUnknownPerson},
		"of another workspace": {b.Shortcut(t.Context(), playground.ExternalID, "find"), playground.ErrNotMember},
		"message, of another":  {b.MessageShortcut(t.Context(), playground.ExternalID, ts, "look"), playground.ErrNotMember},
	}
	for name, tt := range tests {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: %v, want %v", name, tt.got, tt.want)
		}
	}
	if n := b.app.requestCount(); n != 0 {
		t.Errorf("the app got %d requests, want none", n)
	}
}

// TestShortcut_Page has the menus where they belong, and says what failed.
func TestShortcut_Page(t *testing.T) {
	t.Parallel()
	b := setup(t, withShortcuts)
	b.say(t, "hello")
	page := b.send(t, testRequest{method: http.MethodGet, path: "/"}).body
	for _, want := range []string{`id="shortcuts"`, ">Find it<", ">Look &lt;it&gt; up<", "callback=look"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if page := b.send(t, testRequest{method: http.MethodGet, path: "/?as=" + playground.ExternalID}).body; strings.Contains(page, "Find it") {
		t.Error("people of other organisations see shortcuts")
	}
	b.app.reply = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	b.send(t, testRequest{method: http.MethodPost, path: "/shortcut?callback=find"})
	if m := b.last(t); m.EphemeralTo != playground.UserID || !strings.Contains(m.Text, "trouble connecting") {
		t.Errorf("after a failure Ana sees %+v, want that there was trouble", m)
	}
}
