package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// weekly is a series of n meetings, one a week, the third of them today at
// 10:42 of universal time.
func weekly(n int) *meeting.Snapshot {
	s := snapshot(12)
	c := s.Conference
	c.Kind = meeting.KindRecurring
	for i := range n {
		begin := time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC).AddDate(0, 0, 7*(i-2))
		c.Occurrences = append(c.Occurrences, meeting.SubConference{
			StartTime: meeting.Text(begin.Format("2006-01-02 15:04")), EndTime: meeting.Text(begin.Add(time.Hour).Format("2006-01-02 15:04")),
		})
	}
	return s
}

// From the card to all dates, through their pages, to one of them, and back.
func TestAllDates(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(weekly(25))
	card := w.command(t, meetingID)
	dates := w.press(t, card, view.ActionDates)
	if !strings.Contains(dates.Text, "1–10 of 25") || !dates.ReplaceOriginal {
		t.Fatalf("All dates shows %s", dates.raw)
	}
	dates = w.press(t, w.press(t, dates, view.ActionDatesNext), view.ActionDatesNext)
	if !strings.Contains(dates.Text, "21–25 of 25") || dates.value(view.ActionDatesNext) != "" {
		t.Fatalf("the last page shows\n%s", dates.Text)
	}
	if dates = w.press(t, dates, view.ActionDatesPrevious); !strings.Contains(dates.Text, "11–20 of 25") {
		t.Fatalf("the page before the last shows\n%s", dates.Text)
	}
	one := w.press(t, dates, view.ActionOpen) // the eleventh
	if !strings.Contains(one.Text, "Mon, 18 Jan 2027, 18:42–19:42") || !strings.Contains(one.Text, "Scheduled · starts in 56 days") {
		t.Errorf("one date's card shows\n%s", one.Text)
	}
	next := w.press(t, one, view.ActionNext)
	if !strings.Contains(next.shown(), "11–12 of 12") || !strings.Contains(next.Text, "18 Jan 2027") {
		t.Errorf("turning the page of one date's card shows\n%s", next.Text)
	}
	if back := w.press(t, w.press(t, one, view.ActionDates), view.ActionOpen); !back.ReplaceOriginal {
		t.Errorf("the way back: %s", back.raw)
	}
}

// All dates opens at the page that has the next one on it.
func TestAllDatesOpenAtTheNextOne(t *testing.T) {
	t.Parallel()
	_, w := newBot(t, func(o *options) { o.Now = func() time.Time { return monday().AddDate(0, 0, 7*12) } })
	w.knows(weekly(25))
	if value := w.command(t, meetingID).value(view.ActionDates); value != "914083136:2" {
		t.Errorf("All dates leads to %q", value)
	}
}

func TestDatesThatAreGone(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(weekly(3))
	got := w.click(t, click{ActionID: view.ActionOpen, Value: "914083136:1:@1795430521", Ephemeral: true})
	if !strings.Contains(got.Text, english(text.SeriesGone)) || got.ReplaceOriginal {
		t.Errorf("a date that is gone shows %s", got.raw)
	}
}

// press presses the first button of a message with an action id, as its only
// reader does.
func (w *world) press(t *testing.T, on said, action string) said {
	t.Helper()
	for _, c := range on.buttons() {
		if c.ActionID == action {
			c.Ephemeral = true
			return w.click(t, c)
		}
	}
	t.Fatalf("the message has no %s: %s", action, on.raw)
	return said{}
}

// Rooms and people are shown apart, and the pages of either stay right when
// the list has changed meanwhile.
func TestGroups(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	s := snapshot(57)
	for i := range 12 {
		s.Participants[i].AttendeeType = []meeting.Text{"terminal", "ideahub"}[i%2]
	}
	w.knows(s)
	card := w.command(t, meetingID)
	var values []string
	for _, c := range card.buttons() {
		if c.ActionID == view.ActionGroup {
			values = append(values, c.Value)
		}
	}
	if got, want := fmt.Sprint(values), "[914083136:1 914083136:1:people 914083136:1:rooms]"; got != want {
		t.Fatalf("the menu has %s, want %s", got, want)
	}
	rooms := w.click(t, click{ActionID: view.ActionGroup, Value: values[2], Ephemeral: true})
	if !strings.Contains(rooms.shown(), "Rooms (12) · 1–10 of 12") || !rooms.ReplaceOriginal {
		t.Errorf("Rooms shows\n%s", rooms.Text)
	}
	next := rooms.value(view.ActionNext)
	fewer := snapshot(57)
	fewer.Participants[0].AttendeeType, fewer.Version = "terminal", 8
	w.knows(fewer)
	rooms = w.click(t, click{ActionID: view.ActionNext, Value: next, Ephemeral: true})
	if !strings.Contains(rooms.shown(), "Rooms (1)") || rooms.value(view.ActionPrevious)+rooms.value(view.ActionNext) != "" {
		t.Errorf("the second page of rooms, now that there is one, shows\n%s", rooms.Text)
	}
}

// A card says whether its reader is invited, as far as the list tells.
func TestCardSaysWhetherItsReaderIsInvited(t *testing.T) {
	t.Parallel()
	cut, unaddressed, none := snapshot(5), snapshot(5), snapshot(5)
	cut.Count = 600
	for i := range none.Participants {
		none.Participants[i].Email, none.Participants[i].Account = "", "somebody"
	}
	unaddressed.Participants[0].Email, unaddressed.Participants[0].Account = "", ""
	host := hosted()
	tests := []struct {
		name, email string
		s           *meeting.Snapshot
		want        text.Key
	}{
		{"by e-mail", "person3@example.com", snapshot(5), text.AmInvited},
		{"as host", "PERSON3@example.com", host, text.AmInvitedHost},
		{"by account", "account4@example.com", snapshot(5), text.AmInvited},
		{"not", "person6@example.com", snapshot(5), text.AmNotInvited},
		{"not by an address", "person6@example.com", unaddressed, text.AmNotAddressed},
		{"of a list that was cut", "person6@example.com", cut, text.AmInvitedUnclear},
		{"of a list without addresses", "person6@example.com", none, text.AmInvitedUnclear},
		{"perhaps", "somebody@example.com", none, text.AmInvitedPerhaps},
		{"without an address", "", snapshot(5), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(tt.s)
			w.Email = tt.email
			card := w.command(t, meetingID)
			stale := w.click(t, click{ActionID: view.ActionInvited, Value: "914083136:1", Ephemeral: true}) // of an older card
			for _, got := range []said{card, stale} {
				line, _, _ := strings.Cut(got.words(view.BlockInvited), "\n")
				parts := strings.Split(line, " · ")
				if tt.want == "" && len(parts) != 2 || tt.want != "" && parts[len(parts)-1] != english(tt.want) {
					t.Errorf("the card says %q, want %q", line, tt.want)
				}
			}
			if !stale.ReplaceOriginal {
				t.Error("the button of an older card does not bring a new one in its place")
			}
		})
	}
}

// What a card says of one person is never said to another, though cards are kept.
func TestInvitationIsThePersonsOwn(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(hosted())
	for range 2 {
		for email, want := range map[string]text.Key{"person3@example.com": text.AmInvitedHost, "person4@example.com": text.AmInvited, "else@example.com": text.AmNotInvited} {
			w.Email, w.Confirmed = email, false // so that all else on the card is the same
			if got := w.command(t, meetingID).words(view.BlockInvited); !strings.HasSuffix(got, " · "+english(want)) {
				t.Errorf("%s reads %q, want %q", email, got, english(want))
			}
		}
	}
}
