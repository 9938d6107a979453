package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/playground"
)

// conformance is something that happens, which must look the same whichever way it
// comes in.
type conformance struct {
	name   string
	change func(*worldOptions)
	bot    func(release <-chan struct{}) *fakeBot
	do     func(w *slackWorld, release func()) error
	// seen are the messages that Ana sees in the end.
	seen []string
}

// TestConformance drives the same through both entrances and compares what people see,
// what was acknowledged with what, and what the bot was asked.
func TestConformance(t *testing.T) {
	t.Parallel()
	for _, c := range conformances() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			http, socket := c.run(t, overHTTP), c.run(t, overSocket)
			if diff := cmp.Diff(http, socket); diff != "" {
				t.Errorf("over HTTP (-) and over the socket (+):\n%s", diff)
			}
			if diff := cmp.Diff(c.seen, http.Seen); diff != "" {
				t.Errorf("seen (-want +got):\n%s", diff)
			}
		})
	}
}

// outcome is what can be told of a run from outside.
type outcome struct {
	Err   string // what the person was told by Slack itself
	Seen  []string
	Acks  []string // what each request was answered with
	Asked []bot.Question
	Open  int // views
}

func (c conformance) run(t *testing.T, entrance string) outcome {
	t.Helper()
	released := make(chan struct{})
	b := &fakeBot{}
	if c.bot != nil {
		b = c.bot(released)
	}
	w := startWorld(t, entrance, b, func(o *worldOptions) {
		if c.change != nil {
			c.change(o)
		}
	})
	err := c.do(w, func() { close(released) })
	w.await(fmt.Sprintf("%q", c.seen), func() bool { return cmp.Equal(c.seen, normal(w.texts())) })
	w.drain()
	o := outcome{Seen: normal(w.texts()), Open: len(w.Views(playground.UserID))}
	if err != nil {
		o.Err = err.Error()
	}
	for _, call := range w.Calls("") {
		switch call.Method {
		case playground.CallCommand, playground.CallInteraction, playground.CallEvent:
			o.Acks = append(o.Acks, strings.Join(normal([]string{fmt.Sprint(call.Method, " ", call.Type, " ", call.Status, " ", call.Error, " ", call.Answer)}), ""))
		}
	}
	for _, q := range b.asked() {
		q.RequestID, q.TriggerID, q.View.ID, q.View.Hash = "", "", "", ""
		q.ID = "" // of the event, which differs
		if q.Departure != nil {
			q.Departure.At = time.Time{}
		}
		o.Asked = append(o.Asked, q)
	}
	return o
}

// normal sorts texts, since several replies may overtake each other, and takes request
// ids out of them.
func normal(texts []string) []string {
	var all []string
	for _, text := range texts {
		if i := strings.Index(text, "ref "); i >= 0 && len(text) >= i+14 {
			text = text[:i] + "ref …" + text[i+14:]
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

func conformances() []conformance {
	say := func(w *slackWorld, _ func()) error { return w.say("/meeting 914083136") }
	return []conformance{
		{name: "a command", do: say, seen: []string{"here you are"}},
		{
			name: "a command that is answered from memory", do: say, seen: []string{"known"},
			bot: func(<-chan struct{}) *fakeBot {
				return &fakeBot{cached: func(bot.Question) (bot.Reply, bool) { return bot.Plain("known"), true }}
			},
		},
		{
			name: "a command that says nothing", do: say,
			bot: func(<-chan struct{}) *fakeBot {
				return &fakeBot{cached: func(bot.Question) (bot.Reply, bool) { return bot.Reply{}, true }}
			},
		},
		{
			name: "a command that is answered twice", do: say, seen: []string{"one", "two"},
			bot: func(<-chan struct{}) *fakeBot { return &fakeBot{command: saying("one", "two")} },
		},
		{
			name:   "a command that is answered late",
			change: func(o *worldOptions) { o.handlers.AnswerWithin = 20 * time.Millisecond },
			bot: func(release <-chan struct{}) *fakeBot {
				return &fakeBot{command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
					<-release
					return send(ctx, bot.Plain("late"))
				}}
			},
			do: func(w *slackWorld, release func()) error {
				err := w.say("/meeting 914083136")
				release()
				return err
			},
			seen: []string{"late"},
		},
		{
			name: "a command that fails", do: say, seen: []string{"sorry, ref …"},
			bot: func(<-chan struct{}) *fakeBot {
				return &fakeBot{command: func(context.Context, bot.Question, bot.Send) error { return errors.New("no") }}
			},
		},
		{
			name: "a command that panics", do: say, seen: []string{"sorry, ref …"},
			bot: func(<-chan struct{}) *fakeBot {
				return &fakeBot{command: func(context.Context, bot.Question, bot.Send) error { panic("no") }}
			},
		},
		{
			name: "a command while there are too many",
			change: func(o *worldOptions) {
				o.handlers.MaxQuestions, o.handlers.AnswerWithin = 1, 20*time.Millisecond
			},
			bot: func(release <-chan struct{}) *fakeBot {
				return &fakeBot{command: func(ctx context.Context, _ bot.Question, send bot.Send) error {
					<-release
					return send(ctx, bot.Plain("at last"))
				}}
			},
			do: func(w *slackWorld, release func()) error {
				err := errors.Join(w.say("/meeting 1"), w.say("/meeting 2"))
				w.await("an apology", func() bool { return len(w.texts()) == 1 })
				release()
				return err
			},
			seen: []string{"at last", "sorry, ref …"},
		},
		{name: "a click", do: clickNext, seen: []string{"Page one", "page two"}},
		{
			name: "a click that is answered from memory", do: clickNext, seen: []string{"Page one", "known"},
			bot: func(<-chan struct{}) *fakeBot {
				return &fakeBot{cached: func(bot.Question) (bot.Reply, bool) { return bot.Plain("known"), true }}
			},
		},
		{name: "a modal that is sent off", do: submitModal, seen: []string{"here you are"}},
		{
			name: "a modal that fails", do: submitModal, seen: []string{"here you are"},
			bot: func(<-chan struct{}) *fakeBot {
				return &fakeBot{submit: func(context.Context, bot.Question, bot.Send) error { return errors.New("no") }}
			},
		},
		{
			name: "an event",
			do: func(w *slackWorld, _ func()) error {
				return w.DeliverEvent(w.t.Context(), "user_change", map[string]any{"user": map[string]any{"id": "U1", "team_id": "T1"}})
			},
		},
		{name: "a departure", do: deliver("app_uninstalled", nil)},
		{name: "an open Home tab", do: deliver("app_home_opened", map[string]any{"user": "U1", "tab": "home", "channel": "D1"})},
		{name: "a direct message", do: deliver("message", map[string]any{
			"user": "U1", "channel": "D1", "channel_type": "im", "text": "914083136", "ts": "1.2", "team": "T1",
		})},
		{name: "a link", do: deliver("link_shared", map[string]any{
			"user": "U1", "channel": "C1", "message_ts": "1.2", "unfurl_id": "u", "source": "conversations_history",
			"links": []any{map[string]any{"domain": "meeting.huaweicloud.com", "url": "https://meeting.huaweicloud.com/#/j/914083136"}},
		})},
		{
			name: "an unknown event",
			do:   func(w *slackWorld, _ func()) error { return w.DeliverEvent(w.t.Context(), "mystery", nil) },
		},
	}
}

// deliver has an event happen.
func deliver(kind string, event map[string]any) func(*slackWorld, func()) error {
	return func(w *slackWorld, _ func()) error { return w.DeliverEvent(w.t.Context(), kind, event) }
}

// saying is a bot that says these.
func saying(texts ...string) work {
	return func(ctx context.Context, _ bot.Question, send bot.Send) error {
		for _, text := range texts {
			if err := send(ctx, bot.Plain(text)); err != nil {
				return err
			}
		}
		return nil
	}
}

// clickNext presses a button of a message in the channel.
func clickNext(w *slackWorld, _ func()) error {
	var posted struct{ TS, Error string }
	err := w.call(w.t.Context(), slackToken, "chat.postMessage", map[string]any{
		"channel": playground.ChannelID, "text": "Page one",
		"blocks": []any{map[string]any{"type": "actions", "elements": []any{map[string]any{
			"type": "button", "action_id": "next", "value": "2", "text": map[string]any{"type": "plain_text", "text": "Next"},
		}}}},
	}, &posted)
	return errors.Join(err, w.Click(w.t.Context(), playground.UserID, posted.TS, "next"))
}

// submitModal opens a modal and sends it off.
func submitModal(w *slackWorld, _ func()) error {
	view := map[string]any{
		"type": "modal", "callback_id": "find", "private_metadata": "914083136",
		"title": map[string]any{"type": "plain_text", "text": "Find"}, "submit": map[string]any{"type": "plain_text", "text": "Go"},
		"blocks": []any{map[string]any{
			"type": "input", "block_id": "words", "label": map[string]any{"type": "plain_text", "text": "Words"},
			"element": map[string]any{"type": "plain_text_input", "action_id": "in"},
		}},
	}
	if err := w.say("/meeting form"); err != nil {
		return err
	}
	trigger := w.bot.asked()[0].TriggerID
	var opened struct{ Error string }
	err := w.call(w.t.Context(), slackToken, "views.open", map[string]any{"trigger_id": trigger, "view": view}, &opened)
	return errors.Join(err, w.Input(w.t.Context(), playground.UserID, "", "in", "budget"), w.Submit(w.t.Context(), playground.UserID))
}
