package meeting

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
)

// errUnreadable says that a meeting cannot be booked again as it is, since the API
// does not tell all of it.
var errUnreadable = errors.New("the API does not tell all of the booking")

// BookingOf returns the booking of a meeting, to be changed and given to
// Actor.Change. What it has no field for is kept there. It expects the booking as it
// is now. The error's reason is Unreadable where a part of the booking is not known.
func BookingOf(s *Snapshot) (Booking, error) {
	if s.Ended || s.Count > len(s.Participants) {
		return Booking{}, &Error{Op: opChange, Kind: Invalid, Err: errUnreadable}
	}
	b, ok := bookingOf(s.Conference, s.Participants)
	if !ok {
		return Booking{}, &Error{Op: opChange, Kind: Invalid, Err: errUnreadable}
	}
	return b, nil
}

// bookingOf reports false where the booked time is not known.
func bookingOf(c *Conference, people []Participant) (Booking, bool) {
	at := c.Booked()
	if at.Unknown() || at.Start.IsZero() || at.End.IsZero() {
		return Booking{}, false
	}
	b := Booking{
		Subject: c.Subject.String(), Start: at.Start, Length: at.End.Sub(at.Start), ZoneID: c.TimeZone.String(),
		Language: c.Language.String(), MediaTypes: bookedMedia(c.MediaTypes), Series: c.series(),
		Entry: entryOf(c.Config.Restriction), WaitingRoom: boolOf(c.Config.WaitingRoom), Record: bool(c.AutoRecord),
		Concurrent: int(c.Concurrent), Invitees: []Invitee{},
	}
	if c.InRoom && c.RoomID != "" {
		b.Room = &RoomChoice{ID: c.RoomID.String(), RandomID: c.Config.RoomIDType == 1}
	}
	for i := range people {
		b.Invitees = append(b.Invitees, people[i].invitee())
	}
	b.Expected = b.Fingerprint()
	return b, true
}

// bookedMedia is what a booking says for the media of a meeting.
func bookedMedia(types Text) string {
	if t := types.String(); t == "" || strings.Contains(t, "Video") {
		return MediaVideo
	}
	return MediaVoice
}

// series returns how the meeting repeats, nil where it does not.
func (c *Conference) series() *Series {
	if !c.Recurring() || c.Cycle == nil {
		return nil
	}
	s := &Series{
		Cycle: c.Cycle.Cycle.String(), Interval: int(c.Cycle.Interval), StartDate: c.Cycle.StartDate.String(),
		EndDate: c.Cycle.EndDate.String(), RemindDays: int(c.Cycle.RemindDays),
	}
	for _, p := range c.Cycle.Points {
		if s.Cycle != Daily {
			s.Points = append(s.Points, int(p))
		}
	}
	return s
}

// entryOf returns who may enter, "" where the API does not say.
func entryOf(restriction *Int) Entry {
	if restriction == nil {
		return ""
	}
	switch *restriction {
	case restrictionNone:
		return EntryEverybody
	case restrictionEnterprise:
		return EntryEnterprise
	case restrictionInvited:
		return EntryInvited
	default:
		return ""
	}
}

func boolOf(b *Bool) *bool {
	if b == nil {
		return nil
	}
	return new(bool(*b))
}

// invitee returns the invitee as somebody books one.
func (p *Participant) invitee() Invitee {
	return Invitee{
		Name: string(p.Name), UserID: p.Account.String(), Email: p.Email.String(), Phone: unmasked(p.ID), SMS: p.SMS.String(),
		Host: p.Host(), Type: p.AttendeeType, Department: string(p.Department),
	}
}

// unmasked is a number, "" where the API hides a part of it.
func unmasked(number Text) string {
	if strings.Contains(number.String(), "*") {
		return ""
	}
	return number.String()
}

// Fingerprint tells whether a booking is another one than somebody has seen. It is
// made of what all who may see a meeting see alike: what it is about, when it is, who
// may enter and who is invited.
func (b *Booking) Fingerprint() string {
	seen := struct {
		Subject        string
		Start          time.Time
		Length         time.Duration
		ZoneID         string
		Series         *Series
		Entry          Entry
		Waiting, Known bool
		Record         bool
		People         []string
	}{
		Subject: b.Subject, Start: b.Start.UTC(), Length: b.Length, ZoneID: b.ZoneID, Series: b.Series, Entry: b.Entry,
		Waiting: b.WaitingRoom != nil && *b.WaitingRoom, Known: b.WaitingRoom != nil, Record: b.Record,
	}
	for i := range b.Invitees {
		p := &b.Invitees[i]
		seen.People = append(seen.People, cmp.Or(p.Name, p.UserID)+map[bool]string{true: "\x00host"}[p.Host])
	}
	slices.Sort(seen.People)
	text, _ := json.Marshal(seen) // always has a JSON form
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
