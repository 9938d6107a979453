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
