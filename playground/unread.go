package playground

import "sync"

// readMarks remember up to where people have read channels on open pages, for the
// counts in the list of channels.
type readMarks struct {
	mu       sync.Mutex
	lastRead map[[2]string]string // newest timestamp by person and channel
}

// markRead says that somebody sees a channel as it is now.
func (g *readMarks) markRead(userID, channelID string, entries []entry) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.lastRead == nil {
		g.lastRead = map[[2]string]string{}
	}
	if len(entries) > 0 {
		g.lastRead[[2]string{userID, channelID}] = entries[len(entries)-1].ts
	}
}

// unread counts what others said in a channel since somebody saw it.
func (g *readMarks) unread(userID, channelID string, entries []entry) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	seen, n := g.lastRead[[2]string{userID, channelID}], 0
	for _, e := range entries {
		if e.message != nil && e.message.UserID != userID && e.ts > seen {
			n++
		}
	}
	return n
}
