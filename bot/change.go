package bot

import (
	"context"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// askWhatToChange asks which date of a series is to be changed; of any other meeting it
// opens the form.
func (b *Bot) askWhatToChange(ctx context.Context, r *Request) error {
	return b.openChange(ctx, r, func(within context.Context) error {
		if len(r.Meeting.Conference.Series()) > 0 {
			return r.Replace(ctx, view.WhichToChange(r.Localizer, r.actFacts()))
		}
		r.Args.Page.Start = 0
		return b.openChangeForm(ctx, r)
	})
}

// openChangeOf opens the form for the date of a series that is named, or for all of
// it.
func (b *Bot) openChangeOf(ctx context.Context, r *Request) error {
	return b.openChange(ctx, r, func(context.Context) error { return b.openChangeForm(ctx, r) })
}

// openChange reads the meeting that somebody wants to change, in the time that there is
// before a form has to be open, and goes on if they may.
func (b *Bot) openChange(ctx context.Context, r *Request, open func(context.Context) error) error {
	within, cancel := r.beforeForm(ctx)
	defer cancel()
	if r.Meeting = r.readForForm(within, r.Args.Page.ID); r.Meeting == nil || r.Meeting.Stale {
		return r.Reply(ctx, r.notice(text.ActBusy).WithAgain(r.Localizer, r.again()))
	}
	if asked, err := b.askWhich(within, r); asked {
		return err
	}
	if why := r.deniedMeeting(); why != "" {
		return r.Reply(ctx, view.MeetingSentence(r.Localizer, denialKey(why), r.Args.Page.ID))
	}
	if ok, err := b.mayAct(ctx, r, r.Person); !ok {
		return err
	}
	return open(within)
}

// openChangeForm opens the form, filled in with how the meeting is booked.
func (b *Bot) openChangeForm(ctx context.Context, r *Request) error {
	if o, one := r.date(); one {
		f, sentence := r.dateForm(o)
		if sentence != "" {
			return r.Reply(ctx, view.ActSentence(r.Localizer, sentence, r.actFacts()))
		}
		return r.OpenModal(ctx, f.DateModal(r.Localizer, view.DateAbout(r.Localizer, r.actFacts())))
	}
	f, sentence := r.changeForm()
	if sentence != "" {
		return r.Reply(ctx, view.ActSentence(r.Localizer, sentence, r.actFacts()))
	}
	return r.OpenModal(ctx, f.Modal(r.Localizer, view.ModalChange))
}

// changeForm is the form for the whole meeting, or the sentence that says why there is
// none.
func (r *Request) changeForm() (view.BookForm, text.Key) {
	if seriesBegun(r.Meeting.Conference, r.bot.o.Now()) {
		return view.BookForm{}, text.ChangeBegun
	}
	b, err := meeting.BookingOf(r.Meeting)
	if err != nil {
		return view.BookForm{}, text.ChangeUnreadable
	}
	f := r.formOf(&b)
	f.Invited = len(b.Invitees)
	f.Changes = view.ChangeRef{PageRef: r.actFacts().PageRef, Seen: b.Expected}.String()
	return f, ""
}

// seriesBegun reports whether the first date of a series has begun, after which it
// cannot be changed as a whole. Dates that are over need not be listed any more.
func seriesBegun(c *meeting.Conference, now time.Time) bool {
	all := c.Series()
	if len(all) == 0 {
		return false
	}
	if all[0].Begun(now) || c.Cycle == nil {
		return all[0].Begun(now)
	}
	first := c.Cycle.StartDate.String()
	return first != "" && first < now.In(ownZone(c)).Format(time.DateOnly)
}

// formOf is a booking as the form shows it. A series is shown in its own time zone, in
// which it repeats.
func (r *Request) formOf(b *meeting.Booking) view.BookForm {
	zone := r.Person.Zone
	if b.Series != nil || zone == nil {
		zone = ownZone(&meeting.Conference{TimeZone: meeting.Text(b.ZoneID)})
	}
	start := b.Start.In(zone)
	f := view.BookForm{
		BookState: view.BookState{Zone: view.ZoneName(zone), Once: b.Series == nil},
		Subject:   b.Subject, Date: start.Format(time.DateOnly), Time: text.Clock(start), Length: b.Length,
		Entry: b.Entry, WaitingRoom: b.WaitingRoom != nil && *b.WaitingRoom, Record: b.Record,
	}
	if b.Series == nil {
		return f
	}
	f.Until = b.Series.EndDate
	switch b.Series.Cycle {
	case meeting.Daily:
		f.Repeat = view.RepeatDaily
	case meeting.Weekly:
		f.Repeat, f.Days = view.RepeatWeekly, weekdays(b.Series.Points)
	default:
		f.Repeat = view.RepeatMonthly
	}
	f.Shown = f.Repeat
	return f
}

// ownZone is the time zone of a meeting, universal time where it is not known.
func ownZone(c *meeting.Conference) *time.Location {
	if own, ok := c.Zone(); ok {
		return own
	}
	return time.UTC
}

// weekdays are days of the week in the order of the form's, which begins with Monday.
func weekdays(points []int) []time.Weekday {
	var days []time.Weekday
	for d := range 7 {
		for _, p := range points {
			if day := time.Weekday((d + 1) % 7); time.Weekday(p) == day {
				days = append(days, day)
			}
		}
	}
	return days
}

// dateForm is the form for one date of a series, or the sentence that says why there is
// none.
func (r *Request) dateForm(o meeting.Occurrence) (view.BookForm, text.Key) {
	switch {
	case o.ID == "":
		return view.BookForm{}, text.ActDateUnnamed
	case o.Begun(r.bot.o.Now()):
		return view.BookForm{}, text.ActDatePassed
	case o.End.IsZero():
		return view.BookForm{}, text.ChangeUnreadable
	}
	f := r.formOfDate(o)
	f.Changes = view.ChangeRef{PageRef: r.actFacts().PageRef, Seen: seenDate(o, f)}.String()
	return f, ""
}

// formOfDate is one date of the series that was read, as the form shows it.
func (r *Request) formOfDate(o meeting.Occurrence) view.BookForm {
	c := r.Meeting.Conference
	zone := r.Person.Zone
	if zone == nil {
		zone = ownZone(c)
	}
	start := o.Start.In(zone)
	f := view.BookForm{
		BookState: view.BookState{Zone: view.ZoneName(zone), Once: true},
		Date:      start.Format(time.DateOnly), Time: text.Clock(start), Length: o.End.Sub(o.Start), Record: bool(c.AutoRecord),
	}
	config := c.Config
	for i := range c.Occurrences {
		if s := &c.Occurrences[i]; s.ID.String() == o.ID {
			config = s.Config
			if s.AutoRecord != nil {
				f.Record = bool(*s.AutoRecord)
			}
		}
	}
	f.Entry = config.Entry()
	f.WaitingRoom = config.WaitingRoom != nil && bool(*config.WaitingRoom)
	return f
}
