package meeting

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Turnout is what is known of whether the invitees of a meeting came, each group in
// the order of the API.
type Turnout struct {
	Came   []Participant
	Absent []Participant
	// Unsure are those of whom it cannot be told: somebody of their name came, who may
	// be somebody else, or not all visits could be read.
	Unsure []Participant
}

// MatchInvitees compares the visits with the invitees by number. A name counts only
// where there is no number to compare, on either side, and where one invitee and one
// visitor have it.
func (a *Attendance) MatchInvitees(invitees []Participant) Turnout {
	var t Turnout
	m := a.newVisitMatch(invitees)
	for i := range invitees {
		p := &invitees[i]
		switch {
		case m.hasNumber(p), m.hasName(p):
			t.Came = append(t.Came, *p)
		case m.namesakes[sameName(p.DisplayName())].visitors > 0, a.Count > len(a.Visits):
			t.Unsure = append(t.Unsure, *p)
		default:
			t.Absent = append(t.Absent, *p)
		}
	}
	return t
}

// visitMatch is what the visitors are known by.
type visitMatch struct {
	numbers   map[Text]bool
	namesakes map[string]namesakes // without "", which is nobody's
}

// namesakes are the people of one name.
type namesakes struct {
	invitees int
	visitors int  // whose number, if they have one, is no invitee's
	numbered bool // one of those visitors has a number
}

func (a *Attendance) newVisitMatch(invitees []Participant) visitMatch {
	m := visitMatch{numbers: map[Text]bool{}, namesakes: map[string]namesakes{}}
	for i := range a.Visits {
		note(m.numbers, a.Visits[i].Number)
	}
	invited := map[Text]bool{}
	for i := range invitees {
		note(invited, invitees[i].numbers()...)
		m.add(invitees[i].DisplayName(), namesakes{invitees: 1})
	}
	seen := map[Text]bool{}
	for i := range a.Visits {
		v := &a.Visits[i]
		if who := v.Visitor(); !seen[who] && !invited[v.Number] {
			seen[who] = true
			m.add(v.DisplayName(), namesakes{visitors: 1, numbered: v.Number != ""})
		}
	}
	return m
}

// add counts somebody of a name.
func (m visitMatch) add(name string, more namesakes) {
	key := sameName(name)
	if key == "" {
		return
	}
	n := m.namesakes[key]
	n.invitees, n.visitors, n.numbered = n.invitees+more.invitees, n.visitors+more.visitors, n.numbered || more.numbered
	m.namesakes[key] = n
}

// hasNumber reports whether somebody came with a number of the invitee.
func (m visitMatch) hasNumber(p *Participant) bool {
	for _, number := range p.numbers() {
		if m.numbers[number] {
			return true
		}
	}
	return false
}

// hasName reports whether the one visitor of a name is its one invitee, by all that is
// known.
func (m visitMatch) hasName(p *Participant) bool {
	n := m.namesakes[sameName(p.DisplayName())]
	return n.invitees == 1 && n.visitors == 1 && (p.ID == "" || !n.numbered)
}

// numbers are those that a visit of the invitee may have.
func (p *Participant) numbers() []Text { return []Text{p.ID, p.Account, p.SMS, p.Phone2, p.Phone3} }

// sameName is the same for a name however it is written.
func sameName(name string) string {
	return cases.Fold().String(norm.NFKC.String(strings.Join(strings.Fields(name), " ")))
}
