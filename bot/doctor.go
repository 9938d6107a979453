package bot

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/view"
)

// accountPatience is how long doctor waits for a sign-in.
const accountPatience = 5 * time.Second

var errAccountSlow = errors.New("the meeting account was not told in time")

// doctor tells how the bot is doing, and what it knows of whoever asks.
func (b *Bot) doctor(ctx context.Context, a asker, _ request) error {
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	f := view.Health{
		Site: b.o.Site, Access: b.o.Policy,
		Zone: a.who.Zone, Address: a.who.Email != "", Now: b.o.Now(), Version: b.o.Version,
	}
	if b.o.Account != nil {
		signing, cancel := context.WithTimeoutCause(ctx, accountPatience, errAccountSlow)
		defer cancel()
		account, err := b.o.Account.Identity(signing)
		f.Account, f.AccountRefused = &account, err != nil
		b.remember(err)
	}
	if r := b.rebuff.Load(); r != nil {
		f.Refusal, f.RefusalCode, f.RefusedAt = r.kind, r.code, r.at
	}
	return a.tell(ctx, view.Doctor(a.in, f))
}
