package bot

import (
	"context"
	"errors"
	"time"

	"meetingbot/meeting"
)

// presentPatience is how long a card waits for who is in the meeting now.
const presentPatience = time.Second

var errPresentSlow = errors.New("who is in the meeting was not told in time")

// lively reports whether a reading is of a running meeting, of which the API
// can be asked who is in it.
func lively(m *meeting.Snapshot) bool {
	return !m.Stale && m.Conference.State == meeting.StateRunning
}

// present returns who is in a running meeting now, nil where the API does not
// tell, or not soon: a card is as good without.
func (b *Bot) present(ctx context.Context, m *meeting.Snapshot, id string) *meeting.Attendees {
	if !lively(m) {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, presentPatience, errPresentSlow)
	defer cancel()
	p, err := b.o.Meetings.Attendees(ctx, id)
	if err != nil {
		return nil
	}
	return p
}
