package meetingtest

import (
	"cmp"
	"slices"
	"time"
)

// Comer is somebody who comes to a meeting, with one device. Who comes with two
// is two of them with the same account.
type Comer struct {
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
	After time.Duration
	// Stay is how long they stay. Defaults to the meeting's end.
	Stay time.Duration
}

// Comer is the invitee as one who comes to the meeting.
func (p Participant) Comer() Comer {
	c := Comer{Name: p.Name, Number: p.Number, Host: p.Host, ThirdAccount: p.Account, Department: p.Department}
	if p.Account != "" {
		c.UserID = digest("member", p.Account)
	}
	return c
}

// goes reports whether the comer is called so: by name, account or id.
func (c *Comer) goes(by string) bool {
	return by != "" && slices.Contains([]string{c.Name, c.ThirdAccount, c.Account, c.id()}, by)
}

// id is the comer's participant_id.
func (c *Comer) id() string {
	return cmp.Or(c.ID, digest("connection", c.Name, c.Number, c.ThirdAccount, c.Account, c.Device))
}

// stay is one comer's time in a meeting.
type stay struct {
	Comer
	joined time.Time
	left   time.Time // zero for until the end
}

// in reports whether the comer is there at a moment.
func (s *stay) in(now time.Time) bool {
	return !now.Before(s.joined) && (s.left.IsZero() || now.Before(s.left))
}

// comers are those who come to every holding of the meeting: its own, or by
// default most of the invitees.
func (m *Meeting) comers() []Comer {
	if m.Comers != nil {
		return m.Comers
	}
	var list []Comer
	for i, p := range m.invited().list {
		if p.Host || i%4 != 3 {
			list = append(list, p.Comer())
		}
	}
	return list
}

// gathering is a meeting that is being held.
type gathering struct {
	start time.Time
	stays []stay
}

// gather begins a holding, with everybody who will come to it.
func (m *Meeting) gather(start time.Time) *gathering {
	g := &gathering{start: start}
	for _, c := range m.comers() {
		s := stay{Comer: c, joined: start.Add(c.After)}
		if c.Stay > 0 {
			s.left = s.joined.Add(c.Stay)
		}
		g.stays = append(g.stays, s)
	}
	return g
}

// present are those who are in it at a moment.
func (g *gathering) present(now time.Time) []stay {
	var list []stay
	if g == nil {
		return list
	}
	for _, s := range g.stays {
		if s.in(now) {
			list = append(list, s)
		}
	}
	return list
}
