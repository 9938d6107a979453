package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// running is a meeting of 12 that is in progress.
func running() *meeting.Snapshot {
	s := snapshot(12)
	s.Conference.State = meeting.StateRunning
	return s
}

// inIt is a presence of the first n invited people and of so many others.
func inIt(n, others int) *meeting.Attendees {
	p := &meeting.Attendees{ReadAt: monday()}
	for _, who := range snapshot(n).Participants {
		p.People = append(p.People, meeting.Attendee{Name: who.Name, Account: who.Account})
	}
	for range others {
		p.People = append(p.People, meeting.Attendee{Name: "Somebody", Number: "+8613800138000"})
	}
	return p
}

func TestWhoIsIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in, others int
		want       string
	}{
		{5, 0, " · 5 of 12 in\n"},
		{12, 1, " · 12 of 12 in, 1 other\n"},
		{0, 3, " · 0 of 12 in, 3 others\n"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(running())
			w.online = func(context.Context, string) (*meeting.Attendees, error) { return inIt(tt.in, tt.others), nil }
			if got := w.command(t, meetingID); !strings.Contains(got.Text, tt.want) || strings.Count(string(got.raw), strings.TrimSpace(tt.want)) != 2 {
				t.Errorf("the card lacks %q: %s", tt.want, got.raw)
			}
		})
	}
}

// Where not all could be read, the card says how many.
func TestWhoIsInOfMore(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*meeting.Snapshot, *meeting.Attendees){
		" · 5 of 12 in, 2 others (7 of 12345 devices could be read)\n": func(_ *meeting.Snapshot, p *meeting.Attendees) { p.Connections, p.Count = 7, 12_345 },
		" · 7 people are in\n": func(m *meeting.Snapshot, _ *meeting.Attendees) { m.Count = 57 },
	} {
		_, w := newBot(t)
		m, p := running(), inIt(5, 2)
		change(m, p)
		w.knows(m)
		w.online = func(context.Context, string) (*meeting.Attendees, error) { return p, nil }
		if got := w.command(t, meetingID); !strings.Contains(got.Text, want) {
			t.Errorf("the card lacks %q: %s", want, got.Text)
		}
	}
}

// Refresh shows who is in by now, though nothing else has changed.
func TestWhoIsInIsRefreshed(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(running())
	w.answers(running(), nil)
	in := inIt(1, 0)
	w.online = func(context.Context, string) (*meeting.Attendees, error) { return in, nil }
	card := w.command(t, meetingID)
	in = inIt(2, 0)
	in.ReadAt = in.ReadAt.Add(10 * time.Second)
	if got := w.press(t, card, view.ActionRefresh); !strings.Contains(got.Text, "2 of 12 in") {
		t.Errorf("the card read anew:\n%s", got.Text)
	}
}

// Where it is not told, the card says nothing of it; of a meeting that has not
// begun, nobody asks.
func TestWhoIsInIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, err := range []error{&meeting.Error{Kind: meeting.Forbidden}, &meeting.Error{Kind: meeting.Unavailable}, errors.New("broken")} {
		_, w := newBot(t)
		w.knows(running())
		w.online = func(context.Context, string) (*meeting.Attendees, error) { return nil, err }
		if got := w.command(t, meetingID); strings.Contains(got.Text, "invited are in") {
			t.Errorf("after %v the card says\n%s", err, got.Text)
		}
	}
	_, w := newBot(t)
	w.knows(snapshot(12))
	w.online = func(context.Context, string) (*meeting.Attendees, error) {
		t.Error("asked who is in a meeting that has not begun")
		return inIt(1, 1), nil
	}
	w.command(t, meetingID)
}

func TestNobodyWaitsForWhoIsIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, w := newBot(t, func(o *options) { o.Now = time.Now })
		w.knows(running())
		w.online = func(ctx context.Context, _ string) (*meeting.Attendees, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		begun := time.Now()
		w.command(t, meetingID)
		if waited := time.Since(begun); waited > time.Second {
			t.Errorf("the card came after %s, want 1s at most", waited)
		}
	})
}
