package rule

import (
	"context"
	"errors"
	"log/slog"

	"meetingbot/bot/access"
	"meetingbot/bot/agenda"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// maxLookedUp bounds how many people a job asks Slack about.
const maxLookedUp = 50

// setter is somebody who has set up rules.
type setter struct {
	person.Person
	user    access.MeetingUser
	known   bool // who they are, and they may look up meetings
	ownOnly bool // they may have those listed alone that they are invited to
}

// matches reports whether a rule of the setter matches a meeting that comes, and whether
// that can be told just now.
func (s setter) matches(r Rule, c *meeting.Conference, a *agenda.Agenda) (matches, clear bool) {
	switch {
	case !r.Matches(c.Subject.String()):
		return false, true
	case !s.known:
		return false, false
	case !r.Mine && !s.ownOnly:
		return true, true
	case s.Email == "" && !s.user.Linked():
		return false, false
	}
	known, ok := a.Invited(c.ID.String())
	return ok && known.Has(s.Person, s.user), ok
}

// setters finds out who has set up rules, and notes who may not look up meetings any
// more.
func (e *Engine) setters(ctx context.Context, ws workspace.Workspace, rules []Rule) (map[string]setter, error) {
	all, asked := map[string]setter{}, 0
	for _, r := range rules {
		s, done := all[r.SetBy]
		if !done {
			s = e.setter(ctx, ws, r.SetBy, &asked)
			all[r.SetBy] = s
		}
		if err := e.noteAccess(ctx, r, ws.Policy.Person(s.Person)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// setter finds out who somebody is. Where that is left to the next list, they are
// unknown.
func (e *Engine) setter(ctx context.Context, ws workspace.Workspace, userID string, asked *int) setter {
	who, ok := ws.PeekPerson(userID)
	switch {
	case ok:
	case *asked >= maxLookedUp || ctx.Err() != nil:
		return setter{Person: person.Person{AccountType: person.Unknown, Elsewhere: true}}
	default:
		*asked++
		who = ws.Person(ctx, userID)
	}
	return setter{
		Person: who, user: ws.MeetingUser(userID), known: ws.Policy.Person(who) == "", ownOnly: !ws.Policy.ListsAll(),
	}
}

// noteAccess suspends a rule whose setter may not look up meetings any more, and has
// that told once; it goes on where they may again. What it made stays: each reminder
// checks its setter, too.
func (e *Engine) noteAccess(ctx context.Context, r Rule, why access.Denial) error {
	unclear := why == access.Unknown || why == access.Unseen
	lost := why != "" && !unclear
	if unclear || lost == (r.Suspended != "") || !lost && r.Suspended != reminder.AccessLost {
		return nil
	}
	return e.store.InTx(ctx, func(tx Tx) error {
		now, err := tx.LockRule(ctx, r.ID)
		switch {
		case errors.Is(err, ErrNotFound):
			return nil
		case err != nil || now.Suspended != r.Suspended || now.SetBy != r.SetBy:
			return err
		}
		if now.Suspended = ""; lost {
			now.Suspended = reminder.AccessLost
		}
		if err := tx.ChangeRule(ctx, now); err != nil || !lost {
			return err
		}
		e.log.LogAttrs(ctx, slog.LevelInfo, "a rule is suspended whose setter may look up nothing any more",
			slog.String("team_id", r.TeamID), slog.String("channel_id", r.ChannelID), slog.String("reason", string(why)))
		return e.reminders.TellRuleSuspended(ctx, tx, subscriptionOf(now))
	})
}

// subscriptionOf is a rule as what is told of it has it: a subscription to no meeting.
func subscriptionOf(r Rule) reminder.Subscription {
	return reminder.Subscription{
		Conversation: post.Conversation{Key: r.Conversation.Key, ChannelID: r.ChannelID},
		Leads:        r.Leads, SetBy: r.SetBy, SetAt: r.SetAt, Suspended: r.Suspended, RuleID: r.ID,
	}
}
