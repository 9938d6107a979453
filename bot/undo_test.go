package bot_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
)

// undoIn presses the undo button of a message that only its reader sees.
func undoIn(channel string, s said) click {
	return click{Origin: at(channel), ActionID: view.ActionReminderUndo, Value: s.value(view.ActionReminderUndo), Ephemeral: true}
}

// Whatever stops reminders offers to put the very same back.
func TestUndoPutsBackTheSame(t *testing.T) {
	t.Parallel()
	stops := map[string]struct {
		reminded, at  string // channels
		typed         string // what stops them, or else:
		action, value string // of the button
		unclear       bool   // nobody in the channel can be told
	}{
		"forget":          {reminded: "C2", at: "C2", typed: "forget 914083136"},
		"forget me":       {reminded: "D1", at: "C1", typed: "forget me 914083136"},
		"forget, of one":  {reminded: "D1", at: "C1", typed: "forget 914083136"},
		"confirmation":    {reminded: "C2", at: "C2", action: view.ActionReminderStop},
		"list":            {reminded: "C2", at: "C2", action: view.ActionListedStop, value: ":1"},
		"list, of one":    {reminded: "D1", at: "C1", action: view.ActionListedStop, value: ":1"},
		"notice, of one":  {reminded: "D1", at: "D1", action: view.ActionNoticeStop},
		"notice, unclear": {reminded: "C2", at: "C2", action: view.ActionNoticeStop, unclear: true},
	}
	for name, tt := range stops {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(3))
			w.from(t, tt.reminded, "remind 914083136 1h 10m 0m")
			before := w.subscriptions()
			if tt.unclear {
				w.slack.fail["chat.postMessage"] = errors.New("no route to host")
			}
			var stopped said
			if tt.typed != "" {
				stopped = w.from(t, tt.at, tt.typed)
			} else {
				stopped = w.click(t, click{Origin: at(tt.at), ActionID: tt.action, Value: w.id(1) + tt.value, Ephemeral: true})
			}
			w.keeps(t)
			undone := w.click(t, undoIn(tt.at, stopped))
			w.keeps(t, before...)
			if undone.has(t, "*Budget* (914 083 136)"); !undone.ReplaceOriginal {
				t.Errorf("the message with the button was not replaced: %s", undone.raw)
			}
		})
	}
}

// What was undone is reminded of: at its time, once.
func TestUndoneIsPosted(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(3), nil)
	w.from(t, "C2", "remind 914083136 10m")
	w.click(t, undoIn("C2", w.from(t, "C2", "forget 914083136")))
	w.time = time.Date(2026, 11, 23, 10, 32, 0, 0, time.UTC)
	if err := w.reminders.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if posts := w.slack.posts; len(posts) != 1 || posts[0].channel != "C2" || !strings.HasPrefix(posts[0].text, "Budget starts in 10 minutes") {
		t.Errorf("posted %+v, want one reminder in C2", posts)
	}
}

// The list stays, with what has just been done above it.
func TestUndoOnTheList(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.subscribed(t, 11)
	page := w.click(t, click{ActionID: view.ActionRemindersNext, Value: "2", Ephemeral: true})
	page = w.click(t, click{ActionID: view.ActionListedStop, Value: page.value(view.ActionListedStop), Ephemeral: true})
	page.has(t, "I won't remind this channel about *Budget*", "*Reminders in this channel* · 10 reminders")
	s := snapshot(3)
	s.Conference.ID = "914083110"
	w.answers(s, nil)
	page = w.click(t, undoIn("C1", page))
	page.has(t, "I'll remind <#C1> about *Budget*", "*Reminders in this channel* · 11 of 11")
	if n := len(w.subscriptions()); n != 11 || page.value(view.ActionReminderUndo) != "" {
		t.Errorf("%d subscriptions, want all 11 and no button: %s", n, page.raw)
	}
}

// What somebody else had set up is theirs again, and the channel that read that it
// was off reads that it is not.
func TestUndoOfOthers(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.from(t, "C2", "remind 914083136 1h")
	w.change(t, 1, func(s *reminder.Subscription) { s.SetBy = "U7" })
	w.click(t, undoIn("C2", w.from(t, "C2", "forget 914083136")))
	w.keeps(t, "C2 914083136 [1h0m0s] U7")
	if posts := w.slack.posts; len(posts) != 2 || posts[1].channel != "C2" ||
		posts[1].text != "<@U1> turned reminders for *Budget* (914 083 136) in this channel back on." {
		t.Errorf("posted %+v, want who stopped and who resumed", posts)
	}
}

// What has been set up since stays as it is, however often the button is pressed.
func TestUndoLeavesWhatStandsAlone(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.command(t, "remind 914083136 1h")
	undo := undoIn("C1", w.command(t, "forget 914083136"))
	w.command(t, "remind 914083136 5m")
	for range 2 {
		w.click(t, undo).has(t, "Reminders for *Budget* (914 083 136) are already back on", "5 minutes before")
		w.keeps(t, "C1 914083136 [5m0s] U1")
	}
	if len(w.slack.posts) != 0 {
		t.Errorf("posted %+v, want nothing", w.slack.posts)
	}
}

// Nothing comes back where it cannot: the person is told why.
func TestUndoThatCannot(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(w *world)
		want string
	}{
		{"nothing ahead", func(w *world) {
			over := snapshot(3)
			over.Conference.StartTime = "2026-11-23 09:00"
			w.knows(over)
		}, "has no upcoming dates"},
		{"the bot was removed", func(w *world) { w.slack.channels["C2"].IsArchived = true }, "I can't remind <#C2> about"},
		{"a guest now", func(w *world) { w.AccountType = person.Guest }, english(text.RefusalGuest)},
		{"not invited any more", func(w *world) { w.Email = "person9@example.com" }, english(text.RefusalNotInvited)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Invitees })
			w.knows(snapshot(3))
			w.from(t, "C2", "remind 914083136")
			undo := undoIn("C2", w.from(t, "C2", "forget 914083136"))
			tt.edit(w)
			w.click(t, undo).has(t, tt.want)
			w.keeps(t)
		})
	}
}

// What the button carries is believed if the bot wrote it, for this person and for
// this conversation or theirs alone, within a day.
func TestForgedUndo(t *testing.T) {
	t.Parallel()
	undo := view.UndoRef{ChannelID: "C1", MeetingID: meetingID, Leads: []time.Duration{time.Hour}, SetBy: "U7"}
	elsewhere, someoneElse, strange := undo, undo, undo
	elsewhere.ChannelID, someoneElse.ChannelID, strange.MeetingID = "C2", "U8", "x"
	of := func(team, user string) bot.Origin {
		o := origin()
		o.Key, o.UserID = workspace.Key{TeamID: team}, user
		return o
	}
	later := monday().Add(time.Hour)
	for name, value := range map[string]string{
		"not sealed":           undo.String(),
		"nothing":              "",
		"of another key":       bot.SealMetadata("another key", origin(), view.ActionReminderUndo, undo.String(), later),
		"of another person":    bot.SealMetadata(metadataKey, of("T1", "U7"), view.ActionReminderUndo, undo.String(), later),
		"of another workspace": bot.SealMetadata(metadataKey, of("T2", "U1"), view.ActionReminderUndo, undo.String(), later),
		"of a form":            bot.SealMetadata(metadataKey, origin(), view.ModalReminder, undo.String(), later),
		"expired":              bot.SealMetadata(metadataKey, origin(), view.ActionReminderUndo, undo.String(), monday()),
		"another channel":      sealed(origin(), view.ActionReminderUndo, elsewhere.String()),
		"somebody else":        sealed(origin(), view.ActionReminderUndo, someoneElse.String()),
		"no meeting":           sealed(origin(), view.ActionReminderUndo, strange.String()),
		"other leads":          strings.Replace(sealed(origin(), view.ActionReminderUndo, undo.String()), ":60:", ":5:", 1),
	} {
		_, w := newBot(t)
		w.knows(snapshot(3))
		got := w.click(t, click{ActionID: view.ActionReminderUndo, Value: value, Ephemeral: true})
		if w.keeps(t); got.Text != english(text.StaleButton) {
			t.Errorf("%s: said %q", name, got.Text)
		}
	}
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.click(t, click{ActionID: view.ActionReminderUndo, Value: sealed(origin(), view.ActionReminderUndo, undo.String()), Ephemeral: true})
	w.keeps(t, "C1 914083136 [1h0m0s] U7") // or the cases above would prove nothing
}
