package remindertest

import (
	"context"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Unreachable is a meeting account whose API cannot be asked about any meeting.
type Unreachable struct{ workspace.Meetings }

// Refresh fails.
func (Unreachable) Refresh(context.Context, string) (*meeting.Snapshot, error) {
	return nil, &meeting.Error{Op: "get conference", Kind: meeting.Unavailable}
}

// RefreshDue fails.
func (u Unreachable) RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return u.Refresh(ctx, id)
}

// Get fails.
func (u Unreachable) Get(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return u.Refresh(ctx, id)
}

// Peek knows nothing.
func (Unreachable) Peek(string) (*meeting.Snapshot, bool) { return nil, false }

// Running fails.
func (Unreachable) Running(context.Context) (*meeting.RunningList, error) {
	return nil, &meeting.Error{Op: "list running conferences", Kind: meeting.Unavailable}
}
