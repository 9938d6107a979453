package meeting

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"
	"unicode/utf8"
)

const (
	opChangeOccurrence = "change occurrence"
	maxDescription     = 200 // characters
)

// OccurrenceChange is what can be changed of one date of a series. Subject, invitees
// and password cannot. A zero value leaves what the occurrence has.
type OccurrenceChange struct {
	OccurrenceID string
	Start        time.Time
	Length       time.Duration
	MediaTypes   string
	Entry        Entry
	WaitingRoom  *bool
	Record       *bool
	Description  *string // at most 200 characters

	// Expected is the occurrence as the person saw it who changes it: one that was
	// moved meanwhile is not overwritten. Zero changes whatever there is.
	Expected Occurrence
}

// Validate checks the change against the limits of the API, as Booking.Validate.
func (o *OccurrenceChange) Validate() error {
	var found fieldErrors
	found.length(o.Length)
	found.oneOf(FieldMedia, o.MediaTypes, "", MediaVideo, MediaVoice)
	found.oneOf(FieldEntry, string(o.Entry), "", string(EntryEverybody), string(EntryEnterprise), string(EntryInvited))
	found.check(o.Description != nil && utf8.RuneCountInString(*o.Description) > maxDescription, FieldOccurrence, TooLong, maxDescription)
	found.check(!plain(o.OccurrenceID, maxOccurrenceID), FieldOccurrence, NotAllowed, 0)
	return found.err()
}

// OccurrenceConflict says that an occurrence is no longer as the person saw it who
// changes it.
type OccurrenceConflict struct {
	Now Occurrence
}

func (*OccurrenceConflict) Error() string { return "the occurrence has been changed meanwhile" }

// occurrenceBody is an occurrence as the API takes it. The first four are required.
type occurrenceBody struct {
	ID          string  `json:"cycleSubConfID"`
	MediaTypes  string  `json:"mediaTypes"`
	StartTime   string  `json:"startTime"`
	Length      int     `json:"length"`
	AutoRecord  *int    `json:"isAutoRecord,omitempty"`
	Description *string `json:"description,omitempty"`
}

// ChangeOccurrence changes one date of a series, with all that the change does not say
// kept as it is. The series is read just before: where the date is not as expected,
// nothing is changed and the error wraps an *OccurrenceConflict. Errors are as those
// of Book.
func (x *Actor) ChangeOccurrence(ctx context.Context, id string, o OccurrenceChange) error {
	fail := func(err error) error { return &Error{Op: opChangeOccurrence, Kind: Invalid, Err: err} }
	if err := cmp.Or(o.Validate(), validMeeting(id)); err != nil {
		return fail(err)
	}
	c, err := x.client()
	if err != nil {
		return err
	}
	d, err := c.Conferences.Get(ctx, id, DetailOptions{KeepRaw: true})
	if err != nil {
		return err
	}
	raw, known := d.rawOccurrence(o.OccurrenceID)
	if known == nil {
		return &Error{Op: opChangeOccurrence, Kind: NotFound}
	}
	now := known.Booked()
	switch {
	case now.Start.IsZero() || now.End.IsZero():
		return fail(errUnreadable)
	case !o.Expected.Unknown() && !o.Expected.SameTime(now):
		return fail(&OccurrenceConflict{Now: now})
	case !o.Start.IsZero() && !o.Start.Equal(now.Start) && toMinute(o.Start).Before(toMinute(x.account.o.Now())):
		return fail(&FieldError{Field: FieldStart, Reason: InPast})
	}
	r := request{op: opChangeOccurrence, method: http.MethodPut, path: pathOccurrence, parameters: idParameter(id), read: readDone}
	r.body, err = json.Marshal(o.over(raw, known))
	if err != nil {
		return fail(errors.New("the change cannot be written"))
	}
	return x.change(ctx, id, r)
}

// rawOccurrence finds an occurrence as the API tells it, nil where there is none.
func (d *Detail) rawOccurrence(id string) (object, *SubConference) {
	listed := d.fields()["subConfs"]
	if !bytes.HasPrefix(listed, []byte("[")) {
		return nil, nil
	}
	for _, one := range parts(listed) {
		var o SubConference
		if json.Unmarshal(one, &o) == nil && o.ID.String() == id {
			return readObject(one), &o
		}
	}
	return nil, nil
}

// over returns the change laid over what the API has.
func (o *OccurrenceChange) over(raw object, known *SubConference) object {
	now := known.Booked()
	body := object{}
	for _, key := range []string{"isAutoRecord", "recordAuthType", "description"} {
		body.take(raw, key, key)
	}
	start := now.Start
	if !o.Start.IsZero() {
		start = o.Start
	}
	change := occurrenceBody{
		ID: o.OccurrenceID, MediaTypes: cmp.Or(o.MediaTypes, bookedMedia(known.MediaType)), StartTime: formatTime(start),
		Length: int(cmp.Or(o.Length, now.End.Sub(now.Start)) / time.Minute), Description: o.Description,
	}
	if o.Record != nil {
		change.AutoRecord = new(boolInt(*o.Record))
	}
	body.lay(change)
	config := readObject(raw["confConfigInfo"])
	config.lay(configBody{Restriction: o.Entry.restriction(), WaitingRoom: o.WaitingRoom})
	body["confConfigInfo"] = config.raw()
	return body
}
