package workspace

import (
	"context"
	"errors"
)

// ErrUnknown says that the app is not installed in a workspace.
var ErrUnknown = errors.New("the app is not installed in this workspace")

// Directory finds the installation that serves a workspace. It is safe for
// concurrent use.
type Directory struct {
	every     *Installation // serves every key, nil if there is none such
	installed map[Key]*Installation
	overrides Overrides
	stored    *memory // nil where no installation is stored
}

// NewDirectory returns a directory of one installation that serves every key:
// that of a bot token, which is good for one workspace or one organisation.
func NewDirectory(i *Installation) *Directory { return &Directory{every: i} }

// NewDirectoryOf returns a directory of several installations. That of an
// organisation has a key without a TeamID.
func NewDirectoryOf(installed map[Key]*Installation) *Directory {
	return &Directory{installed: installed}
}

// Override has every workspace found with what it has of its own. It is called
// before the first Get.
func (d *Directory) Override(o Overrides) { d.overrides = o }

// NewStoredDirectory returns a directory of the installations that a source has.
func NewStoredDirectory(o StoredOptions) (*Directory, error) {
	m, err := newMemory(o)
	if err != nil {
		return nil, err
	}
	return &Directory{stored: m}, nil
}

// Peek returns the workspace with a key if it is in memory. It never waits.
func (d *Directory) Peek(k Key) (Workspace, bool) {
	if i := nearest(d.installed, k); i != nil {
		return d.overrides.on(k, i), true
	}
	if d.every != nil {
		return d.overrides.onEvery(k, d.every), true
	}
	if d.stored == nil {
		return Workspace{}, false
	}
	if i := d.stored.peek(k); i != nil {
		return d.overrides.on(k, i), true
	}
	return Workspace{}, false
}

// Get returns the workspace with a key: its own installation, else that of its
// organisation, else ErrUnknown. It may read a database. Any other error means that
// it cannot be told now.
func (d *Directory) Get(ctx context.Context, k Key) (Workspace, error) {
	if w, ok := d.Peek(k); ok {
		return w, nil
	}
	if d.stored == nil {
		return Workspace{}, ErrUnknown
	}
	i, err := d.stored.get(ctx, k)
	if err != nil {
		return Workspace{}, err
	}
	return d.overrides.on(k, i), nil
}

// Drop forgets what is in memory of a workspace or, without a TeamID, of a whole
// organisation, since its installation has changed.
func (d *Directory) Drop(k Key) {
	if d.stored != nil {
		d.stored.drop(k)
	}
}

// Close closes the installations that are in memory.
func (d *Directory) Close() {
	if d.stored != nil {
		d.stored.close()
	}
}
