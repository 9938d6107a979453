package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"meetingbot/bot"
)

// TestNothingSecretInLogs goes through everything that is logged, at debug
// level, and searches the log for what must not be there.
func TestNothingSecretInLogs(t *testing.T) {
	t.Parallel()
	const typed = "914083136 what-I-typed"
	b := &fakeBot{
		command: func(ctx context.Context, q bot.Question, send bot.Send) error {
			switch {
			case strings.Contains(q.Text, "panic"):
				panic(fmt.Errorf("cannot read %q", q.Text))
			case strings.Contains(q.Text, "later"):
				return errors.Join(send(ctx, bot.Plain("what-the-bot-said")), send(ctx, bot.Plain("what-the-bot-said")))
			}
			return errors.New("no luck")
		},
		click: func(ctx context.Context, _ bot.Question, send bot.Send) error {
			return send(ctx, bot.Plain("what-the-bot-said"))
		},
	}
	s := setup(t, b)
	s.hooks.status = func(int) int { return http.StatusNotFound }

	s.signed(t, "/slack/commands", form(typed, s.hooks.url()))
	s.signed(t, "/slack/commands", form(typed+" panic", s.hooks.url()))
	s.signed(t, "/slack/commands", form(typed+" later", s.hooks.url()))
	s.signed(t, "/slack/commands", form(typed+" later", "https://evil.example/"+hookSecret))
	s.signed(t, "/slack/commands", form(typed+" later", "https://evil.example/%zz"+hookSecret))
	s.press(t, pressed)
	s.press(t, `{"type":"block_actions","what-I-typed`)
	s.event(t, userChange)
	s.event(t, strings.Replace(linkShared, "c0de", "what-I-typed", 1))
	s.event(t, `{"type":"event_callback","event":{"type":"link_shared","user":"U1","links":[{"url":"what-I-typed"}]}}`)
	s.event(t, `{"type":"event_callback","event":{"type":"user_change","user":"what-I-typed"}}`)
	s.post(t, "/slack/commands", form(typed, s.hooks.url()), sign("another", time.Now()))
	s.get(t, "/nowhere?what-I-typed")
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}

	logs := s.logs.String()
	for _, secret := range []string{
		signingSecret, hookSecret, "what-I-typed", "914083136", "what-the-bot-said", "participants_next",
		"gIkuvaNzQIHg97ATvDxqgjtO", "Shh_its_a_seekrit", "12466734323.1395872398", "v0=", "zh-CN",
	} {
		if strings.Contains(logs, secret) {
			t.Errorf("%q is in the log: %s", secret, logs)
		}
	}
	for _, want := range []string{"request served", "question failed", "panic: ", "request refused", "event failed", "host not allowed"} {
		if !strings.Contains(logs, want) {
			t.Errorf("%q is not in the log: %s", want, logs)
		}
	}
}
