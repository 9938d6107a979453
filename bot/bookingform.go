package bot

import (
	"cmp"
	"slices"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// bookProblems say what is wrong in the form for a booking, by the block beside which
// it stands.
type bookProblems map[string]string

// readBookForm reads the form for a booking in which something was chosen, or that was
// sent off.
func (r *Request) readBookForm() (view.BookForm, bool) {
	return view.ReadBookForm(r.View.Metadata, func(id string) []string { return r.View.State[id][id] })
}

// booking is what a form asks for in place of base, which is zero for a new booking.
// Whoever is invited is not a part of it: see invitees.
func (r *Request) booking(f view.BookForm, base meeting.Booking) (meeting.Booking, bookProblems) {
	wrong := bookProblems{}
	b := base
	b.Subject, b.Length, b.Entry, b.Record = f.Subject, f.Length, f.Entry, f.Record
	if had := base.WaitingRoom != nil && *base.WaitingRoom; had != f.WaitingRoom {
		b.WaitingRoom = &f.WaitingRoom
	}
	zone, _ := f.Location()
	b.ZoneID = cmp.Or(base.ZoneID, meeting.ZoneID(zone, r.bot.o.Now()))
	b.Start = r.bookedStart(f, zone, wrong)
	if f.Repeat != "" && !f.Once {
		b.Series = r.bookedSeries(f, base.Series, wrong)
	}
	if len(wrong) == 0 {
		r.addFieldProblems(wrong, f, b.ValidateAt(r.bot.o.Now()))
	}
	return b, wrong
}

// bookedStart is when the meeting begins, or first begins.
func (r *Request) bookedStart(f view.BookForm, zone *time.Location, wrong bookProblems) time.Time {
	if f.Date == "" {
		wrong[view.InputBookDate] = r.Localizer.Say(text.BookDateMissing)
		return time.Time{}
	}
	start, problem := atLocal(f.Date, f.Time, zone)
	now := r.bot.o.Now()
	switch {
	case problem != "":
		wrong[view.InputBookTime] = r.Localizer.Say(problem, text.Args{"Time": f.Time})
	case start.Before(now.Truncate(time.Minute)):
		wrong[pastField(start, now, zone)] = r.pastSentence(now, zone)
	}
	return start
}

// pastField is the field that is wrong of a start that is over: the time of today, or
// the date.
func pastField(start, now time.Time, zone *time.Location) string {
	if start.In(zone).Format(time.DateOnly) == now.In(zone).Format(time.DateOnly) {
		return view.InputBookTime
	}
	return view.InputBookDate
}

func (r *Request) pastSentence(now time.Time, zone *time.Location) string {
	return r.Localizer.Say(text.BookPast, text.Args{"Now": r.Localizer.DateTime(now.In(zone), now)})
}

// bookedSeries is how the meeting repeats. What the form does not show of base stays.
func (r *Request) bookedSeries(f view.BookForm, base *meeting.Series, wrong bookProblems) *meeting.Series {
	s := meeting.Series{Cycle: cycle(f.Repeat), Interval: 1, EndDate: f.Until}
	if base != nil {
		s.RemindDays = base.RemindDays
		if base.Cycle == s.Cycle {
			s.Interval, s.Points = max(1, base.Interval), base.Points
		}
	}
	first, err := time.Parse(time.DateOnly, f.Date)
	if err != nil {
		return &s // which is said beside the date
	}
	switch f.Repeat {
	case view.RepeatWeekly:
		s.Points = nil
		for _, d := range f.Days {
			s.Points = append(s.Points, int(d))
		}
		slices.Sort(s.Points)
		if !slices.Contains(f.Days, first.Weekday()) {
			wrong[view.InputBookDays] = r.Localizer.Say(text.BookDayMissing, text.Args{"Day": r.Localizer.Weekday(first.Weekday())})
		}
	case view.RepeatMonthly:
		if !slices.Contains(s.Points, first.Day()) {
			s.Points = []int{first.Day()}
		}
	default:
		s.Points = nil
	}
	r.checkUntil(f, s.Interval, first, wrong)
	return &s
}

// cycle is a Repeat as the meeting account has it.
func cycle(r view.Repeat) string {
	switch r {
	case view.RepeatDaily:
		return meeting.Daily
	case view.RepeatWeekly:
		return meeting.Weekly
	default:
		return meeting.Monthly
	}
}

// checkUntil says what is wrong with the last date of a series.
func (r *Request) checkUntil(f view.BookForm, interval int, first time.Time, wrong bookProblems) {
	now := r.bot.o.Now()
	last, err := time.Parse(time.DateOnly, f.Until)
	latest := first.AddDate(1, 0, 0)
	switch {
	case err != nil:
		wrong[view.InputBookUntil] = r.Localizer.Say(text.BookUntilMissing)
	case last.Before(first):
		wrong[view.InputBookUntil] = r.Localizer.Say(text.BookUntilEarly, text.Args{"Date": r.Localizer.Date(first, now)})
	case last.After(latest):
		wrong[view.InputBookUntil] = r.Localizer.Say(text.BookUntilFar, text.Args{"Date": r.Localizer.Date(latest, now)})
	default:
		if n, fits := seriesDates(f, interval, first, last); n > meeting.MaxOccurrences {
			wrong[view.InputBookUntil] = r.Localizer.Say(text.BookUntilMany, text.Args{
				"Count": n, "Most": meeting.MaxOccurrences, "Date": r.Localizer.Date(fits, now),
			})
		}
	}
}

// addFieldProblems says beside the fields what the meeting account does not take, and
// reports whether it is about fields of the form alone.
func (r *Request) addFieldProblems(wrong bookProblems, f view.BookForm, err error) bool {
	all := meeting.FieldErrors(err)
	for _, e := range all {
		block, sentence := r.fieldProblem(f, e)
		if wrong[block] == "" {
			wrong[block] = sentence
		}
	}
	return len(all) > 0
}

// fieldProblem is the field of the form that an error is about, and what it says.
func (r *Request) fieldProblem(f view.BookForm, e *meeting.FieldError) (block, sentence string) {
	say := r.Localizer.Say
	now := r.bot.o.Now()
	zone, _ := f.Location()
	switch e.Field {
	case meeting.FieldSubject:
		return view.InputBookSubject, say(text.BookSubjectLong, text.Args{"Limit": meeting.MaxSubject})
	case meeting.FieldStart:
		if e.Reason == meeting.InPast {
			return view.InputBookTime, r.pastSentence(now, zone)
		}
		return view.InputBookDate, say(text.BookDateFar)
	case meeting.FieldLength:
		return view.InputBookLength, say(text.BookLengthLimits)
	case meeting.FieldInvitees:
		if e.Reason == meeting.Capacity {
			return view.InputBookPeople, say(text.BookCapacity)
		}
		return view.InputBookPeople, say(text.BookNotTaken)
	case meeting.FieldEntry:
		return view.InputBookEntry, say(text.BookNotTaken)
	case meeting.FieldSeries:
		return seriesBlock(f, view.InputBookRepeat), say(text.BookNotTaken)
	case meeting.FieldEnd:
		return seriesBlock(f, view.InputBookUntil), say(text.BookNotTaken)
	default:
		return view.InputBookSubject, say(text.BookNotTaken)
	}
}

// seriesBlock is a block for what repeats, if the form has it.
func seriesBlock(f view.BookForm, block string) string {
	if f.Once || f.Repeat == "" && block == view.InputBookUntil {
		return view.InputBookDate
	}
	return block
}
