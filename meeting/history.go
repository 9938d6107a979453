package meeting

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// maxHistory bounds the ended meetings, and the attendances, that are kept.
const maxHistory = 256

// History returns a meeting that has ended, as it was held last in the past 6
// months. The number is the meeting's own id or that of the cloud room it was
// held in. The snapshot is Ended and its conference has the UUID that Attendance
// asks for. Errors are *Error: NotFound where the history has none.
func (a *Account) History(ctx context.Context, number string) (*Snapshot, error) {
	s, err := a.lastEnded(ctx, number)
	return s, a.noted(ctx, err)
}

func (a *Account) lastEnded(ctx context.Context, number string) (*Snapshot, error) {
	return a.history.get(ctx, number, number, func(ctx context.Context) (*Snapshot, error) {
		held, err := a.lastHeld(ctx, number)
		if err != nil {
			return nil, err
		}
		return a.readHeld(ctx, held)
	})
}

// readHeld reads one of the meetings of the history's list.
func (a *Account) readHeld(ctx context.Context, held *Conference) (*Snapshot, error) {
	s, err := readAll(opGetHistory, a.rules, func(o DetailOptions) (*Detail, error) {
		return a.source.GetHistory(ctx, held.UUID.String(), o)
	})
	if err != nil {
		return nil, err
	}
	s.Conference.end(held)
	s.Ended, s.Version, s.ReadAt = true, lastVersion.Add(1), a.o.Now()
	return s, nil
}

// Held reports whether the history knows that the meeting was held and began
// after the given time. Errors are *Error.
func (a *Account) Held(ctx context.Context, id string, after time.Time) (bool, error) {
	s, err := a.lastEnded(ctx, id)
	switch {
	case KindOf(err) == NotFound:
		return false, nil
	case err != nil:
		return false, err
	}
	began, known := s.Conference.Start()
	return known && began.After(after), nil
}

// lastHeld finds the meeting with a number that was held last, in the history's
// list.
func (a *Account) lastHeld(ctx context.Context, number string) (*Conference, error) {
	all, err := a.listHeld(ctx, number, a.o.Now().AddDate(0, -a.o.HistoryMonths, 0))
	if err != nil {
		return nil, err
	}
	return slices.MaxFunc(all, (*Conference).compareStart), nil
}

// listHeld lists every time that the meeting with a number was held, from a time on,
// the latest first. There is at least one without an error.
func (a *Account) listHeld(ctx context.Context, number string, from time.Time) ([]*Conference, error) {
	if err := validMeeting(number); err != nil {
		return nil, &Error{Op: opListHistory, Kind: Invalid, Err: err}
	}
	o := HistoryOptions{From: from, To: a.o.Now(), All: true, Sort: SortByLatest}
	l, err := a.readList(opListHistory, maxListed, func(page PageOptions) (*Page[Conference], error) {
		o.PageOptions = page
		o.SearchKey = number
		return a.source.ListHistory(ctx, o)
	})
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(l.Conferences, func(m *Conference) bool { return m.UUID == "" || !m.goesBy(number) })
	if len(all) == 0 {
		return nil, &Error{Op: opListHistory, Kind: NotFound}
	}
	return all, nil
}

// goesBy reports whether people or the API call the meeting by this number.
func (c *Conference) goesBy(number string) bool {
	return c.ID.String() == number || c.RoomNumber.String() == number
}

// end completes a meeting of the history, whose details lack what its entry in
// the list has.
func (c *Conference) end(listed *Conference) {
	c.State = StateEnded
	c.ID = cmp.Or(c.ID, listed.ID)
	c.UUID = cmp.Or(c.UUID, listed.UUID)
	c.RoomNumber = cmp.Or(c.RoomNumber, listed.RoomNumber)
}
