package playground_test

import (
	"net/http"
	"testing"

	"meetingbot/playground"
)

// TestSay_Where lets commands be used in every kind of conversation, and answers
// come back there, whether or not the app is in it.
func TestSay_Where(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, channel, wireName string }{
		{"public", playground.ChannelID, "team-room"},
		{"public, app not in it", playground.OpenChannelID, "town-square"},
		{"private", playground.PrivateChannelID, "privategroup"},
		{"private, app not in it", playground.SecretChannelID, "privategroup"},
		{"direct message", "D0ANAMOREL", "directmessage"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			if err := b.Say(t.Context(), playground.UserID, tt.channel, "/meeting 1"); err != nil {
				t.Fatalf("Say = %v, want nil", err)
			}
			got := b.app.got().form
			if got.Get("channel_id") != tt.channel || got.Get("channel_name") != tt.wireName {
				t.Errorf("channel = %s %s, want %s %s", got.Get("channel_id"), got.Get("channel_name"), tt.channel, tt.wireName)
			}
			for i, kind := range []string{"ephemeral", "in_channel"} {
				if status, body := b.post(t, got.Get("response_url"), `{"text":"hi","response_type":"`+kind+`"}`); status != http.StatusOK {
					t.Errorf("response_url = %d %s, want 200", status, body)
				}
				if all := b.Messages(tt.channel, playground.UserID); len(all) != i+1 || (all[i].EphemeralTo == "") != (kind == "in_channel") {
					t.Errorf("messages = %+v, want one more, %s", all, kind)
				}
			}
		})
	}
}

func TestSay_Elsewhere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	tests := []struct {
		name, user, channel, text string
		want                      error
	}{
		{"archived", playground.UserID, playground.ArchivedChannelID, "/meeting 1", playground.ErrArchived},
		{"not in it", playground.GuestID, playground.PrivateChannelID, "hi", playground.ErrUnknownChannel},
		{"somebody else's direct message", playground.ChineseID, "D0ANAMOREL", "hi", playground.ErrUnknownChannel},
		{"a stranger's command", playground.ExternalID, playground.ChannelID, "/meeting 1", playground.ErrNotMember},
		{"a stranger's words", playground.ExternalID, playground.ChannelID, "hi", nil},
		{"a guest's command", playground.GuestID, playground.ChannelID, "/meeting 1", nil},
		{"somebody who has left", playground.DeactivatedID, playground.ChannelID, "hi", playground.ErrUnknownPerson},
		{"a bot", playground.OtherBotID, playground.ChannelID, "hi", playground.ErrUnknownPerson},
	}
	for _, tt := range tests {
		if err := b.Say(t.Context(), tt.user, tt.channel, tt.text); code(err) != code(tt.want) {
			t.Errorf("%s: Say = %v, want %v", tt.name, err, tt.want)
		}
	}
	if err := b.Say(t.Context(), playground.UserID, "D0ANAMOREL", "psst"); err != nil || len(b.Messages("D0ANAMOREL", playground.UserID)) != 1 {
		t.Errorf("Say = %v, want one message", err)
	}
	if all := b.Messages("D0ANAMOREL", playground.ChineseID); len(all) != 0 {
		t.Errorf("messages = %+v, want none of another's conversation", all)
	}
}

// TestSay_Escaped follows should_escape; see
// https://docs.slack.dev/interactivity/implementing-slash-commands.
func TestSay_Escaped(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.ShouldEscape = true })
	tests := []struct{ text, want string }{
		{"914083136", "914083136"},
		{"https://example.com/j?a=1&b=2 remind", "<https://example.com/j?a=1&amp;b=2> remind"},
		{"@ana in #town-square, #lighthouse", "<@U0ANAMOREL|ana> in <#C0TOWNSQUA|town-square>, <#C0LIGHTHOU|>"},
		{"@nobody #nowhere a<b", "@nobody #nowhere a&lt;b"},
	}
	for _, tt := range tests {
		b.say(t, "/meeting "+tt.text)
		if got := b.app.got().form.Get("text"); got != tt.want {
			t.Errorf("text of %q = %q, want %q", tt.text, got, tt.want)
		}
	}
}
