package bot

import (
	"cmp"
	"context"
	"log/slog"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// hostOrCard shows a host what lets them in as one, and everybody else the card: it
// has the hosts first among the invitees.
func (b *Bot) hostOrCard(ctx context.Context, r *Request) error {
	if !r.Workspace.Policy.HostSecretsOf(r.Meeting, r.Person, r.meetingUser()) {
		return b.lookup(ctx, r)
	}
	r.exact = true
	r.Args.Page.ID, r.Meeting = cmp.Or(r.Meeting.Conference.ID.String(), r.Args.Page.ID), nil
	if ok, err := b.readMeeting(ctx, r, readListed); !ok {
		return err
	}
	return b.host(ctx, r)
}

// host shows somebody what lets them in as host, to them alone, if the meeting
// and the person, both read now, say that they are one. Who was shown it is written into the log.
func (b *Bot) host(ctx context.Context, r *Request) error {
	id := r.Args.Page.ID
	if r.Meeting.Stale {
		m := view.MeetingSentence(r.Localizer, text.GaveUpMeetingNoAnswer, id).WithRef(r.Localizer, r.RequestID)
		return r.Reply(ctx, m.WithAgain(r.Localizer, r.again()))
	}
	switch who := r.freshPerson(ctx); {
	case who.AccountType == person.Unknown:
		return r.Reply(ctx, r.unknown(text.LaterIdentity))
	case !r.Workspace.Policy.HostSecretsOf(r.Meeting, who, r.meetingUser()):
		return r.Reply(ctx, view.MeetingSentence(r.Localizer, notHost(r.Meeting, text.RefusalNotHost, text.RefusalHostUnclear), id))
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "host secrets shown",
		slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID),
		slog.String("meeting_id", id), slog.String("request_id", r.RequestID))
	return r.Reply(ctx, view.HostSecrets(r.Localizer, r.facts()))
}

// notHost is the sentence for somebody who is not proven to be a host: refusal, or
// unclear where nobody could be.
func notHost(m *meeting.Snapshot, refusal, unclear text.Key) text.Key {
	if access.HostsUnclear(m) {
		return unclear
	}
	return refusal
}
