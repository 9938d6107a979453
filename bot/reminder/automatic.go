package reminder

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// maxTogether bounds how many automatic subscriptions to one meeting a transaction
// changes.
const maxTogether = 200

// Automatic are the conversations of a workspace that are reminded of a meeting without
// anybody having asked for this one, by what people decided for themselves or by rules.
type Automatic struct {
	ByRules bool
	Want    map[string]Wanted // by the conversation's id: a user's, or with ByRules a channel's too
	Keep    map[string]bool   // conversations of which it cannot be told just now: theirs stay as they are
}

// Wanted is how one conversation is reminded.
type Wanted struct {
	Leads  []time.Duration // before each start, longest first, as in Subscription
	SetBy  string          // U… or W…
	RuleID string          // with ByRules
}

// Stops is told what people stop. It is called within the transaction that deletes the
// subscription.
type Stops interface {
	ReminderStopped(ctx context.Context, tx queue.Queue, s Subscription) error
}

// SetAutomatic has those conversations and no others reminded of a meeting
// automatically. A subscription that somebody set up stands in place of an automatic
// one, and that of a rule in place of one that follows from what a person decided for
// all of their meetings. Where nothing is to be changed, it costs one statement, and read
// is not called, which reads the meeting.
func (e *Engine) SetAutomatic(
	ctx context.Context, k watch.MeetingKey, want Automatic, read func(context.Context) (*meeting.Snapshot, error),
) error {
	differs, err := e.automaticDiffers(ctx, k, want)
	if err != nil || !differs {
		return err
	}
	m, err := read(ctx)
	if err != nil {
		return fmt.Errorf("read meeting %s: %w", k.MeetingID, err)
	}
	if _, ahead := watch.FactsOf(k.MeetingID, m).Occurrences.Next(e.now()); !ahead {
		return nil // its watch ends all subscriptions
	}
	for differs {
		err := e.inTx(ctx, func(t *txn) error { return t.setAutomatic(ctx, k, want, m) })
		if err != nil {
			return fmt.Errorf("remind of meeting %s: %w", k.MeetingID, err)
		}
		if differs, err = e.automaticDiffers(ctx, k, want); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) automaticDiffers(ctx context.Context, k watch.MeetingKey, want Automatic) (differs bool, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		all, err := tx.SubscriptionsTo(ctx, k)
		put, drop := want.compare(k, all)
		differs = len(put)+len(drop) > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look who is reminded of meeting %s: %w", k.MeetingID, err)
	}
	return differs, nil
}

// compare tells which subscriptions to a meeting are missing or not as wanted, and which are
// not wanted any more. A new one has no id and no time.
func (a Automatic) compare(k watch.MeetingKey, all []Subscription) (put, drop []Subscription) {
	has := make(map[string]bool, len(all))
	for _, s := range all {
		has[s.ChannelID] = true
		want, wanted := a.Want[s.ChannelID]
		switch {
		case !a.governs(s) && !(wanted && a.replaces(s)), a.Keep[s.ChannelID] && !s.setUp():
		case !wanted:
			drop = append(drop, s)
		case !want.isThatOf(s):
			put = append(put, a.as(s, want))
		}
	}
	for channelID, want := range a.Want {
		if !has[channelID] {
			c := post.Conversation{Key: k.Key, ChannelID: channelID}
			put = append(put, a.as(Subscription{Conversation: c, MeetingID: k.MeetingID}, want))
		}
	}
	slices.SortFunc(put, func(a, b Subscription) int { return strings.Compare(a.ChannelID, b.ChannelID) })
	return put, drop
}

// governs reports whether a subscription was made for the same cause.
func (a Automatic) governs(s Subscription) bool { return !s.setUp() && (s.RuleID != "") == a.ByRules }

// replaces reports whether a subscription gives way that was made for another cause.
func (a Automatic) replaces(s Subscription) bool { return a.ByRules && s.Automatic }

// as is a subscription as it is wanted. Whoever set it up has changed where it was
// suspended, or it is tried anew.
func (a Automatic) as(s Subscription, want Wanted) Subscription {
	s.Leads, s.SetBy, s.RuleID, s.Automatic, s.Suspended = want.Leads, want.SetBy, want.RuleID, !a.ByRules, ""
	return s
}

// isThatOf reports whether a subscription is as it is wanted.
func (w Wanted) isThatOf(s Subscription) bool {
	return slices.Equal(s.Leads, w.Leads) && s.SetBy == w.SetBy && s.RuleID == w.RuleID
}

// setAutomatic stores some of what is missing.
func (t *txn) setAutomatic(ctx context.Context, k watch.MeetingKey, want Automatic, m *meeting.Snapshot) error {
	w, err := t.watcher.Begin(ctx, t.Tx, k, m)
	if err != nil {
		return err
	}
	all, err := t.SubscriptionsTo(ctx, k)
	if err != nil {
		return err
	}
	put, drop := want.compare(k, all)
	if err := t.deleteAll(ctx, drop[:min(len(drop), maxTogether)]); err != nil {
		return err
	}
	t.late = make(map[string]bool)
	for _, s := range put[:min(len(put), maxTogether)] {
		if s.ID == "" {
			s.ID = NewID()
			t.late[s.ID] = true
		}
		s.SetAt = t.now
		if err := t.PutSubscription(ctx, s); err != nil {
			return err
		}
	}
	_, err = t.reconcile(ctx, w)
	return err
}

// EndAutomatic deletes the automatic subscriptions of a person, within a transaction
// that another package began.
func (e *Engine) EndAutomatic(ctx context.Context, tx queue.Queue, k workspace.Key, userID string) error {
	t := e.txn(e.store.Join(tx))
	all, err := t.AutomaticOf(ctx, k, userID)
	if err != nil {
		return err
	}
	return t.deleteAll(ctx, all)
}

// isLate reports whether a notice of a new automatic subscription is scheduled although
// its time has passed: the meeting was found late. It says how much time there is left.
// Of several leads the last one that passed counts, and only for the next start.
func (t *txn) isLate(w watch.Watch, s Subscription, o watch.Occurrence, lead time.Duration) bool {
	next, ahead := w.Facts.Occurrences.Next(t.now)
	if !t.late[s.ID] || !ahead || !next.Start.Equal(o.Start) {
		return false
	}
	return !slices.ContainsFunc(s.Leads, func(other time.Duration) bool {
		return other < lead && !o.Start.Add(-other).After(t.now)
	})
}

// uninvited reports whether a meeting is none of the person's any more whom a notice of
// an automatic subscription is for, or who set up the rule that it follows from. What
// cannot be told counts as none.
func uninvited(p access.Policy, s Subscription, m *meeting.Snapshot, who person.Person, user access.MeetingUser) bool {
	switch {
	case m == nil || s.setUp():
		return false
	case s.RuleID != "":
		return p.Person(who) == "" && !p.Reminded(m, who, user)
	}
	i := access.InvitationOf(m, who, user)
	return !i.Sure() && i != access.ListCut && i != access.NoAddress
}

// endUninvited ends an automatic subscription to a meeting that is none of the
// person's any more.
func (e *Engine) endUninvited(ctx context.Context, noticeID string) error {
	return e.inTx(ctx, func(t *txn) error {
		_, s, _, err := t.loadLocked(ctx, noticeID)
		if err != nil {
			return err
		}
		if err := t.DeleteSubscription(ctx, s.ID); err != nil {
			return err
		}
		return queue.ErrDone
	})
}

// SatisfiedBy reports whether nothing is to be changed where these are all subscriptions
// to the meeting that were made for the same cause, and nobody set one up.
func (a Automatic) SatisfiedBy(made []Subscription) bool {
	put, drop := a.compare(watch.MeetingKey{}, made)
	return len(put)+len(drop) == 0
}
