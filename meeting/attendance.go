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
	// Count is how many visits there were. It exceeds len(Visits) where there were
	// more than are read, which is 10,000, or than the API lists.
	Count int
	// People is how many different people came, by number, or by name where
	// there is none. A visit without either is one of somebody else.
	People int
	// ReadAt is when it was read from the API.
	ReadAt time.Time
}

// Attendance returns who came to a meeting that has ended. The uuid is that of
// one time that it was held, as History returns it. Errors are *Error.
func (a *Account) Attendance(ctx context.Context, uuid string) (*Attendance, error) {
	v, err := a.attendance.get(ctx, uuid, "", func(ctx context.Context) (*Attendance, error) {
		r, err := (&list[Visit, [4]Text]{
			op: opListAttendance, rules: a.rules, identify: (*Visit).identify, most: maxPeople, passes: maxListPasses,
			read: func(page PageOptions) (*Page[Visit], error) { return a.source.ListAttendance(ctx, uuid, page) },
		}).collect()
		if err != nil {
			return nil, err
		}
		return &Attendance{Visits: r.records, Count: r.total(), People: visitors(r.records), ReadAt: a.o.Now()}, nil
	})
	return v, a.noted(ctx, err)
}

// visitors counts the different people who came.
func visitors(visits []Visit) int {
	known, nameless := map[Text]bool{}, 0
	for i := range visits {
		if visits[i].Visitor() == "" {
			nameless++
		}
		note(known, visits[i].Visitor())
	}
	return len(known) + nameless
}
