package meeting

import (
	"context"
	"time"
)

// Attendance is who came to a meeting that has ended. It is shared between
// readers: nobody changes it.
type Attendance struct {
	// Visits are all visits, in the API's order.
	Visits []Visit
	// People is how many different people came, by number, or by name where
	// there is none.
	People int
	// ReadAt is when it was read from the API.
	ReadAt time.Time
}

// Attendance returns who came to a meeting that has ended. The uuid is that of
// one time that it was held, as History returns it. Errors are *Error.
func (a *Account) Attendance(ctx context.Context, uuid string) (*Attendance, error) {
	v, err := a.attendance.get(ctx, uuid, "", func(ctx context.Context) (*Attendance, error) {
		r, err := collect(wholeRecord[Visit], maxPeople, true, func(offset int) (*Page[Visit], error) {
			return a.source.ListAttendance(ctx, uuid, PageOptions{Offset: offset, Limit: pageSize})
		})
		if err != nil {
			return nil, err
		}
		visitors := map[Text]bool{}
		for _, v := range r.records {
			note(visitors, v.Visitor())
		}
		return &Attendance{Visits: r.records, People: len(visitors), ReadAt: a.o.Now()}, nil
	})
	return v, a.noted(ctx, err)
}
