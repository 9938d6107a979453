package handlers_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
	"meetingbot/handlers"
)

// submitted is a modal that was sent off, as Slack sends it, with an element of
// every kind and an unknown one.
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

func TestSubmissionReachesTheBot(t *testing.T) {
	t.Parallel()
	b := &fakeBot{}
	s := setup(t, b)
	if got := s.press(t, submitted); got.status != http.StatusOK || got.body != "" {
		t.Errorf("the answer is %d %q, want an empty 200, which closes the modal", got.status, got.body)
	}
	want := bot.Question{
		Origin:  bot.Origin{Key: workspace.Key{TeamID: "T0001"}, UserID: "U0001", UserTeam: "T0001", TriggerID: "12466734323.1395872398"},
		Kind:    bot.KindSubmission,
		Surface: bot.SurfaceModal,
		View: bot.View{
			ID: "V0001", Hash: "1718.abc", CallbackID: "remind", Metadata: "914083136",
			State: bot.State{
				"text": {"in": {"1h 10m"}}, "radio": {"in": {"me"}}, "boxes": {"in": {"a", "b"}}, "where": {"in": {"C0002"}},
				"wheres": {"in": {"C1", "C2"}}, "channel": {"in": {"C3"}}, "who": {"in": {"U7"}},
				"day": {"in": {"2026-11-24"}}, "clock": {"in": {"10:30"}},
			},
		},
	}
	if diff := cmp.Diff([]bot.Question{want}, b.asked(), cmpopts.IgnoreFields(bot.Origin{}, "RequestID")); diff != "" {
		t.Errorf("the bot was asked (-want +got):\n%s", diff)
	}
	s.hooks.none(t)
}

// TestSubmissionReplies has the first reply as the answer of the request, as it
// is, and refuses every other one.
func TestSubmissionReplies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		replies []string
		want    string
		fails   bool
	}{
		{name: "none closes the modal"},
		{name: "one", replies: []string{"too many"}, want: string(bot.Plain("too many").JSON())},
		{name: "two", replies: []string{"too many", "and too late"}, want: string(bot.Plain("too many").JSON()), fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var failed error
			s := setup(t, &fakeBot{submit: func(ctx context.Context, _ bot.Question, send bot.Send) error {
				for _, text := range tt.replies {
					failed = send(ctx, bot.Plain(text))
				}
				return nil
			}})
			if got := s.press(t, submitted); got.status != http.StatusOK || got.body != tt.want {
				t.Errorf("the answer is %d %s, want 200 %s", got.status, got.body, tt.want)
			}
			s.drained(t)
			if (failed != nil) != tt.fails {
				t.Errorf("the last reply: %v, want failure %v", failed, tt.fails)
			}
			s.hooks.none(t)
		})
	}
}

func TestSubmissionAnsweredFromMemory(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{cached: func(bot.Question) (bot.Reply, bool) { return bot.Plain("too many"), true }})
	if got, want := s.press(t, submitted), string(bot.Plain("too many").JSON()); got.status != http.StatusOK || got.body != want {
		t.Errorf("the answer is %d %s, want 200 %s", got.status, got.body, want)
	}
}

// Whatever goes wrong, the person reads something in place of the modal.
func TestSubmissionsThatFail(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		submit work
		want   string
	}{
		{"an error", func(context.Context, bot.Question, bot.Send) error {
			return errors.New("the database is gone")
		}, "sorry, ref "},
		{"an error that the person was told of", func(ctx context.Context, _ bot.Question, send bot.Send) error {
			return errors.Join(send(ctx, bot.Plain("later")), errors.New("the database is gone"))
		}, `"text":"later"`},
		{"a panic", func(context.Context, bot.Question, bot.Send) error { panic("ouch") }, "sorry, ref "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var kind bot.Kind
			b := &fakeBot{submit: tt.submit}
			b.sorry = func(_ context.Context, q bot.Question) bot.Reply {
				kind = q.Kind
				return bot.Plain("sorry, ref " + q.RequestID)
			}
			s := setup(t, b)
			got := s.press(t, submitted)
			if got.status != http.StatusOK || !strings.Contains(got.body, tt.want) {
				t.Errorf("the answer is %d %s, want 200 with %q", got.status, got.body, tt.want)
			}
			s.drained(t)
			if strings.HasPrefix(tt.want, "sorry") && kind != bot.KindSubmission {
				t.Errorf("the apology was for a question of kind %d, want a submission", kind)
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

// The bot has nine tenths of the time, so that it can say what was slow. One
// that ignores its context is left behind.
func TestSlowSubmissions(t *testing.T) {
	t.Parallel()
	late := make(chan error, 1)
	tests := []struct {
		name   string
		submit work
		after  time.Duration
		want   string
	}{
		{"one that listens and says so", func(ctx context.Context, _ bot.Question, send bot.Send) error {
			<-ctx.Done()
			return errors.Join(send(ctx, bot.Plain("slow")), context.Cause(ctx))
		}, 2250 * time.Millisecond, `"text":"slow"`},
		{"one that listens", func(ctx context.Context, _ bot.Question, _ bot.Send) error {
			<-ctx.Done()
			return context.Cause(ctx)
		}, 2250 * time.Millisecond, "sorry, ref "},
		{"one that does not", func(ctx context.Context, _ bot.Question, send bot.Send) error {
			<-time.After(10 * time.Second)
			late <- send(ctx, bot.Plain("slow"))
			return nil
		}, 2500 * time.Millisecond, "sorry, ref "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newBubbleServer(t, &fakeBot{submit: tt.submit})
				got, took := s.send(t.Context(), "/slack/interactions", "payload="+escape(submitted))
				if took != tt.after || !strings.Contains(got.Body.String(), tt.want) {
					t.Errorf("answered %s after %s, want %q after %s", got.Body, took, tt.want, tt.after)
				}
				s.drain(t)
				if n := counted(t, s.registry, "meetingbot_question_duration_seconds", "cut_off", "POST /slack/interactions"); n != 1 {
					t.Errorf("%v questions cut off, want 1", n)
				}
				if logs := s.logs.String(); strings.Count(logs, `"level":"ERROR"`) != 1 || !strings.Contains(logs, "the modal took too long") {
					t.Errorf("want one error that says why: %s", logs)
				}
			})
		})
	}
	t.Cleanup(func() {
		if err := <-late; err == nil {
			t.Error("a reply after the request was answered = nil, want an error")
		}
	})
}

// TestSubmissionAtTheLastMoment is never answered with nothing.
func TestSubmissionAtTheLastMoment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		replies := after(0, "slow")
		s := newBubbleServer(t, &fakeBot{submit: func(_ context.Context, q bot.Question, send bot.Send) error {
			<-time.After(2500 * time.Millisecond) // as long as the request waits
			if rand.IntN(2) == 0 {
				return errors.New("no luck")
			}
			return replies(t.Context(), q, send)
		}})
		for range 200 {
			got, took := s.send(t.Context(), "/slack/interactions", "payload="+escape(submitted))
			if took != 2500*time.Millisecond || got.Body.Len() == 0 {
				t.Errorf("answered %q after %s, want a reply after 2.5s", got.Body, took)
			}
		}
		s.drain(t)
	})
}

// A failed apology leaves nothing to show.
func TestSlowSubmissionWhoseApologyPanics(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{
			submit: func(context.Context, bot.Question, bot.Send) error {
				<-time.After(10 * time.Second)
				return nil
			},
			sorry: func(context.Context, bot.Question) bot.Reply { panic("two") },
		})
		got, took := s.send(t.Context(), "/slack/interactions", "payload="+escape(submitted))
		if took != 2500*time.Millisecond || got.Code != http.StatusOK || got.Body.Len() != 0 {
			t.Errorf("answered %d %s after %s, want an empty 200 after 2.5s", got.Code, got.Body, took)
		}
		s.drain(t)
	})
}

func TestSubmissionWhenBusy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{command: after(10*time.Second, "card"), submit: after(0)}, func(o *handlers.Options) { o.MaxQuestions = 1 })
		s.command(t.Context(), "the one that fits")
		got, took := s.send(t.Context(), "/slack/interactions", "payload="+escape(submitted))
		if took != 0 || !strings.Contains(got.Body.String(), "sorry, ref ") {
			t.Errorf("busy: %s after %s, want an apology at once", got.Body, took)
		}
		s.drain(t)
		if n := counted(t, s.registry, "meetingbot_question_duration_seconds", "busy", "POST /slack/interactions"); n != 1 {
			t.Errorf("%v questions rejected, want 1", n)
		}
	})
}
