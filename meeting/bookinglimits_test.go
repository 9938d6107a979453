package meeting_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// Every limit is checked before the call, and told with its field.
func TestBookingLimits(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	start := bookingClock().Add(time.Hour)
	series := func(change func(*meeting.Series)) func(*meeting.Booking) {
		return func(b *meeting.Booking) {
			b.Series = &meeting.Series{Cycle: meeting.Weekly, EndDate: "2027-01-31"}
			change(b.Series)
		}
	}
	repeat := func(cycle string, interval int, points ...int) func(*meeting.Booking) {
		return series(func(s *meeting.Series) { s.Cycle, s.Interval, s.Points = cycle, interval, points })
	}
	type field = meeting.FieldError
	for name, tt := range map[string]struct {
		change func(*meeting.Booking)
		want   []field
	}{
		"nothing wrong":          {func(*meeting.Booking) {}, nil},
		"longest subject":        {func(b *meeting.Booking) { b.Subject = strings.Repeat("会", 128) }, nil},
		"subject":                {func(b *meeting.Booking) { b.Subject = strings.Repeat("会", 129) }, []field{{meeting.FieldSubject, meeting.TooLong, 128}}},
		"shortest length":        {func(b *meeting.Booking) { b.Length = 15 * time.Minute }, nil},
		"longest length":         {func(b *meeting.Booking) { b.Length = 24 * time.Hour }, nil},
		"short length":           {func(b *meeting.Booking) { b.Length = 14 * time.Minute }, []field{{meeting.FieldLength, meeting.TooShort, 15}}},
		"long length":            {func(b *meeting.Booking) { b.Length = 24*time.Hour + time.Minute }, []field{{meeting.FieldLength, meeting.TooLong, 1440}}},
		"part of a minute":       {func(b *meeting.Booking) { b.Length = 20*time.Minute + time.Second }, []field{{meeting.FieldLength, meeting.NotAllowed, 0}}},
		"this minute":            {func(b *meeting.Booking) { b.Start = bookingClock() }, nil},
		"start in the past":      {func(b *meeting.Booking) { b.Start = bookingClock().Add(-time.Second) }, []field{{meeting.FieldStart, meeting.InPast, 0}}},
		"last zone":              {func(b *meeting.Booking) { b.ZoneID = "77" }, nil},
		"no such zone":           {func(b *meeting.Booking) { b.ZoneID = "78" }, []field{{meeting.FieldZone, meeting.NotAllowed, 0}}},
		"language":               {func(b *meeting.Booking) { b.Language = "fr" }, []field{{meeting.FieldLanguage, meeting.NotAllowed, 0}}},
		"media":                  {func(b *meeting.Booking) { b.MediaTypes = "Voice,Data" }, []field{{meeting.FieldMedia, meeting.NotAllowed, 0}}},
		"entry":                  {func(b *meeting.Booking) { b.Entry = "friends" }, []field{{meeting.FieldEntry, meeting.NotAllowed, 0}}},
		"short password":         {func(b *meeting.Booking) { b.GuestPassword = "123" }, []field{{meeting.FieldPassword, meeting.TooShort, 4}}},
		"long password":          {func(b *meeting.Booking) { b.GuestPassword = "12345678901234567" }, []field{{meeting.FieldPassword, meeting.TooLong, 16}}},
		"password with letters":  {func(b *meeting.Booking) { b.GuestPassword = "12a4" }, []field{{meeting.FieldPassword, meeting.NotAllowed, 0}}},
		"prolonged for too long": {func(b *meeting.Booking) { b.Prolong = new(61) }, []field{{meeting.FieldProlong, meeting.TooLong, 60}}},
		"fewer than nobody":      {func(b *meeting.Booking) { b.Concurrent = -1 }, []field{{meeting.FieldConcurrent, meeting.NotAllowed, 0}}},
		"room without an id":     {func(b *meeting.Booking) { b.Room = &meeting.RoomChoice{} }, []field{{meeting.FieldRoom, meeting.NotAllowed, 0}}},
		"nobody":                 {func(b *meeting.Booking) { b.Invitees = []meeting.Invitee{{}} }, []field{{meeting.FieldInvitees, meeting.Missing, 0}}},
		"long name": {
			func(b *meeting.Booking) { b.Invitees = []meeting.Invitee{{Name: strings.Repeat("x", 97)}} }, []field{{meeting.FieldInvitees, meeting.TooLong, 96}},
		},
		"two at once": {
			func(b *meeting.Booking) { b.Subject, b.Length = strings.Repeat("x", 129), time.Minute },
			[]field{{meeting.FieldSubject, meeting.TooLong, 128}, {meeting.FieldLength, meeting.TooShort, 15}},
		},
		"a day":               {repeat(meeting.Daily, 15), nil},
		"days too far apart":  {repeat(meeting.Daily, 16), []field{{meeting.FieldSeries, meeting.TooMany, 15}}},
		"days with points":    {repeat(meeting.Daily, 1, 1), []field{{meeting.FieldSeries, meeting.NotAllowed, 0}}},
		"Sunday":              {repeat(meeting.Weekly, 5, 0, 6), nil},
		"weeks too far apart": {repeat(meeting.Weekly, 6), []field{{meeting.FieldSeries, meeting.TooMany, 5}}},
		"eighth day":          {repeat(meeting.Weekly, 1, 7), []field{{meeting.FieldSeries, meeting.NotAllowed, 0}}},
		"31st":                {repeat(meeting.Monthly, 3, 1, 31), nil},
		"day 0":               {repeat(meeting.Monthly, 1, 0), []field{{meeting.FieldSeries, meeting.NotAllowed, 0}}},
		"32nd":                {repeat(meeting.Monthly, 1, 32), []field{{meeting.FieldSeries, meeting.NotAllowed, 0}}},
		"yearly":              {repeat("Year", 1), []field{{meeting.FieldSeries, meeting.NotAllowed, 0}}},
		"reminded too early":  {series(func(s *meeting.Series) { s.RemindDays = 31 }), []field{{meeting.FieldSeries, meeting.NotAllowed, 30}}},
		"a year":              {series(func(s *meeting.Series) { s.EndDate = "2027-12-01" }), nil},
		"more than a year":    {series(func(s *meeting.Series) { s.EndDate = "2027-12-02" }), []field{{meeting.FieldEnd, meeting.TooFar, 0}}},
		"ends before":         {series(func(s *meeting.Series) { s.EndDate = "2026-11-30" }), []field{{meeting.FieldEnd, meeting.InPast, 0}}},
		"without an end":      {series(func(s *meeting.Series) { s.EndDate = "" }), []field{{meeting.FieldEnd, meeting.Missing, 0}}},
		"ends on no day":      {series(func(s *meeting.Series) { s.EndDate = "2027-02-30" }), []field{{meeting.FieldEnd, meeting.NotAllowed, 0}}},
		"starts on no day":    {series(func(s *meeting.Series) { s.StartDate = "soon" }), []field{{meeting.FieldSeries, meeting.NotAllowed, 0}}},
		"series without a zone": {
			func(b *meeting.Booking) { series(func(*meeting.Series) {})(b); b.ZoneID = "" }, []field{{meeting.FieldZone, meeting.Missing, 0}},
		},
		"series of now": {
			func(b *meeting.Booking) { series(func(*meeting.Series) {})(b); b.Start = time.Time{} }, []field{{meeting.FieldStart, meeting.Missing, 0}},
		},
		"series this minute": {
			func(b *meeting.Booking) { series(func(*meeting.Series) {})(b); b.Start = bookingClock() }, []field{{meeting.FieldStart, meeting.InPast, 0}},
		},
	} {
		b := meeting.Booking{Subject: "Sync", Start: start, ZoneID: "26"}
		tt.change(&b)
		calls := api.Calls("")
		_, err := a.As("").Book(t.Context(), b)
		var got []field
		for _, e := range meeting.FieldErrors(err) {
			got = append(got, *e)
		}
		if !reflect.DeepEqual(got, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: Book() = %v with %v, want %v", name, err, got, tt.want)
		}
		if tt.want != nil && (api.Calls("") != calls || meeting.KindOf(err) != meeting.Invalid || meeting.ReasonOf(err) != tt.want[0].Reason) {
			t.Errorf("%s: the API was asked, or %v is not %s for %s", name, err, meeting.Invalid, tt.want[0].Reason)
		}
	}
}

// What somebody has typed is in no error.
func TestBookingErrorsHoldNothingTyped(t *testing.T) {
	t.Parallel()
	a, _ := newBooking(t)
	typed := strings.Repeat("secretword", 20)
	_, err := a.As("").Book(t.Context(), meeting.Booking{
		Subject: typed, Language: typed, ZoneID: typed, GuestPassword: secret.Secret(typed), Entry: meeting.Entry(typed),
		Invitees: []meeting.Invitee{{Name: typed, Email: typed}},
	})
	if err == nil || strings.Contains(err.Error(), "secretword") {
		t.Errorf("Book() = %v", err)
	}
}

// Every refusal that the documents name says what can be done about it.
func TestRefusalsOfBookings(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]struct {
		kind   meeting.Kind
		reason meeting.Reason
		field  meeting.Field
	}{
		"MMC.111070001": {meeting.Invalid, "", ""},
		"MMC.111070002": {meeting.Forbidden, meeting.NotYours, ""},
		"MMC.111070005": {meeting.NotFound, meeting.Gone, ""},
		"MMC.111070006": {meeting.NotFound, meeting.RoomUnknown, meeting.FieldRoom},
		"MMC.111070010": {meeting.Forbidden, meeting.NotYours, ""},
		"MMC.111071005": {meeting.Invalid, meeting.RoomInUse, meeting.FieldRoom},
		"MMC.111071007": {meeting.Invalid, meeting.RoomUnknown, meeting.FieldRoom},
		"MMC.111071013": {meeting.Invalid, meeting.InPast, meeting.FieldStart},
		"MMC.111071014": {meeting.Invalid, meeting.TooFar, meeting.FieldStart},
		"MMC.111071015": {meeting.Invalid, meeting.NotAllowed, meeting.FieldLength},
		"MMC.111071018": {meeting.Invalid, meeting.NotAllowed, meeting.FieldMedia},
		"MMC.111071020": {meeting.Invalid, meeting.NotAllowed, meeting.FieldSeries},
		"MMC.111071021": {meeting.Invalid, meeting.NotAllowed, meeting.FieldLength},
		"MMC.111071022": {meeting.Invalid, meeting.TooLong, meeting.FieldSubject},
		"MMC.111071061": {meeting.Invalid, "", ""},
		"MMC.111071063": {meeting.Forbidden, meeting.RoomForeign, meeting.FieldRoom},
		"MMC.111071065": {meeting.Invalid, meeting.Started, ""},
		"MMC.111071067": {meeting.Invalid, meeting.Started, ""},
		"MMC.111071082": {meeting.Invalid, meeting.MeetingLimit, ""},
		"MMC.111071116": {meeting.Invalid, meeting.RunningLimit, ""},
		"MMC.111071119": {meeting.Invalid, meeting.OutOfSeries, meeting.FieldStart},
		"MMC.111072014": {meeting.Invalid, meeting.RoomExpired, meeting.FieldRoom},
		"MMC.111072101": {meeting.Invalid, meeting.Capacity, meeting.FieldInvitees},
		"MMC.111076003": {meeting.Invalid, meeting.Capacity, meeting.FieldInvitees},
		"USG.201080000": {meeting.Invalid, meeting.RoomUnknown, meeting.FieldRoom},
		"USG.201080006": {meeting.Invalid, meeting.SamePassword, meeting.FieldPassword},
	} {
		a, api := newBooking(t)
		api.Fail(meetingtest.EndpointBook, 1, 400, code)
		_, err := a.As("ana").Book(t.Context(), meeting.Booking{Subject: "Sync"})
		if meeting.KindOf(err) != want.kind || meeting.ReasonOf(err) != want.reason || meeting.IsUncertain(err) {
			t.Errorf("%s: Book() = %v for %q, want %q for %q", code, err, meeting.ReasonOf(err), want.kind, want.reason)
		}
		field := meeting.Field("")
		if found := meeting.FieldErrors(err); len(found) > 0 {
			field = found[0].Field
		}
		if field != want.field {
			t.Errorf("%s is about the field %q, want %q", code, field, want.field)
		}
		if n := api.Calls(meetingtest.EndpointBook); n != 1 {
			t.Errorf("%s: booked %d times", code, n)
		}
	}
}
