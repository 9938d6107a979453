package meeting

import (
	"cmp"
	"context"
	"time"
)

// pastKept is how many ended meetings, and how many attendances, a cache keeps.
const pastKept = 256

// Attendance is who came to a meeting that has ended. It is shared between
// readers: nobody changes it.
type Attendance struct {
	// Visits are all stays, in the API's order.
	Visits []Visit
	// People is how many different people came, by number, or by name where
	// there is none.
	People int
	// ReadAt is when it was read from the API.
	ReadAt time.Time
}

// History returns the latest holding of a meeting that has ended, by the
// meeting's own id or by the number of the cloud room it was held in, within
// the cache's HistoryMonths. The snapshot is Ended and its conference has the
// UUID that Attendance asks for. Errors are *Error: NotFound where the history
// has none.
func (c *Cache) History(ctx context.Context, number string) (*Snapshot, error) {
	return c.past.get(ctx, number, number, func(ctx context.Context) (*Snapshot, error) {
		held, err := c.lastHeld(ctx, number)
		if err != nil {
			return nil, err
		}
		s, err := readAll(func(o PageOptions) (*Detail, error) {
			return c.source.GetHistory(ctx, held.UUID.String(), o)
		})
		if err != nil {
			return nil, err
		}
		s.Conference.end(held)
		s.Ended, s.Version, s.ReadAt = true, c.version.Add(1), c.o.Now()
		return s, nil
	})
}

// Held reports whether the history knows that the meeting was held and began
// after the given time. Errors are *Error.
func (c *Cache) Held(ctx context.Context, id string, after time.Time) (bool, error) {
	s, err := c.History(ctx, id)
	switch {
	case KindOf(err) == NotFound:
		return false, nil
	case err != nil:
		return false, err
	}
	began, known := s.Conference.Start()
	return known && began.After(after), nil
}

// lastHeld finds the latest holding of a number in the history's list.
func (c *Cache) lastHeld(ctx context.Context, number string) (*Conference, error) {
	if err := validMeeting(number); err != nil {
		return nil, &Error{Op: opListHistory, Kind: Invalid, Err: err}
	}
	now := c.o.Now()
	o := HistoryOptions{From: now.AddDate(0, -c.o.HistoryMonths, 0), To: now, All: true, Sort: SortByLatest}
	l, err := c.listing(func(page PageOptions) (*Page[Conference], error) {
		o.PageOptions = page
		o.SearchKey = number
		return c.source.ListHistory(ctx, o)
	})
	if err != nil {
		return nil, err
	}
	var latest *Conference
	for _, m := range l.Conferences {
		if m.UUID != "" && m.goesBy(number) && (latest == nil || m.compareStart(latest) > 0) {
			latest = m
		}
	}
	if latest == nil {
		return nil, &Error{Op: opListHistory, Kind: NotFound}
	}
	return latest, nil
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

// Attendance returns who came to a meeting that has ended. The uuid is that of
// one holding, as History tells it. Errors are *Error.
func (c *Cache) Attendance(ctx context.Context, uuid string) (*Attendance, error) {
	return c.visits.get(ctx, uuid, "", func(ctx context.Context) (*Attendance, error) {
		r, err := gather(itself[Visit], maxPeople, true, func(offset int) (*Page[Visit], error) {
			return c.source.ListAttendance(ctx, uuid, PageOptions{Offset: offset, Limit: pageSize})
		})
		if err != nil {
			return nil, err
		}
		visitors := map[Text]bool{}
		for _, v := range r.records {
			note(visitors, cmp.Or(v.Number, v.Name))
		}
		return &Attendance{Visits: r.records, People: len(visitors), ReadAt: c.o.Now()}, nil
	})
}
