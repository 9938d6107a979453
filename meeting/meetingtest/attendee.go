package meetingtest

import (
	"cmp"
	"slices"
	"time"
)

// Attendee is somebody who joins a meeting with one device. A person with two
// devices is two attendees with the same account.
type Attendee struct {
	ID           string // participant_id; defaults to one derived from the other fields
	Name         string
	Number       string // call_number
	Host         bool
	ThirdAccount string // third-party user ID: accountId of an invitee, with App ID sign-in
	Account      string // Huawei Cloud Meeting account
	UserID       string
	Department   string
	Device       string // deviceType of the attendance; defaults to the desktop application
	// JoinAfter is the time from the meeting's start until they join.
	JoinAfter time.Duration `json:"After"` // the key in saved playgrounds
	// StayFor is how long they stay. Defaults to until the meeting's end.
	StayFor time.Duration `json:"Stay"` // the key in saved playgrounds
}

// Attendee returns the invitee as an attendee.
func (p Participant) Attendee() Attendee {
	a := Attendee{Name: p.Name, Number: p.Number, Host: p.Host, ThirdAccount: p.Account, Department: p.Department}
	if p.Account != "" {
		a.UserID = digest("member", p.Account)
	}
	return a
}

// isCalled reports whether this is the attendee's name, account or ID.
func (a *Attendee) isCalled(name string) bool {
	return name != "" && slices.Contains([]string{a.Name, a.ThirdAccount, a.Account, a.id()}, name)
}

// id is the attendee's participant_id.
func (a *Attendee) id() string {
	return cmp.Or(a.ID, digest("connection", a.Name, a.Number, a.ThirdAccount, a.Account, a.Device))
}

// visit is the time that one attendee spends in a meeting.
type visit struct {
	Attendee
	joined time.Time
	left   time.Time // zero: until the end
}

// covers reports whether the attendee is in the meeting at a time.
func (v *visit) covers(now time.Time) bool {
	return !now.Before(v.joined) && (v.left.IsZero() || now.Before(v.left))
}

// attendees are those who join every run of the meeting: its Attendees, by
// default most of the invitees.
func (m *Meeting) attendees() []Attendee {
	if m.Attendees != nil {
		return m.Attendees
	}
	var list []Attendee
	for i, p := range m.invitees().list {
		if p.Host || i%4 != 3 {
			list = append(list, p.Attendee())
		}
	}
	return list
}
