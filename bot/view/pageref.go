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

// Bounds of a PageRef.
const (
	maxIDDigits = 32
	maxPage     = 9999
)

// String writes it as the value of a button: "914083136:2", and what else
// there is to say after further colons, "914083136:2:rooms:@1795430520".
func (t PageRef) String() string {
	s := t.ID + ":" + strconv.Itoa(t.Page)
	if t.Group != GroupAll {
		s += ":" + string(t.Group)
	}
	if t.Start != 0 {
		s += ":@" + strconv.FormatInt(t.Start, 10)
	}
	return s
}

// ParsePageRef reads the value of a button. It takes only what String writes.
func ParsePageRef(value string) (PageRef, bool) {
	id, rest, _ := strings.Cut(value, ":")
	number, rest, _ := strings.Cut(rest, ":")
	if id == "" || len(id) > maxIDDigits || strings.Trim(id, "0123456789") != "" {
		return PageRef{}, false
	}
	page, err := strconv.Atoi(number)
	if err != nil || page < 1 || page > maxPage {
		return PageRef{}, false
	}
	t := PageRef{ID: id, Page: page}
	for part := range strings.SplitSeq(rest, ":") {
		t = t.with(part)
	}
	if t.String() != value {
		return PageRef{}, false
	}
	return t, true
}

// with adds one of the optional parts of a value.
func (t PageRef) with(part string) PageRef {
	if start, ok := strings.CutPrefix(part, "@"); ok {
		t.Start, _ = strconv.ParseInt(start, 10, 64) // what cannot be read is not written back
	} else if g := Group(part); g == GroupPeople || g == GroupRooms {
		t.Group = g
	}
	return t
}

// to leads to another page.
func (t PageRef) to(page int) fmt.Stringer {
	t.Page = page
	return t
}
