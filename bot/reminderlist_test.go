package bot_test

import (
	"strings"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
)

// A list has what the channel is told and what the asker alone is, wherever they
// ask, and nothing of anybody else.
func TestRemindersAnywhere(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	for _, c := range []string{"C2", "U1", "U8"} {
		s := snapshot(3)
		s.Conference.Subject += " for " + s.Conference.Subject
		_, err := w.reminders.Set(t.Context(), reminder.SetRequest{
			Conversation: post.Conversation{Key: workspace.Key{TeamID: "T1"}, ChannelID: c}, MeetingID: meetingID, Leads: []time.Duration{time.Hour}, By: "U1",
		}, s)
		if err != nil {
			t.Fatal(err)
		}
	}
	for channel, tt := range map[string]struct{ has, lacks []string }{
		"C2": {[]string{"*Reminders* · 2 reminders", "*In this channel*\n1.", "*Only for you, in private*\n2."}, nil},
		"C1": {[]string{english(text.RemindersNone), "*Your reminders* · 1 reminder\n1."}, []string{"2."}},
		"D1": {[]string{"*Your reminders* · 1 reminder\n1."}, []string{"2.", "channel"}},
	} {
		got := w.from(t, channel, "reminders")
		got.has(t, tt.has...)
		for _, lack := range tt.lacks {
			if strings.Contains(got.Text, lack) {
				t.Errorf("in %s: said\n%s\nwant no %q", channel, got.Text, lack)
			}
		}
	}
	own := w.reminders.Store.Subscriptions()[1]
	if own.ChannelID != "U1" {
		t.Fatalf("the second subscription is %+v", own)
	}
	m := w.opens(t, click{Origin: at("C2"), ActionID: view.ActionReminderChange, Value: own.ID, Ephemeral: true})
	w.sends(t, entered(m, view.AudienceMe, "", "20m"))
	w.keeps(t, "C2 914083136 [1h0m0s] U1", "U1 914083136 [20m0s] U1", "U8 914083136 [1h0m0s] U1")
	got := w.click(t, click{Origin: at("C2"), ActionID: view.ActionListedStop, Value: own.ID + ":1", Ephemeral: true})
	got.has(t, "I won't remind you about *Budget*", "*Reminders in this channel* · 1 reminder")
	w.keeps(t, "C2 914083136 [1h0m0s] U1", "U8 914083136 [1h0m0s] U1")
}

// The pages of a list go on from what the channel is told to what the asker is.
func TestRemindersOfBothArePaged(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.subscribed(t, 13)
	w.command(t, "reminders").has(t, "*Reminders in this channel* · 1–10 of 13")
	w.answers(snapshot(3), nil)
	w.command(t, "remind me 914083136 5m")
	first := w.command(t, "reminders")
	first.has(t, "*Reminders* · 1–10 of 14", "*In this channel*\n1.")
	if strings.Contains(first.Text, "Only for you") {
		t.Errorf("the first page has a heading of nothing:\n%s", first.Text)
	}
	last := w.click(t, click{ActionID: view.ActionRemindersNext, Value: first.value(view.ActionRemindersNext), Ephemeral: true})
	last.has(t, "*Reminders* · 11–14 of 14", "*In this channel*\n11.", "*Only for you, in private*\n14. *Budget* (914 083 136)")
}
