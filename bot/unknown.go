package bot

import (
	"sync"

	"meetingbot/bot/workspace"
)

// maxUnknown bounds the workspaces that are remembered to be unknown.
const maxUnknown = 1000

// unknownWorkspaces remembers the workspaces that were logged.
type unknownWorkspaces struct {
	mu   sync.Mutex
	keys map[workspace.Key]struct{}
}

// add reports whether a workspace is new.
func (u *unknownWorkspaces) add(k workspace.Key) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, known := u.keys[k]; known {
		return false
	}
	if u.keys == nil || len(u.keys) >= maxUnknown {
		u.keys = make(map[workspace.Key]struct{})
	}
	u.keys[k] = struct{}{}
	return true
}
