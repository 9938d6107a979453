package meeting

import (
	"context"
	"errors"
	"time"
)

const (
	// roomTimeout is how long Resolve waits for whether a meeting's id is the number
	// of a cloud room as well.
	roomTimeout = time.Second
	// roomLife is how long it is remembered: rooms are booked rarely under a number
	// that a meeting has.
	roomLife = 5 * time.Minute
)

var errRoomSlow = errors.New("the API did not say in time whether a cloud room has the number")

// withRoom returns a reading that says whether another meeting is held in the cloud
// room whose number is this meeting's id. Where the API does not tell, or not soon,
// that remains unknown.
func (a *Account) withRoom(ctx context.Context, s *Snapshot, number string) *Snapshot {
	if !s.RoomUnknown || s.Stale {
		return s
	}
	ctx, cancel := context.WithTimeoutCause(WithOneTry(ctx), roomTimeout, errRoomSlow)
	defer cancel()
	_, err := a.roomsOfIDs.get(ctx, number, number, func(ctx context.Context) (string, error) {
		return a.otherMeeting(ctx, number)
	})
	if err != nil && !foundNothing(err) {
		return s
	}
	told := *s
	told.Version = lastVersion.Add(1)
	told.RoomUnknown, told.RoomMeeting = false, a.roomMeetingOf(number)
	a.known.Amend(number, s.Version, &told)
	return &told
}

// markRoom says of a reading what is remembered of the number of its id.
func (a *Account) markRoom(s *Snapshot, id string) {
	_, known := a.roomsOfIDs.peek(id)
	s.RoomUnknown, s.RoomMeeting = !known, a.roomMeetingOf(id)
}

// roomMeetingOf is the meeting that is remembered to be held in the room of a number,
// "" for none.
func (a *Account) roomMeetingOf(number string) string {
	known, ok := a.roomsOfIDs.peek(number)
	if !ok || known.err != nil {
		return ""
	}
	return known.value
}

// otherMeeting finds the meeting that is held in the room of a number and has another
// id, "" for none.
func (a *Account) otherMeeting(ctx context.Context, number string) (string, error) {
	l, err := a.search(ctx, number)
	if err != nil {
		return "", err
	}
	for _, m := range byRank(l.Conferences, number, a.o.Now()) {
		if m.ID.String() != number {
			return m.ID.String(), nil
		}
	}
	return "", nil
}
