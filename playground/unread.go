package playground

import "sync"

// readMarks stores up to which message people have read each channel, for the unread
// counts of the page.
type readMarks struct {
	mu       sync.Mutex
	lastRead map[[2]string]string // newest timestamp by person and channel
}

// markRead stores that a person has read a channel up to its last entry.
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

// unread counts the messages of others since a person last read the channel.
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
