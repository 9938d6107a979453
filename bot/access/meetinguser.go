package access

import "meetingbot/meeting"

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

// booked reports whether the user has booked a meeting. Bookers are hosts.
func (u MeetingUser) booked(c *meeting.Conference) bool {
	return u.UUID != "" && c != nil && c.BookerUUID.String() == u.UUID
}

// has reports whether an account on an invitation list is the user's: its name or,
// where it was written by a program, their third-party User ID.
func (u MeetingUser) has(account string) bool {
	return account != "" && (account == u.Account || account == u.UserID)
}
