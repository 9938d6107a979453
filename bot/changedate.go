package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// seenDate is which date of a series a form was filled in from, and how that was: the
// date's id, and all that the form shows of it.
func seenDate(o meeting.Occurrence, f view.BookForm) string {
	return fmt.Sprintf("%s,%d,%d,%s,%t,%t", o.ID, o.Start.Unix(), o.End.Unix(), f.Entry, f.WaitingRoom, f.Record)
}

// changeDate changes one date of a series. How the form was filled in must still be so.
func (b *Bot) changeDate(ctx context.Context, r *Request) (changeEnd, error) {
	f := *r.Args.Book
	ref, _ := view.ParseChangeRef(f.Changes)
	id, _, _ := strings.Cut(ref.Seen, ",")
	o, ok := r.Meeting.Conference.Series().Find(id)
	if !ok || id == "" {
		return r.said(text.SeriesGone), nil
	}
	r.Args.Page.Start = o.Start.Unix()
	was := r.formOfDate(o)
	same := len(view.Differences(r.reader(), was, f)) == 0
	switch {
	case o.Begun(b.o.Now()):
		return r.said(text.ActDatePassed), nil
	case o.End.IsZero():
		return r.said(text.ChangeUnreadable), nil
	case ref.Seen != seenDate(o, was) && !same:
		return r.dateConflict(o, f), nil
	case same:
		return changeEnd{message: view.Changed(r.reader(), view.ChangedFacts{Facts: r.actFacts(), Was: was, Is: was})}, nil
	}
	change, wrong := r.occurrenceChange(o, was, f)
	if len(wrong) > 0 {
		return changeEnd{wrong: wrong}, nil
	}
	done := view.ChangedFacts{Facts: r.actFacts(), Was: was, Is: f}
	err := r.act(ctx, func(a *meeting.Actor) error { return a.ChangeOccurrence(ctx, done.ID, change) })
	r.audit(ctx, "meeting changed", err)
	if conflict, ok := errors.AsType[*meeting.OccurrenceConflict](err); ok {
		return r.dateConflict(conflict.Now, f), nil
	}
	if meeting.ReasonOf(err) == meeting.OutOfSeries {
		return changeEnd{wrong: bookProblems{view.InputBookDate: r.Localizer.Say(text.ChangeLate)}}, nil
	}
	return b.afterChange(ctx, r, done, err, func(m *meeting.Snapshot) (view.BookForm, bool) {
		now, ok := m.Conference.Series().Find(id)
		after := *r
		after.Meeting = m
		return after.formOfDate(now), ok
	})
}

// occurrenceChange is what a form asks for in place of a date. What is the same in both
// is left as it is.
func (r *Request) occurrenceChange(o meeting.Occurrence, was, f view.BookForm) (meeting.OccurrenceChange, bookProblems) {
	wrong := bookProblems{}
	zone, _ := f.Location()
	c := meeting.OccurrenceChange{OccurrenceID: o.ID, Start: r.bookedStart(f, zone, wrong), Length: f.Length, Expected: o}
	if f.Entry != was.Entry {
		c.Entry = f.Entry
	}
	if f.WaitingRoom != was.WaitingRoom {
		c.WaitingRoom = &f.WaitingRoom
	}
	if f.Record != was.Record {
		c.Record = &f.Record
	}
	if len(wrong) == 0 {
		r.addFieldProblems(wrong, f, c.Validate())
	}
	return c, wrong
}

// dateConflict is the form once more, since somebody else has changed the date.
func (r *Request) dateConflict(now meeting.Occurrence, f view.BookForm) changeEnd {
	r.Args.Page.Start = now.Start.Unix()
	is := r.formOfDate(now)
	f.Remarks = []string{view.ConflictRemark(r.reader(), is, f)}
	f.Changes = view.ChangeRef{PageRef: r.actFacts().PageRef, Seen: seenDate(now, is)}.String()
	return changeEnd{form: &f}
}
