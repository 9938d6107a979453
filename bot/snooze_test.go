package bot_test

import (
	"testing"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

func TestSnooze(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	notice := w.reminded(t)
	again := view.SnoozedUntil(view.Reader{Localizer: w.localizer(), Now: monday(), Zone: w.Zone}, w.time.Add(5*time.Minute))
	w.click(t, click{Origin: at("C2"), ActionID: view.ActionNoticeSnooze, Value: notice}).has(t, again.Text)
	for _, n := range w.reminders.Store.Notices() {
		if n.For != "" && (n.For != "U1" || !n.DueAt.Equal(w.time.Add(5*time.Minute))) {
			t.Errorf("%s is reminded at %s, want U1 in five minutes", n.For, n.DueAt)
		}
	}
	if n := len(w.reminders.Store.Notices()); n != 2 {
		t.Errorf("%d notices, want the first and the one that was snoozed", n)
	}
	w.time = w.time.Add(85 * time.Minute) // three minutes before the end
	for _, notice := range []string{notice, "GONE"} {
		w.click(t, click{Origin: at("C2"), ActionID: view.ActionNoticeSnooze, Value: notice}).has(t, english(text.SnoozeTooLate))
	}
}

// The card comes beside the reminder, whoever sees that.
func TestDetails(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	for _, ephemeral := range []bool{false, true} {
		got := w.click(t, click{ActionID: view.ActionNoticeDetails, Value: "914083136:1", Ephemeral: ephemeral})
		got.has(t, "Budget", "*Invited* · 3")
		if got.ReplaceOriginal {
			t.Error("the reminder was replaced")
		}
	}
}
