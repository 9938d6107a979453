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

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// Payloads as Slack sends them.
const (
	chosen = `{
		"type": "shortcut", "token": "XXXX", "action_ts": "1581106241.371594", "team": {"id": "T0001", "domain": "example"}, "enterprise": null, "is_enterprise_install": false,
		"user": {"id": "U0001", "username": "aman", "team_id": "T0009"}, "callback_id": "find_meeting", "trigger_id": "944799105734.773906753841.38b5894552bdd4a780554ee59d1f3638"
	}`
	chosenOnMessage = `{
		"type": "message_action", "token": "XXXX", "callback_id": "look_up_message", "trigger_id": "13345224609.8534564800.6f8ab1f53e13d0cd15f96106292d5536",
		"response_url": "RESPONSE_URL", "message_ts": "1718.0002", "team": {"id": "T0001", "domain": "example"}, "enterprise": {"id": "E0001"},
		"channel": {"id": "C0001", "name": "general"}, "user": {"id": "U0001", "name": "aman", "team_id": "T0009"},
		"message": {"type": "message", "user": "U2", "bot_id": "B9", "ts": "1718.0002", "thread_ts": "1718.0001", "text": "see you in 914083136",
			"blocks": [{"type": "actions", "elements": [{"type": "hologram"}]}, {"type": "mystery"}]}
	}`
	typed = `{
		"type": "block_suggestion", "user": {"id": "U0001", "username": "aman", "team_id": "E0001"}, "container": {"type": "view", "view_id": "V1"}, "api_app_id": "A0001",
		"action_id": "find_meeting_choice", "block_id": "find_meeting_pick", "value": "bud", "team": null, "enterprise": {"id": "E0001"}, "is_enterprise_install": true,
		"view": {"id": "V1", "type": "modal", "hash": "1.a", "callback_id": "find_meeting_form", "private_metadata": "", "blocks": [{"type": "mystery"}], "state": {"values": {}}, "app_installed_team_id": "T0001"}
	}`
)

func TestShortcutsReachTheBot(t *testing.T) {
	t.Parallel()
	who := bot.Origin{Key: workspace.Key{TeamID: "T0001"}, UserID: "U0001", UserTeam: "T0009"}
	with := func(edit func(o *bot.Origin)) bot.Origin {
		o := who
		edit(&o)
		return o
	}
	tests := []struct {
		name, payload string
		want          bot.Question
	}{
		{"a shortcut", chosen, bot.Question{
			Origin: with(func(o *bot.Origin) { o.TriggerID = "944799105734.773906753841.38b5894552bdd4a780554ee59d1f3638" }),
			Kind:   bot.KindShortcut, Surface: bot.SurfaceShortcut, Action: bot.Action{ID: "find_meeting"},
		}},
		{"a shortcut of a message", chosenOnMessage, bot.Question{
			Origin: with(func(o *bot.Origin) {
				o.EnterpriseID, o.ChannelID, o.TriggerID = "E0001", "C0001", "13345224609.8534564800.6f8ab1f53e13d0cd15f96106292d5536"
			}),
			Kind: bot.KindMessage, Surface: bot.SurfaceChannel, Action: bot.Action{ID: "look_up_message"}, Text: "see you in 914083136", Thread: "1718.0001",
		}},
		{"one of the first message of a thread", strings.Replace(chosenOnMessage, "1718.0001", "1718.0002", 1), bot.Question{
			Origin: with(func(o *bot.Origin) {
				o.EnterpriseID, o.ChannelID, o.TriggerID = "E0001", "C0001", "13345224609.8534564800.6f8ab1f53e13d0cd15f96106292d5536"
			}),
			Kind: bot.KindMessage, Surface: bot.SurfaceChannel, Action: bot.Action{ID: "look_up_message"}, Text: "see you in 914083136",
		}},
		{"what was typed into a menu", typed, bot.Question{
			Origin: with(func(o *bot.Origin) { o.EnterpriseID, o.UserTeam = "E0001", "E0001" }),
			Kind:   bot.KindSuggestion, Surface: bot.SurfaceModal, Action: bot.Action{ID: "find_meeting_choice"}, Text: "bud",
			View: bot.View{ID: "V1", Hash: "1.a", CallbackID: "find_meeting_form"},
		}},
		{"typed where the organisation stands for the team", strings.Replace(typed, `"app_installed_team_id": "T0001"`, `"x": 1`, 1), bot.Question{
			Origin: with(func(o *bot.Origin) { o.Key, o.UserTeam = workspace.Key{EnterpriseID: "E0001"}, "E0001" }),
			Kind:   bot.KindSuggestion, Surface: bot.SurfaceModal, Action: bot.Action{ID: "find_meeting_choice"}, Text: "bud",
			View: bot.View{ID: "V1", Hash: "1.a", CallbackID: "find_meeting_form"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			got := s.press(t, tt.payload)
			s.drained(t)
			if diff := cmp.Diff([]bot.Question{tt.want}, b.asked(), cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
				t.Errorf("the bot was asked (-want +got):\n%s", diff)
			}
			answered, reply := "", string(bot.Plain("found it").JSON())
			if tt.want.Kind == bot.KindSuggestion {
				answered = reply
			}
			if got.status != http.StatusOK || got.body != answered {
				t.Errorf("the request is answered with %d %q, want 200 %q", got.status, got.body, answered)
			}
			if tt.want.Kind == bot.KindMessage {
				if got := s.hooks.next(t); got != reply {
					t.Errorf("at the response_url: %s, want the reply", got)
				}
			}
			s.hooks.none(t)
		})
	}
}

// What is in memory does not answer the request of a shortcut: Slack would not show it.
func TestMessageShortcutAnsweredFromMemory(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{cached: func(bot.Question) (bot.Reply, bool) { return bot.Plain("ready"), true }})
	if got := s.press(t, chosenOnMessage); got.status != http.StatusOK || got.body != "" {
		t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
	}
	if got := s.hooks.next(t); got != string(bot.Plain("ready").JSON()) {
		t.Errorf("at the response_url: %s, want the reply", got)
	}
}

func TestShortcutsOfNoUse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		payload string
		status  int
		told    bool
	}{
		"a shortcut without a name":        {`{"type":"shortcut","user":{"id":"U1"}}`, http.StatusBadRequest, false},
		"a shortcut of another shape":      {`{"type":"shortcut","callback_id":{}}`, http.StatusBadRequest, false},
		"one of a message, without a name": {`{"type":"message_action","response_url":"RESPONSE_URL","message":{"text":"914083136"}}`, http.StatusOK, true},
		"a menu without a name":            {`{"type":"block_suggestion","value":"bud"}`, http.StatusOK, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			if got := s.press(t, tt.payload); got.status != tt.status {
				t.Errorf("the answer is %d, want %d", got.status, tt.status)
			}
			s.drained(t)
			if n := len(b.asked()); n != 0 {
				t.Errorf("the bot was asked %d times, want never", n)
			}
			if tt.told {
				s.hooks.next(t)
			}
			s.hooks.none(t)
		})
	}
}

// Whatever becomes of what was typed into a menu, the request has an answer in time.
func TestSuggestionInTime(t *testing.T) {
	t.Parallel()
	sorry := func(context.Context, bot.Question) bot.Reply { return bot.Plain("no options") }
	tests := map[string]struct {
		work  work
		after time.Duration
	}{
		"slow": {func(ctx context.Context, _ bot.Question, _ bot.Send) error {
			<-ctx.Done()
			return context.Cause(ctx)
		}, 2250 * time.Millisecond},
		"deaf": {func(ctx context.Context, _ bot.Question, send bot.Send) error {
			<-time.After(10 * time.Second)
			return send(ctx, bot.Plain("late"))
		}, 2500 * time.Millisecond},
		"failed": {func(context.Context, bot.Question, bot.Send) error { return errors.New("no luck") }, 0},
		"panic":  {func(context.Context, bot.Question, bot.Send) error { panic("ouch") }, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newBubbleServer(t, &fakeBot{other: tt.work, sorry: sorry})
				got, took := s.send(t.Context(), "/slack/interactions", "payload="+escape(typed))
				if took != tt.after || got.Body.String() != string(sorry(t.Context(), bot.Question{}).JSON()) {
					t.Errorf("answered %s after %s, want the apology after %s", got.Body, took, tt.after)
				}
				s.drain(t)
			})
		})
	}
}
