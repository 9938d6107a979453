package bot

import (
	"meetingbot/bot/access"
	"meetingbot/bot/text"
)

// denialKey is the sentence for a denial.
func denialKey(d access.Denial) text.Key {
	switch d {
	case access.Bot:
		return text.RefusalBot
	case access.Deactivated:
		return text.RefusalDeactivated
	case access.Guest:
		return text.RefusalGuest
	case access.External:
		return text.RefusalExternal
	case access.Unseen:
		return text.RefusalUnseen
	case access.Unknown:
		return text.LaterIdentity
	case access.NoEmail:
		return text.RefusalUnverified
	case access.NotInvited:
		return text.RefusalNotInvited
	case access.Unclear:
		return text.RefusalUnclear
	case access.ListUnread:
		return text.RefusalListUnread
	case access.BookingOff:
		return text.RefusalBookingOff
	case access.BookingGuest:
		return text.RefusalBookingGuest
	case access.BookingExternal:
		return text.RefusalBookingExternal
	default:
		return text.Sorry
	}
}
