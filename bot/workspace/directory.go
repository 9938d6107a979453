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
	for _, key := range [...]Key{k, {TeamID: k.TeamID}, {EnterpriseID: k.EnterpriseID}} {
		if i, ok := d.installed[key]; ok && key != (Key{}) {
			return Workspace{Key: k, Installation: i}, true
		}
	}
	if d.every != nil {
		return Workspace{Key: k, Installation: d.every}, true
	}
	if d.stored == nil {
		return Workspace{}, false
	}
	i := d.stored.peek(k)
	return Workspace{Key: k, Installation: i}, i != nil
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
	return Workspace{Key: k, Installation: i}, nil
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
