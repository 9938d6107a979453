package reminder

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// Why a reminder cannot be set.
var (
	// ErrNoUpcomingStart says that the meeting has no start to come: it is an
	// instant one, has begun, is over, or does not say when it is.
	ErrNoUpcomingStart = errors.New("no start ahead")
	// ErrLeads says that there must be 1 to MaxLeads leads of MinLead to MaxLead
	// in whole minutes.
	ErrLeads = errors.New("leads out of bounds")
)

// SetRequest is how somebody wants a conversation to be reminded.
type SetRequest struct {
	post.Conversation
	MeetingID string
	Leads     []time.Duration // in any order
	By        string          // U… or W…
	Late      bool            // as in Subscription
	Overrun   bool            // as in Subscription
}

// Status is a subscription with what is known of its meeting.
type Status struct {
	Subscription Subscription
	Facts        watch.Facts      // its occurrences are those that are not over
	Next         watch.Occurrence // zero when there is no start ahead
	Already      bool             // Set: there was one as requested
	Changed      bool             // Set: there was one that told something else
}

// Set subscribes a conversation to a meeting, in place of its subscription to
// this meeting before; one that was suspended goes on. The reading is one that
// the caller has just checked. Errors are ErrNoUpcomingStart, ErrLeads and those of
// the Store.
func (e *Engine) Set(ctx context.Context, r SetRequest, m *meeting.Snapshot) (Status, error) {
	leads, err := ordered(r.Leads)
	if err != nil {
		return Status{}, err
	}
	if _, ok := watch.FactsOf(r.MeetingID, m).Occurrences.Next(e.now()); !ok {
		return Status{}, ErrNoUpcomingStart
	}
	s := Subscription{
		ID: NewID(), Conversation: r.Conversation, MeetingID: r.MeetingID,
		Leads: leads, Late: r.Late, Overrun: r.Overrun, SetBy: r.By, SetAt: e.now(),
	}
	var st Status
	err = e.inTx(ctx, func(t *txn) error {
		st, err = t.set(ctx, s, m)
		return err
	})
	if err != nil {
		return Status{}, fmt.Errorf("set a reminder of meeting %s: %w", r.MeetingID, err)
	}
	return st, nil
}

// ordered returns leads longest first and none twice.
func ordered(leads []time.Duration) ([]time.Duration, error) {
	leads = slices.Clone(leads)
	slices.SortFunc(leads, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	leads = slices.Compact(leads)
	bad := func(d time.Duration) bool { return d < MinLead || d > MaxLead || d%time.Minute != 0 }
	if len(leads) == 0 || len(leads) > MaxLeads || slices.ContainsFunc(leads, bad) {
		return nil, ErrLeads
	}
	return leads, nil
}

// set stores a subscription and schedules its notices.
func (t *txn) set(ctx context.Context, s Subscription, m *meeting.Snapshot) (Status, error) {
	w, err := t.watcher.Begin(ctx, t.Tx, s.Meeting(), m)
	if err != nil {
		return Status{}, err
	}
	old, err := t.FindSubscription(ctx, s.Conversation, s.MeetingID)
	active := err == nil && old.Suspended == ""
	same := active && old.setUp() && old.tellsSame(s)
	switch {
	case err != nil && !errors.Is(err, ErrNotFound):
		return Status{}, err
	case same:
		s = old
	case err == nil:
		s.ID = old.ID
	}
	if old.ID != "" && old.SetBy != s.SetBy { // who has it no longer
		if err := t.observed(ctx, old); err != nil {
			return Status{}, err
		}
	}
	if err := t.PutSubscription(ctx, s); err != nil {
		return Status{}, err
	}
	if _, err := t.reconcile(ctx, w); err != nil {
		return Status{}, err
	}
	st := statusOf(s, w.Facts, t.now)
	st.Already, st.Changed = same, active && !same && old.setUp()
	return st, nil
}

// tellsSame reports whether two subscriptions of one conversation tell it the same.
func (s Subscription) tellsSame(as Subscription) bool {
	return slices.Equal(s.Leads, as.Leads) && s.Late == as.Late && s.Overrun == as.Overrun
}

// statusOf is a subscription with what is known of its meeting at a time.
func statusOf(s Subscription, f watch.Facts, now time.Time) Status {
	f.Occurrences = f.Unfinished(now)
	o, _ := f.Occurrences.Next(now)
	return Status{Subscription: s, Facts: f, Next: o}
}
