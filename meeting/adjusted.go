package meeting

import "time"

// Adjustment is a field that the API has booked otherwise than it was asked to.
type Adjustment struct {
	Field Field
	// Dates is how many dates of a series are booked.
	Dates int
	// LastDate is the last date of a series, YYYY-MM-DD in its own zone.
	LastDate string
}

// Adjusted returns what the API has changed of a booking without saying so: it pulls in
// the end of a series with more than MaxOccurrences dates, and may take another subject
// or time than it was asked for. What the booking left to the API is no change.
func (b *Booking) Adjusted(c *Conference) []Adjustment {
	var found []Adjustment
	at := c.Booked()
	if b.Subject != "" && c.Subject.String() != b.Subject {
		found = append(found, Adjustment{Field: FieldSubject})
	}
	if b.Series == nil && !b.Start.IsZero() && !at.Start.Equal(toMinute(b.Start)) {
		found = append(found, Adjustment{Field: FieldStart})
	}
	if b.Length != 0 && !at.Start.IsZero() && !at.End.IsZero() && at.End.Sub(at.Start) != b.Length {
		found = append(found, Adjustment{Field: FieldLength})
	}
	if end, cut := b.cutSeries(c); cut {
		found = append(found, end)
	}
	return found
}

// cutSeries returns where a series ends that was to end later.
func (b *Booking) cutSeries(c *Conference) (Adjustment, bool) {
	if b.Series == nil || c.Cycle == nil || c.Cycle.EndDate == "" || c.Cycle.EndDate.String() >= b.Series.EndDate {
		return Adjustment{}, false
	}
	dates := c.Series()
	a := Adjustment{Field: FieldEnd, Dates: len(dates), LastDate: c.Cycle.EndDate.String()}
	if zone, ok := c.Zone(); ok && len(dates) > 0 {
		a.LastDate = dates[len(dates)-1].Start.In(zone).Format(time.DateOnly)
	}
	return a, true
}
