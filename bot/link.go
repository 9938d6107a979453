package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/slack-go/slack"

	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

// Links knows who people are at the meeting account.
type Links interface {
	// Ready reports whether links can be stored.
	Ready() bool
	// Peek returns the link of a person as far as is in memory. It never waits.
	Peek(k workspace.Key, userID string) (linking.Link, bool)
	// Get returns the link of a person as it is stored.
	Get(ctx context.Context, k workspace.Key, userID string) (linking.Link, bool, error)
	// Put stores a link in place of a former one.
	Put(ctx context.Context, l linking.Link) error
	// Delete reports whether there was a link.
	Delete(ctx context.Context, k workspace.Key, userID string) (bool, error)
}

var _ Links = (*linking.Directory)(nil)

// link asks the person in private whether the Meeting account is theirs that has their
// Slack e-mail address. Nothing is stored before they have confirmed that.
func (b *Bot) link(ctx context.Context, r *Request) error {
	if !b.o.Links.Ready() {
		return r.Reply(ctx, r.notice(text.LinkNoKey))
	}
	l, linked, err := b.o.Links.Get(ctx, r.Workspace.SettingsKey(), r.UserID)
	if err != nil {
		return r.fail(ctx, err)
	}
	if linked {
		return r.Reply(ctx, view.LinkShown(r.reader(), view.LinkFacts{Linked: true, Since: l.LinkedAt}))
	}
	who, m, err := b.meetingUserToLink(ctx, r)
	if m == nil {
		return err
	}
	question := view.LinkQuestion(r.Localizer, m.Name, r.linkRef(who, *m))
	if _, err := post.Post(ctx, r.Workspace.Slack, r.UserID, post.Message(question)); err != nil {
		return errors.Join(fmt.Errorf("ask whether to link: %w", err), r.Reply(ctx, r.notice(text.LinkNoDirect)))
	}
	return r.Reply(ctx, view.Sentence(r.Localizer, text.LinkAsked))
}

// confirmLink links the person who confirms it, if all still holds that was checked
// before they were asked.
func (b *Bot) confirmLink(ctx context.Context, r *Request) error {
	who, m, err := b.meetingUserToLink(ctx, r)
	if m == nil {
		return err
	}
	if r.Args.Text != r.linkDigest(who, *m) {
		return r.Replace(ctx, view.LinkAgain(r.Localizer, r.command(), text.LinkChanged))
	}
	user := access.MeetingUser{UUID: m.UUID.String(), Account: m.Account.String(), UserID: m.ThirdID.String()}
	l := linking.Link{Key: r.Workspace.SettingsKey(), UserID: r.UserID, MeetingUser: user, Email: who.Email}
	if err := b.o.Links.Put(ctx, l); err != nil {
		return r.fail(ctx, err)
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "meeting account linked", linkAttrs(r.Origin)...)
	b.linkChanged(ctx, r.Origin)
	return r.Replace(ctx, view.Linked(r.Localizer))
}

// meetingUserToLink looks up who asks at Slack and at the meeting account, both now.
// It returns no user where they cannot be linked: they have been told why.
func (b *Bot) meetingUserToLink(ctx context.Context, r *Request) (person.Person, *meeting.Member, error) {
	who := r.freshPerson(ctx)
	switch why := linkDenial(who); {
	case why == text.LaterIdentity:
		return who, nil, r.Reply(ctx, r.unknown(why))
	case why != "":
		b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "link refused", linkAttrs(r.Origin, slog.String("account_type", string(who.AccountType)))...)
		return who, nil, r.Replace(ctx, view.Sentence(r.Localizer, why))
	}
	m, err := retry(ctx, r, func(ctx context.Context) (meeting.Member, error) {
		return r.Workspace.Meetings.FindMember(ctx, who.Email)
	})
	if err == nil {
		return who, &m, nil
	}
	if why := memberKey(kindOf(err)); why != "" {
		b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "no meeting account to link", linkAttrs(r.Origin, slog.String("reason", string(kindOf(err))))...)
		return who, nil, r.Replace(ctx, r.notice(why))
	}
	return who, nil, b.refuse(ctx, r, "", fmt.Errorf("find a member: %w", err))
}

// linkDenial says why somebody cannot be linked, "" where they can: full members of
// this very workspace can, whose address Slack has confirmed.
func linkDenial(who person.Person) text.Key {
	switch who.AccountType {
	case person.Member:
	case person.Guest:
		return text.LinkGuest
	case person.External:
		return text.LinkExternal
	case person.Unknown:
		return text.LaterIdentity
	default:
		return text.LinkMembers
	}
	switch {
	case !who.Local:
		return text.LinkMembers
	case who.Email == "":
		return text.LinkNoEmail
	case !who.Confirmed:
		return text.LinkUnconfirmed
	default:
		return ""
	}
}

// memberKey is why there is nobody at the meeting account to link somebody with, ""
// where that is not known.
func memberKey(kind meeting.Kind) text.Key {
	switch kind {
	case meeting.NoMember, meeting.Invalid:
		return text.LinkNoMember
	case meeting.SeveralMembers:
		return text.LinkSeveral
	case meeting.InactiveMember:
		return text.LinkInactive
	case meeting.NoThirdID:
		return text.LinkNoThirdID
	case meeting.Forbidden:
		return text.LinkForbidden
	default:
		return ""
	}
}

// unlink forgets who the person is at the meeting account.
func (b *Bot) unlink(ctx context.Context, r *Request) error {
	was, err := b.o.Links.Delete(ctx, r.Workspace.SettingsKey(), r.UserID)
	if err != nil {
		return r.fail(ctx, err)
	}
	if !was {
		return r.Replace(ctx, view.Sentence(r.Localizer, text.UnlinkNothing))
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "meeting account unlinked", linkAttrs(r.Origin, slog.String("reason", "asked"))...)
	b.linkChanged(ctx, r.Origin)
	return r.Replace(ctx, view.Sentence(r.Localizer, text.UnlinkDone))
}

// declineLink answers somebody who does not want to be linked.
func (b *Bot) declineLink(ctx context.Context, r *Request) error {
	return r.Replace(ctx, view.Sentence(r.Localizer, text.LinkDeclined))
}

// linkFacts are whether the person who asks is linked, nil where they cannot be.
func (r *Request) linkFacts() *view.LinkFacts {
	if l, ok := r.bot.o.Links.Peek(r.Workspace.SettingsKey(), r.UserID); ok {
		return &view.LinkFacts{Linked: true, Since: l.LinkedAt}
	}
	if !r.bot.o.Links.Ready() || r.Person.AccountType != person.Member || !r.Person.Local {
		return nil
	}
	return &view.LinkFacts{}
}

// linkSection is about the Meeting account of the person who asks, none where they
// cannot be linked.
func (r *Request) linkSection() []slack.Block {
	f := r.linkFacts()
	if f == nil {
		return nil
	}
	return view.LinkSection(r.reader(), *f)
}

// linkAttrs are what the log has of somebody who was linked or not, without an address.
func linkAttrs(o Origin, more ...slog.Attr) []slog.Attr {
	return append(more, slog.String("team_id", o.TeamID), slog.String("user_id", o.UserID), slog.String("request_id", o.RequestID))
}

// linkChanged has the Home tab of a person shown anew.
func (b *Bot) linkChanged(ctx context.Context, o Origin) {
	if err := b.o.Home.Changed(ctx, o.Key, o.UserID); err != nil {
		b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a Home tab shows the link of before", outagelog.Of("database"),
			slog.String("team_id", o.TeamID), slog.String("user_id", o.UserID), slog.Any("error", err))
	}
}
