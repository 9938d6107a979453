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

// Get returns the workspace with a key: its own installation, else that of its
// organisation, else ErrUnknown.
func (d *Directory) Get(_ context.Context, k Key) (Workspace, error) {
	if i := nearest(d.installed, k); i != nil {
		return d.overrides.on(k, i), nil
	}
	if d.every != nil {
		return d.overrides.onEvery(k, d.every), nil
	}
	return Workspace{}, ErrUnknown
}
