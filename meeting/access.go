package meeting

import "strings"

// Administers reports whether the account sees every meeting of its enterprise.
// Others see those they booked or are invited to.
func (a Identity) Administers() bool { return a.AdminType == 0 || a.AdminType == 1 }

// BookedBy reports whether the meeting was booked by the user with this UUID,
// which is Account.UserID of whoever signed in as them.
func (c *Conference) BookedBy(userUUID string) bool {
	return userUUID != "" && strings.EqualFold(c.BookerUUID.String(), userUUID)
}

// Invitee returns the invitee with this account or e-mail address.
func (s *Snapshot) Invitee(address string) (*Participant, bool) {
	if address == "" {
		return nil, false
	}
	for i := range s.Participants {
		p := &s.Participants[i]
		if strings.EqualFold(p.Account.String(), address) || strings.EqualFold(p.Email.String(), address) {
			return p, true
		}
	}
	return nil, false
}

// Booker returns the invitee who booked the meeting. A meeting names its booker
// only; where that is no invitee's name, or that of several, it cannot be told.
func (s *Snapshot) Booker() (*Participant, bool) {
	var booker *Participant
	for i := range s.Participants {
		p := &s.Participants[i]
		switch {
		case p.Name == "" || p.Name != s.Conference.BookerName:
		case booker != nil:
			return nil, false
		default:
			booker = p
		}
	}
	return booker, booker != nil
}
