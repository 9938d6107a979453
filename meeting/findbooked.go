package meeting

import (
	"context"
	"time"
)

// BookedQuery is what is known of a booking whose answer was lost.
type BookedQuery struct {
	Subject string    // the whole subject, "" for any
	Start   time.Time // the booked start; zero for an instant meeting, which From and Until are for
	From    time.Time // the earliest start of an instant meeting, to the minute
	Until   time.Time // the latest start of an instant meeting
	Length  time.Duration
}

// FindBooked returns the meetings that the actor has booked and that a query fits, by
// their start. The API is asked anew. Two of them mean that somebody has booked twice:
// nothing tells two bookings of the same from each other. Errors are *Error; only
// without one is a booking that is not among them not made.
func (x *Actor) FindBooked(ctx context.Context, q BookedQuery) ([]Conference, error) {
	c, err := x.client()
	if err != nil {
		return nil, err
	}
	me, err := c.Identity(ctx)
	if err != nil {
		return nil, err
	}
	found, err := (&list[Conference, [3]Text]{
		op: opList, rules: x.account.rules, identify: (*Conference).identify, most: maxBooked, passes: maxPasses,
		read: func(page PageOptions) (*Page[Conference], error) {
			page.SearchKey = q.Subject
			return c.Conferences.List(ctx, ListOptions{PageOptions: page, Sort: SortByStart})
		},
	}).collect()
	if err != nil {
		return nil, err
	}
	var fitting []Conference
	for i := range found.records {
		if m := &found.records[i]; q.fits(m) && me.booked(m) {
			fitting = append(fitting, *m)
		}
	}
	if len(fitting) == 0 && found.total() > len(found.records) {
		return nil, &Error{Op: opList, Kind: Garbled, Err: errTooLong} // it may be among the others
	}
	return fitting, nil
}

// maxBooked bounds the meetings of one person that are looked through.
const maxBooked = 10_000

// booked reports whether the meeting's booker is who signed in, as far as the API says.
func (i Identity) booked(c *Conference) bool {
	return c.BookerUUID == "" || i.UserID == "" || c.BookerUUID.String() == i.UserID
}

// fits reports whether a meeting is the one that is looked for.
func (q *BookedQuery) fits(c *Conference) bool {
	at := c.Booked()
	if q.Subject != "" && c.Subject.String() != q.Subject || q.Length != 0 && !at.End.IsZero() && at.End.Sub(at.Start) != q.Length {
		return false
	}
	if q.Start.IsZero() {
		return !at.Start.Before(toMinute(q.From)) && !at.Start.After(q.Until)
	}
	if at.Start.Equal(toMinute(q.Start)) {
		return true
	}
	_, ok := c.Series().StartingAt(toMinute(q.Start))
	return ok
}
