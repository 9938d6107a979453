package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// account is a temporary workspace.Meetings of a cache and its client: delete it
// for a meeting account of package meeting.
type account struct {
	*meeting.Cache
	client *meeting.Client
	site   string
	now    func() time.Time
	last   atomic.Pointer[meeting.Refusal]
}

var _ workspace.Meetings = (*account)(nil)

// Site is the host of the API.
func (a *account) Site() string { return a.site }

// LastRefusal is the last refusal by the API.
func (a *account) LastRefusal() *meeting.Refusal { return a.last.Load() }

// Identity says as whom the API is asked.
func (a *account) Identity(ctx context.Context) (meeting.Identity, error) {
	i, err := a.client.Identity(ctx)
	return i, a.note(err)
}

// RefreshDue reads the meeting anew.
func (a *account) RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return a.Refresh(ctx, id)
}

// Get is that of the cache.
func (a *account) Get(ctx context.Context, id string) (*meeting.Snapshot, error) {
	v, err := a.Cache.Get(ctx, id)
	return v, a.note(err)
}

// Refresh is that of the cache.
func (a *account) Refresh(ctx context.Context, id string) (*meeting.Snapshot, error) {
	v, err := a.Cache.Refresh(ctx, id)
	return v, a.note(err)
}

// Resolve is that of the cache.
func (a *account) Resolve(ctx context.Context, number string) (*meeting.Snapshot, error) {
	v, err := a.Cache.Resolve(ctx, number)
	return v, a.note(err)
}

// Find is that of the cache.
func (a *account) Find(ctx context.Context, search string) (*meeting.Listing, error) {
	v, err := a.Cache.Find(ctx, search)
	return v, a.note(err)
}

// Attendees is that of the cache.
func (a *account) Attendees(ctx context.Context, id string) (*meeting.Attendees, error) {
	v, err := a.Cache.Attendees(ctx, id)
	return v, a.note(err)
}

// History is that of the cache.
func (a *account) History(ctx context.Context, number string) (*meeting.Snapshot, error) {
	v, err := a.Cache.History(ctx, number)
	return v, a.note(err)
}

// Attendance is that of the cache.
func (a *account) Attendance(ctx context.Context, uuid string) (*meeting.Attendance, error) {
	v, err := a.Cache.Attendance(ctx, uuid)
	return v, a.note(err)
}

// note remembers a refusal.
func (a *account) note(err error) error {
	if e, ok := errors.AsType[*meeting.Error](err); ok && e.Kind != meeting.NotFound {
		a.last.Store(&meeting.Refusal{Kind: e.Kind, Code: e.Code, At: a.now()})
	}
	return err
}
