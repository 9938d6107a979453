package meeting

import "time"

// hostLife is for how long it is remembered who hosts a meeting that the account booked.
const hostLife = 24 * time.Hour

// booked reports whether the account itself booked a meeting, as far as is known: before
// the first sign-in nothing is.
func (a *Account) booked(c *Conference) bool {
	t := a.client.tokens.current.Load()
	return t != nil && t.account.UserID != "" && c.BookerUUID.String() == t.account.UserID
}

// nameHost puts the name of the host in place of the account's own, which books for
// others: people know the host.
func (a *Account) nameHost(s *Snapshot) {
	if !a.booked(s.Conference) {
		return
	}
	for i := range s.Participants {
		if p := &s.Participants[i]; p.Host() && p.Name != "" && p.UserUUID != s.Conference.BookerUUID {
			s.Conference.BookerName = p.Name
			a.hosts.Put(s.Conference.ID.String(), p.Name, hostLife)
			return
		}
	}
}

// nameListedHosts is nameHost for a list, which may tell who hosts a meeting; else a
// reading of the meeting has told it before.
func (a *Account) nameListedHosts(l *Listing) {
	for _, c := range l.Conferences {
		if !a.booked(c) {
			continue
		}
		if host, ok := a.hosts.Get(c.ID.String()); ok {
			c.BookerName = host
			continue
		}
		for i := range c.PartAttendees {
			if p := &c.PartAttendees[i]; p.Role == RoleHost && p.Name != "" && p.Name != c.BookerName {
				c.BookerName = p.Name
				break
			}
		}
	}
}
