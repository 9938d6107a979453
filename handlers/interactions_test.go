package handlers_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// pressed is a press on a button of an ephemeral message, as Slack sends it.
const pressed = `{
  "type": "block_actions",
  "user": {"id": "U0001", "username": "zoe", "name": "zoe", "team_id": "T0009"},
  "api_app_id": "A0001",
  "token": "Shh_its_a_seekrit",
  "container": {"type": "message", "message_ts": "1718.0001", "channel_id": "C0001", "is_ephemeral": true},
  "trigger_id": "12466734323.1395872398",
  "team": {"id": "T0001", "domain": "example", "enterprise_id": "E0001", "enterprise_name": "Example"},
  "enterprise": {"id": "E0001", "name": "Example"},
  "is_enterprise_install": false,
  "channel": {"id": "C0001", "name": "general"},
  "state": {"values": {}},
  "response_url": "RESPONSE_URL",
  "actions": [{"action_id": "participants_next", "block_id": "pager.1", "text": {"type": "plain_text", "text": "Next", "emoji": true},
    "value": "914083136 10", "type": "button", "action_ts": "1718.0002"}]
}`

// press sends a payload, its RESPONSE_URL replaced.
func (s *testServer) press(t *testing.T, payload string) answer {
	t.Helper()
	payload = strings.ReplaceAll(payload, "RESPONSE_URL", s.hooks.url())
	return s.signed(t, "/slack/interactions", "payload="+escape(payload))
}

func TestClickReachesTheBot(t *testing.T) {
	t.Parallel()
	usual := bot.Question{
		Origin: bot.Origin{
			Key: workspace.Key{EnterpriseID: "E0001", TeamID: "T0001"}, ChannelID: "C0001", UserID: "U0001", UserTeam: "T0009",
			TriggerID: "12466734323.1395872398",
		},
		Kind: bot.KindClick, Surface: bot.SurfaceEphemeral, Action: bot.Action{ID: "participants_next", Value: "914083136 10"},
	}
	tests := []struct {
		name    string
		payload string
		want    func(q *bot.Question)
	}{
		{"as Slack sends it", pressed, func(*bot.Question) {}},
		{
			"under a link in somebody's message",
			strings.Replace(pressed, `{"type": "message", "message_ts": "1718.0001", "channel_id": "C0001", "is_ephemeral": true}`,
				`{"type": "message_attachment", "message_ts": "1718.0001", "attachment_id": 1, "channel_id": "C0001", "is_ephemeral": false,
				"is_app_unfurl": true, "app_unfurl_url": "https://c.meeting.huaweicloud.com/#/j/914083136/c0de"},
				"app_unfurl": {"id": 1, "fallback": "Budget", "is_app_unfurl": true, "blocks": [{"type": "brand_new"}]}`, 1),
			func(q *bot.Question) { q.Surface = bot.SurfaceMessage },
		},
		{
			"in a channel",
			strings.Replace(pressed, `"is_ephemeral": true`, `"is_ephemeral": false`, 1),
			func(q *bot.Question) { q.Surface = bot.SurfaceMessage },
		},
		{
			"no team, as in an organisation-wide installation",
			strings.Replace(pressed, `"team": {"id": "T0001", "domain": "example", "enterprise_id": "E0001", "enterprise_name": "Example"}`, `"team": null`, 1),
			func(q *bot.Question) { q.TeamID = "T0009" },
		},
		{
			"on a view of another workspace",
			strings.Replace(pressed, `"state"`, `"view": {"id": "V1", "hash": "1.abc", "callback_id": "remind",
				"private_metadata": "914083136", "app_installed_team_id": "T0002", "blocks": [{"type": "mystery"}],
				"state": {"values": {"leads": {"text": {"type": "plain_text_input", "value": "10m"}}}}}, "state"`, 1),
			func(q *bot.Question) {
				q.Key = workspace.Key{TeamID: "T0002"} // the organisation may be that of the person who pressed
				q.View = bot.View{
					ID: "V1", Hash: "1.abc", CallbackID: "remind", Metadata: "914083136",
					State: bot.State{"leads": {"text": {"10m"}}},
				}
			},
		},
		{
			"no channel but in the container",
			strings.Replace(pressed, `"channel": {"id": "C0001", "name": "general"},`, ``, 1),
			func(*bot.Question) {},
		},
		{
			"no organisation",
			strings.Replace(pressed, `"enterprise": {"id": "E0001", "name": "Example"}`, `"enterprise": null`, 1),
			func(q *bot.Question) { q.EnterpriseID = "" },
		},
		{
			"no block id, as in old messages",
			strings.Replace(pressed, `"block_id": "pager.1",`, ``, 1),
			func(*bot.Question) {},
		},
		{
			"an option of a menu",
			strings.Replace(pressed, `"value": "914083136 10", "type": "button"`,
				`"type": "overflow", "selected_option": {"text": {"type": "plain_text", "text": "Refresh"}, "value": "refresh 914083136"}`, 1),
			func(q *bot.Question) { q.Action.Value = "refresh 914083136" },
		},
		{
			"on a message with unknown elements",
			strings.Replace(pressed, `"state"`, `"message": {"blocks": [{"type": "actions", "elements": [{"type": "hologram"}]}, {"type": "mystery"}]}, "state"`, 1),
			func(*bot.Question) {},
		},
		{
			"after a button that opens a page",
			strings.Replace(pressed, `"actions": [`, `"actions": [{"action_id": "join", "url": "https://example.com"}, `, 1),
			func(*bot.Question) {},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			if got := s.press(t, tt.payload); got.status != http.StatusOK || got.body != "" {
				t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
			}
			if got := s.hooks.next(t); got != string(bot.Plain("page two").JSON()) {
				t.Errorf("at the response_url: %s, want the reply", got)
			}
			want := usual
			tt.want(&want)
			if diff := cmp.Diff([]bot.Question{want}, b.asked(), cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
				t.Errorf("the bot was asked (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSurfaceOfAClick(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, where string
		want        bot.Surface
	}{
		{"a message", `"container": {"type": "message", "is_ephemeral": false}`, bot.SurfaceMessage},
		{"a message that one person sees", `"container": {"type": "message", "is_ephemeral": true}`, bot.SurfaceEphemeral},
		{"an unfurled link", `"container": {"type": "message_attachment", "is_ephemeral": false, "is_app_unfurl": true}`, bot.SurfaceMessage},
		{"a modal", `"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "modal"}`, bot.SurfaceModal},
		{"a modal without a container", `"view": {"id": "V1", "type": "modal"}`, bot.SurfaceModal},
		{"the Home tab", `"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "home"}`, bot.SurfaceHome},
		{"nothing said", `"container": null`, bot.SurfaceMessage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			s.press(t, `{"type": "block_actions", "actions": [{"action_id": "next"}], "response_url": "RESPONSE_URL", `+tt.where+`}`)
			if got := b.asked(); len(got) != 1 || got[0].Surface != tt.want {
				t.Errorf("the bot was asked %+v, want one question on surface %d", got, tt.want)
			}
		})
	}
}

// TestNoApologyWithoutResponseURL has no response_url, as in a modal: that nothing can
// be shown is no error.
func TestNoApologyWithoutResponseURL(t *testing.T) {
	t.Parallel()
	var apologies atomic.Int32
	s := setup(t, &fakeBot{
		click: func(context.Context, bot.Question, bot.Send) error { return errors.New("no luck") },
		sorry: func(context.Context, bot.Question) bot.Reply {
			apologies.Add(1)
			return bot.Plain("sorry")
		},
	})
	s.press(t, `{"type": "block_actions", "actions": [{"action_id": "next"}],
		"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": "modal"}}`)
	s.drained(t)
	if n := apologies.Load(); n != 0 {
		t.Errorf("%d apologies were made for nobody, want none", n)
	}
	logs := s.logs.String()
	if strings.Count(logs, `"level":"ERROR"`) != 1 || !strings.Contains(logs, `"level":"DEBUG","msg":"apology impossible"`) {
		t.Errorf("want one error, and a debug line for the apology: %s", logs)
	}
}

// TestClickAnsweredFromMemory posts the reply, since Slack shows nothing of the
// answer to the request.
func TestClickAnsweredFromMemory(t *testing.T) {
	t.Parallel()
	reply := bot.Plain("ready")
	s := setup(t, &fakeBot{cached: func(q bot.Question) (bot.Reply, bool) {
		if q.Action.Value == "silent" {
			return bot.Reply{}, true
		}
		return reply, true
	}})
	for _, payload := range []string{pressed, strings.Replace(pressed, "914083136 10", "silent", 1)} {
		if got := s.press(t, payload); got.status != http.StatusOK || got.body != "" {
			t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
		}
	}
	s.drained(t)
	if got := s.hooks.next(t); got != string(reply.JSON()) {
		t.Errorf("at the response_url: %s, want the reply", got)
	}
	s.hooks.none(t)
	if got := counted(t, s.registry, "meetingbot_acks_total", "at_once"); got != 2 {
		t.Errorf("%v clicks acknowledged at once, want 2", got)
	}
}

func TestAcknowledgedOnly(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, payload, want string }{
		{name: "a button that opens a page", payload: `{"type":"block_actions","actions":[{"action_id":"join","block_id":"b","type":"button","url":"https://example.com/j/1"}]}`},
		{name: "an option that opens a page", payload: `{"type":"block_actions","actions":[{"action_id":"more","block_id":"b","type":"overflow","selected_option":{"value":"x","url":"https://example.com"}}]}`},
		{name: "no actions", payload: `{"type":"block_actions","actions":[]}`},
		{name: "actions null", payload: `{"type":"block_actions","actions":null}`},
		{name: "actions missing", payload: `{"type":"block_actions"}`},
		{name: "a closed view", payload: `{"type":"view_closed","is_cleared":true}`},
		{name: "an old attachment", payload: `{"type":"interactive_message","actions":[{"name":"x"}]}`},
		{name: "an unknown type", payload: `{"type":"mystery","user":"U1","team":7,"actions":"none"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			if got := s.press(t, tt.payload); got.status != http.StatusOK || got.body != tt.want {
				t.Errorf("the answer is %d %q, want 200 %q", got.status, got.body, tt.want)
			}
			if err := s.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := len(b.asked()); n != 0 {
				t.Errorf("the bot was asked %d times, want never", n)
			}
			s.hooks.none(t)
		})
	}
}

func TestClickIsAcknowledgedBeforeTheReply(t *testing.T) {
	t.Parallel()
	acknowledged := make(chan struct{})
	s := setup(t, &fakeBot{click: func(ctx context.Context, _ bot.Question, send bot.Send) error {
		<-acknowledged
		return send(ctx, bot.Plain("page two"))
	}})
	s.press(t, pressed)
	close(acknowledged)
	s.hooks.next(t)
}

func TestClickThatPanics(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{click: func(context.Context, bot.Question, bot.Send) error { panic("ouch") }})
	got := s.press(t, pressed)
	if body := s.hooks.next(t); !strings.Contains(body, "sorry, ref "+got.header.Get("X-Request-Id")) {
		t.Errorf("at the response_url: %s, want an apology", body)
	}
}
