package access

// MeetingUser is who somebody is at the meeting account. The zero value says that
// nothing links them with anybody there.
type MeetingUser struct {
	// UUID is their userUUID, which a meeting has of its booker. "" where the API
	// does not tell it.
	UUID string
	// Account is the name of their account, which an invitation list may have in
	// place of an address. "" where the API does not tell it.
	Account string
	// UserID is their third-party User ID: with it the bot can act as them.
	UserID string
}

// Linked reports whether somebody is linked.
func (u MeetingUser) Linked() bool { return u.UserID != "" }
