package playground_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// signature computes Slack's signature, independently of the code under test.
func signature(timestamp, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":" + body))
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// TestSignature checks signature with the values at
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
func TestSignature(t *testing.T) {
	t.Parallel()
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
		"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
		"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := signature("1531420618", body); got != want {
		t.Errorf("signed = %s, want %s", got, want)
	}
}

func TestSay_Command(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(`{"text":"hello"}`)
	b.say(t, "  /meeting  914 083 136 ")
	got := b.app.lastRequest()
	if got.path != "/slack/commands" {
		t.Errorf("path = %s, want /slack/commands", got.path)
	}
	if want := signature("1800000000", got.body); got.header.Get("X-Slack-Signature") != want || got.header.Get("X-Slack-Request-Timestamp") != "1800000000" {
		t.Errorf("signature = %s at %s, want %s", got.header.Get("X-Slack-Signature"), got.header.Get("X-Slack-Request-Timestamp"), want)
	}
	if kind := got.header.Get("Content-Type"); kind != "application/x-www-form-urlencoded" {
		t.Errorf("Content-Type = %s, want a form", kind)
	}
	fields := map[string]string{}
	for key := range got.form {
		fields[key] = got.form.Get(key)
	}
	for _, made := range []string{"response_url", "trigger_id", "token"} {
		if fields[made] == "" {
			t.Errorf("%s is missing", made)
		}
		delete(fields, made)
	}
	want := map[string]string{
		"team_id": playground.TeamID, "team_domain": "playground", "channel_id": playground.ChannelID, "channel_name": "team-room",
		"user_id": playground.UserID, "user_name": "ana", "command": "/meeting", "text": "914 083 136",
		"api_app_id": playground.AppID, "is_enterprise_install": "false",
	}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(got.form.Get("response_url"), b.url+"/commands/"+playground.TeamID+"/") {
		t.Errorf("response_url = %s, want it under %s", got.form.Get("response_url"), b.url)
	}
}

// TestSay_VerifiedBySlackGo verifies the request with slack-go and the real clock.
func TestSay_VerifiedBySlackGo(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.Now = time.Now })
	b.say(t, "/meeting 1")
	got := b.app.lastRequest()
	v, err := slack.NewSecretsVerifier(got.header, secret)
	if err != nil {
		t.Fatalf("NewSecretsVerifier = %v, want nil", err)
	}
	_, _ = v.Write([]byte(got.body))
	if err := v.Ensure(); err != nil {
		t.Errorf("Ensure = %v, want nil", err)
	}
}

func TestSay_InlineAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, kind, body string
		want             *playground.Message
		wantErr          string
	}{
		{"nothing", "", "", nil, ""},
		{"text", "text/plain", "plain *words*", &playground.Message{Text: "plain *words*", EphemeralTo: playground.UserID}, ""},
		{"JSON is ephemeral", "application/json; charset=utf-8", `{"text":"hi"}`, &playground.Message{Text: "hi", EphemeralTo: playground.UserID}, ""},
		{"in the channel", "application/json", `{"text":"hi","response_type":"in_channel"}`, &playground.Message{Text: "hi"}, ""},
		{"bad blocks", "application/json", `{"text":"hi","blocks":[{"type":"marquee"}]}`, nil, "[json-pointer:/blocks/0/type]"},
		{"no JSON", "application/json", `hi`, nil, "invalid_payload"},
		{"empty JSON", "application/json", `{}`, nil, "no_text"},
		{"a text that is cut", "application/json", `{"text":"` + strings.Repeat("会", 40001) + `"}`, &playground.Message{Text: strings.Repeat("会", 40000), EphemeralTo: playground.UserID}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.app.reply = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", tt.kind)
				_, _ = w.Write([]byte(tt.body))
			}
			err := b.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting 1")
			if (err == nil) != (tt.wantErr == "") || (err != nil && !strings.Contains(err.Error(), tt.wantErr)) {
				t.Errorf("Say = %v, want %q", err, tt.wantErr)
			}
			got := b.Messages(playground.ChannelID, playground.UserID)
			var want []playground.Message
			if tt.want != nil {
				tt.want.ChannelID, tt.want.UserID, tt.want.BotID = playground.ChannelID, playground.BotUserID, playground.BotID
				tt.want.TS, tt.want.TeamID = got[0].TS, playground.TeamID
				want = []playground.Message{*tt.want}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSay_Refused(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.AckWithin = time.Minute })
	b.app.reply = func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		switch r.PostForm.Get("text") {
		case "broken":
			w.WriteHeader(http.StatusInternalServerError)
		case "redirect":
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		case "huge":
			_, _ = w.Write(make([]byte, 1<<20+1))
		}
	}
	tests := []struct {
		name, user, channel, text string
		want                      error
	}{
		{"broken", playground.UserID, playground.ChannelID, "/meeting broken", playground.ErrFailed},
		{"redirected", playground.UserID, playground.ChannelID, "/meeting redirect", playground.ErrFailed},
		{"huge", playground.UserID, playground.ChannelID, "/meeting huge", playground.ErrFailed},
		{"another command", playground.UserID, playground.ChannelID, "/meetings 1", playground.ErrUnknownCommand},
		{"unknown person", "U0NOBODY", playground.ChannelID, "hi", playground.ErrUnknownPerson},
		{"unknown channel", playground.UserID, "C0NOWHERE", "hi", playground.ErrUnknownChannel},
		{"empty text", playground.UserID, playground.ChannelID, " \n", playground.ErrEmptyText},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := b.Say(t.Context(), tt.user, tt.channel, tt.text); !errors.Is(err, tt.want) {
				t.Errorf("Say(%q) = %v, want %v", tt.text, err, tt.want)
			}
		})
	}
}

// TestSay_Timeout gives up on an app that does not answer in time.
func TestSay_Timeout(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.AckWithin = 20 * time.Millisecond })
	b.app.reply = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	err := b.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting late")
	if !errors.Is(err, playground.ErrTimeout) || !strings.Contains(err.Error(), "20ms") {
		t.Errorf("Say = %v, want %v after 20ms", err, playground.ErrTimeout)
	}
}

func TestSay_AppUnreachable(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.BotURL = "http://127.0.0.1:1" })
	err := b.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting 1")
	if !errors.Is(err, playground.ErrFailed) || strings.Contains(err.Error(), "/slack/commands") {
		t.Errorf("Say = %v, want %v without the address", err, playground.ErrFailed)
	}
}

func TestSay_Text(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.say(t, "a <b> & c")
	want := playground.Message{TeamID: playground.TeamID, ChannelID: playground.ChannelID, UserID: playground.UserID, Text: "a &lt;b&gt; &amp; c"}
	got := b.last(t)
	want.TS = got.TS
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
}

// TestSay_Channels uses a command in every type of conversation, with and without
// the app in it. The responses are posted there.
func TestSay_Channels(t *testing.T) {
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
			got := b.app.lastRequest().form
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

func TestSay_Permissions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	tests := []struct {
		name, user, channel, text string
		want                      error
	}{
		{"archived", playground.UserID, playground.ArchivedChannelID, "/meeting 1", playground.ErrArchived},
		{"not in it", playground.GuestID, playground.PrivateChannelID, "hi", playground.ErrUnknownChannel},
		{"somebody else's direct message", playground.ChineseID, "D0ANAMOREL", "hi", playground.ErrUnknownChannel},
		{"command of another organisation", playground.ExternalID, playground.ChannelID, "/meeting 1", playground.ErrNotMember},
		{"text of another organisation", playground.ExternalID, playground.ChannelID, "hi", nil},
		{"a guest's command", playground.GuestID, playground.ChannelID, "/meeting 1", nil},
		{"deactivated member", playground.DeactivatedID, playground.ChannelID, "hi", playground.ErrUnknownPerson},
		{"a bot", playground.OtherBotID, playground.ChannelID, "hi", playground.ErrUnknownPerson},
	}
	for _, tt := range tests {
		if err := b.Say(t.Context(), tt.user, tt.channel, tt.text); errorCode(err) != errorCode(tt.want) {
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

// TestSay_Escaped checks should_escape; see
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
		if got := b.app.lastRequest().form.Get("text"); got != tt.want {
			t.Errorf("text of %q = %q, want %q", tt.text, got, tt.want)
		}
	}
}
