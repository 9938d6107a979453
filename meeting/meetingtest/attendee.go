package meetingtest

import (
	"cmp"
	"slices"
	"time"
)

// Comer is somebody who comes to a meeting, with one device. Who comes with two
// is two of them with the same account.
type Attendee struct {
	ID           string // participant_id; defaults to one made from the rest
	Name         string
	Number       string // call_number
	Host         bool
	ThirdAccount string // third-party user id: what accountId of an invitee is with App ID sign-in
	Account      string // Huawei Cloud Meeting account
	UserID       string
	Department   string
	Device       string // deviceType of the attendance; defaults to a soft client
	// After is how long after the meeting's start they come.
	JoinAfter time.Duration
	// Stay is how long they stay. Defaults to the meeting's end.
	StayFor time.Duration
}

// Comer is the invitee as one who comes to the meeting.
func (p Participant) Attendee() Attendee {
	c := Attendee{Name: p.Name, Number: p.Number, Host: p.Host, ThirdAccount: p.Account, Department: p.Department}
	if p.Account != "" {
		c.UserID = digest("member", p.Account)
	}
	return c
}

// goes reports whether the comer is called so: by name, account or id.
func (c *Attendee) isCalled(by string) bool {
	return by != "" && slices.Contains([]string{c.Name, c.ThirdAccount, c.Account, c.id()}, by)
}

// id is the comer's participant_id.
func (c *Attendee) id() string {
	return cmp.Or(c.ID, digest("connection", c.Name, c.Number, c.ThirdAccount, c.Account, c.Device))
}

// stay is one comer's time in a meeting.
type visit struct {
	Attendee
	joined time.Time
	left   time.Time // zero for until the end
}

// in reports whether the comer is there at a moment.
func (s *visit) covers(now time.Time) bool {
	return !now.Before(s.joined) && (s.left.IsZero() || now.Before(s.left))
}

// comers are those who come to every holding of the meeting: its own, or by
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

// gathering is a meeting that is being held.
type runningMeeting struct {
	start  time.Time
	visits []visit
}

// gather begins a holding, with everybody who will come to it.
func (m *Meeting) newRunning(start time.Time) *runningMeeting {
	g := &runningMeeting{start: start}
	for _, c := range m.attendees() {
		s := visit{Attendee: c, joined: start.Add(c.JoinAfter)}
		if c.StayFor > 0 {
			s.left = s.joined.Add(c.StayFor)
		}
		g.visits = append(g.visits, s)
	}
	return g
}

// present are those who are in it at a moment.
func (g *runningMeeting) visitsAt(now time.Time) []visit {
	var list []visit
	if g == nil {
		return list
	}
	for _, s := range g.visits {
		if s.covers(now) {
			list = append(list, s)
		}
	}
	return list
}
