package bot

import (
	"cmp"
	"context"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// amInvited answers whether the person who asks is on the invitation list.
func (b *Bot) amInvited(ctx context.Context, r *Request) error {
	number := cmp.Or(r.Meeting.Conference.Number(), r.Args.Page.ID)
	return r.Reply(ctx, view.MeetingSentence(r.Localizer, invitationKey(access.InvitationOf(r.Meeting, r.Person)), number))
}

// invitationKey is the sentence for what a list says of somebody.
func invitationKey(i access.Invitation) text.Key {
	switch i {
	case access.Host:
		return text.AmInvitedHost
	case access.Invited:
		return text.AmInvited
	case access.Perhaps:
		return text.AmInvitedPerhaps
	case access.NotListed, access.SomeUnaddressed:
		return text.AmNotInvited
	case access.NoneAddressed:
		return text.AmInvitedUntold
	case access.ListCut:
		return text.AmNotInvitedIncomplete
	case access.NoAddress:
		return text.AmInvitedUnknown
	default:
		return text.Sorry
	}
}
