package bot

import (
	"cmp"
	"context"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// amInvited answers whether the person who asks is on the invitation list.
func (b *Bot) amInvited(ctx context.Context, r *Request) error {
	number := cmp.Or(r.Meeting.Conference.Number(), r.Args.Page.ID)
	return r.Reply(ctx, view.MeetingSentence(r.Localizer, invitation(r.Meeting, r.Person.Email), number))
}

// invitation says whether somebody is on the invitation list.
func invitation(m *meeting.Snapshot, email string) text.Key {
	switch {
	case email == "":
		return text.AmInvitedUnknown
	case access.Hosts(m, email):
		return text.AmInvitedHost
	case access.Invited(m, email):
		return text.AmInvited
	case m.Count > len(m.Participants):
		return text.AmNotInvitedIncomplete
	default:
		return text.AmNotInvited
	}
}
