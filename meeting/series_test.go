package meeting_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// weekly is a series of ana's in Berlin, on Tuesdays and Thursdays, over a change of
// the clocks.
func weekly() meeting.Booking {
	return meeting.Booking{
		Subject: "Weekly sync", Start: time.Date(2026, 12, 3, 9, 0, 0, 0, time.UTC), Length: 30 * time.Minute, ZoneID: "27",
		Series: &meeting.Series{Cycle: meeting.Weekly, Points: []int{2, 4}, EndDate: "2026-12-20"},
	}
}

// book books as ana.
func book(t *testing.T, a *meeting.Account, b meeting.Booking) *meeting.Conference {
	t.Helper()
	c, err := a.As("ana").Book(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBookSeries(t *testing.T) {
	t.Parallel()
	a, _ := newBooking(t)
	b := weekly()
	c := book(t, a, b)
	var days []string
	for _, o := range c.Series() {
		days = append(days, o.Start.Format("01-02 15:04"))
	}
	want := []string{"12-03 09:00", "12-08 09:00", "12-10 09:00", "12-15 09:00", "12-17 09:00"}
	if !reflect.DeepEqual(days, want) || !c.Recurring() {
		t.Errorf("the dates are %v, want %v", days, want)
	}
	if got := b.Adjusted(c); got != nil {
		t.Errorf("Adjusted() = %v, want none", got)
	}
}

// The API pulls in the end of a series with more than fifty dates, and does not say so.
func TestBookSeriesOfTooManyDates(t *testing.T) {
	t.Parallel()
	a, _ := newBooking(t)
	b := weekly()
	b.Series = &meeting.Series{Cycle: meeting.Daily, EndDate: "2027-11-30"}
	c := book(t, a, b)
	want := []meeting.Adjustment{{Field: meeting.FieldEnd, Dates: 50, LastDate: "2027-01-21"}}
	if got := b.Adjusted(c); !reflect.DeepEqual(got, want) {
		t.Errorf("Adjusted() = %+v, want %+v", got, want)
	}
}

func TestChangeSeries(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	id := book(t, a, weekly()).ID.String()
	b := bookingAt(t, a, id)
	if !reflect.DeepEqual(b.Series, &meeting.Series{Cycle: meeting.Weekly, Interval: 1, Points: []int{2, 4}, StartDate: "2026-12-03", EndDate: "2026-12-20"}) {
		t.Errorf("the series is %+v", b.Series)
	}
	b.Start, b.Subject = b.Start.AddDate(0, 0, 5), "Sync" // to the Tuesday after
	c, err := a.As("ana").Change(t.Context(), id, b)
	if err != nil {
		t.Fatal(err)
	}
	if dates := c.Series(); len(dates) != 4 || c.Subject != "Sync" || c.Cycle.StartDate != "2026-12-08" {
		t.Errorf("after the change %q on %v from %s", c.Subject, dates, c.Cycle.StartDate)
	}
	if api.Calls(meetingtest.EndpointEditSeries) != 1 || api.Calls(meetingtest.EndpointEdit) != 0 {
		t.Error("a series was changed as a single meeting")
	}
}

func TestChangeOccurrence(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	c := book(t, a, weekly())
	id, second := c.ID.String(), c.Series()[1]
	api.Edit(id, func(m *meetingtest.Meeting) {
		o := &m.Occurrences[1]
		o.Description, o.AutoRecord, o.RecordAuth = "with slides", true, new(1)
		o.Config.GuestMayStart, o.Config.Restriction, o.Config.BeforeHost = new(true), new(3), new(5)
	})
	before := stored(t, api, id)
	start := second.Start.Add(2 * time.Hour)
	if err := a.As("ana").ChangeOccurrence(t.Context(), id, meeting.OccurrenceChange{
		OccurrenceID: second.ID, Start: start, WaitingRoom: new(true), Expected: second,
	}); err != nil {
		t.Fatal(err)
	}
	want := before
	o := &want.Occurrences[1]
	o.Start, o.End, o.Config.WaitingRoom = start, start.Add(30*time.Minute), new(true)
	if got := stored(t, api, id); !reflect.DeepEqual(got, want) {
		t.Errorf("after the change\n%+v\nwant\n%+v", got, want)
	}
	s, err := a.Get(t.Context(), id)
	if err != nil || !s.Conference.Series()[1].Start.Equal(start) {
		t.Errorf("Get() after the change = %+v, %v", s, err)
	}
	err = a.As("ana").ChangeOccurrence(t.Context(), id, meeting.OccurrenceChange{OccurrenceID: second.ID, Length: time.Hour, Expected: second})
	if conflict, ok := errors.AsType[*meeting.OccurrenceConflict](err); !ok || !conflict.Now.Start.Equal(start) {
		t.Errorf("ChangeOccurrence() of one that was moved = %v", err)
	}
}

func TestOccurrenceRefusals(t *testing.T) {
	t.Parallel()
	now := bookingClock()
	a, _ := newBookingAt(t, func() time.Time { return now })
	c := book(t, a, weekly())
	id, dates := c.ID.String(), c.Series()
	now = dates[0].Start.Add(time.Minute) // the first one runs
	long := string(make([]byte, 201))
	for name, tt := range map[string]struct {
		change meeting.OccurrenceChange
		want   meeting.Reason
	}{
		"beyond the next":     {meeting.OccurrenceChange{OccurrenceID: dates[1].ID, Start: dates[2].Start}, meeting.OutOfSeries},
		"started":             {meeting.OccurrenceChange{OccurrenceID: dates[0].ID, Length: time.Hour}, meeting.Started},
		"into the past":       {meeting.OccurrenceChange{OccurrenceID: dates[1].ID, Start: bookingClock()}, meeting.InPast},
		"unknown":             {meeting.OccurrenceChange{OccurrenceID: "nobody"}, meeting.Gone},
		"no id":               {meeting.OccurrenceChange{}, meeting.NotAllowed},
		"too short":           {meeting.OccurrenceChange{OccurrenceID: dates[1].ID, Length: 14 * time.Minute}, meeting.TooShort},
		"too long":            {meeting.OccurrenceChange{OccurrenceID: dates[1].ID, Length: 25 * time.Hour}, meeting.TooLong},
		"a long description":  {meeting.OccurrenceChange{OccurrenceID: dates[1].ID, Description: &long}, meeting.TooLong},
		"media that are none": {meeting.OccurrenceChange{OccurrenceID: dates[1].ID, MediaTypes: "Smell"}, meeting.NotAllowed},
	} {
		if err := a.As("ana").ChangeOccurrence(t.Context(), id, tt.change); meeting.ReasonOf(err) != tt.want || meeting.IsUncertain(err) {
			t.Errorf("%s: ChangeOccurrence() = %v, want %q", name, err, tt.want)
		}
	}
}

func TestCancelOccurrence(t *testing.T) {
	t.Parallel()
	now := bookingClock()
	a, api := newBookingAt(t, func() time.Time { return now })
	c := book(t, a, weekly())
	id, dates := c.ID.String(), c.Series()
	ana := a.As("ana")
	if err := ana.Cancel(t.Context(), id, meeting.Cancellation{OccurrenceID: dates[2].ID, Series: true}); err != nil {
		t.Fatal(err)
	}
	s, err := a.Get(t.Context(), id)
	if err != nil || len(s.Conference.Series()) != 4 || s.Conference.Series().Has(dates[2]) {
		t.Errorf("Get() after cancelling one date = %+v, %v", s, err)
	}
	if err := ana.Cancel(t.Context(), id, meeting.Cancellation{OccurrenceID: dates[2].ID}); meeting.ReasonOf(err) != meeting.Gone {
		t.Errorf("Cancel() of what was cancelled = %v", err)
	}
	now = dates[0].Start.Add(time.Minute)
	if err := ana.Cancel(t.Context(), id, meeting.Cancellation{OccurrenceID: dates[0].ID}); meeting.ReasonOf(err) != meeting.Started {
		t.Errorf("Cancel() of a date that runs = %v", err)
	}
	if err := ana.Cancel(t.Context(), id, meeting.Cancellation{Series: true}); meeting.ReasonOf(err) != meeting.Started {
		t.Errorf("Cancel() of a series that runs = %v", err)
	}
	if err := ana.Cancel(t.Context(), id, meeting.Cancellation{OccurrenceID: dates[0].ID, Running: true}); err != nil {
		t.Errorf("Cancel() that ends the running date = %v", err)
	}
	if err := ana.Cancel(t.Context(), id, meeting.Cancellation{Series: true}); err != nil {
		t.Errorf("Cancel() of the series = %v", err)
	}
	if api.Calls(meetingtest.EndpointCancelOccurrence) != 4 || api.Calls(meetingtest.EndpointCancelSeries) != 2 {
		t.Error("the API was asked more often than told")
	}
	if _, err := a.Get(t.Context(), id); meeting.KindOf(err) != meeting.NotFound {
		t.Errorf("Get() of a series that was cancelled = %v", err)
	}
}
