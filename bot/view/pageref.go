package view

import (
	"fmt"
	"strconv"
	"strings"
)

// Group is some of the people invited to a meeting.
type Group string

// The groups.
const (
	GroupAll    Group = ""
	GroupPeople Group = "people" // whoever is no meeting room
	GroupRooms  Group = "rooms"  // meeting rooms and their hardware
)

// PageRef is what a button on a card carries: show this page of this meeting.
type PageRef struct {
	ID    string // of the meeting, 1 to 32 digits
	Page  int    // from 1 to 9999
	Group Group  // of the people on the pages
	Start int64  // of one meeting of a series, in Unix seconds; 0 for the one that is next
}

// Bounds of a Turn.
const (
	maxMeetingID = 32
	maxPage      = 9999
)

// String writes a turn as the value of a button: "914083136:2", and what else
// there is to say after further colons, "914083136:2:rooms:@1795430520".
func (ref PageRef) String() string {
	s := ref.ID + ":" + strconv.Itoa(ref.Page)
	if ref.Group != GroupAll {
		s += ":" + string(ref.Group)
	}
	if ref.Start != 0 {
		s += ":@" + strconv.FormatInt(ref.Start, 10)
	}
	return s
}

// ParsePageRef reads the value of a button. It takes only what String writes.
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

// with adds one of the optional parts of a turn's value.
func (ref PageRef) withPart(part string) PageRef {
	if start, ok := strings.CutPrefix(part, "@"); ok {
		ref.Start, _ = strconv.ParseInt(start, 10, 64) // what cannot be read is not written back
	} else if g := Group(part); g == GroupPeople || g == GroupRooms {
		ref.Group = g
	}
	return ref
}

// to is the turn to another page.
func (ref PageRef) withPage(page int) fmt.Stringer {
	ref.Page = page
	return ref
}
