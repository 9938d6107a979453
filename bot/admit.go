package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// unknownPersonError says that Slack cannot say who somebody is of whom nothing is
// known.
type unknownPersonError struct {
	wait time.Duration // until Slack is asked again
}

func (*unknownPersonError) Error() string { return "slack has not said who the person is" }

// admit finds out who asks and whether they may. It reports false when they may
// not, and they have been told why; the error is for the operator.
func (b *Bot) admit(ctx context.Context, r *Request) (bool, error) {
	if r.route.access == everybody {
		if !r.identified {
			r.know(r.Workspace.Reader(ctx, r.UserID))
		}
		return true, nil
	}
	if err := b.identify(ctx, r); err != nil {
		return false, b.refuseUnknown(ctx, r, err)
	}
	switch why := r.deniedRoute(); {
	case why == "":
		return true, nil
	case r.route.denied != nil:
		return false, r.route.denied(ctx, r)
	default:
		return false, b.deny(ctx, r, why)
	}
}

// identify finds out who asks. While Slack cannot say it of somebody of whom
// nothing is known, it is tried for a minute, as reading a meeting is.
func (b *Bot) identify(ctx context.Context, r *Request) error {
	if r.identified {
		return nil
	}
	r.Localizer = b.localizers.of(r.Workspace.Language)
	who, err := b.awaitAsker(ctx, r)
	if err != nil {
		return fmt.Errorf("find out who asks: %w", err)
	}
	r.know(who)
	return nil
}

// awaitAsker waits until it is known who asks. For a form there is no time to try
// again.
func (b *Bot) awaitAsker(ctx context.Context, r *Request) (person.Person, error) {
	if !r.route.form {
		return retryTelling(ctx, r, text.TryingIdentity, r.whoAsks)
	}
	ctx, cancel := r.beforeForm(ctx)
	defer cancel()
	return r.whoAsks(ctx)
}

// whoAsks asks the directory of people once.
func (r *Request) whoAsks(ctx context.Context) (person.Person, error) {
	who := r.Workspace.Person(ctx, r.UserID).From(r.UserTeam)
	if r.Workspace.Policy.Person(who) == access.Unknown {
		return who, &unknownPersonError{wait: who.RetryAt.Sub(r.bot.o.Now())}
	}
	return who, nil
}

// freshPerson is who asks, as Slack says at this moment.
func (r *Request) freshPerson(ctx context.Context) person.Person {
	return r.Workspace.FreshPerson(ctx, r.UserID).From(r.UserTeam)
}

// refuseUnknown tells a person that Slack could not say who they are. A form
// says it beside a field, so that it can be sent off again.
func (b *Bot) refuseUnknown(ctx context.Context, r *Request, err error) error {
	if ctx.Err() != nil && r.Kind != KindSubmission {
		return err // the caller who ended it tells the person
	}
	key := text.LaterIdentity
	if r.hasMessages() && !r.route.form {
		key = text.GaveUpIdentity
	}
	m := r.unknown(key)
	if field := r.route.errorField; field != "" {
		return errors.Join(err, r.FieldErrors(ctx, map[string]string{field: m.Text}))
	}
	if r.hasMessages() {
		m = m.WithAgain(r.Localizer, r.again())
	}
	return errors.Join(err, r.Reply(ctx, m))
}

// unknown tells a person that Slack does not say who they are, with a button to
// ask again where there can be one.
func (r *Request) unknown(sentence text.Key) view.Message {
	m := r.notice(sentence)
	if r.hasMessages() {
		m = m.WithAgain(r.Localizer, r.again())
	}
	return m
}

// denied returns why the person who asks may not look up meetings at all, ""
// when they may.
func (r *Request) denied() access.Denial { return r.Workspace.Policy.Person(r.Person) }

// deniedRoute returns why the person who asks may not do what their route does, "" when
// they may.
func (r *Request) deniedRoute() access.Denial {
	if r.route.access == needsBooking {
		return r.Workspace.Policy.Book(r.Person, r.meetingUser())
	}
	return r.denied()
}

// deniedMeeting returns why the person who asks may not look up this meeting, ""
// when they may.
func (r *Request) deniedMeeting() access.Denial {
	return r.Workspace.Policy.Meeting(r.Meeting, r.Person, r.meetingUser())
}

// deny tells a person why they may not look up meetings.
func (b *Bot) deny(ctx context.Context, r *Request, why access.Denial) error {
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "lookup refused",
		slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID),
		slog.String("request_id", r.RequestID), slog.String("account_type", string(r.Person.AccountType)))
	switch {
	case why == access.NotLinked && b.o.Links.Ready():
		return r.Reply(ctx, view.LinkAgain(r.Localizer, r.command(), text.RefusalNotLinked))
	case why == access.NotLinked: // and cannot be
		return r.Reply(ctx, r.notice(text.LinkNoKey))
	}
	return r.Reply(ctx, view.Sentence(r.Localizer, denialKey(why)))
}
