package bot

import (
	"context"
	"errors"
	"time"

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

// errNotInMemory is why a question is not answered from memory.
var errNotInMemory = errors.New("who is in the meeting is not in memory")

// attendees returns who is in the meeting that was read, if that is running: nil
// where the API does not tell, or not soon, since a card is as good without. The
// error is errNotInMemory while the answer is taken from memory.
func (r *Request) attendees(ctx context.Context, id string) (*meeting.Attendees, error) {
	if !running(r.Meeting) {
		return nil, nil
	}
	if list, ok := r.Workspace.Meetings.PeekAttendees(id); ok {
		return list, nil
	}
	if r.send == nil {
		return nil, errNotInMemory
	}
	ctx, cancel := context.WithTimeoutCause(ctx, attendeesTimeout, errAttendeesSlow)
	defer cancel()
	list, err := r.Workspace.Meetings.Attendees(ctx, id)
	if err != nil {
		return nil, nil
	}
	return list, nil
}
