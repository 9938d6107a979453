package view_test

import (
	"strings"
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// Who is in a running meeting of a series is not in the others.
func TestOtherDatesListNobodyInTheMeeting(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	f := facts(t, snapshot(t, recurring, series, conference(inProgress)))
	inIt(2, guests...)(&f)
	if raw := string(marshal(t, view.Card(loc, f))); !strings.Contains(raw, "● *Person 1*") {
		t.Fatalf("the card of the running one lists %s", raw)
	}
	f.Start = time.Date(2026, 12, 3, 9, 30, 0, 0, time.UTC).Unix()
	if raw := string(marshal(t, view.Card(loc, f))); strings.Contains(raw, "●") || !strings.Contains(raw, "*Invited* · 1–10 of 12") {
		t.Errorf("the card of another date lists %s", raw)
	}
}

// Two readings are told apart by either list; without one of them there is nothing to name.
func TestReadingOf(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC)
	m, later := &meeting.Snapshot{Version: 7}, &meeting.Snapshot{Version: 8}
	in, again := &meeting.Attendees{ReadAt: at}, &meeting.Attendees{ReadAt: at.Add(time.Second)}
	seen := map[string]bool{}
	for _, name := range []string{view.ReadingOf(m, in), view.ReadingOf(later, in), view.ReadingOf(m, again), view.ReadingOf(later, again)} {
		ref := view.PageRef{ID: "914083136", Page: 2, Group: view.GroupRooms, Start: 1795430520, Reading: name}
		if got, ok := view.ParsePageRef(ref.String()); seen[name] || !ok || got != ref {
			t.Errorf("%q is not a name of its own that a button can carry: %v", name, got)
		}
		seen[name] = true
	}
	if name := view.ReadingOf(m, nil); name != "" {
		t.Errorf("without who is in it: %q", name)
	}
}
