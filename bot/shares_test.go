package bot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/share"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// newShares makes the engine that has shared cards follow their meeting, over the store
// of a world.
func newShares(tb testing.TB, w *world) *share.Engine {
	tb.Helper()
	renderer, err := bot.NewSharedRenderer()
	if err != nil {
		tb.Fatal(err)
	}
	engine, err := share.New(share.Options{
		Store: w.reminders.Store.Watches(), Watcher: w.reminders.Watcher, Live: w.reminders.Live, Renderer: renderer,
		Now: func() time.Time { return w.time },
	})
	if err != nil {
		tb.Fatal(err)
	}
	return engine
}

// following are the shared cards that follow their meeting.
func (w *world) following(t *testing.T) []live.Message {
	t.Helper()
	var all []live.Message
	err := w.reminders.Store.Live().InTx(t.Context(), func(tx live.Tx) error {
		for _, id := range w.reminders.Store.MessageIDs() {
			m, err := tx.GetMessage(t.Context(), id)
			if err != nil {
				return err
			}
			if m.Kind == "shared" {
				all = append(all, m)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// shareIn shares the meeting in a channel, and returns what is answered.
func (w *world) shareIn(t *testing.T, channel string) []string {
	t.Helper()
	return w.answered(t, command{Origin: at(channel), Name: "/meeting", Text: "share " + meetingID}.question())
}

// Where the bot is a member it posts the card itself, once, and the card follows its
// meeting. Whoever shares it reads nothing else.
func TestSharedCardsFollow(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(57))
	if answers := w.shareIn(t, "C2"); len(answers) > 0 {
		t.Errorf("the one who shares reads %q", answers)
	}
	card := w.slack.last(t)
	if card.channel != "C2" || len(w.slack.posts) != 1 || strings.Contains(card.form.Encode(), view.ActionSharedRefresh) {
		t.Errorf("posted %+v, want one card that cannot be refreshed", w.slack.posts)
	}
	all := w.following(t)
	if len(all) != 1 || all[0].Posted != (post.Posted{ChannelID: "C2", TS: "1718.0001"}) || all[0].MeetingID != meetingID || all[0].Ref != "U1" || all[0].Shown.Phase != meeting.Upcoming {
		t.Errorf("following %+v", all)
	}
}

// Sharing a meeting again makes another card, and both follow.
func TestSharingAgain(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(57))
	w.shareIn(t, "C2")
	w.shareIn(t, "G1")
	if n := len(w.slack.posts); n != 2 || len(w.following(t)) != 2 {
		t.Errorf("%d cards, of which %d follow, want 2 and 2", n, len(w.following(t)))
	}
}

// Where the bot cannot post the card is a snapshot, which says so and can be refreshed.
// It is not followed, and the bot joins no channel for it.
func TestSnapshots(t *testing.T) {
	t.Parallel()
	for _, channel := range []string{"C1", "G3", "C9", "D1", "G404"} {
		_, w := newBot(t)
		w.knows(snapshot(57))
		answers := w.shareIn(t, channel)
		if len(answers) != 1 || !strings.Contains(answers[0], `"in_channel"`) || !strings.Contains(answers[0], "as of") ||
			!strings.Contains(answers[0], "U1 914083136:1") {
			t.Errorf("%s: answered %q, want a snapshot", channel, answers)
		}
		if len(w.slack.posts) > 0 || len(w.following(t)) > 0 || slices.Contains(w.slack.calls, "conversations.join") {
			t.Errorf("%s: posted %+v after %v, following %v", channel, w.slack.posts, w.slack.calls, w.following(t))
		}
	}
}

// A card that may have arrived is not shown a second time, and whoever shares it knows.
func TestUnconfirmedShare(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(57))
	w.slack.fail["chat.postMessage"] = errLost
	r := &recorder{t: t}
	err := ask(t.Context(), w.bot, command{Origin: at("C2"), Name: "/meeting", Text: "share " + meetingID}, r.send)
	if err == nil || r.only().Text != english(text.ShareUnsure) || len(w.following(t)) > 0 {
		t.Errorf("share = %v, answered %+v, following %v", err, r.all, w.following(t))
	}
}

// A card that cannot be followed becomes a snapshot.
func TestShareWithoutTheDatabase(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(57))
	w.broken = errors.New("the database is gone")
	if answers := w.shareIn(t, "C2"); len(answers) > 0 {
		t.Errorf("the one who shares reads %q", answers)
	}
	last := w.slack.last(t)
	if last.method != "chat.update" || last.ts != "1718.0001" || !strings.Contains(last.form.Get("blocks"), view.ActionSharedRefresh) {
		t.Errorf("the card becomes %+v", last)
	}
}

// Anybody who may look meetings up refreshes a snapshot in place, for everybody. It
// stays the card of the one who shared it, and is read anew.
func TestRefreshSnapshot(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	began := snapshot(57)
	began.Conference.State, began.Version = meeting.StateRunning, 8
	w.knows(snapshot(57))
	w.answers(began, nil)
	r := &recorder{t: t, channel: true}
	refresh := click{Origin: origin(), ActionID: view.ActionSharedRefresh, Value: "U2 914083136:1"}
	if err := ask(t.Context(), w.bot, refresh, r.send); err != nil {
		t.Fatal(err)
	}
	got := r.only()
	if !got.ReplaceOriginal || w.refreshed != 1 || !strings.Contains(got.Text, "In progress") || got.value(view.ActionSharedRefresh) != refresh.Value {
		t.Errorf("refreshed %d times to %s", w.refreshed, got.raw)
	}
}

// Whoever may not look up meetings changes nothing.
func TestRefreshSnapshotAsAGuest(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(57))
	w.AccountType = person.Guest
	got := w.click(t, click{ActionID: view.ActionSharedRefresh, Value: "U2 914083136:1"})
	if got.ReplaceOriginal || !strings.Contains(got.Text, english(text.RefusalGuest)) {
		t.Errorf("a guest refreshes: %s", got.raw)
	}
}

// A date that has gone from its series says so: nobody who refreshes its card gets that
// of another date.
func TestRefreshSnapshotOfADateThatIsGone(t *testing.T) {
	t.Parallel()
	for start, want := range map[string]string{"1795430521": "No longer takes place", "1795370521": "Ended"} {
		_, w := newBot(t)
		w.answers(snapshot(3), nil)
		r := &recorder{t: t, channel: true}
		refresh := click{Origin: origin(), ActionID: view.ActionSharedRefresh, Value: "U2 914083136:1:@" + start}
		if err := ask(t.Context(), w.bot, refresh, r.send); err != nil {
			t.Fatal(err)
		}
		if got := r.only(); !strings.Contains(got.Text, want) || got.value(view.ActionJoin) != "" {
			t.Errorf("a date at %s is shown as %s, want %q", start, got.raw, want)
		}
	}
}
