package bot_test

import (
	"context"
	"strings"
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// sharedNumber makes 914083136 the id of a meeting and the room of another one.
func (w *world) sharedNumber() (own, room *meeting.Snapshot) {
	own, room = snapshot(3), snapshot(2)
	own.RoomMeeting = "986610273"
	room.Conference.ID, room.Conference.RoomNumber, room.Conference.Subject = "986610273", meetingID, "Weekly *sync*"
	room.Conference.State, room.Version = meeting.StateRunning, 8
	w.get = func(_ context.Context, id string) (*meeting.Snapshot, error) {
		switch id {
		case meetingID:
			return own, nil
		case "986610273":
			return room, nil
		}
		return nil, &meeting.Error{Kind: meeting.NotFound}
	}
	return own, room
}

// A number that is one meeting's id and another one's room is asked about, from memory
// as well, and what is picked is what was asked for.
func TestNumbersOfAMeetingAndARoom(t *testing.T) {
	t.Parallel()
	for _, cached := range []bool{false, true} {
		_, w := newBot(t)
		own, _ := w.sharedNumber()
		if cached {
			w.knows(own)
		}
		got := w.command(t, "914 083 136")
		for _, want := range []string{"Meeting 914 083 136: Budget", "Room 914 083 136, now: Weekly ∗sync∗"} {
			if !strings.Contains(got.Text, want) {
				t.Errorf("asked\n%s\nwant %q", got.Text, want)
			}
		}
		if card := w.press(t, got, view.ActionMeantMeeting); !strings.HasPrefix(card.Text, "Budget\n") {
			t.Errorf("the meeting's card:\n%s", card.Text)
		}
		if card := w.press(t, got, view.ActionMeantRoom); !strings.HasPrefix(card.Text, "Weekly ∗sync∗\n") {
			t.Errorf("the card of the meeting in the room:\n%s", card.Text)
		}
	}
}

// Nothing is done before it is known which meeting is meant, and then all of it.
func TestActionsWaitForWhichIsMeant(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.sharedNumber()
	got := w.command(t, "remind me 914083136 10 1h")
	if n := len(w.reminders.Store.Subscriptions()); n > 0 {
		t.Fatalf("%d subscriptions are set before it is known which meeting is meant", n)
	}
	w.press(t, got, view.ActionMeantRoom).has(t, "Weekly ∗sync∗")
	w.press(t, got, view.ActionMeantMeeting).has(t, "*Budget*", "1 hour", "10 minutes")
	asked := w.command(t, "share <https://c.meeting.huaweicloud.com/#/j/914083136/"+chairCode+">")
	if value := asked.value(view.ActionMeantRoom); value != "c:/meeting:share 986610273" {
		t.Errorf("the button carries %q", value)
	}
}

// Who may see only one of both is shown that one, and reads nothing of the other.
func TestWhichIsMeantKeepsTheAccessRules(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"person3@example.com":  "Budget\n",
		"person9@example.com":  english(text.RefusalNotInvited),
		"onlyroom@example.com": "Room 914 083 136, now: Weekly ∗sync∗\nWeekly ∗sync∗\n",
		"person1@example.com":  "Meeting 914 083 136: Budget",
	} {
		_, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Invitees })
		_, room := w.sharedNumber()
		room.Participants = append(room.Participants, meeting.Participant{Name: "Only", Email: "onlyroom@example.com"})
		w.Email = email
		got := w.command(t, meetingID)
		if !strings.Contains(got.Text, want) || email != "person1@example.com" && strings.Contains(string(got.raw), view.ActionMeantRoom) {
			t.Errorf("%s reads\n%s\nwant %q", email, got.Text, want)
		}
	}
}

// Buttons carry a meeting's own id: what they lead to is certain. So is what a search
// finds.
func TestButtonsAreCertain(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	own, _ := w.sharedNumber()
	w.find = func(string) (*meeting.Listing, error) {
		return &meeting.Listing{Conferences: []*meeting.Conference{own.Conference}, Count: 1}, nil
	}
	for name, got := range map[string]said{
		"refresh": w.click(t, click{ActionID: view.ActionRefresh, Value: "914083136:1"}),
		"pick":    w.click(t, click{ActionID: view.ActionPick, Value: "914083136:1"}),
		"find":    w.command(t, "find budget"),
	} {
		if !strings.HasPrefix(got.Text, "Budget\n") {
			t.Errorf("%s says\n%s", name, got.Text)
		}
	}
}

// While it is not known whether a room has the number, memory does not answer.
func TestMemoryKnowsNoRoom(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	s := snapshot(3)
	s.RoomUnknown = true
	w.knows(s)
	w.sharedNumber()
	if r, work := b.Begin(command{Origin: origin(), Name: "/meeting", Text: meetingID}.question()); work == nil {
		t.Fatalf("answered %s from memory", r.JSON())
	}
	if got := w.command(t, meetingID); got.value(view.ActionMeantRoom) == "" {
		t.Errorf("said\n%s\nwant a question", got.Text)
	}
}

// A room's number says which meeting is in it.
func TestRoomNumbersSayWhichMeeting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		state meeting.State
		ended bool
		want  string
	}{
		{meeting.StateRunning, false, "Room 906 118 274, now: Budget\nBudget\n"},
		{meeting.StateScheduled, false, "Room 906 118 274, next: Budget\nBudget\n"},
		{meeting.StateEnded, true, "Room 906 118 274, last: Budget\nBudget\n"},
	} {
		_, w := newBot(t)
		s := snapshot(3)
		s.Conference.RoomNumber, s.Conference.State, s.Ended = "906118274", tt.state, tt.ended
		w.answers(s, nil)
		if got := w.command(t, "906118274"); !strings.HasPrefix(got.Text, tt.want) {
			t.Errorf("%s says\n%s\nwant %q", tt.state, got.Text, tt.want)
		}
		if got := w.command(t, meetingID); !strings.HasPrefix(got.Text, "Budget\n") {
			t.Errorf("its own id says\n%s", got.Text)
		}
	}
}
