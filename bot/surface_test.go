package bot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// answered asks a question and returns every answer: replies, and modals that
// were opened or changed.
func (w *world) answered(t *testing.T, q bot.Question) []string {
	t.Helper()
	var all []string
	err := answer(t.Context(), w.bot, q, func(_ context.Context, r bot.Reply) error {
		all = append(all, string(r.JSON()))
		return nil
	})
	if err != nil {
		t.Errorf("answer to %+v: %v, want nil", q, err)
	}
	for _, m := range w.slack.modals {
		all = append(all, string(m.raw))
	}
	return all
}

// silent fails if something is sent: nobody could see it.
func silent(t *testing.T) bot.Send {
	t.Helper()
	return func(_ context.Context, r bot.Reply) error {
		t.Errorf("sent %s where no message can be shown", r.JSON())
		return nil
	}
}

// Where there are no messages, nothing is sent, whatever is pressed.
func TestNothingIsSentWhereThereAreNoMessages(t *testing.T) {
	t.Parallel()
	some, _ := newBot(t)
	for name, q := range everyRoute(t, some, rowIDs{"SUB1", "N1", "C1", "R1"}) {
		if q.Kind != bot.KindClick {
			continue
		}
		for _, surface := range []bot.Surface{bot.SurfaceModal, bot.SurfaceHome} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				_, w := newBot(t)
				w.subscribed(t, 2)
				w.answers(nil, &meeting.Error{Kind: meeting.NotFound})
				q := q
				q.Surface, q.View.ID = surface, "V1"
				if err := answer(t.Context(), w.bot, q, silent(t)); err != nil {
					t.Errorf("not found: %v, want nil", err)
				}
				w.answers(snapshot(57), nil)
				if err := answer(t.Context(), w.bot, q, silent(t)); err != nil {
					t.Errorf("found: %v, want nil", err)
				}
			})
		}
	}
}

// A modal shows why its button does nothing.
func TestModalsShowWhy(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(nil, &meeting.Error{Kind: meeting.NotFound})
	q := click{Origin: origin(), ActionID: view.ActionPeopleNext, Value: "914083136:2", View: filledIn(t, view.ModalPeople, rowIDs{})}
	if err := ask(t.Context(), w.bot, q, silent(t)); err != nil {
		t.Error(err)
	}
	want := w.speak(text.RefusalNotFound, text.Args{"Number": "914 083 136"})
	if m := w.slack.lastModal(t); m.id != "V1" || m.CallbackID != "" || !strings.Contains(string(m.raw), want) {
		t.Errorf("the modal %s becomes %s, want %q", m.id, m.raw, want)
	}
}

// What a person did meanwhile is no fault of ours.
func TestModalsThatAreGone(t *testing.T) {
	t.Parallel()
	page := click{Origin: origin(), ActionID: view.ActionPeopleNext, Value: "914083136:2", View: filledIn(t, view.ModalPeople, rowIDs{})}
	form := click{Origin: origin(), ActionID: view.ActionPeopleSearch, Value: "914083136:1"}
	tests := []struct {
		method, code string
		click        click
		home         bool
		reply        text.Key // with a button to try again, unless it is Sorry
		fails        bool
	}{
		{method: "views.update", code: "hash_conflict", click: page},
		{method: "views.update", code: "not_found", click: page},
		{method: "views.update", code: "internal_error", click: page, fails: true},
		{method: "views.open", code: "expired_trigger_id", click: form, reply: text.FormLate},
		{method: "views.open", code: "exchanged_trigger_id", click: form},
		{method: "views.open", code: "expired_trigger_id", click: form, home: true},
		{method: "views.open", code: "internal_error", click: form, reply: text.FormUnsure, fails: true},
		{method: "views.open", code: "invalid_arguments", click: form, reply: text.Sorry, fails: true},
		{method: "views.open", code: "internal_error", click: form, home: true, fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.code, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			_, w := newBot(t, func(o *options) {
				o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
			})
			w.knows(snapshot(57))
			w.slack.fail[tt.method] = slack.SlackErrorResponse{Err: tt.code}
			q := tt.click.question()
			if tt.home {
				q.Surface = bot.SurfaceHome
			}
			r := &recorder{t: t}
			err := answer(t.Context(), w.bot, q, r.send)
			if (err != nil) != tt.fails || tt.fails && post.SlackError(err) != tt.code {
				t.Errorf("the operator is told %v, want something: %v", err, tt.fails)
			}
			if log.Len() > 0 {
				t.Errorf("logged %s", &log)
			}
			if tt.reply == "" {
				if len(r.all) > 0 {
					t.Errorf("said %s", r.all[0].raw)
				}
				return
			}
			r.only().has(t, english(tt.reply))
			if again := strings.Contains(string(r.only().raw), view.ActionAgain); again != (tt.reply != text.Sorry) {
				t.Errorf("offers to try again: %v in %s", again, r.only().raw)
			}
		})
	}
}

// A card that cannot be reread in a modal is tried once: nobody could be told to
// wait.
func TestModalsDoNotRetry(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	broken := &meeting.Error{Kind: meeting.Unavailable}
	w.answers(nil, broken)
	q := click{Origin: origin(), ActionID: view.ActionPeopleNext, Value: "914083136:2", View: filledIn(t, view.ModalPeople, rowIDs{})}
	if err := ask(t.Context(), w.bot, q, silent(t)); !errors.Is(err, broken) || w.gotten != 1 {
		t.Errorf("answer = %v after %d tries, want the error of one", err, w.gotten)
	}
	if got := string(w.slack.lastModal(t).raw); !strings.Contains(got, w.speak(text.LaterNoAnswer)) {
		t.Errorf("the modal becomes %s", got)
	}
}

// What fails on our side is told in a modal and on the Home tab too; where even
// that fails, the operator alone is told, once.
func TestFailuresAreToldWithoutMessages(t *testing.T) {
	t.Parallel()
	gone, unopened := errors.New("the database is gone"), errors.New("no route to host")
	for _, tt := range []struct {
		name    string
		surface bot.Surface
		slack   error
		call    string
		shown   int
	}{
		{"in a modal", bot.SurfaceModal, nil, "views.update", 1},
		{"on the Home tab", bot.SurfaceHome, nil, "views.open", 1},
		{"in a modal, in vain", bot.SurfaceModal, unopened, "views.update", 0},
		{"on the Home tab, in vain", bot.SurfaceHome, unopened, "views.open", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.broken = gone
			w.slack.fail["views.open"], w.slack.fail["views.update"] = tt.slack, tt.slack
			q := click{Origin: origin(), ActionID: view.ActionRemindersNext, Value: "1", View: bot.View{ID: "V1"}}.question()
			q.Surface = tt.surface
			if err := answer(t.Context(), w.bot, q, silent(t)); !errors.Is(err, gone) || errors.Is(err, unopened) != (tt.slack != nil) {
				t.Errorf("the operator is told %v", err)
			}
			if !slices.Equal(w.slack.calls, []string{tt.call}) || len(w.slack.modals) != tt.shown {
				t.Errorf("Slack was asked %v and shows %d modals", w.slack.calls, len(w.slack.modals))
			}
			if tt.shown > 0 && !strings.Contains(string(w.slack.lastModal(t).raw), w.speak(text.Sorry)) {
				t.Errorf("the modal shows %s", w.slack.lastModal(t).raw)
			}
		})
	}
}
