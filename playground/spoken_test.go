package playground_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// subscribed has the app get what people write for it.
func subscribed(o *playground.Options) { o.Events = []string{"app_mention", "message.im"} }

// events returns the n events that the app got, without what differs each time.
func (a *app) events(n int) []map[string]any {
	a.t.Helper()
	a.waitForRequests(n)
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []map[string]any
	for _, r := range a.requests {
		event, _ := decode(a.t, r.body)["event"].(map[string]any)
		if r.path != "/slack/events" || event["event_ts"] == "" {
			a.t.Errorf("the app got %s %s, want an event", r.path, r.body)
		}
		delete(event, "event_ts")
		all = append(all, event)
	}
	return all
}

func TestMention(t *testing.T) {
	t.Parallel()
	b := setup(t, subscribed)
	b.say(t, "hello")
	b.say(t, "@meetingbot  914 083 136, @ana and @nobody")
	m := b.last(t)
	want := []map[string]any{{
		"type": "app_mention", "channel": playground.ChannelID, "user": playground.UserID, "team": playground.TeamID, "ts": m.TS,
		"text": "<@" + playground.BotUserID + ">  914 083 136, <@" + playground.UserID + "> and @nobody",
	}}
	if diff := cmp.Diff(want, b.app.events(1)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestMention_InAThread(t *testing.T) {
	t.Parallel()
	b := setup(t, subscribed)
	b.say(t, "hello")
	root := b.last(t).TS
	b.send(t, testRequest{method: http.MethodPost, path: "/say?channel=" + playground.ChannelID + "&thread=" + root, body: "text=%40Meetingbot+today"})
	if got := b.app.events(1)[0]; got["thread_ts"] != root || got["text"] != "<@"+playground.BotUserID+"> today" {
		t.Errorf("event = %v, want in the thread of %s", got, root)
	}
}

// TestMention_NotInChannel has Slack itself say so, and the app hears nothing.
func TestMention_NotInChannel(t *testing.T) {
	t.Parallel()
	b := setup(t, subscribed)
	if err := b.Say(t.Context(), playground.UserID, playground.OpenChannelID, "@meetingbot today"); err != nil {
		t.Fatal(err)
	}
	all := b.Messages(playground.OpenChannelID, playground.UserID)
	if last := all[len(all)-1]; last.EphemeralTo != playground.UserID || !strings.Contains(last.Text, "not in this channel") {
		t.Errorf("Ana sees %+v, want that the app is not there", last)
	}
	b.Close()
	if n := b.app.requestCount(); n != 0 {
		t.Errorf("the app got %d requests, want none", n)
	}
}

// TestDirectMessage sends what both sides write, as Slack does.
func TestDirectMessage(t *testing.T) {
	t.Parallel()
	b := setup(t, subscribed)
	direct := b.DirectMessage(playground.UserID)
	if err := b.Say(t.Context(), playground.UserID, direct, "@meetingbot today"); err != nil {
		t.Fatal(err)
	}
	first := b.app.events(1)[0]
	if _, _, err := b.client().PostMessageContext(t.Context(), playground.UserID, slack.MsgOptionText("here", false)); err != nil {
		t.Fatal(err)
	}
	second := b.app.events(2)[1]
	if first["type"] != "message" || first["channel_type"] != "im" || first["channel"] != direct || first["user"] != playground.UserID || first["bot_id"] != nil {
		t.Errorf("event = %v, want Ana's message", first)
	}
	if second["bot_id"] != playground.BotID || second["user"] != playground.BotUserID || second["text"] != "here" || second["channel_type"] != "im" {
		t.Errorf("event = %v, want the app's own message", second)
	}
}

// TestSpoken_Unsubscribed sends nothing that the app does not subscribe to or has no
// scope for.
func TestSpoken_Unsubscribed(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(o *playground.Options){
		"no subscription": func(*playground.Options) {},
		"no scope":        func(o *playground.Options) { subscribed(o); o.Scopes = []string{"commands", "chat:write"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t, edit)
			b.say(t, "@meetingbot today")
			if err := b.Say(t.Context(), playground.UserID, b.DirectMessage(playground.UserID), "today"); err != nil {
				t.Fatal(err)
			}
			b.Close()
			if n := b.app.requestCount(); n != 0 {
				t.Errorf("the app got %d requests, want none", n)
			}
		})
	}
}
