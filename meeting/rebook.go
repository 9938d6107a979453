package meeting

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

const (
	opChange       = "change conference"
	opChangeSeries = "change series"
)

// Conflict says that a meeting is no longer as the person saw it who changes it.
type Conflict struct {
	Now Booking // how it is now
}

func (*Conflict) Error() string { return "the meeting has been changed meanwhile" }

// Change books a meeting again, with all that the booking does not say kept as it is.
// The meeting is read just before: where it is not as expected, nothing is changed
// and the error wraps a *Conflict. It returns the meeting as the API has booked it. A
// booking of a series changes all its dates. Errors are as those of Book.
func (x *Actor) Change(ctx context.Context, id string, b Booking) (*Conference, error) {
	fail := func(err error) (*Conference, error) {
		return nil, &Error{Op: opChange, Kind: Invalid, Err: err}
	}
	if err := b.Validate(); err != nil {
		return fail(err)
	}
	if err := validMeeting(id); err != nil {
		return fail(err)
	}
	c, err := x.client()
	if err != nil {
		return nil, err
	}
	raw, err := readRaw(ctx, c, x.account.rules, opChange, id)
	if err != nil {
		return nil, err
	}
	now, ok := raw.booking()
	if !ok {
		return fail(errUnreadable)
	}
	if err := b.changes(&now, x.account.o.Now()); err != nil {
		return fail(err)
	}
	r := request{op: opChange, method: http.MethodPut, path: pathList, parameters: idParameter(id)}
	if now.Series != nil {
		r.op, r.path = opChangeSeries, pathSeries
	}
	return x.book(ctx, id, r, b.over(raw, &now, c.creds.AppID))
}

// changes checks whether a booking can be made into this one.
func (b *Booking) changes(from *Booking, now time.Time) error {
	var found fieldErrors
	switch {
	case b.Expected != "" && b.Expected != from.Expected:
		return &Conflict{Now: *from}
	case b.Series != nil && from.Series == nil:
		found.add(FieldSeries, Fixed, 0)
	case b.Room != nil && (from.Room == nil || *b.Room != *from.Room):
		found.add(FieldRoom, Fixed, 0)
	case !b.Start.IsZero() && !b.Start.Equal(from.Start) && toMinute(b.Start).Before(toMinute(now)):
		found.add(FieldStart, InPast, 0)
	default:
		return nil
	}
	return found[0]
}

// over returns the booking laid over what the API has.
func (b *Booking) over(raw *rawBooking, now *Booking, appID string) object {
	body := raw.body(now)
	shown := b.shown(appID)
	config, cycle := readObject(body["confConfigInfo"]), readObject(body["cycleParams"])
	config.lay(shown.Config)
	if shown.Cycle != nil {
		cycle.lay(b.movedCycle(now))
		body["cycleParams"] = cycle.raw()
	}
	if b.Invitees == nil {
		b.Invitees = now.Invitees
	}
	if b.Record != now.Record {
		shown.AutoRecord = new(boolInt(b.Record))
		if b.Record {
			shown.RecordType = new(int(raw.conference.RecordType) | recordOnDemand)
		}
	}
	shown.Config, shown.Cycle, shown.Attendees = configBody{}, nil, nil
	body.lay(shown)
	body["confConfigInfo"] = config.raw()
	body["attendees"] = b.attendees(raw.people, appID)
	if !b.Record && raw.conference.RecordType < recordOnDemand {
		delete(body, "isAutoRecord") // the API takes it only for what is recorded
	}
	return body
}

// movedCycle is how the booking repeats. A series whose first date was moved begins
// on the day of the new one.
func (b *Booking) movedCycle(now *Booking) *cycleBody {
	moved := *b
	series := *b.Series
	moved.Series = &series
	if now.Series != nil && series.StartDate == now.Series.StartDate && moved.local().Format(time.DateOnly) != now.local().Format(time.DateOnly) {
		series.StartDate = ""
	}
	return moved.cycle()
}

// attendees are the invitees as the API takes them, those it knows with all that it
// knows of them.
func (b *Booking) attendees(known []rawInvitee, appID string) json.RawMessage {
	used := make([]bool, len(known))
	list := make([]object, 0, len(b.Invitees))
	for i := range b.Invitees {
		one := object{}
		if at := b.Invitees[i].among(known, used); at >= 0 {
			used[at] = true
			one = known[at].attendee(appID)
		}
		one.lay(b.Invitees[i].body(appID))
		list = append(list, one)
	}
	text, _ := json.Marshal(list) // was read from JSON
	return text
}

// among finds the invitee among those that the API knows and that nobody is yet, -1
// for none: by user, by address, by number, by name.
func (p *Invitee) among(known []rawInvitee, used []bool) int {
	for _, same := range []func(*Invitee) bool{
		func(o *Invitee) bool { return p.UserID != "" && p.UserID == o.UserID },
		func(o *Invitee) bool { return p.Email != "" && strings.EqualFold(p.Email, o.Email) },
		func(o *Invitee) bool { return p.Phone != "" && p.Phone == o.Phone },
		func(o *Invitee) bool { return p.UserID+p.Email+p.Phone == "" && p.Name == o.Name && p.SMS == o.SMS },
	} {
		for i := range known {
			if o := known[i].invitee(); !used[i] && same(&o) {
				return i
			}
		}
	}
	return -1
}
