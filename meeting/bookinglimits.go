package meeting

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"meetingbot/internal/secret"
)

// The limits of the API.
const (
	MaxSubject = 128 // characters
	MinLength  = 15 * time.Minute
	MaxLength  = 24 * time.Hour

	maxInviteeName = 96  // characters
	maxDepartment  = 128 // characters
	maxProlong     = 60  // minutes
	maxRemindDays  = 30
	minPassword    = 4 // digits
	maxPassword    = 16
)

// Validate checks everything but the start against the limits of the API. The error
// joins a *FieldError for each field that is wrong: see FieldErrors.
func (b *Booking) Validate() error {
	var found fieldErrors
	found.check(utf8.RuneCountInString(b.Subject) > MaxSubject, FieldSubject, TooLong, MaxSubject)
	found.length(b.Length)
	if _, ok := zoneName(Text(b.ZoneID)); b.ZoneID != "" && !ok {
		found.add(FieldZone, NotAllowed, 0)
	}
	found.oneOf(FieldLanguage, b.Language, "", LanguageChinese, LanguageEnglish)
	found.oneOf(FieldMedia, b.MediaTypes, "", MediaVideo, MediaVoice)
	found.oneOf(FieldEntry, string(b.Entry), "", string(EntryEverybody), string(EntryEnterprise), string(EntryInvited))
	found.invitees(b.Invitees)
	found.password(b.GuestPassword)
	found.check(b.Prolong != nil && (*b.Prolong < 0 || *b.Prolong > maxProlong), FieldProlong, TooLong, maxProlong)
	found.check(b.Concurrent < 0, FieldConcurrent, NotAllowed, 0)
	found.check(b.Room != nil && !plain(b.Room.ID, maxRoomID), FieldRoom, NotAllowed, 0)
	if b.Series != nil {
		found.series(b)
	}
	return found.err()
}

// maxRoomID is how many characters a room's own id has at most.
const maxRoomID = 64

// ValidateAt is Validate, and checks that the start is not over.
func (b *Booking) ValidateAt(now time.Time) error {
	var found fieldErrors
	if err := b.Validate(); err != nil {
		collectFields(err, &found)
	}
	found.check(!b.Start.IsZero() && toMinute(b.Start).Before(toMinute(now)), FieldStart, InPast, 0)
	found.check(b.Series != nil && toMinute(b.Start).Equal(toMinute(now)), FieldStart, InPast, 0) // the first one lies ahead
	return found.err()
}

// toMinute cuts a time to the minute, as the API has times.
func toMinute(t time.Time) time.Time { return t.UTC().Truncate(time.Minute) }

// fieldErrors is all that is wrong with a booking.
type fieldErrors []*FieldError

// err returns the errors as one, nil for none.
func (f fieldErrors) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Error names all fields in one line.
func (f fieldErrors) Error() string {
	var texts []string
	for _, e := range f {
		texts = append(texts, e.Error())
	}
	return strings.Join(texts, "; ")
}

// Unwrap returns the errors one by one.
func (f fieldErrors) Unwrap() []error {
	var all []error
	for _, e := range f {
		all = append(all, e)
	}
	return all
}

func (f *fieldErrors) add(field Field, reason Reason, limit int) {
	*f = append(*f, &FieldError{Field: field, Reason: reason, Limit: limit})
}

// check adds an error where something is wrong.
func (f *fieldErrors) check(wrong bool, field Field, reason Reason, limit int) {
	if wrong {
		f.add(field, reason, limit)
	}
}

// oneOf adds an error where the value is none of those that the API takes.
func (f *fieldErrors) oneOf(field Field, value string, values ...string) {
	f.check(!slices.Contains(values, value), field, NotAllowed, 0)
}

// length checks a length, of which 0 is the default.
func (f *fieldErrors) length(d time.Duration) {
	switch {
	case d == 0:
	case d < MinLength:
		f.add(FieldLength, TooShort, int(MinLength/time.Minute))
	case d > MaxLength:
		f.add(FieldLength, TooLong, int(MaxLength/time.Minute))
	case d%time.Minute != 0:
		f.add(FieldLength, NotAllowed, 0)
	}
}

func (f *fieldErrors) invitees(list []Invitee) {
	for i := range list {
		p := &list[i]
		f.check(utf8.RuneCountInString(p.Name) > maxInviteeName, FieldInvitees, TooLong, maxInviteeName)
		f.check(utf8.RuneCountInString(p.Department) > maxDepartment, FieldInvitees, TooLong, maxDepartment)
		f.check(p.UserID == "" && p.Email == "" && p.Phone == "" && p.SMS == "" && p.Name == "", FieldInvitees, Missing, 0)
	}
}

func (f *fieldErrors) password(p secret.Secret) {
	digits := p.Reveal()
	switch {
	case digits == "":
	case strings.Trim(digits, "0123456789") != "":
		f.add(FieldPassword, NotAllowed, 0)
	case len(digits) < minPassword:
		f.add(FieldPassword, TooShort, minPassword)
	case len(digits) > maxPassword:
		f.add(FieldPassword, TooLong, maxPassword)
	}
}

// series checks how a booking repeats.
func (f *fieldErrors) series(b *Booking) {
	s := b.Series
	f.check(b.Start.IsZero(), FieldStart, Missing, 0)
	f.check(b.ZoneID == "", FieldZone, Missing, 0)
	var most, lowest, highest int
	switch s.Cycle {
	case Daily:
		most = 15
	case Weekly:
		most, highest = 5, 6
	case Monthly:
		most, lowest, highest = 3, 1, 31
	default:
		f.add(FieldSeries, NotAllowed, 0)
		return
	}
	f.check(s.Interval < 0 || s.Interval > most, FieldSeries, TooMany, most)
	for _, p := range s.Points {
		if s.Cycle == Daily || p < lowest || p > highest {
			f.add(FieldSeries, NotAllowed, 0)
			break
		}
	}
	f.check(s.RemindDays < 0 || s.RemindDays > maxRemindDays, FieldSeries, NotAllowed, maxRemindDays)
	f.seriesDates(b)
}

// seriesDates checks from when to when a booking repeats.
func (f *fieldErrors) seriesDates(b *Booking) {
	if b.Start.IsZero() {
		return
	}
	first, err := time.Parse(time.DateOnly, b.seriesStart())
	if err != nil {
		f.add(FieldSeries, NotAllowed, 0)
		return
	}
	last, err := time.Parse(time.DateOnly, b.Series.EndDate)
	switch {
	case b.Series.EndDate == "":
		f.add(FieldEnd, Missing, 0)
	case err != nil:
		f.add(FieldEnd, NotAllowed, 0)
	case last.Before(first):
		f.add(FieldEnd, InPast, 0)
	case last.After(first.AddDate(1, 0, 0)):
		f.add(FieldEnd, TooFar, 0)
	}
}
