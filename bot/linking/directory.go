package linking

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/workspace"
)

// Options set up a Directory.
type Options struct {
	// Store keeps the links for all processes. Required.
	Store Store
	// MeetingAccount names the meeting account that a workspace uses now, "" where that
	// cannot be used. It never waits. Required.
	MeetingAccount func(workspace.Key) string
	// Every is how often links are read, which is how soon a change by another
	// process is seen by Peek. Defaults to 15 s.
	Every time.Duration
	// Logger gets that they could not be read. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	o.Every = cmp.Or(o.Every, 15*time.Second)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Directory knows all links, so that nobody waits for them. While the store cannot be
// read, what was read last holds. It is safe for concurrent use.
type Directory struct {
	o Options

	mu      sync.RWMutex
	all     map[who]Link
	people  map[member]string // users' ids, as all has them
	changes int               // made by this process: a reading that began before is older
	checked map[who]time.Time // when this process asked who somebody is
}

// who is a person of a workspace. A workspace that has joined an organisation or left
// it is the same one.
type who struct {
	workspace.Key // alone
	userID        string
}

func of(k workspace.Key, userID string) who { return who{k.Alone(), userID} }

// New makes a directory that knows no links yet: see Load.
func New(o Options) (*Directory, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("linking: Store must be given")
	case o.MeetingAccount == nil:
		return nil, errors.New("linking: MeetingAccount must be given")
	case o.Every < 0:
		return nil, fmt.Errorf("linking: Every must be positive, got %s", o.Every)
	}
	return &Directory{
		o: o.withDefaults(), all: make(map[who]Link), people: make(map[member]string), checked: make(map[who]time.Time),
	}, nil
}

// Peek returns the link of a person as this process knows it, and whether there is
// one. It never waits.
func (d *Directory) Peek(k workspace.Key, userID string) (Link, bool) {
	d.mu.RLock()
	l, ok := d.all[of(k, userID)]
	d.mu.RUnlock()
	if !ok || !d.holds(k, l) {
		return Link{}, false
	}
	return l, true
}

// MeetingUser is who a person is at the meeting account as this process knows it, zero
// for nobody. It never waits.
func (d *Directory) MeetingUser(k workspace.Key, userID string) access.MeetingUser {
	l, _ := d.Peek(k, userID)
	return l.MeetingUser
}

// Get returns the link of a person as it is stored at this moment, and whether there
// is one. Whoever acts as somebody asks this and not Peek.
func (d *Directory) Get(ctx context.Context, k workspace.Key, userID string) (Link, bool, error) {
	d.mu.RLock()
	began := d.changes
	d.mu.RUnlock()
	l, ok, err := d.o.Store.GetLink(ctx, k, userID)
	if err != nil {
		return Link{}, false, fmt.Errorf("read who a person is at the meeting account: %w", err)
	}
	d.mu.Lock()
	if d.changes == began {
		d.note(l, ok, of(k, userID))
	}
	d.mu.Unlock()
	if !ok || !d.holds(k, l) {
		return Link{}, false, nil
	}
	return l, true, nil
}

// Ready reports whether links can be stored.
func (d *Directory) Ready() bool { return d.o.Store.Seals() }

// Put stores a link to a user of the meeting account that the workspace uses now. This
// process sees it at once, others soon.
func (d *Directory) Put(ctx context.Context, l Link) error {
	l.MeetingAccount, l.LinkedAt = d.o.MeetingAccount(l.Key), d.o.Now().UTC().Truncate(time.Millisecond)
	err := d.o.Store.PutLink(ctx, l)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.changes++
	if err != nil {
		return fmt.Errorf("store who a person is at the meeting account: %w", err)
	}
	d.note(l, true, of(l.Key, l.UserID))
	return nil
}

// Delete forgets the link of a person, and reports whether there was one.
func (d *Directory) Delete(ctx context.Context, k workspace.Key, userID string) (was bool, err error) {
	was, err = d.o.Store.DeleteLink(ctx, k, userID)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.changes++
	if err != nil {
		return false, fmt.Errorf("forget who a person is at the meeting account: %w", err)
	}
	d.note(Link{}, false, of(k, userID))
	return was, nil
}

// Load reads all links.
func (d *Directory) Load(ctx context.Context) error {
	d.mu.RLock()
	began := d.changes
	d.mu.RUnlock()
	list, err := d.o.Store.ListLinks(ctx)
	if err != nil {
		return fmt.Errorf("read who people are at the meeting account: %w", err)
	}
	all := make(map[who]Link, len(list))
	for _, l := range list {
		if former, ok := all[of(l.Key, l.UserID)]; !ok || l.LinkedAt.After(former.LinkedAt) {
			all[of(l.Key, l.UserID)] = l
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.changes != began {
		return nil
	}
	d.all, d.people = all, make(map[member]string, len(all))
	for w, l := range all {
		d.index(l, w)
	}
	return nil
}

// Run reads the links again and again, until ctx ends.
func (d *Directory) Run(ctx context.Context) {
	workspace.Repeat(ctx, d.o.Every, d.o.Logger, d.Load)
}

// note remembers a link, or that there is none. d.mu is held.
func (d *Directory) note(l Link, ok bool, w who) {
	d.unindex(d.all[w], w)
	if ok {
		d.all[w] = l
		d.index(l, w)
	} else {
		delete(d.all, w)
	}
}

// holds reports whether the workspace still uses the meeting account of a link: of
// another one, the same third-party User ID may be somebody else.
func (d *Directory) holds(k workspace.Key, l Link) bool {
	now := d.o.MeetingAccount(k)
	return now != "" && l.MeetingAccount == now
}
