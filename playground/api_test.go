package playground_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/playground"
)

func TestAuthTest(t *testing.T) {
	t.Parallel()
	b := setup(t)
	got, err := b.client().AuthTestContext(t.Context())
	if err != nil {
		t.Fatalf("AuthTest = %v, want nil", err)
	}
	if got.TeamID != playground.TeamID || got.UserID != playground.BotUserID || got.BotID != playground.BotID || got.URL != b.url+"/" {
		t.Errorf("AuthTest = %+v, want the app's own ids", got)
	}
	if scopes := got.Header.Get("X-OAuth-Scopes"); !strings.Contains(scopes, "chat:write") {
		t.Errorf("scopes = %q, want chat:write among them", scopes)
	}
}

func TestUsersInfo(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.Locale = "zh-CN" })
	u, err := b.client().GetUserInfoContext(t.Context(), playground.UserID)
	if err != nil {
		t.Fatalf("GetUserInfo = %v, want nil", err)
	}
	if u.TZ != "Europe/Berlin" || u.TZOffset != 3600 || u.Locale != "zh-CN" || u.Profile.Email != "ana@example.com" || u.IsBot || u.TeamID != playground.TeamID {
		t.Errorf("user = %+v, want Ana in Berlin", u)
	}
	bot, err := b.client().GetUserInfoContext(t.Context(), playground.BotUserID)
	if err != nil || !bot.IsBot || bot.Profile.BotID != playground.BotID {
		t.Errorf("bot = %+v, %v, want the app", bot, err)
	}
}

func TestConversationsInfo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c, err := b.client().GetConversationInfoContext(t.Context(), &slack.GetConversationInfoInput{
		ChannelID: playground.ChannelID, IncludeLocale: true, IncludeNumMembers: true,
	})
	if err != nil {
		t.Fatalf("GetConversationInfo = %v, want nil", err)
	}
	if c.Name != "team-room" || !c.IsChannel || !c.IsMember || c.NumMembers != 6 || c.Locale != "en-US" || c.IsArchived {
		t.Errorf("channel = %+v, want #team-room", c)
	}
}

func TestChatPostMessage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	header := slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, "Hello", false, false))
	channel, ts, err := b.client().PostMessageContext(t.Context(), "#team-room", slack.MsgOptionText("hello", false), slack.MsgOptionBlocks(header))
	if err != nil {
		t.Fatalf("PostMessage = %v, want nil", err)
	}
	got := b.last(t)
	if channel != playground.ChannelID || ts != got.TS || got.Text != "hello" || got.BotID != playground.BotID || got.EphemeralTo != "" {
		t.Errorf("PostMessage = %s %s, message %+v", channel, ts, got)
	}
	if !strings.Contains(string(got.Blocks), `"block_id":"play`) {
		t.Errorf("blocks = %s, want an id in each", got.Blocks)
	}
}

func TestChatPostMessage_InvalidBlocks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	header := slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, strings.Repeat("x", 151), false, false))
	_, _, err := b.client().PostMessageContext(t.Context(), playground.ChannelID, slack.MsgOptionText("t", false), slack.MsgOptionBlocks(header))
	said, ok := errors.AsType[slack.SlackErrorResponse](err)
	if !ok || said.Err != "invalid_blocks" || len(said.ResponseMetadata.Messages) != 1 ||
		said.ResponseMetadata.Messages[0] != "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]" {
		t.Errorf("PostMessage = %+v, want invalid_blocks with a pointer", err)
	}
}

func TestChatPostEphemeral(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ts, err := b.client().PostEphemeralContext(t.Context(), playground.ChannelID, playground.UserID, slack.MsgOptionText("psst", false))
	if err != nil {
		t.Fatalf("PostEphemeral = %v, want nil", err)
	}
	if got := b.last(t); got.TS != ts || got.EphemeralTo != playground.UserID || got.Text != "psst" {
		t.Errorf("message = %+v, want one for Ana", got)
	}
	_, _, _, err = b.client().UpdateMessageContext(t.Context(), playground.ChannelID, ts, slack.MsgOptionText("x", false))
	if err == nil || err.Error() != "message_not_found" {
		t.Errorf("UpdateMessage of an ephemeral = %v, want message_not_found", err)
	}
}

func TestChatUpdate(t *testing.T) {
	t.Parallel()
	b := setup(t)
	divider := slack.MsgOptionBlocks(slack.NewDividerBlock())
	_, ts, err := b.client().PostMessageContext(t.Context(), playground.ChannelID, slack.MsgOptionText("one", false), divider)
	if err != nil {
		t.Fatal(err)
	}
	channel, same, text, err := b.client().UpdateMessageContext(t.Context(), playground.ChannelID, ts, slack.MsgOptionText("two", false), divider)
	if err != nil || channel != playground.ChannelID || same != ts || text != "two" {
		t.Errorf("UpdateMessage = %s %s %s, %v", channel, same, text, err)
	}
	if got := b.last(t); got.Text != "two" || got.Blocks == nil || got.EditedTS != "" {
		t.Errorf("message = %+v, want blocks and no mark", got)
	}
	if _, _, _, err = b.client().UpdateMessageContext(t.Context(), playground.ChannelID, ts, slack.MsgOptionText("three", false)); err != nil {
		t.Fatal(err)
	}
	if got := b.last(t); got.Text != "three" || got.Blocks != nil || got.EditedTS == "" {
		t.Errorf("message = %+v, want no blocks and a mark", got)
	}
}

// TestWebAPI_Refusals checks the Web API's errors.
func TestWebAPI_Refusals(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.say(t, "mine")
	mine := b.last(t).TS
	const form, js = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
	tests := []struct{ name, method, header, kind, body, want string }{
		{"no token", "auth.test", "", form, "", "not_authed"},
		{"wrong token", "auth.test", "", form, "token=xoxb-other", "invalid_auth"},
		{"wrong header", "auth.test", "Bearer other", form, "token=" + token, "invalid_auth"},
		{"token in JSON", "auth.test", "", js, `{"token":"` + token + `"}`, "not_authed"},
		{"header and JSON", "auth.test", "Bearer " + token, js, `{}`, ""},
		{"no JSON", "auth.test", "Bearer " + token, js, `[]`, "invalid_json"},
		{"no form", "auth.test", "Bearer " + token, form, `%zz`, "invalid_form_data"},
		{"unknown method", "chat.unknown", "Bearer " + token, form, "", "unknown_method"},
		{"too big", "auth.test", "Bearer " + token, form, strings.Repeat("x", 1<<20+1), "request_too_large"},
		{"nobody", "users.info", "Bearer " + token, form, "user=U0NOBODY", "user_not_found"},
		{"no user", "users.info", "Bearer " + token, form, "", "user_not_found"},
		{"no channel", "conversations.info", "Bearer " + token, form, "channel=C0NO", "channel_not_found"},
		{"post to no channel", "chat.postMessage", "Bearer " + token, js, `{"channel":"C0NO","text":"x"}`, "channel_not_found"},
		{"empty post", "chat.postMessage", "Bearer " + token, js, `{"channel":"` + playground.ChannelID + `"}`, "no_text"},
		{"blocks that are no JSON", "chat.postMessage", "Bearer " + token, form, "channel=" + playground.ChannelID + "&blocks=%5B", "invalid_blocks_format"},
		{"blocks in JSON", "chat.postMessage", "Bearer " + token, js, `{"channel":"` + playground.ChannelID + `","text":"x","blocks":[{"type":"divider"}]}`, ""},
		{"ephemeral to no channel", "chat.postEphemeral", "Bearer " + token, form, "channel=C0NO", "channel_not_found"},
		{"ephemeral to nobody", "chat.postEphemeral", "Bearer " + token, form, "text=x&user=U0NOBODY&channel=" + playground.ChannelID, "user_not_in_channel"},
		{"empty ephemeral", "chat.postEphemeral", "Bearer " + token, form, "user=" + playground.UserID + "&channel=" + playground.ChannelID, "no_text"},
		{"update in no channel", "chat.update", "Bearer " + token, form, "channel=C0NO", "channel_not_found"},
		{"empty update", "chat.update", "Bearer " + token, form, "channel=" + playground.ChannelID + "&ts=1.2", "no_text"},
		{"update unknown message", "chat.update", "Bearer " + token, form, "text=x&channel=" + playground.ChannelID + "&ts=1.2", "message_not_found"},
		{"update what a person said", "chat.update", "Bearer " + token, form, "text=x&channel=" + playground.ChannelID + "&ts=" + mine, "cant_update_message"},
		{"update too long", "chat.update", "Bearer " + token, form, "channel=" + playground.ChannelID + "&text=" + strings.Repeat("x", 4001), "msg_too_long"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res := b.send(t, testRequest{
				method: http.MethodPost, path: "/api/" + tt.method, body: tt.body,
				header: http.Header{"Content-Type": {tt.kind}, "Authorization": {tt.header}},
			})
			var got struct {
				OK    bool
				Error string
			}
			if err := json.Unmarshal([]byte(res.body), &got); err != nil {
				t.Fatalf("answer %q: %v", res.body, err)
			}
			if res.status != http.StatusOK || got.Error != tt.want || got.OK != (tt.want == "") {
				t.Errorf("%s = %d %+v, want 200 %q", tt.method, res.status, got, tt.want)
			}
		})
	}
}
