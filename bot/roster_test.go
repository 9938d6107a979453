package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// inProgress is a bot for a running meeting of 57, with so many of them and of others in
// it, and a way to change that: each change is another reading.
func inProgress(t *testing.T, n, others int) (w *world, change func(n, others int)) {
	t.Helper()
	_, w = newBot(t)
	s := snapshot(57)
	s.Conference.State = meeting.StateRunning
	w.knows(s)
	w.answers(s, nil)
	in, read := inIt(n, others), monday()
	w.online = func(context.Context, string) (*meeting.Attendees, error) { return in, nil }
	return w, func(n, others int) {
		read = read.Add(10 * time.Second)
		in = inIt(n, others)
		in.ReadAt = read
	}
}

// The pages that somebody turns are of one reading, while others come and go. A look at
// the meeting anew shows who is in it by then.
func TestPagesStayWithinAReading(t *testing.T) {
	t.Parallel()
	w, change := inProgress(t, 12, 0)
	first := w.command(t, meetingID)
	if !strings.Contains(first.shown(), "10. ● *Person 10* · in") {
		t.Fatalf("the first page: %s", first.raw)
	}
	change(0, 3)
	second := w.press(t, first, view.ActionNext)
	for _, want := range []string{"11. ● *Person 11*", "12. ● *Person 12*", "13. *Person 13*", "12 of 57 in"} {
		if !strings.Contains(second.shown(), want) {
			t.Errorf("the second page lacks %q: %s", want, second.raw)
		}
	}
	if back := w.press(t, second, view.ActionPrevious); !strings.Contains(back.shown(), "10. ● *Person 10*") {
		t.Errorf("the first page again: %s", back.raw)
	}
	anew := w.press(t, second, view.ActionRefresh)
	if !strings.Contains(anew.shown(), "0 of 57 in, 3 others") || strings.Contains(anew.shown(), "11. ●") {
		t.Errorf("the page read anew: %s", anew.raw)
	}
	w.bot.ForgetRosters()
	if third := w.press(t, second, view.ActionNext); !strings.Contains(third.shown(), "0 of 57 in, 3 others") {
		t.Errorf("a page of a reading that is gone: %s", third.raw)
	}
}

// However many pages and readers, who is in a meeting is matched once for a reading.
func TestARosterIsMadeOnce(t *testing.T) {
	t.Parallel()
	w, change := inProgress(t, 12, 5)
	for range 2 {
		card := w.command(t, meetingID)
		for range 6 {
			card = w.press(t, card, view.ActionNext)
		}
		w.click(t, click{ActionID: view.ActionGroup, Value: "914083136:1:people", Ephemeral: true})
	}
	if n := w.bot.CachedRosters(); n != 1 {
		t.Errorf("%d rosters of one reading", n)
	}
	change(13, 5)
	w.command(t, meetingID)
	if n := w.bot.CachedRosters(); n != 2 {
		t.Errorf("%d rosters of two readings", n)
	}
}

// A search finds those in the meeting too, invited or not.
func TestSearchFindsWhoIsIn(t *testing.T) {
	t.Parallel()
	w, _ := inProgress(t, 1, 2)
	for words, want := range map[string]string{
		"somebody": "2. ● *Somebody* · in · not invited",
		"person 2": "1. *Person 2*",
		"nowhere":  "Nobody in the meeting or on the invitation list",
	} {
		if got := swapped(t, w.lookFor(t, w.searchForm(t), words)); !strings.Contains(got, want) {
			t.Errorf("looking for %q shows %s, want %q", words, got, want)
		}
	}
}

// Where the API does not tell who is in the meeting, its card is as before it began.
func TestTheListWithoutAttendees(t *testing.T) {
	t.Parallel()
	w, _ := inProgress(t, 1, 1)
	w.online = nil
	if card := w.command(t, meetingID); !strings.Contains(card.shown(), "*Invited* · 1–10 of 57") || strings.Contains(card.shown(), "●") {
		t.Errorf("the card: %s", card.raw)
	}
}
