package meeting

import "errors"

// Reason says why a change of a meeting is refused, more closely than a Kind: what
// somebody can do about it.
type Reason string

// The reasons. Those of the first group are about a field of a Booking.
const (
	TooLong     Reason = "too_long"     // more characters, or minutes, than the API takes
	TooShort    Reason = "too_short"    // fewer minutes than the API takes
	TooMany     Reason = "too_many"     // more of something than the API takes
	Missing     Reason = "missing"      // nothing was given that is required
	InPast      Reason = "in_past"      // the start is over
	TooFar      Reason = "too_far"      // the start or the end is too far ahead
	NotAllowed  Reason = "not_allowed"  // the API does not take this value
	NotTogether Reason = "not_together" // the API does not take this value beside another one
	Fixed       Reason = "fixed"        // it cannot be changed once a meeting is booked

	Started      Reason = "started"       // the meeting has started: no change, no cancelling
	NotStarted   Reason = "not_started"   // it has not started: nothing to control
	RoomInUse    Reason = "room_in_use"   // the cloud room has another meeting at the time
	RoomUnknown  Reason = "room_unknown"  // no such cloud room
	RoomForeign  Reason = "room_foreign"  // the cloud room is somebody else's
	RoomExpired  Reason = "room_expired"  // the cloud room is no longer paid for
	MeetingLimit Reason = "meeting_limit" // no more meetings may be booked
	RunningLimit Reason = "running_limit" // no more meetings may run at once
	Capacity     Reason = "capacity"      // more people than the enterprise or the room has places for
	SamePassword Reason = "same_password" // the host's and the guests' passwords are the same
	OutOfSeries  Reason = "out_of_series" // the time of an occurrence is beyond its neighbours
	Gone         Reason = "gone"          // no such meeting, or no such occurrence
	NotYours     Reason = "not_yours"     // only its booker, and administrators, may
	Unreadable   Reason = "unreadable"    // the API does not tell everything that the change would have to keep
	Changed      Reason = "changed"       // somebody has changed the meeting since it was read
)

// ReasonOf returns why a change was refused, by the limits that are checked before
// the call or by the API. It is "" where it is nothing in particular.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[*FieldError](err); ok {
		return e.Reason
	}
	if errors.Is(err, errUnreadable) {
		return Unreadable
	}
	if isConflict(err) {
		return Changed
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return ""
	}
	reason, _ := reasonOfCode(e.Code)
	if reason != "" {
		return reason
	}
	switch e.Kind {
	case NotFound:
		return Gone
	case Forbidden:
		return NotYours
	default:
		return ""
	}
}

// isConflict reports whether a change was not made since somebody else has made one.
func isConflict(err error) bool {
	_, booking := errors.AsType[*Conflict](err)
	_, occurrence := errors.AsType[*OccurrenceConflict](err)
	return booking || occurrence
}

// FieldErrors returns what is wrong with the fields of a booking, whether it was
// found before the call or by the API. It is empty where no field is at fault.
func FieldErrors(err error) []*FieldError {
	var found fieldErrors
	collectFields(err, &found)
	if len(found) > 0 {
		return found
	}
	if e, ok := errors.AsType[*Error](err); ok {
		if reason, field := reasonOfCode(e.Code); field != "" {
			return []*FieldError{{Field: field, Reason: reason}}
		}
	}
	return nil
}

// collectFields finds all field errors in a tree of errors.
func collectFields(err error, found *fieldErrors) {
	switch e := err.(type) { //nolint:errorlint // it walks the tree by itself
	case *FieldError:
		*found = append(*found, e)
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			collectFields(one, found)
		}
	case interface{ Unwrap() error }:
		collectFields(e.Unwrap(), found)
	}
}

// reasonOfCode returns what a code of the API says, and which field of a booking it
// is about, "" for none in particular.
func reasonOfCode(code string) (Reason, Field) {
	switch code {
	case "MMC.111071013": // start in the past
		return InPast, FieldStart
	case "MMC.111071014": // start too far off
		return TooFar, FieldStart
	case "MMC.111071015", "MMC.111071021": // duration
		return NotAllowed, FieldLength
	case "MMC.111071018": // media
		return NotAllowed, FieldMedia
	case "MMC.111071020": // recurrence
		return NotAllowed, FieldSeries
	case "MMC.111071022": // subject too long
		return TooLong, FieldSubject
	case "MMC.111071119": // time range of an occurrence
		return OutOfSeries, FieldStart
	case "MMC.111071005": // cloud room in use
		return RoomInUse, FieldRoom
	case "MMC.111070006", "MMC.111071007", "USG.201080000": // no such room, or none that is bound
		return RoomUnknown, FieldRoom
	case "MMC.111071063": // not the owner of the cloud room
		return RoomForeign, FieldRoom
	case "MMC.111072014": // cloud room expired
		return RoomExpired, FieldRoom
	case "USG.201080006": // host password equals guest password
		return SamePassword, FieldPassword
	case "MMC.111076003", "MMC.111076004", "MMC.111072101": // capacity, attendee limit
		return Capacity, FieldInvitees
	default:
		return reasonOfState(code), ""
	}
}

// reasonOfState returns what a code says of a meeting or an account.
func reasonOfState(code string) Reason {
	switch code {
	case "MMC.111071065", "MMC.111071067", "MMC.111072004": // edit, or cancel, after start; starting
		return Started
	case "MMC.111071058", "MMC.111072005": // not started
		return NotStarted
	case "MMC.111071082": // meeting count limit
		return MeetingLimit
	case "MMC.111071116": // running meeting limit
		return RunningLimit
	default:
		return ""
	}
}
