package handlers_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// submitted is a modal that was sent off, as Slack sends it, with an element of
// every kind and one that nobody here has heard of.
const submitted = `{
  "type": "view_submission",
  "team": {"id": "T0001", "domain": "example"},
  "user": {"id": "U0001", "username": "zoe", "name": "zoe", "team_id": "T0001"},
  "api_app_id": "A0001",
  "token": "Shh_its_a_seekrit",
  "trigger_id": "12466734323.1395872398",
  "view": {
    "id": "V0001", "team_id": "T0001", "type": "modal", "private_metadata": "914083136", "callback_id": "remind", "hash": "1718.abc",
    "state": {"values": {
      "text": {"in": {"type": "plain_text_input", "value": "1h 10m"}},
      "empty": {"in": {"type": "plain_text_input", "value": null}},
      "radio": {"in": {"type": "radio_buttons", "selected_option": {"text": {"type": "plain_text", "text": "Me"}, "value": "me"}}},
      "none": {"in": {"type": "static_select", "selected_option": null}},
      "boxes": {"in": {"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}},
      "where": {"in": {"type": "conversations_select", "selected_conversation": "C0002"}},
      "wheres": {"in": {"type": "multi_conversations_select", "selected_conversations": ["C1", "C2"]}},
      "channel": {"in": {"type": "channels_select", "selected_channel": "C3"}},
      "who": {"in": {"type": "users_select", "selected_user": "U7"}},
      "day": {"in": {"type": "datepicker", "selected_date": "2026-11-24"}},
      "clock": {"in": {"type": "timepicker", "selected_time": "10:30"}},
      "mystery": {"in": {"type": "hologram", "holo": {"value": 7}}}
    }},
    "blocks": [{"type": "mystery"}, {"type": "actions", "elements": [{"type": "hologram"}]}],
    "app_id": "A0001", "bot_id": "B0001"
  },
  "response_urls": [],
  "is_enterprise_install": false, "enterprise": null
}`

// suggesting is a menu that asks for options, as Slack sends it.
const suggesting = `{
  "type": "block_suggestion", "action_id": "which", "block_id": "b", "value": "bud",
  "team": {"id": "T0001"}, "user": {"id": "U0001", "team_id": "T0001"}, "enterprise": null,
  "container": {"type": "view", "view_id": "V0001"}, "view": {"id": "V0001", "callback_id": "remind", "blocks": [{"type": "mystery"}]}
}`

func TestSubmissionReachesTheBot(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	if got := s.press(t, submitted); got.status != http.StatusOK || got.body != "" {
		t.Errorf("the answer is %d %q, want an empty 200, which closes the modal", got.status, got.body)
	}
	want := bot.Submission{
		Origin: bot.Origin{Key: workspace.Key{TeamID: "T0001"}, UserID: "U0001", TriggerID: "12466734323.1395872398"},
		View: bot.View{
			ID: "V0001", Hash: "1718.abc", CallbackID: "remind", Metadata: "914083136",
			State: bot.State{
				"text": {"in": {"1h 10m"}}, "radio": {"in": {"me"}}, "boxes": {"in": {"a", "b"}}, "where": {"in": {"C0002"}},
				"wheres": {"in": {"C1", "C2"}}, "channel": {"in": {"C3"}}, "who": {"in": {"U7"}},
				"day": {"in": {"2026-11-24"}}, "clock": {"in": {"10:30"}},
			},
		},
	}
	if diff := cmp.Diff([]bot.Submission{want}, b.submits, cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
		t.Errorf("the bot was asked (-want +got):\n%s", diff)
	}
	s.hooks.none(t)
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	modal := slack.ModalViewRequest{Type: slack.VTModal, Title: slack.NewTextBlockObject("plain_text", "Meetings", false, false)}
	tests := []struct {
		name    string
		verdict bot.Verdict
		want    string
	}{
		{"close", bot.Verdict{}, ``},
		{"mend", bot.Mend(map[string]string{"text": "too many"}), `{"response_action":"errors","errors":{"text":"too many"}}`},
		{"swap", bot.Swap(modal), `{"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Meetings","emoji":false},"blocks":null}}`},
		{"stack", bot.Stack(modal), `{"response_action":"push","view":{"type":"modal","title":{"type":"plain_text","text":"Meetings","emoji":false},"blocks":null}}`},
		{"clear", bot.Clear(), `{"response_action":"clear"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, &fakeBot{submit: func(context.Context, bot.Submission) (bot.Verdict, error) { return tt.verdict, nil }})
			if got := s.press(t, submitted); got.status != http.StatusOK || got.body != tt.want {
				t.Errorf("the answer is %d %s, want 200 %s", got.status, got.body, tt.want)
			}
		})
	}
}

// Whatever goes wrong, the person reads something in place of the modal.
func TestSubmissionsThatFail(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		submit func(context.Context, bot.Submission) (bot.Verdict, error)
		want   string
	}{
		{"an error", func(context.Context, bot.Submission) (bot.Verdict, error) {
			return bot.Verdict{}, errors.New("the database is gone")
		}, "sorry, ref "},
		{"an error that the person was told of", func(context.Context, bot.Submission) (bot.Verdict, error) {
			return bot.Mend(map[string]string{"text": "later"}), errors.New("the database is gone")
		}, `"text":"later"`},
		{"a panic", func(context.Context, bot.Submission) (bot.Verdict, error) { panic("ouch") }, "sorry, ref "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, &fakeBot{submit: tt.submit})
			got := s.press(t, submitted)
			if got.status != http.StatusOK || !strings.Contains(got.body, tt.want) {
				t.Errorf("the answer is %d %s, want 200 with %q", got.status, got.body, tt.want)
			}
			if !strings.Contains(s.logs.String(), `"msg":"question failed"`) {
				t.Errorf("the operator was not told: %s", s.logs)
			}
			if n := counted(t, s.registry, "meetingbot_question_duration_seconds", "failed", "POST /slack/interactions"); n != 1 {
				t.Errorf("%v questions failed, want 1", n)
			}
		})
	}
}

// The bot has three quarters of the time, so that it can say what was slow. One
// that does not listen is left behind.
func TestSlowSubmissions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		submit func(context.Context, bot.Submission) (bot.Verdict, error)
		after  time.Duration
		want   string
	}{
		{"one that listens", func(ctx context.Context, _ bot.Submission) (bot.Verdict, error) {
			<-ctx.Done()
			return bot.Mend(map[string]string{"text": "slow"}), context.Cause(ctx)
		}, 1500 * time.Millisecond, `"text":"slow"`},
		{"one that does not", func(context.Context, bot.Submission) (bot.Verdict, error) {
			<-time.After(10 * time.Second)
			return bot.Verdict{}, nil
		}, 2 * time.Second, "sorry, ref "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newBubble(t, &fakeBot{submit: tt.submit})
				got, took := s.send(t.Context(), "/slack/interactions", "payload="+escape(submitted))
				if took != tt.after || !strings.Contains(got.Body.String(), tt.want) {
					t.Errorf("answered %s after %s, want %q after %s", got.Body, took, tt.want, tt.after)
				}
				s.drain(t)
			})
		})
	}
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	if got := s.press(t, suggesting); got.status != http.StatusOK || got.body != `{"options":[]}` {
		t.Errorf("the answer is %d %s, want no options", got.status, got.body)
	}
	want := bot.Suggestion{
		Origin:   bot.Origin{Key: workspace.Key{TeamID: "T0001"}, UserID: "U0001"},
		ActionID: "which", BlockID: "b", Value: "bud", View: bot.View{ID: "V0001", CallbackID: "remind"},
	}
	if diff := cmp.Diff([]bot.Suggestion{want}, b.suggests, cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
		t.Errorf("the bot was asked (-want +got):\n%s", diff)
	}
	b.suggest = func(context.Context, bot.Suggestion) (bot.Choices, error) {
		return bot.Choose(slack.NewOptionBlockObject("914083136", slack.NewTextBlockObject("plain_text", "Budget", false, false), nil)), nil
	}
	const options = `{"options":[{"text":{"type":"plain_text","text":"Budget","emoji":false},"value":"914083136"}]}`
	if got := s.press(t, suggesting); got.body != options {
		t.Errorf("the answer is %s, want %s", got.body, options)
	}
	b.suggest = func(context.Context, bot.Suggestion) (bot.Choices, error) {
		return bot.Choices{}, errors.New("no list")
	}
	if got := s.press(t, suggesting); got.status != http.StatusOK || got.body != `{"options":[]}` {
		t.Errorf("after a failure the answer is %d %s, want no options", got.status, got.body)
	}
}
