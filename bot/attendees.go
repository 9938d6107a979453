package bot

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// attendeesTimeout is how long a card waits for who is in the meeting now.
const attendeesTimeout = time.Second

var errAttendeesSlow = errors.New("who is in the meeting was not told in time")

// running reports whether a reading is of a running meeting, of which the API
// can be asked who is in it.
func running(m *meeting.Snapshot) bool {
	return !m.Stale && m.Conference.State == meeting.StateRunning
}

// readAttendees returns who is in a running meeting now, nil where the API does not
// tell, or not soon: a card is as good without.
func readAttendees(ctx context.Context, account workspace.Meetings, m *meeting.Snapshot, id string) *meeting.Attendees {
	if !running(m) {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, attendeesTimeout, errAttendeesSlow)
	defer cancel()
	list, err := account.Attendees(ctx, id)
	if err != nil {
		return nil
	}
	return list
}
