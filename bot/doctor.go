package bot

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/view"
)

// identityTimeout is how long doctor waits for a sign-in.
const identityTimeout = 5 * time.Second

var errIdentitySlow = errors.New("the sign-in to the meeting account took too long")

// doctor tells how the bot is doing, and what it knows of the person who asks.
func (b *Bot) doctor(ctx context.Context, r *Request) error {
	account := r.Workspace.Meetings
	f := view.Health{
		Site: account.Site(), Access: r.Workspace.Policy,
		Zone: r.Person.Zone, Address: r.Person.Email != "", Now: b.o.Now(), Version: b.o.Version, Events: b.eventFacts(),
	}
	signingIn, cancel := context.WithTimeoutCause(ctx, identityTimeout, errIdentitySlow)
	defer cancel()
	identity, err := account.Identity(signingIn)
	f.Account, f.AccountRefused = &identity, err != nil
	if last := account.LastRefusal(); last != nil {
		f.Refusal, f.RefusalCode, f.RefusedAt = last.Kind, last.Code, last.At
	}
	return r.Reply(ctx, view.Doctor(r.Localizer, f))
}
