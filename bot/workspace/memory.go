package workspace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"meetingbot/internal/boundedcache"
)

const (
	// replacedFor is how long an installation that was replaced may still be used: by
	// questions and jobs that began before. None takes longer.
	replacedFor = 3 * time.Minute
	// readTimeout bounds one reading of the source, and waitKnown how long is waited
	// for it where an older reading can stand in.
	readTimeout = 10 * time.Second
	waitKnown   = time.Second
	// maxStrangers bounds how many workspaces are remembered that have no installation.
	maxStrangers = 10_000
)

// Source has the stored installations.
type Source interface {
	// Find returns what serves a workspace, or ErrUnknown.
	Find(ctx context.Context, k Key) (Found, error)
}

// Found is what a Source has for a workspace.
type Found struct {
	// Version is another one whenever anything has changed of what Build uses.
	Version string
	// Build makes the installation. It asks nobody.
	Build func() (*Installation, error)
}

// StoredOptions set up a Directory of stored installations.
type StoredOptions struct {
	// Source has them. Required.
	Source Source
	// Life is how long a reading counts as fresh: for so long a change by another
	// process is not seen. Defaults to 30 s.
	Life time.Duration
	// Retry is how long the source is not asked again after it failed, where an older
	// reading can stand in. Defaults to 5 s.
	Retry time.Duration
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// memory keeps installations that were read from a source.
type memory struct {
	o      StoredOptions
	asking singleflight.Group

	mu        sync.RWMutex
	known     map[Key]entry
	strangers *boundedcache.Cache[struct{}] // workspaces without an installation
	drops     int                           // how often something was dropped
	replaced  []replaced                    // oldest first
}

// entry is one installation in memory.
type entry struct {
	installation *Installation
	version      string
	until        time.Time // fresh before
}

// replaced is an installation that is not found any more.
type replaced struct {
	installation *Installation
	at           time.Time
}

func newMemory(o StoredOptions) (*memory, error) {
	if o.Source == nil {
		return nil, errors.New("workspace: Source must be given")
	}
	o.Life = cmp.Or(o.Life, 30*time.Second)
	o.Retry = cmp.Or(o.Retry, 5*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	return &memory{o: o, known: make(map[Key]entry), strangers: boundedcache.New[struct{}](maxStrangers)}, nil
}

// peek returns an installation that was read a moment ago, else nil.
func (m *memory) peek(k Key) *Installation {
	m.mu.RLock()
	e := m.known[k]
	m.mu.RUnlock()
	if e.installation == nil || !m.o.Now().Before(e.until) {
		return nil
	}
	return e.installation
}

// get reads an installation. An older reading stands in while the source fails, or
// is slow.
func (m *memory) get(ctx context.Context, k Key) (*Installation, error) {
	m.mu.RLock()
	former, strangers := m.known[k].installation, m.strangers
	m.mu.RUnlock()
	if _, ok := strangers.Get(k.id()); ok {
		return nil, ErrUnknown
	}
	if former != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, waitKnown)
		defer cancel()
	}
	// The first caller may give up; the answer is still wanted by others.
	reading := m.asking.DoChan(k.id(), func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readTimeout)
		defer cancel()
		return m.read(ctx, k)
	})
	select {
	case r := <-reading:
		i, _ := r.Val.(*Installation)
		return i, r.Err
	case <-ctx.Done():
		if former != nil {
			return former, nil
		}
		return nil, fmt.Errorf("read the installation: %w", context.Cause(ctx))
	}
}

// read reads an installation and remembers it.
func (m *memory) read(ctx context.Context, k Key) (*Installation, error) {
	m.mu.RLock()
	former, drops := m.known[k], m.drops
	m.mu.RUnlock()
	found, err := m.o.Source.Find(ctx, k)
	if errors.Is(err, ErrUnknown) {
		m.keep(k, drops, entry{})
		return nil, err
	}
	if err == nil && former.installation != nil && former.version == found.Version {
		former.until = m.o.Now().Add(m.o.Life)
		return m.keep(k, drops, former), nil
	}
	var i *Installation
	if err == nil {
		i, err = found.Build()
	}
	if err == nil {
		return m.keep(k, drops, entry{i, found.Version, m.o.Now().Add(m.o.Life)}), nil
	}
	if former.installation == nil {
		return nil, err
	}
	former.until = m.o.Now().Add(m.o.Retry)
	return m.keep(k, drops, former), nil
}

// keep remembers an entry, or that there is none, unless something was dropped since
// it was read: then it may be outdated, and serves those who have waited for it.
func (m *memory) keep(k Key, drops int, e entry) *Installation {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closeReplaced()
	former := m.known[k].installation
	switch {
	case m.drops != drops:
		if e.installation != former {
			m.retire(e.installation)
		}
	case e.installation == nil:
		m.retire(former)
		delete(m.known, k)
		m.strangers.Put(k.id(), struct{}{}, m.o.Life)
	default:
		if former != e.installation {
			m.retire(former)
		}
		m.known[k] = e
	}
	return e.installation
}

// drop forgets what is remembered of a workspace or an organisation. What was read
// before is read again.
func (m *memory) drop(k Key) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drops++
	m.strangers = boundedcache.New[struct{}](maxStrangers)
	for key, e := range m.known {
		if k.covers(key) {
			m.retire(e.installation)
			delete(m.known, key)
			m.asking.Forget(key.id())
		}
	}
	m.asking.Forget(k.id())
}

// retire has an installation closed once nobody uses it any more. m.mu is held.
func (m *memory) retire(i *Installation) {
	if i != nil {
		m.replaced = append(m.replaced, replaced{i, m.o.Now()})
	}
}

// closeReplaced closes the installations that nobody uses any more. m.mu is held.
func (m *memory) closeReplaced() {
	now := m.o.Now()
	for len(m.replaced) > 0 && now.Sub(m.replaced[0].at) >= replacedFor {
		m.replaced[0].installation.close()
		m.replaced = m.replaced[1:]
	}
}

// close closes all installations.
func (m *memory) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drops++
	for k, e := range m.known {
		e.installation.close()
		delete(m.known, k)
	}
	for _, r := range m.replaced {
		r.installation.close()
	}
	m.replaced = nil
}
