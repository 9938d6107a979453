package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/phrase"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// defaultLength is how long a meeting is of which nobody has said it.
const defaultLength = 30 * time.Minute

// openSchedule opens the form for a booking, filled in with what was typed as far as
// that is certain. It books nothing.
func (b *Bot) openSchedule(ctx context.Context, r *Request) error {
	return r.OpenModal(ctx, r.newBookForm().Modal(r.Localizer, view.ModalBook))
}

// newBookForm is the form as it is opened.
func (r *Request) newBookForm() view.BookForm {
	zone := r.Person.Zone
	if zone == nil {
		zone = time.UTC
	}
	now := r.bot.o.Now().In(zone)
	d := phrase.Parse(r.Args.Text, now, zone, r.Localizer.Language().String())
	f := view.BookForm{
		BookState: view.BookState{Zone: view.ZoneName(r.Person.Zone)},
		Subject:   d.Subject, Length: defaultLength, Leads: r.Workspace.Leads,
		People: slices.DeleteFunc(d.People, func(id string) bool { return id == r.UserID }),
		Emails: strings.Join(d.Emails, ", "),
	}
	if d.Length > 0 {
		f.Length = d.Length
	}
	f.Date, f.Time = beginning(d, now)
	f.Remarks = view.DraftRemarks(r.reader(), d)
	if r.Person.Zone == nil {
		f.Remarks = append(f.Remarks, r.Localizer.Say(text.ScheduleZoneUnknown))
	}
	if c := r.conversation(); r.Surface == SurfaceChannel && !c.Private() {
		f.OpenedIn = c.ChannelID
	}
	return f
}

// beginning is the date and the time of day to fill in: those that were typed for
// certain, and the next half hour where nothing was.
func beginning(d phrase.Draft, now time.Time) (date, clock string) {
	if !d.HasDate && !d.HasTime && len(d.Doubts) == 0 {
		next := nextHalfHour(now)
		return next.Format(time.DateOnly), text.Clock(next)
	}
	if day, ok := d.Day(); ok {
		date = day.Format(time.DateOnly)
	}
	if at, ok := d.Clock(); ok {
		clock = text.Clock(at)
	}
	return date, clock
}

// nextHalfHour is the next full or half hour that leaves some minutes to fill in a form.
func nextHalfHour(now time.Time) time.Time {
	const step, ahead = 30 * time.Minute, 5 * time.Minute
	earliest := now.Add(ahead)
	past := time.Duration(earliest.Minute())*time.Minute%step + time.Duration(earliest.Second())*time.Second + time.Duration(earliest.Nanosecond())
	if past == 0 {
		return earliest
	}
	return earliest.Add(step - past)
}
