package handlers_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
	"meetingbot/handlers"
)

// form is a slash command with a text and a response_url.
func form(text, responseURL string) string {
	return url.Values{
		"command": {"/meeting"}, "text": {text}, "team_id": {"T0001"}, "enterprise_id": {"E0001"},
		"channel_id": {"C0001"}, "user_id": {"U0001"}, "response_url": {responseURL},
		"user_name": {"Zoë & co"}, "trigger_id": {"1.2.3"},
	}.Encode()
}

func TestCommandReachesTheBot(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "914083136", "914 083 136", "９１４０８３１３６ 提醒", "<https://a.b/?x=1&y=2|a+b>", "100%", "a;b"} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			b := &fakeBot{}
			s := setup(t, b)
			got := s.signed(t, "/slack/commands", form(text, s.hooks.url()))
			want := bot.Question{
				Origin: bot.Origin{
					Key: workspace.Key{EnterpriseID: "E0001", TeamID: "T0001"}, ChannelID: "C0001", UserID: "U0001",
					TriggerID: "1.2.3", RequestID: got.header.Get("X-Request-Id"),
				},
				Command: "/meeting",
				Text:    text,
			}
			if diff := cmp.Diff([]bot.Question{want}, b.asked()); diff != "" {
				t.Errorf("the bot was asked (-want +got):\n%s", diff)
			}
			if got.status != http.StatusOK || got.body != string(bot.Plain("here you are").JSON()) {
				t.Errorf("the answer is %d %s, want 200 and the reply", got.status, got.body)
			}
			if kind := got.header.Get("Content-Type"); kind != "application/json" {
				t.Errorf("Content-Type = %q, want application/json", kind)
			}
		})
	}
}

func TestCachedAnswersNeedNoWork(t *testing.T) {
	t.Parallel()
	var worked []string
	b := &fakeBot{
		cached: func(q bot.Question) (bot.Reply, bool) {
			switch q.Text {
			case "914083136":
				return bot.Plain("ready"), true
			case "nothing":
				return bot.Reply{}, true
			}
			return bot.Reply{}, false
		},
		command: func(ctx context.Context, q bot.Question, send bot.Send) error {
			worked = append(worked, q.Text)
			return send(ctx, bot.Plain("here you are"))
		},
	}
	s := setup(t, b)
	for text, want := range map[string]string{
		"914083136": string(bot.Plain("ready").JSON()), "help": string(bot.Plain("here you are").JSON()), "nothing": "",
	} {
		got := s.signed(t, "/slack/commands", form(text, s.hooks.url()))
		if got.status != http.StatusOK || got.body != want {
			t.Errorf("%q is answered with %d %s, want 200 and %q", text, got.status, got.body, want)
		}
	}
	if n := len(b.asked()); n != 3 {
		t.Errorf("the bot was asked %d times, want once for each command", n)
	}
	if diff := cmp.Diff([]string{"help"}, worked); diff != "" {
		t.Errorf("the bot has worked on (-want +got):\n%s", diff)
	}
	for how, want := range map[string]float64{"inline": 2, "empty": 1} {
		if got := counted(t, s.registry, "meetingbot_acks_total", how); got != want {
			t.Errorf("%v acks counted as %s, want %v", got, how, want)
		}
	}
	s.drained(t)
	if got := counted(t, s.registry, "meetingbot_question_duration_seconds", "done", "POST /slack/commands"); got != 3 {
		t.Errorf("%v questions done, want 3", got)
	}
}

// TestBeginThatPanics tells the person, as for a panic of the work.
func TestBeginThatPanics(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{cached: func(bot.Question) (bot.Reply, bool) { panic("ouch") }})
	got := s.signed(t, "/slack/commands", form("x", s.hooks.url()))
	if want := "sorry, ref " + got.header.Get("X-Request-Id"); got.status != http.StatusOK || !strings.Contains(got.body, want) {
		t.Errorf("the answer is %d %s, want 200 with %q", got.status, got.body, want)
	}
	s.drained(t)
	if logs := s.logs.String(); !strings.Contains(logs, "question failed") || !strings.Contains(logs, "commands_test.go") {
		t.Errorf("the panic and its stack are not in the log: %s", logs)
	}
}

func TestCommandAsSlackDocumentsIt(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	s.signed(t, "/slack/commands", commandForm)
	want := bot.Question{
		Origin: bot.Origin{
			Key: workspace.Key{EnterpriseID: "E0001", TeamID: "T0001"}, ChannelID: "C2147483705", UserID: "U2147483697",
			TriggerID: "13345224609.738474920.8088930838d88f008e0",
		},
		Command: "/meeting",
		Text:    "914083136",
	}
	if diff := cmp.Diff([]bot.Question{want}, b.asked(), cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
		t.Errorf("the bot was asked (-want +got):\n%s", diff)
	}
}

func TestEveryCommandHasItsOwnRequestID(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	seen := make(map[string]bool)
	for range 100 {
		r := s.signed(t, "/slack/commands", commandForm)
		seen[r.header.Get("X-Request-Id")] = true
	}
	if len(seen) != 100 {
		t.Errorf("100 requests had %d ids", len(seen))
	}
}

func TestFirstReplyInlineOthersAtResponseURL(t *testing.T) {
	t.Parallel()
	b := &fakeBot{command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
		return errors.Join(send(ctx, bot.Plain("one")), send(ctx, bot.Plain("two")), send(ctx, bot.Plain("three")))
	}}
	s := setup(t, b)
	got := s.signed(t, "/slack/commands", form("x", s.hooks.url()))
	if got.body != string(bot.Plain("one").JSON()) {
		t.Errorf("inline: %s, want the first reply", got.body)
	}
	for _, text := range []string{"two", "three"} {
		if got := s.hooks.next(t); got != string(bot.Plain(text).JSON()) {
			t.Errorf("at the response_url: %s, want %q", got, text)
		}
	}
}

func TestBotWithoutReply(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{command: func(context.Context, bot.Question, bot.Send) error { return nil }})
	if got := s.signed(t, "/slack/commands", form("x", s.hooks.url())); got.status != http.StatusOK || got.body != "" {
		t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
	}
	s.hooks.none(t)
}

func TestEmptyReplyIsRefused(t *testing.T) {
	t.Parallel()
	var refused error
	s := setup(t, &fakeBot{command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
		refused = send(ctx, bot.Reply{})
		return nil
	}})
	s.signed(t, "/slack/commands", form("x", s.hooks.url()))
	if refused == nil {
		t.Error("send(an empty reply) = nil, want an error")
	}
}

func TestBotFails(t *testing.T) {
	t.Parallel()
	wrong := errors.New("database on fire")
	tests := []struct {
		name    string
		command func(ctx context.Context, q bot.Question, send bot.Send) error
		inline  string // the beginning of the text
		posted  bool
		logged  []string
	}{
		{
			name:    "without a reply",
			command: func(context.Context, bot.Question, bot.Send) error { return wrong },
			inline:  "sorry, ref ",
			logged:  []string{"question failed", "database on fire", `"team_id":"T0001"`, `"user_id":"U0001"`, `"route":"POST /slack/commands"`, `"duration":`},
		},
		{
			name: "after a reply",
			command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
				return errors.Join(send(ctx, bot.Plain("it does not answer")), wrong)
			},
			inline: "it does not answer",
			logged: []string{"question failed", "database on fire"},
		},
		{
			name:    "in panic",
			command: func(_ context.Context, q bot.Question, _ bot.Send) error { panic("no " + q.Text) },
			inline:  "sorry, ref ",
			logged:  []string{"question failed", "panic: string", `"stack":`, "commands_test.go"},
		},
		{
			name: "in a panic of the runtime's",
			command: func(_ context.Context, q bot.Question, _ bot.Send) error {
				return errors.New(strings.Fields(q.Text)[3])
			},
			inline: "sorry, ref ",
			logged: []string{"panic: runtime error: index out of range [3] with length 3", `"stack":`},
		},
		{
			name: "in panic after a reply",
			command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
				_ = send(ctx, bot.Plain("one moment"))
				panic(wrong)
			},
			inline: "one moment",
			posted: true,
			logged: []string{"panic: *errors.errorString"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, &fakeBot{command: tt.command})
			got := s.signed(t, "/slack/commands", form("my secret plan", s.hooks.url()))
			if got.status != http.StatusOK || !strings.Contains(got.body, `"text":"`+tt.inline) {
				t.Errorf("the answer is %d %s, want %q", got.status, got.body, tt.inline)
			}
			if strings.HasPrefix(tt.inline, "sorry") && !strings.Contains(got.body, got.header.Get("X-Request-Id")) {
				t.Errorf("%s does not name the request %s", got.body, got.header.Get("X-Request-Id"))
			}
			if tt.posted && !strings.Contains(s.hooks.next(t), "sorry, ref ") {
				t.Error("no apology at the response_url")
			}
			if err := s.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.hooks.none(t)
			logs := s.logs.String()
			for _, want := range append(tt.logged, `"request_id":"`+got.header.Get("X-Request-Id")) {
				if !strings.Contains(logs, want) {
					t.Errorf("%q is not in the log: %s", want, logs)
				}
			}
			if n := strings.Count(logs, `"level":"ERROR"`); n != 1 {
				t.Errorf("%d errors in the log, want 1: %s", n, logs)
			}
			if strings.Contains(logs, "my secret plan") {
				t.Errorf("the person's text is in the log: %s", logs)
			}
			if got := s.get(t, "/healthz"); got.status != http.StatusOK {
				t.Errorf("GET /healthz = %d after the failure, want 200", got.status)
			}
		})
	}
}

func TestApologyThatPanics(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{
		command: func(context.Context, bot.Question, bot.Send) error { panic("one") },
		sorry:   func(context.Context, bot.Question) bot.Reply { panic("two") },
	})
	if got := s.signed(t, "/slack/commands", form("x", s.hooks.url())); got.status != http.StatusOK || got.body != "" {
		t.Errorf("the answer is %d %q, want an empty 200", got.status, got.body)
	}
	if logs := s.logs.String(); !strings.Contains(logs, "apology not delivered") {
		t.Errorf("the second panic is not in the log: %s", logs)
	}
}

func TestSendAfterReturning(t *testing.T) {
	t.Parallel()
	kept := make(chan bot.Send, 1)
	s := setup(t, &fakeBot{command: func(_ context.Context, _ bot.Question, send bot.Send) error {
		kept <- send
		return nil
	}})
	s.signed(t, "/slack/commands", form("x", s.hooks.url()))
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := (<-kept)(t.Context(), bot.Plain("and another thing")); err == nil {
		t.Error("send after the bot has returned = nil, want an error")
	}
	s.hooks.none(t)
}

func TestCommandMetrics(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{}, func(o *handlers.Options) { o.MaxQuestions = 10 })
	s.signed(t, "/slack/commands", commandForm)
	s.post(t, "/slack/commands", commandForm, http.Header{})
	s.get(t, "/nowhere")
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		labels []string
		want   float64
	}{
		{"meetingbot_acks_total", []string{"inline"}, 1},
		{"meetingbot_acks_total", []string{"later"}, 0},
		{"meetingbot_http_request_duration_seconds", []string{"ok", "POST /slack/commands"}, 1},
		{"meetingbot_http_request_duration_seconds", []string{"unsigned", "POST /slack/commands"}, 1},
		{"meetingbot_http_request_duration_seconds", []string{"not_found", "other"}, 1},
		{"meetingbot_question_duration_seconds", []string{"done", "POST /slack/commands"}, 1},
		{"meetingbot_response_url_failures_total", []string{"timed_out"}, 0},
		{"meetingbot_tasks_in_hand", nil, 0},
	} {
		if got := counted(t, s.registry, tt.name, tt.labels...); got != tt.want {
			t.Errorf("%s%q = %v, want %v", tt.name, tt.labels, got, tt.want)
		}
	}
}
