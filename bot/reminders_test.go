package bot_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/bot/agenda"
	"meetingbot/bot/home"
	"meetingbot/bot/personal"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/rule"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// newReminders makes an engine that asks and posts in a world.
func newReminders(tb testing.TB, w *world, workspaces reminder.Workspaces) *remindertest.Engine {
	tb.Helper()
	var err error
	store := &remindertest.Store{Before: func() error { return w.broken }}
	if w.home, err = home.New(home.Options{Store: store.Home(), Workspaces: workspaces, Now: w.now}); err != nil {
		tb.Fatal(err)
	}
	if w.choices, err = personal.NewChoices(personal.ChoicesOptions{Store: store.Personal()}); err != nil {
		tb.Fatal(err)
	}
	if w.personal, err = personal.New(personal.Options{Store: store.Personal(), Workspaces: workspaces, Agendas: agenda.New(w.now), Choices: w.choices, Now: w.now}); err != nil {
		tb.Fatal(err)
	}
	if w.rules, err = rule.New(rule.Options{Store: store.Rules(), Workspaces: workspaces, Agendas: agenda.New(w.now), Now: w.now}); err != nil {
		tb.Fatal(err)
	}
	notifier, err := bot.NewNotifier(bot.NotifierOptions{Rules: w.rules, Now: w.now})
	if err != nil {
		tb.Fatal(err)
	}
	e, err := remindertest.NewEngine(remindertest.Options{
		Store: store, Workspaces: workspaces, Notifier: notifier, Observer: w.home, Stops: w.personal, Rules: w.rules, Now: w.now,
	})
	if err != nil {
		tb.Fatal(err)
	}
	w.personal.Register(e.Jobs, e, notifier)
	w.rules.Register(e.Jobs, e)
	return e
}

// now is when it is for reminders.
func (w *world) now() time.Time { return w.time }

// subscriptions returns who is reminded, as "channel meeting leads by", with what
// else is told.
func (w *world) subscriptions() []string {
	var all []string
	for _, s := range w.reminders.Store.Subscriptions() {
		also := ""
		if s.Late {
			also += " late"
		}
		if s.Overrun {
			also += " overrun"
		}
		all = append(all, fmt.Sprintf("%s %s %v%s %s", s.ChannelID, s.MeetingID, s.Leads, also, s.SetBy))
	}
	return all
}

// keeps fails unless these and no others are reminded.
func (w *world) keeps(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.subscriptions()); diff != "" {
		t.Errorf("subscriptions (-want +got):\n%s", diff)
	}
}

// id is that of the nth subscription, the oldest being the first.
func (w *world) id(n int) string { return w.reminders.Store.Subscriptions()[n-1].ID }

// change changes the nth subscription behind the bot's back.
func (w *world) change(t *testing.T, n int, edit func(s *reminder.Subscription)) {
	t.Helper()
	s := w.reminders.Store.Subscriptions()[n-1]
	edit(&s)
	err := w.reminders.Store.Reminders().InTx(t.Context(), func(tx reminder.Tx) error { return tx.PutSubscription(t.Context(), s) })
	if err != nil {
		t.Fatal(err)
	}
}

// subscribed reminds channel C1 of n meetings.
func (w *world) subscribed(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		s := snapshot(0)
		s.Conference.ID = meeting.Text(fmt.Sprintf("9140831%02d", i))
		_, err := w.reminders.Set(t.Context(), reminder.SetRequest{
			Conversation: post.Conversation{Key: workspace.Key{TeamID: "T1"}, ChannelID: "C1"},
			MeetingID:    s.Conference.ID.String(), Leads: []time.Duration{time.Hour}, By: "U1",
		}, s)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// reminded lets channel C2 be reminded of the meeting, ten
// minutes before its start. It returns the notice.
func (w *world) reminded(t *testing.T) (notice string) {
	t.Helper()
	w.answers(snapshot(3), nil)
	w.from(t, "C2", "remind 914083136 10m")
	w.time = time.Date(2026, 11, 23, 10, 32, 0, 0, time.UTC)
	if err := w.reminders.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, n := range w.reminders.Store.Notices() {
		if n.State == reminder.Sent {
			return n.ID
		}
	}
	t.Fatalf("nobody was reminded; posted %+v", w.slack.posts)
	return ""
}
