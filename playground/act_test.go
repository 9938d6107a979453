package playground_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// signed is Slack's signature, written down once more from its documentation.
func signed(timestamp, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":" + body))
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// TestSigned checks the test's own signature with the values that Slack publishes
// at https://docs.slack.dev/authentication/verifying-requests-from-slack.
func TestSigned(t *testing.T) {
	t.Parallel()
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
		"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
		"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := signed("1531420618", body); got != want {
		t.Errorf("signed = %s, want %s", got, want)
	}
}

func TestSay_Command(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = answerJSON(`{"text":"hello"}`)
	b.say(t, "  /meeting  914 083 136 ")
	got := b.app.got()
	if got.path != "/slack/commands" {
		t.Errorf("path = %s, want /slack/commands", got.path)
	}
	if want := signed("1800000000", got.body); got.header.Get("X-Slack-Signature") != want || got.header.Get("X-Slack-Request-Timestamp") != "1800000000" {
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

// TestSay_VerifiedBySlackGo lets slack-go's verifier judge, with the real clock.
func TestSay_VerifiedBySlackGo(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.Now = time.Now })
	b.say(t, "/meeting 1")
	got := b.app.got()
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
				tt.want.TS = got[0].TS
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
		case "elsewhere":
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
		{"redirected", playground.UserID, playground.ChannelID, "/meeting elsewhere", playground.ErrFailed},
		{"huge", playground.UserID, playground.ChannelID, "/meeting huge", playground.ErrFailed},
		{"another command", playground.UserID, playground.ChannelID, "/meetings 1", playground.ErrUnknownCommand},
		{"nobody", "U0NOBODY", playground.ChannelID, "hi", playground.ErrUnknownPerson},
		{"nowhere", playground.UserID, "C0NOWHERE", "hi", playground.ErrUnknownChannel},
		{"nothing", playground.UserID, playground.ChannelID, " \n", playground.ErrEmptyText},
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

// TestSay_Late gives up on an app that does not answer, as Slack does.
func TestSay_Late(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.AckWithin = 20 * time.Millisecond })
	b.app.reply = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	err := b.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting late")
	if !errors.Is(err, playground.ErrTimeout) || !strings.Contains(err.Error(), "20ms") {
		t.Errorf("Say = %v, want %v after 20ms", err, playground.ErrTimeout)
	}
}

func TestSay_AppIsGone(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *playground.Options) { o.BotURL = "http://127.0.0.1:1" })
	err := b.Say(t.Context(), playground.UserID, playground.ChannelID, "/meeting 1")
	if !errors.Is(err, playground.ErrFailed) || strings.Contains(err.Error(), "/slack/commands") {
		t.Errorf("Say = %v, want %v without the address", err, playground.ErrFailed)
	}
}

func TestSay_Words(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.say(t, "a <b> & c")
	want := playground.Message{ChannelID: playground.ChannelID, UserID: playground.UserID, Text: "a &lt;b&gt; &amp; c"}
	got := b.last(t)
	want.TS = got.TS
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
}

// TestClick_Payload decodes what the app gets, the way an app does.
func TestClick_Payload(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = answerJSON(card(1))
	b.say(t, "/meeting 1")
	m := b.last(t)
	b.app.reply = nil
	b.click(t, m, "next")
	if got := b.app.got(); got.path != "/slack/interactions" || signed("1800000000", got.body) != got.header.Get("X-Slack-Signature") {
		t.Errorf("request to %s with signature %s is wrong", got.path, got.header.Get("X-Slack-Signature"))
	}
	got := b.app.callback()
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
	if a := b.app.callback().ActionCallback.BlockActions[0]; a.SelectedOption.Value != "refresh" || a.Type != "overflow" || a.BlockID == "" {
		t.Errorf("action = %+v, want the option refresh", a)
	}
}

// TestClick_InChannel has the whole message in the payload.
func TestClick_InChannel(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = answerJSON(strings.Replace(card(1), "ephemeral", "in_channel", 1))
	b.say(t, "/meeting 1")
	b.app.reply = nil
	b.click(t, b.last(t), "join")
	got := b.app.callback()
	if got.Container.IsEphemeral || got.Message.Timestamp != b.last(t).TS || got.Message.BotID != playground.BotID || len(got.Message.Blocks.BlockSet) != 8 {
		t.Errorf("message = %+v, want the one that was clicked", got.Message)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(b.app.got().form.Get("payload")), &raw); err != nil {
		t.Fatal(err)
	}
	if string(raw["state"]) != `{"values":{}}` || string(raw["enterprise"]) != "null" || string(raw["is_enterprise_install"]) != "false" {
		t.Errorf("state %s, enterprise %s, install %s are not Slack's", raw["state"], raw["enterprise"], raw["is_enterprise_install"])
	}
}

func TestClick_Refused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = answerJSON(card(1))
	b.say(t, "/meeting 1")
	m := b.last(t)
	b.app.reply = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }
	tests := []struct {
		name, user, ts, action string
		option                 []string
		want                   error
	}{
		{"nobody", "U0NOBODY", m.TS, "next", nil, playground.ErrUnknownPerson},
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
			t.Errorf("trouble = %q, want the status on the message", got)
		}
	})
}
