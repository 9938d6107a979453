package workspace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"time"
)

// SettingsBookOptions set up a SettingsBook.
type SettingsBookOptions struct {
	// Store keeps the settings for all processes. Required.
	Store SettingsStore
	// Every is how often they are read, which is how soon a change by another
	// process is seen. Defaults to 15 s.
	Every time.Duration
	// Logger gets that they could not be read. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// SettingsBook knows the settings of all workspaces, so that nobody waits for them.
// While the store cannot be read, what was read last holds. It is safe for
// concurrent use.
type SettingsBook struct {
	o SettingsBookOptions

	mu      sync.RWMutex
	all     map[Key]kept // by Key.Alone
	changes int          // made by this process: a reading that began before is older
}

// kept are settings with the key that they are stored under. A workspace that has
// joined an organisation or left it is the same one.
type kept struct {
	Decided
	key Key
}

// NewSettingsBook makes a book that knows no settings yet: see Load.
func NewSettingsBook(o SettingsBookOptions) (*SettingsBook, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("workspace: Store must be given")
	case o.Every < 0:
		return nil, fmt.Errorf("workspace: Every must be positive, got %s", o.Every)
	}
	o.Every = cmp.Or(o.Every, 15*time.Second)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	return &SettingsBook{o: o, all: make(map[Key]kept)}, nil
}

// Get returns the settings of a workspace. It never waits.
func (b *SettingsBook) Get(k Key) Decided {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.all[k.Alone()].Decided
}

// Load reads the settings of all workspaces.
func (b *SettingsBook) Load(ctx context.Context) error {
	b.mu.RLock()
	began := b.changes
	b.mu.RUnlock()
	all, err := b.o.Store.ListSettings(ctx)
	if err != nil {
		return fmt.Errorf("read the settings of workspaces: %w", err)
	}
	read := make(map[Key]kept, len(all))
	for k, d := range all {
		if former, ok := read[k.Alone()]; !ok || d.At.After(former.At) {
			read[k.Alone()] = kept{d, k}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changes == began {
		b.all = read
	}
	return nil
}

// Run reads the settings again and again, until ctx ends.
func (b *SettingsBook) Run(ctx context.Context) {
	Repeat(ctx, b.o.Every, b.o.Logger, b.Load)
}

// Change stores what change makes of the settings of a workspace, and returns those
// before and after. This process sees them at once, others soon.
func (b *SettingsBook) Change(ctx context.Context, k Key, by string, change func(Settings) Settings) (before, after Decided, err error) {
	b.mu.RLock()
	if former, ok := b.all[k.Alone()]; ok {
		k = former.key
	}
	b.mu.RUnlock()
	before, after, err = b.o.Store.ChangeSettings(ctx, k, by, b.o.Now().UTC(), change)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.changes++
	if err != nil {
		return before, after, fmt.Errorf("change the settings of a workspace: %w", err)
	}
	all := maps.Clone(b.all)
	all[k.Alone()] = kept{after, k}
	b.all = all
	return before, after, nil
}
