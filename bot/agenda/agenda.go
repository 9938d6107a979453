// Package agenda is what is known of the meetings of each meeting account, for everybody
// who uses it: the list, and who is invited to each meeting. Nothing of it is stored.
package agenda

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"meetingbot/bot/access"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// ListEvery is how often new meetings are looked for: once for each account,
	// whoever uses it.
	ListEvery = 5 * time.Minute
	// listLife is how long one list of an account's meetings serves everybody.
	listLife = time.Minute
	// inviteesLife is how long it is known who is invited to a meeting, and
	// inviteesSoon the same of one that starts within soon.
	inviteesLife = 30 * time.Minute
	inviteesSoon = 5 * time.Minute
	soon         = time.Hour
	// maxRead bounds how many meetings are read at a time for who is invited, and
	// maxAtOnce how many of them at once.
	maxRead   = 100
	maxAtOnce = 8
	// maxAccounts bounds how many accounts are remembered.
	maxAccounts = 1000
)

// Agendas are those of the accounts that are in use. They are safe for concurrent use.
type Agendas struct {
	now func() time.Time

	mu  sync.Mutex
	all map[workspace.Meetings]*Agenda
}

// New returns what knows nothing yet. now is the clock.
func New(now func() time.Time) *Agendas { return &Agendas{now: now} }

// Of returns what is known of an account, which is nothing at first.
func (a *Agendas) Of(m workspace.Meetings) *Agenda {
	a.mu.Lock()
	defer a.mu.Unlock()
	if known, ok := a.all[m]; ok {
		return known
	}
	if a.all == nil || len(a.all) >= maxAccounts {
		a.all = make(map[workspace.Meetings]*Agenda)
	}
	known := &Agenda{Meetings: m, now: a.now, known: make(map[string]*Invited)}
	a.all[m] = known
	return known
}

// Agenda is what is known of the meetings of one account. It is locked while it is read:
// whoever comes meanwhile has the same.
type Agenda struct {
	sync.Mutex
	Meetings workspace.Meetings

	now   func() time.Time
	list  *meeting.Listing
	known map[string]*Invited // by a meeting's id
}

// Invited is who is invited to a meeting.
type Invited struct {
	access.InviteeSet
	readAt time.Time
	// Reconciled is what a reader has reconciled with it in each workspace, in words of its
	// own. A new reading has none.
	Reconciled map[workspace.Key]string
}

// fresh reports whether it is young enough for a meeting that starts at a time.
func (i *Invited) fresh(start, now time.Time) bool {
	life := inviteesLife
	if start.Sub(now) <= soon {
		life = inviteesSoon
	}
	age := now.Sub(i.readAt)
	return age >= 0 && age < life
}

// List returns the account's meetings. The agenda is locked.
func (a *Agenda) List(ctx context.Context) (*meeting.Listing, error) {
	if now := a.now(); a.list != nil && now.Sub(a.list.ReadAt).Abs() < listLife {
		return a.list, nil
	}
	l, err := a.Meetings.ListAll(ctx)
	if err != nil {
		return nil, fmt.Errorf("list meetings: %w", err)
	}
	a.list = l
	listed := make(map[string]bool, len(l.Conferences))
	for _, c := range l.Conferences {
		listed[c.ID.String()] = true
	}
	for id := range a.known {
		if !listed[id] {
			delete(a.known, id)
		}
	}
	return l, nil
}

// Invited returns who is invited to a meeting, if that is known. The agenda is locked.
func (a *Agenda) Invited(meetingID string) (*Invited, bool) {
	i, ok := a.known[meetingID]
	return i, ok
}

// ReadInvited reads who is invited to meetings of which that is not known, the nearest
// first, and at most maxRead of them. It reports whether some are left. The agenda is
// locked.
func (a *Agenda) ReadInvited(ctx context.Context, meetings []*meeting.Conference) (more bool, err error) {
	now := a.now()
	var asked []*meeting.Conference
	for _, c := range meetings {
		if known, ok := a.known[c.ID.String()]; !ok || !known.fresh(startOf(c, now), now) {
			asked = append(asked, c)
		}
	}
	slices.SortStableFunc(asked, func(x, y *meeting.Conference) int {
		return cmp.Compare(startOf(x, now).Unix(), startOf(y, now).Unix())
	})
	more = len(asked) > maxRead
	asked = asked[:min(len(asked), maxRead)]
	found := make([]*access.InviteeSet, len(asked))
	readers, ctx := errgroup.WithContext(ctx)
	readers.SetLimit(maxAtOnce)
	for i, c := range asked {
		readers.Go(func() (err error) {
			found[i], err = a.read(ctx, c.ID.String())
			return err
		})
	}
	err = readers.Wait()
	for i, c := range asked {
		if found[i] == nil {
			continue
		}
		a.known[c.ID.String()] = &Invited{InviteeSet: *found[i], readAt: now, Reconciled: map[workspace.Key]string{}}
	}
	return more, err
}

// read reads who is invited to a meeting: nobody, as far as is known, where the account
// may not read it.
func (a *Agenda) read(ctx context.Context, id string) (*access.InviteeSet, error) {
	m, err := a.Meetings.Get(ctx, id)
	switch kind := meeting.KindOf(err); {
	case err == nil:
		set := access.InviteesOf(m)
		return &set, nil
	case kind == meeting.NotFound || kind == meeting.Forbidden || kind == meeting.Invalid:
		return &access.InviteeSet{}, nil
	default:
		return nil, fmt.Errorf("who is invited to %s: %w", id, err)
	}
}

// startOf is the next start of a meeting, or that of its current time.
func startOf(c *meeting.Conference, now time.Time) time.Time {
	if next := c.NextStart(now); !next.IsZero() {
		return next
	}
	return c.Current(now).Start
}
