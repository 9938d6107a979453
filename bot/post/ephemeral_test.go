package post_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
)

func TestWhisper(t *testing.T) {
	t.Parallel()
	message := post.Message{Text: "hello", Blocks: []slack.Block{slack.NewDividerBlock()}}
	tests := map[string]struct {
		answer      answer
		reason      post.Reason
		unconfirmed bool
		fails       bool
	}{
		"posted":               {answer: body(http.StatusOK, `{"ok":true,"message_ts":"1.2"}`)},
		"not in the channel":   {answer: code("not_in_channel"), reason: post.NotInChannel, fails: true},
		"they are not in it":   {answer: code("user_not_in_channel"), reason: post.Restricted, fails: true},
		"unknown channel":      {answer: code("channel_not_found"), reason: post.Gone, fails: true},
		"revoked":              {answer: code("token_revoked"), reason: post.Revoked, fails: true},
		"asked to wait":        {answer: slow, fails: true},
		"no answer":            {answer: hangUp, unconfirmed: true, fails: true},
		"something went wrong": {answer: code("internal_error"), unconfirmed: true, fails: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := post.Whisper(t.Context(), client(t, tt.answer), "C1", "U1", "", message)
			e, _ := errors.AsType[*post.Error](err)
			if (err != nil) != tt.fails || tt.fails && (e == nil || e.Reason != tt.reason || e.Unconfirmed != tt.unconfirmed) {
				t.Errorf("Whisper = %v, want reason %q, unconfirmed %v", err, tt.reason, tt.unconfirmed)
			}
		})
	}
}

// A message that Slack finds too long is posted as its text, in the same thread.
func TestWhisperTooLong(t *testing.T) {
	t.Parallel()
	calls := 0
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		if got := r.FormValue("thread_ts") + " " + r.FormValue("user") + " " + r.FormValue("channel"); got != "1.1 U1 C1" {
			t.Errorf("posted to %s, want 1.1 U1 C1", got)
		}
		if strings.Contains(r.FormValue("blocks"), "divider") {
			code("msg_blocks_too_long")(w, r)
			return
		}
		body(http.StatusOK, `{"ok":true,"message_ts":"1.2"}`)(w, r)
	})
	err := post.Whisper(t.Context(), c, "C1", "U1", "1.1", post.Message{Text: "hello", Blocks: []slack.Block{slack.NewDividerBlock()}})
	if err != nil || calls != 2 {
		t.Errorf("Whisper = %v after %d calls, want nil after 2", err, calls)
	}
}
