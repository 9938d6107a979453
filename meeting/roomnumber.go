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
	// roomLife is how long it is remembered where each number is searched for: rooms
	// are booked rarely under a number that a meeting has.
	roomLife = 5 * time.Minute
)

var errRoomSlow = errors.New("the API did not say in time whether a cloud room has the number")

// Prepare asks ahead for the list that the first Resolve would wait for, and does not
// wait.
func (a *Account) Prepare(ctx context.Context) { a.rooms.ask(ctx) }

// withRoom returns a reading that says whether another meeting is held in the cloud
// room whose number is this meeting's id. Where the API does not tell, or not soon,
// that remains unknown.
func (a *Account) withRoom(ctx context.Context, s *Snapshot, number string) *Snapshot {
	if !s.RoomUnknown || s.Stale {
		return s
	}
	other, ok := a.roomOf(ctx, number)
	if !ok {
		return s
	}
	told := *s
	told.Version = lastVersion.Add(1)
	told.RoomUnknown, told.RoomMeeting = false, other
	a.known.Replace(number, s.Version, &told)
	// All who have waited for one reading share it, and what is rendered of it.
	if kept, ok := a.known.Get(number); ok && kept.ReadAt.Equal(s.ReadAt) && !kept.RoomUnknown {
		return kept
	}
	return &told
}

// roomOf returns the id of the other meeting in the room of a number, "" for none,
// and whether the API tells. The list of all meetings answers for every number; where
// there are too many, each number is searched for.
func (a *Account) roomOf(ctx context.Context, number string) (string, bool) {
	a.rooms.ask(ctx)
	l := a.rooms.wait(ctx)
	if l == nil || l.err != nil {
		return "", false
	}
	if l.complete {
		return l.others[number], true
	}
	ctx, cancel := context.WithTimeoutCause(WithOneTry(ctx), roomTimeout, errRoomSlow)
	defer cancel()
	other, err := a.roomsOfIDs.get(ctx, number, number, func(ctx context.Context) (string, error) {
		l, err := a.search(ctx, number, maxListed)
		if err != nil {
			return "", err
		}
		return otherIn(l.Conferences, number, a.o.Now()), nil
	})
	if err != nil && !foundNothing(err) {
		a.rooms.last.CompareAndSwap(l, newRoomList(nil, err, a.o.Now()))
		return "", false
	}
	return other, true
}

// markRoom says of a reading what is in memory of the number of its id.
func (a *Account) markRoom(s *Snapshot, id string) {
	s.RoomUnknown = true
	switch l := a.rooms.fresh(); {
	case l == nil || l.err != nil:
	case l.complete:
		s.RoomUnknown, s.RoomMeeting = false, l.others[id]
	default:
		if known, ok := a.roomsOfIDs.peek(id); ok {
			s.RoomUnknown, s.RoomMeeting = false, known.value // "" where nothing is found
		}
	}
}

// searchRoom returns the meetings that go by a number, by rank: those of the list, if it
// was read a moment ago and has any, or what the API finds.
func (a *Account) searchRoom(ctx context.Context, number string) ([]*Conference, error) {
	if l := a.rooms.wait(ctx); l != nil && lasts(a.o.Now(), l.readAt.Add(a.o.ListTTL), a.o.ListTTL) {
		if found := byRank(l.meetings, number, a.o.Now()); len(found) > 0 {
			return found, nil
		}
	}
	l, err := a.search(ctx, number, maxListed)
	if err != nil {
		return nil, err
	}
	return byRank(l.Conferences, number, a.o.Now()), nil
}

// readRooms reads the list of the account's meetings.
func (a *Account) readRooms(ctx context.Context) (*Listing, error) {
	return detached(WithOneTry(ctx), &a.o, opList, "", func(ctx context.Context) (*Listing, error) { return a.search(ctx, "", maxListed) })
}
