package linking

import (
	"meetingbot/bot/access"
	"meetingbot/bot/workspace"
)

// member is a user of the meeting account that people of a workspace may be linked
// with, by one of their names.
type member struct {
	workspace.Key // alone
	kind, name    string
}

// members are the names of a user.
func members(k workspace.Key, user access.MeetingUser) []member {
	var all []member
	for _, m := range [...]member{{k, "uuid", user.UUID}, {k, "account", user.Account}, {k, "id", user.UserID}} {
		if m.name != "" {
			all = append(all, m)
		}
	}
	return all
}

// UserOf returns the person of a workspace who is linked with a user of the meeting
// account, as this process knows it, "" for nobody. It never waits.
func (d *Directory) UserOf(k workspace.Key, user access.MeetingUser) (userID string) {
	k = k.Alone()
	d.mu.RLock()
	for _, m := range members(k, user) {
		if id, ok := d.people[m]; ok {
			userID = id
			break
		}
	}
	d.mu.RUnlock()
	if _, ok := d.Peek(k, userID); !ok {
		return ""
	}
	return userID
}

// index notes that a user is linked with a person. d.mu is held.
func (d *Directory) index(l Link, w who) {
	for _, m := range members(w.Key, l.MeetingUser) {
		d.people[m] = w.userID
	}
}

// unindex forgets that. d.mu is held.
func (d *Directory) unindex(l Link, w who) {
	for _, m := range members(w.Key, l.MeetingUser) {
		if d.people[m] == w.userID {
			delete(d.people, m)
		}
	}
}
