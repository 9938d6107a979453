package bot

import (
	"context"

	"meetingbot/bot/personal"
	"meetingbot/bot/view"
)

// stopOwn ends the reminders of all meetings of the person.
func (b *Bot) stopOwn(ctx context.Context, r *Request) error {
	before, _, err := r.changeOwn(ctx, func(s personal.Settings) personal.Settings {
		s.Leads = nil
		return s
	})
	if err != nil {
		return r.fail(ctx, err)
	}
	was := view.OwnRef{Leads: before.Leads, MeetingID: r.Args.Page.ID}
	return r.Reply(ctx, view.OwnStopped(r.Localizer, was))
}

// parseOwnStop reads the meeting that a button to stop was beside.
func parseOwnStop(r *Request) *route {
	ref, ok := view.ParsePageRef(view.PageRef{ID: r.Action.Value, Page: 1}.String())
	r.Args.Page = ref
	return staleUnless(ok)
}

// resumeOwn turns the reminders of the person's meetings back on, but for one where
// the button names it.
func (b *Bot) resumeOwn(ctx context.Context, r *Request) error {
	now := view.OwnRef{Leads: r.Args.Leads, MeetingID: r.Args.Page.ID}
	if now.MeetingID != "" {
		if err := b.o.Personal.Skip(ctx, r.Key, r.UserID, now.MeetingID); err != nil {
			return r.fail(ctx, err)
		}
	}
	_, _, err := r.changeOwn(ctx, func(s personal.Settings) personal.Settings {
		s.Leads = now.Leads
		return s
	})
	if err != nil {
		return r.fail(ctx, err)
	}
	return r.Replace(ctx, view.OwnBackOn(r.Localizer, now))
}

// parseOwnRef reads what a button carries that turns reminders back on.
func parseOwnRef(r *Request) *route {
	ref, ok := view.ParseOwnRef(r.Action.Value)
	leads, problem := tidyLeads(ref.Leads)
	if !ok || problem != "" {
		return replies(stale)
	}
	r.Args.Leads, r.Args.Page.ID = leads, ref.MeetingID
	return nil
}

// stopDigest ends the digest of the person's day.
func (b *Bot) stopDigest(ctx context.Context, r *Request) error {
	before, _, err := r.changeOwn(ctx, func(s personal.Settings) personal.Settings {
		s.Digest = ""
		return s
	})
	if err != nil {
		return r.fail(ctx, err)
	}
	return r.Reply(ctx, view.DigestStopped(r.Localizer, string(before.Digest)))
}

// resumeDigest turns the digest of the person's day back on.
func (b *Bot) resumeDigest(ctx context.Context, r *Request) error {
	_, after, err := r.changeOwn(ctx, func(s personal.Settings) personal.Settings {
		s.Digest = r.Args.Own.Digest
		return s
	})
	if err != nil {
		return r.fail(ctx, err)
	}
	return r.Replace(ctx, view.DigestBackOn(r.Localizer, string(after.Digest)))
}

// parseDigestTime reads the time of day that a button carries.
func parseDigestTime(r *Request) *route {
	at, ok := personal.ParseClock(r.Action.Value)
	r.Args.Own = &personal.Settings{Digest: at}
	return staleUnless(ok)
}
