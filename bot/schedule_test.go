package bot_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// schedules asks for the form by a command, and returns it.
func (w *world) schedules(t *testing.T, o bot.Origin, typed string) modal {
	t.Helper()
	r := &recorder{t: t}
	if err := ask(t.Context(), w.bot, command{Origin: o, Name: "/meeting", Text: typed}, r.send); err != nil || len(r.all) != 0 {
		t.Fatalf("%q = %v, said %+v, want a form alone", typed, err, r.all)
	}
	return w.slack.lastModal(t)
}

// What was typed fills in the form as far as it is certain, and books nothing. What is
// not certain is said.
func TestScheduleFillsInTheForm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		typed string
		want  []string
		not   string
	}{
		{"schedule", []string{`"initial_date":"2026-11-23"`, `"initial_time":"19:00"`, `"initial_option":{"text":{"type":"plain_text","text":"30 minutes"}`, "Your time zone: Asia/Shanghai", "Remind this channel"}, "⚠️"},
		{"schedule tomorrow 3pm 45m budget review <@U7|bo> <mailto:cy@example.org|cy@example.org>", []string{`"initial_value":"budget review"`, `"initial_date":"2026-11-24"`, `"initial_time":"15:00"`, `"text":"45 minutes"},"value":"45"}}`, `"initial_users":["U7"]`, `"initial_value":"cy@example.org"`}, "⚠️"},
		{"Book: <@U1|ana> in 20 minutes", []string{`"initial_time":"18:51"`}, "initial_users"},
		{"预约明天下午3点 半小时 预算评审", []string{`"initial_date":"2026-11-24"`, `"initial_time":"15:00"`, "预算评审"}, "⚠️"},
		{"schedule 3/4 at 15:00 plan", []string{"⚠️ `3/4` can be", "4 Mar 2027", "3 Apr 2027", `"initial_time":"15:00"`}, "initial_date"},
		{"schedule tomorrow", []string{`"initial_date":"2026-11-24"`}, "initial_time"},
	} {
		t.Run(tt.typed, func(t *testing.T) {
			t.Parallel()
			all, w := withBookings(t)
			form := string(w.schedules(t, at("C1"), tt.typed).raw)
			for _, want := range tt.want {
				if !strings.Contains(form, want) {
					t.Errorf("the form is %s, without %s", form, want)
				}
			}
			if strings.Contains(form, tt.not) {
				t.Errorf("the form is %s, with %s", form, tt.not)
			}
			if len(all.attempts) != 0 {
				t.Errorf("booked is %+v", all.attempts)
			}
		})
	}
}

// Where nobody but the person reads, no channel can be reminded; without a zone the
// form says that it is in UTC.
func TestScheduleElsewhere(t *testing.T) {
	t.Parallel()
	_, w := withBookings(t)
	w.Zone = nil
	private := string(w.schedules(t, at("D1"), "schedule").raw)
	if strings.Contains(private, english(text.ScheduleRemind)) || !strings.Contains(private, "times below are UTC") && !strings.Contains(private, "below are UTC") {
		t.Errorf("in private the form is %s", private)
	}
	q := bot.Question{Origin: at(""), Kind: bot.KindShortcut, Surface: bot.SurfaceShortcut, Action: bot.Action{ID: view.ShortcutSchedule}}
	if err := answer(t.Context(), w.bot, q, silent(t)); err != nil {
		t.Fatal(err)
	}
	if got := w.slack.lastModal(t); got.CallbackID != view.ModalBook || strings.Contains(string(got.raw), english(text.ScheduleRemind)) {
		t.Errorf("the shortcut opens %s", got.raw)
	}
}

// The form is in the language of whoever asks.
func TestScheduleInChinese(t *testing.T) {
	t.Parallel()
	_, w := withBookings(t)
	w.Language = language.SimplifiedChinese
	form := string(w.schedules(t, at("C1"), "安排 3/4 下午3点 评审").raw)
	for _, want := range []string{"预约会议", `"initial_date":"2027-03-04"`, `"initial_time":"15:00"`, "评审"} {
		if !strings.Contains(form, want) {
			t.Errorf("the form is %s, without %s", form, want)
		}
	}
}

// The form is opened while its trigger lives, however long Slack takes to say who asks.
func TestScheduleIsOpenedInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, w := newBotAsking(t, &users{takes: 1900 * time.Millisecond, user: member()})
		began := time.Now()
		w.schedules(t, at("C1"), "schedule tomorrow 3pm")
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("the form was opened after %s", took)
		}
	})
}
