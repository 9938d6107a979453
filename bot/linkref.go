package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// linkLife is how long somebody has to confirm that a Meeting account is theirs.
const linkLife = time.Hour

// parseLink shows the card, which has its link, to somebody who names a meeting.
func (b *Bot) parseLink(r *Request) *route {
	if r.Args.Page.ID != "" {
		return b.routes.words[wordNone]
	}
	return nil
}

// linkRef is what the button carries that confirms a link. It is sealed for the person
// who asked, and tells nothing of the account.
func (r *Request) linkRef(who person.Person, m meeting.Member) string {
	return r.bot.seal.close(r.holder(view.ActionLinkConfirm), r.linkDigest(who, m), r.bot.o.Now().Add(linkLife))
}

// linkDigest differs whenever the account or the address does that was asked about.
func (r *Request) linkDigest(who person.Person, m meeting.Member) string {
	parts := []string{strings.ToLower(who.Email), m.UUID.String(), m.Account.String(), m.ThirdID.String()}
	return r.bot.seal.sign(r.holder("link_digest"), strings.Join(parts, "\x00"), "")
}

// parseLinkRef reads what the button carries that confirms a link.
func parseLinkRef(r *Request) *route {
	digest, genuine := r.bot.seal.open(r.holder(view.ActionLinkConfirm), r.Action.Value, r.bot.o.Now())
	if !genuine {
		return replies(func(r *Request) view.Message {
			return view.LinkAgain(r.Localizer, r.command(), text.LinkExpired)
		})
	}
	r.Args.Text = digest
	return nil
}

// personChanged returns the work that is left when something about a person has
// changed who is linked, nil for none.
func (b *Bot) personChanged(ws workspace.Workspace, o Origin) Work {
	ws.ForgetPerson(o.UserID)
	if _, linked := b.o.Links.Peek(ws.SettingsKey(), o.UserID); !linked {
		return nil
	}
	return func(ctx context.Context, _ Send) error { return b.dropLink(ctx, ws, o) }
}

// dropLink forgets who a person is at the meeting account, once Slack says that they
// are no full member of the workspace any more, or have another address.
func (b *Bot) dropLink(ctx context.Context, ws workspace.Workspace, o Origin) error {
	l, linked := b.o.Links.Peek(ws.SettingsKey(), o.UserID)
	if !linked {
		return nil
	}
	why, err := b.linkEnds(ctx, ws, l.Email, o.UserID)
	if why == "" {
		return err
	}
	return b.endLink(ctx, ws.SettingsKey(), o, why)
}

// CheckLink asks Slack once who a linked person is, and ends their link where it does
// not stand any more. It reports whether Slack could say it.
func (b *Bot) CheckLink(ctx context.Context, l linking.Link) (known bool, err error) {
	ws, err := b.o.Workspaces.Get(ctx, l.Key)
	if errors.Is(err, workspace.ErrUnknown) {
		return true, nil // the app was removed, and the links go with it
	}
	if err != nil {
		return false, fmt.Errorf("find a workspace: %w", err)
	}
	who := ws.FreshPerson(ctx, l.UserID)
	if who.AccountType == person.Unknown {
		return false, nil
	}
	why := linkEnd(who, l.Email)
	if why == "" {
		return true, nil
	}
	return true, b.endLink(ctx, l.Key, Origin{Key: l.Key, UserID: l.UserID}, why)
}

// endLink forgets who a person is at the meeting account, and why.
func (b *Bot) endLink(ctx context.Context, k workspace.Key, o Origin, why string) error {
	if _, err := b.o.Links.Delete(ctx, k, o.UserID); err != nil {
		return err
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "meeting account unlinked", linkAttrs(o, slog.String("reason", why))...)
	b.linkChanged(ctx, o)
	return nil
}

// linkEnds asks Slack, for a minute while it cannot say, why the link of a person with
// this address has to end, "" where it stands.
func (b *Bot) linkEnds(ctx context.Context, ws workspace.Workspace, email, userID string) (string, error) {
	trying, cancel := context.WithTimeout(ctx, b.o.RetryFor)
	defer cancel()
	for pause := time.Second; ; pause *= 2 {
		if who := ws.FreshPerson(trying, userID); who.AccountType != person.Unknown {
			return linkEnd(who, email), nil
		}
		sleep(trying, pause)
		if trying.Err() != nil {
			return "", &unknownPersonError{}
		}
	}
}

// linkEnd says why the link of a person with this address has to end, "" where it
// stands, or where too little is known of them.
func linkEnd(who person.Person, email string) string {
	switch {
	case who.AccountType == person.Unknown:
		return ""
	case who.AccountType != person.Member:
		return string(who.AccountType)
	case !who.Local:
		return "elsewhere"
	case who.Email != "" && !strings.EqualFold(who.Email, email):
		return "other_address"
	default:
		return ""
	}
}

// meetingUser is who the person who asks is at the meeting account, zero for nobody.
func (r *Request) meetingUser() access.MeetingUser {
	l, linked := r.bot.o.Links.Peek(r.Workspace.SettingsKey(), r.UserID)
	if !linked || linkEnd(r.Person, l.Email) != "" {
		return access.MeetingUser{}
	}
	return l.MeetingUser
}

// checkLink drops the link of the person who asks where it does not stand any more.
func (b *Bot) checkLink(ctx context.Context, r *Request) {
	l, linked := b.o.Links.Peek(r.Workspace.SettingsKey(), r.UserID)
	if !linked || linkEnd(r.Person, l.Email) == "" {
		return
	}
	if err := b.dropLink(ctx, r.Workspace, r.Origin); err != nil {
		b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a link stays that has to end",
			slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID), slog.Any("error", err))
	}
}
