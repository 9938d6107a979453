package reminder

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"meetingbot/bot/post"
	"meetingbot/meeting"
)

// What cannot be promised.
var (
	// ErrNothingAhead says that the meeting has no start to come: it is an
	// instant one, has begun, is over, or does not say when it is.
	ErrNothingAhead = errors.New("no start ahead")
	// ErrLeads says that there must be 1 to MaxLeads leads of MinLead to MaxLead
	// in whole minutes.
	ErrLeads = errors.New("leads out of bounds")
)

// SetRequest is what somebody wants a conversation to be told.
type SetRequest struct {
	post.Conversation
	MeetingID string
	Leads     []time.Duration // in any order
	By        string          // U… or W…
}

// Status is a subscription with what is known of its meeting.
type Status struct {
	Subscription Subscription
	Facts        Facts      // its occurrences are those that are not over
	Next         Occurrence // zero when there is no start ahead
	Already      bool       // Set: the promise stood as it was wished
	Changed      bool       // Set: the promise stood with other leads
}

// Set promises what is wished, in place of what the conversation was promised
// about this meeting before; one that was parked is taken up again. The reading
// is one that the caller has just checked. Errors are ErrNothingAhead, ErrLeads
// and those of the Store.
func (e *Engine) Set(ctx context.Context, wish SetRequest, m *meeting.Snapshot) (Status, error) {
	leads, err := ordered(wish.Leads)
	if err != nil {
		return Status{}, err
	}
	if _, ok := next(factsOf(wish.MeetingID, m).Occurrences, e.now()); !ok {
		return Status{}, ErrNothingAhead
	}
	s := Subscription{
		ID: NewID(), Conversation: wish.Conversation, MeetingID: wish.MeetingID,
		Leads: leads, SetBy: wish.By, SetAt: e.now(),
	}
	var st Status
	err = e.inTx(ctx, func(d *desk) error {
		st, err = d.set(ctx, s, m)
		return err
	})
	if err != nil {
		return Status{}, fmt.Errorf("set a reminder of meeting %s: %w", wish.MeetingID, err)
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

// set keeps a subscription and arms it.
func (d *desk) set(ctx context.Context, s Subscription, m *meeting.Snapshot) (Status, error) {
	w, err := d.OpenWatch(ctx, s.Meeting())
	if err != nil {
		return Status{}, err
	}
	if w, _, err = d.learn(ctx, w, m); err != nil {
		return Status{}, err
	}
	old, err := d.FindSubscription(ctx, s.Conversation, s.MeetingID)
	stood := err == nil && old.Parked == ""
	same := stood && slices.Equal(old.Leads, s.Leads)
	switch {
	case err != nil && !errors.Is(err, ErrNotFound):
		return Status{}, err
	case same:
		s = old
	case err == nil:
		s.ID = old.ID
	}
	if err := d.PutSubscription(ctx, s); err != nil {
		return Status{}, err
	}
	if _, err := d.uphold(ctx, w); err != nil {
		return Status{}, err
	}
	if err := d.Hasten(ctx, nextLook(w, d.now)); err != nil {
		return Status{}, err
	}
	st := statusOf(s, w.Facts, d.now)
	st.Already, st.Changed = same, stood && !same
	return st, nil
}

// standing says how a subscription stands.
func statusOf(s Subscription, f Facts, now time.Time) Status {
	f.Occurrences = upTo(f.Occurrences, now, false, 0)
	o, _ := next(f.Occurrences, now)
	return Status{Subscription: s, Facts: f, Next: o}
}
