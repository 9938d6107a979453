package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// Turning the pages of 57 people, forward by the buttons and back again.
func TestPagesTurn(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(57))
	card := w.command(t, meetingID)
	for page := 2; page <= 6; page++ {
		card = w.click(t, click{ActionID: view.ActionNext, Value: card.value(view.ActionNext), Ephemeral: true})
		want := fmt.Sprintf("*Invited* · %d–%d of 57", page*10-9, min(page*10, 57))
		if !strings.Contains(card.shown(), want) || !card.ReplaceOriginal {
			t.Fatalf("page %d lacks %q or does not replace the card: %s", page, want, card.raw)
		}
	}
	if card.value(view.ActionNext) != "" {
		t.Error("the last page has a button to the next")
	}
	for page := 5; page >= 1; page-- {
		card = w.click(t, click{ActionID: view.ActionPrevious, Value: card.value(view.ActionPrevious), Ephemeral: true})
		if want := fmt.Sprintf("*Invited* · %d–%d of 57", page*10-9, page*10); !strings.Contains(card.shown(), want) {
			t.Fatalf("page %d lacks %q:\n%s", page, want, card.Text)
		}
	}
	if card.value(view.ActionPrevious) != "" {
		t.Error("the first page has a button to the previous")
	}
	if w.gotten != 0 {
		t.Errorf("the Meeting API was asked %d times for what is in memory", w.gotten)
	}
}

// The list has shrunk since the card was made.
func TestPagesThatAreGone(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(snapshot(11), nil)
	got := w.click(t, click{ActionID: view.ActionNext, Value: "914083136:6", Ephemeral: true})
	if !strings.Contains(got.shown(), "*Invited* · 11 of 11") || got.value(view.ActionPrevious) != "914083136:1" || got.value(view.ActionNext) != "" {
		t.Errorf("a page that is gone shows\n%s", got.Text)
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(57))
	fewer := snapshot(20)
	fewer.Version = 8
	w.answers(fewer, nil)
	card := w.click(t, click{ActionID: view.ActionNext, Value: "914083136:2", Ephemeral: true})
	got := w.click(t, click{ActionID: view.ActionRefresh, Value: card.value(view.ActionRefresh), Ephemeral: true})
	if !strings.Contains(got.shown(), "*Invited* · 11–20 of 20") || !got.ReplaceOriginal || w.refreshed != 1 {
		t.Errorf("Refresh read %d times anew and shows\n%s", w.refreshed, got.Text)
	}
}

// A card that others see is left as it is.
func TestSharedCards(t *testing.T) {
	t.Parallel()
	for _, action := range []string{view.ActionNext, view.ActionPrevious, view.ActionRefresh} {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(57))
			w.answers(snapshot(57), nil)
			got := w.click(t, click{ActionID: action, Value: "914083136:2", Ephemeral: false})
			if got.ReplaceOriginal || got.ResponseType != "ephemeral" || !strings.Contains(got.shown(), "*Invited* · 11–20 of 57") {
				t.Errorf("a click on a card that others see is answered %s", got.raw)
			}
		})
	}
}

func TestJoinIsLeftToTheLink(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	r := &recorder{t: t}
	if err := ask(t.Context(), b, click{Origin: origin(), ActionID: view.ActionJoin}, r.send); err != nil || len(r.all) != 0 {
		t.Errorf("Click on Join = %v, said %+v, want nothing", err, r.all)
	}
}

func TestStaleButtons(t *testing.T) {
	t.Parallel()
	tests := []click{
		{},
		{ActionID: "meeting_dance", Value: "914083136:1"},
		{ActionID: view.ActionNext},
		{ActionID: view.ActionNext, Value: "914083136"},
		{ActionID: view.ActionRefresh, Value: "914083136:x"},
		{ActionID: view.ActionPrevious, Value: "914083136:0", Ephemeral: true},
		{ActionID: view.ActionPrevious, Value: strings.Repeat("9", 2000) + ":1"},
	}
	for _, c := range tests {
		t.Run(c.ActionID+" "+c.Value[:min(len(c.Value), 20)], func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			got := w.click(t, c)
			if got.Text != english(text.StaleButton) || got.ReplaceOriginal {
				t.Errorf("a stale button is answered %s", got.raw)
			}
			if w.gotten+w.refreshed != 0 {
				t.Error("the Meeting API was asked")
			}
		})
	}
}

// A refusal comes beside the card that is there, and leaves it.
func TestRefusedClicks(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.answers(nil, &meeting.Error{Kind: meeting.NotFound})
	got := w.click(t, click{ActionID: view.ActionRefresh, Value: "914083136:1", Ephemeral: true})
	if got.ReplaceOriginal || !strings.HasPrefix(got.Text, english(text.RefusalNotFound)) {
		t.Errorf("a refused click is answered %s", got.raw)
	}
}
