package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Group is a group of a meeting's invitees.
type Group string

// The groups.
const (
	GroupAll    Group = ""
	GroupPeople Group = "people" // everybody except meeting rooms
	GroupRooms  Group = "rooms"  // meeting rooms and their devices
)

// PageRef is the value of a button on a card: the meeting and page to show.
type PageRef struct {
	ID    string // of the meeting, 1 to 32 digits
	Page  int    // from 1 to 9999
	Group Group  // whose pages these are
	Start int64  // of an occurrence, in Unix seconds; 0 for the running or next one

	// Reading names the reading of who is in the meeting whose page this is, as
	// ReadingOf returns it; "" for the latest.
	Reading string
}

// Limits of a PageRef.
const (
	maxMeetingID = 32 // in digits
	maxPage      = 9999
	maxReading   = 40 // in characters
)

// String writes ref as the value of a button: "914083136:2", with optional group
// start and reading "914083136:2:rooms:@1795430520:~3k.g1x4".
func (ref PageRef) String() string {
	s := ref.ID + ":" + strconv.Itoa(ref.Page)
	if ref.Group != GroupAll {
		s += ":" + string(ref.Group)
	}
	if ref.Start != 0 {
		s += ":@" + strconv.FormatInt(ref.Start, 10)
	}
	if ref.Reading != "" {
		s += ":~" + ref.Reading
	}
	return s
}

// ParsePageRef parses the value of a button. It accepts only what String writes.
func ParsePageRef(value string) (PageRef, bool) {
	id, rest, _ := strings.Cut(value, ":")
	number, rest, _ := strings.Cut(rest, ":")
	if id == "" || len(id) > maxMeetingID || strings.Trim(id, "0123456789") != "" {
		return PageRef{}, false
	}
	page, err := strconv.Atoi(number)
	if err != nil || page < 1 || page > maxPage {
		return PageRef{}, false
	}
	ref := PageRef{ID: id, Page: page}
	for part := range strings.SplitSeq(rest, ":") {
		ref = ref.withPart(part)
	}
	if ref.String() != value {
		return PageRef{}, false
	}
	return ref, true
}

// withPart adds one of the optional parts of a value.
func (ref PageRef) withPart(part string) PageRef {
	if start, ok := strings.CutPrefix(part, "@"); ok {
		ref.Start, _ = strconv.ParseInt(start, 10, 64) // ParsePageRef rejects what String does not write
	} else if reading, ok := strings.CutPrefix(part, "~"); ok && isReading(reading) {
		ref.Reading = reading
	} else if g := Group(part); g == GroupPeople || g == GroupRooms {
		ref.Group = g
	}
	return ref
}

// ofRun returns a reference to one time that the meeting was held, by when that began.
func (ref PageRef) ofRun(began time.Time) PageRef {
	if !began.IsZero() {
		ref.Start = began.Unix()
	}
	return ref
}

// isReading reports whether s can name a reading: two numbers of base 36.
func isReading(s string) bool {
	return len(s) <= maxReading && strings.Trim(s, "0123456789abcdefghijklmnopqrstuvwxyz.") == ""
}

// latest returns a reference to the same page of the latest reading.
func (ref PageRef) latest() PageRef {
	ref.Reading = ""
	return ref
}

// of returns a reference to a page of a roster.
func (ref PageRef) of(r *Roster) PageRef {
	ref.Reading = r.reading
	return ref
}

// withPage returns a reference to another page.
func (ref PageRef) withPage(page int) fmt.Stringer {
	ref.Page = page
	return ref
}
