package meeting

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// maxRoomMeetings bounds how many meetings of one cloud room are tried.
const maxRoomMeetings = 3

// Resolve returns the meeting that somebody means by a number: as Get, and
// where the API knows no such meeting, the one that is held in the cloud room
// of that number (the running one, else the next to start), and else the latest
// one of that number that has ended, which is marked Ended. Where it is the id of
// one meeting and the room of another, the former is returned, and names the latter. What is none of
// these is NotFound, and Unsearched if the API failed meanwhile. Errors are *Error.
func (a *Account) Resolve(ctx context.Context, number string) (*Snapshot, error) {
	s, err := a.resolve(ctx, number)
	return s, a.noted(ctx, err)
}

func (a *Account) resolve(ctx context.Context, number string) (*Snapshot, error) {
	if known, ok := a.roomMeetings.peek(number); ok && known.err == nil {
		if s, err := a.get(ctx, known.value); KindOf(err) != NotFound {
			return s, err
		}
		a.roomMeetings.kept.Delete(number)
	}
	if s, ok := a.Peek(number); ok && !s.RoomUnknown {
		return s, nil
	}
	a.rooms.askAgain(ctx)
	s, unknown := a.get(ctx, number)
	if unknown == nil {
		return a.withRoom(ctx, s, number), nil
	}
	if KindOf(unknown) != NotFound {
		return s, unknown
	}
	// What is searched now may be slow or fail, and is not worth a minute: the API
	// has said already that it knows no such meeting.
	ctx = withRepeats(ctx)
	id, searched := a.roomMeetings.get(ctx, number, number, func(ctx context.Context) (string, error) {
		return a.roomMeeting(ctx, number)
	})
	if searched == nil {
		if s, err := a.get(ctx, id); KindOf(err) != NotFound {
			return s, err
		}
	} else if !foundNothing(searched) && !isRetryable(searched) {
		return nil, searched
	}
	return a.ended(ctx, number, unknown, searched)
}

// ended returns the latest meeting of a number that has ended. Where nothing is
// found, it returns that the API knows no such meeting: unknown, which is marked
// if the search among those to come, or this one, failed.
func (a *Account) ended(ctx context.Context, number string, unknown, searched error) (*Snapshot, error) {
	s, err := a.lastEnded(ctx, number)
	failed, why := isRetryable(searched), err
	if failed {
		why = searched
	}
	switch {
	case err == nil && (!failed || s.Conference.ID.String() == number):
		return s, nil // by its own id it has ended for certain, in a room another may go on
	case err == nil, isRetryable(err), failed && foundNothing(err):
		return nil, unsearched(unknown, why)
	case foundNothing(err):
		return nil, unknown
	default:
		return nil, err
	}
}

// unsearched marks an error that says that there is no such meeting: it could not
// be looked for everywhere, and why.
func unsearched(unknown, why error) error {
	e, ok := errors.AsType[*Error](unknown)
	if !ok {
		return unknown
	}
	marked := *e
	marked.Unsearched, marked.Err = true, why
	return &marked
}

// foundNothing reports whether a search found nothing, or the account may not
// search. A failure of the API does not count: asking again may help.
func foundNothing(err error) bool {
	switch KindOf(err) {
	case NotFound, Forbidden, Invalid:
		return true
	default:
		return false
	}
}

// roomMeeting finds the meeting that is held in a cloud room, among those that
// are running or to come, and returns its id. It is NotFound where there is none.
func (a *Account) roomMeeting(ctx context.Context, number string) (string, error) {
	found, err := a.searchRoom(ctx, number)
	switch {
	case foundNothing(err):
		return "", &Error{Op: opList, Kind: NotFound, Err: err}
	case err != nil:
		return "", err
	}
	for _, m := range found[:min(maxRoomMeetings, len(found))] {
		id := m.ID.String()
		read := a.get
		if id == number {
			read = a.refresh // it was not there a moment ago
		}
		if _, err := read(ctx, id); KindOf(err) != NotFound {
			return id, nil // the next reading returns the error, if it persists
		}
	}
	return "", &Error{Op: opList, Kind: NotFound}
}

// byRank returns the meetings that go by a number: the running ones, then
// those to come by their start, last those whose booked time is over.
func byRank(list []*Conference, number string, now time.Time) []*Conference {
	var found []*Conference
	for _, m := range list {
		if m.ID != "" && m.goesBy(number) {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b *Conference) int {
		return cmp.Or(cmp.Compare(a.rank(now), b.rank(now)), a.compareStart(b))
	})
	return found
}

func (c *Conference) compareStart(other *Conference) int {
	a, _ := c.Start()
	b, _ := other.Start()
	return a.Compare(b)
}
