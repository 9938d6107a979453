package playground_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"meetingbot/playground"
)

// TestClick_Payload decodes the payload with slack-go.
func TestClick_Payload(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(card(1))
	b.say(t, "/meeting 1")
	m := b.last(t)
	b.app.reply = nil
	b.click(t, m, "next")
	if got := b.app.lastRequest(); got.path != "/slack/interactions" || signature("1800000000", got.body) != got.header.Get("X-Slack-Signature") {
		t.Errorf("request to %s with signature %s is wrong", got.path, got.header.Get("X-Slack-Signature"))
	}
	got := b.app.lastCallback()
	type fact struct{ Name, Got, Want string }
	for _, f := range []fact{
		{"type", string(got.Type), "block_actions"},
		{"team", got.Team.ID, playground.TeamID},
		{"user", got.User.ID + got.User.Name + got.User.TeamID, playground.UserID + "ana" + playground.TeamID},
		{"channel", got.Channel.ID + got.Channel.Name, playground.ChannelID + "team-room"},
		{"app", got.APIAppID, playground.AppID},
		{"container", got.Container.Type + got.Container.ChannelID + got.Container.MessageTs, "message" + playground.ChannelID + m.TS},
		{"message of an ephemeral", got.Message.Timestamp, ""},
	} {
		if f.Got != f.Want {
			t.Errorf("%s = %q, want %q", f.Name, f.Got, f.Want)
		}
	}
	if !got.Container.IsEphemeral || got.TriggerID == "" || !strings.HasPrefix(got.ResponseURL, b.url+"/actions/"+playground.TeamID+"/") {
		t.Errorf("container %+v, trigger %q, response_url %q are not as Slack sends them", got.Container, got.TriggerID, got.ResponseURL)
	}
	a := got.ActionCallback.BlockActions
	if len(a) != 1 || a[0].ActionID != "next" || a[0].BlockID != "pages1" || a[0].Value != "2" || a[0].Type != "button" || a[0].ActionTs == "" || a[0].Text.Text != "Next ▶" {
		t.Errorf("actions = %+v, want the button", a)
	}
	b.click(t, m, "more", "refresh")
	if a := b.app.lastCallback().ActionCallback.BlockActions[0]; a.SelectedOption.Value != "refresh" || a.Type != "overflow" || a.BlockID == "" {
		t.Errorf("action = %+v, want the option refresh", a)
	}
}

// TestClick_InChannel checks that the payload has the message and the state.
func TestClick_InChannel(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(strings.Replace(card(1), "ephemeral", "in_channel", 1))
	b.say(t, "/meeting 1")
	b.app.reply = nil
	b.click(t, b.last(t), "join")
	got := b.app.lastCallback()
	if got.Container.IsEphemeral || got.Message.Timestamp != b.last(t).TS || got.Message.BotID != playground.BotID || len(got.Message.Blocks.BlockSet) != 8 {
		t.Errorf("message = %+v, want the one that was clicked", got.Message)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(b.app.lastRequest().form.Get("payload")), &raw); err != nil {
		t.Fatal(err)
	}
	if string(raw["state"]) != `{"values":{}}` || string(raw["enterprise"]) != "null" || string(raw["is_enterprise_install"]) != "false" {
		t.Errorf("state %s, enterprise %s, install %s are not Slack's", raw["state"], raw["enterprise"], raw["is_enterprise_install"])
	}
}

func TestClick_Refused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(card(1))
	b.say(t, "/meeting 1")
	m := b.last(t)
	b.app.reply = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }
	tests := []struct {
		name, user, ts, action string
		option                 []string
		want                   error
	}{
		{"unknown person", "U0NOBODY", m.TS, "next", nil, playground.ErrUnknownPerson},
		{"the app itself", playground.BotUserID, m.TS, "next", nil, playground.ErrUnknownPerson},
		{"somebody who does not see it", playground.ChineseID, m.TS, "next", nil, playground.ErrUnknownMessage},
		{"no message", playground.UserID, "1.2", "next", nil, playground.ErrUnknownMessage},
		{"no button", playground.UserID, m.TS, "start", nil, playground.ErrUnknownAction},
		{"no option", playground.UserID, m.TS, "more", []string{"delete"}, playground.ErrUnknownAction},
		{"the app fails", playground.UserID, m.TS, "next", nil, playground.ErrFailed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := b.Click(t.Context(), tt.user, tt.ts, tt.action, tt.option...); !errors.Is(err, tt.want) {
				t.Errorf("Click(%q) = %v, want %v", tt.action, err, tt.want)
			}
		})
	}
	t.Cleanup(func() {
		if got := b.last(t).Problem; !strings.Contains(got, "418") {
			t.Errorf("problem = %q, want the status on the message", got)
		}
	})
}
