package meeting

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// maxRoomMeetings bounds how many meetings of one cloud room are tried.
const maxRoomMeetings = 3

// Resolve returns the meeting that somebody means by a number: as Get, and
// where the API knows no such meeting, the one that is held in the cloud room
// of that number (the running one, else the next to start), and else the latest
// one of that number that has ended, which is marked Ended. What is none of
// these is NotFound. Errors are *Error.
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
	s, unknown := a.get(ctx, number)
	if KindOf(unknown) != NotFound {
		return s, unknown
	}
	id, err := a.roomMeetings.get(ctx, number, number, func(ctx context.Context) (string, error) {
		return a.roomMeeting(ctx, number)
	})
	if err == nil {
		s, err = a.get(ctx, id)
	}
	if KindOf(err) != NotFound {
		return s, err
	}
	s, err = a.lastEnded(ctx, number)
	if foundNothing(err) {
		return nil, unknown
	}
	return s, err
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
	l, err := a.search(ctx, number)
	switch {
	case foundNothing(err):
		return "", &Error{Op: opList, Kind: NotFound, Err: err}
	case err != nil:
		return "", err
	}
	found := byRank(l.Conferences, number, a.o.Now())
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
