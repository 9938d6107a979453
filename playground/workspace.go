package playground

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// maxEntries bounds what the workspace remembers of a channel: the page is for trying
// things out, not an archive.
const maxEntries = 1000

// entry is one line of the timeline: either a message or what became of a
// command that somebody typed.
type entry struct {
	ts      string
	message *Message
	command *invocation
	values  map[string]values // what people put into the message's elements
}

// invocation is a slash command as the person who typed it sees it.
type invocation struct {
	channelID, userID, text string
	pending                 bool
	took                    time.Duration
	problem                 string
}

// workspace is everything that the make-believe Slack remembers.
type workspace struct {
	now    func() time.Time
	people atomic.Pointer[[]*person]
	epoch  int64 // tells the states of this process from those of another

	mu           sync.Mutex
	channels     []*channel
	lastTS       int64 // the newest timestamp, in microseconds
	lastID       int   // how many ids have been made
	timeline     []*entry
	responseURLs map[string]*responseURL // by path
	triggers     map[string]*trigger     // by trigger_id
	stacks       map[string][]*modal     // open views by user id, the one on top last
	offered      map[[3]string][]object  // what external selects offered last, by offerKey
	calls        []Call                  // the newest last
	faults       map[string][]fault      // what is to go wrong, by method
	rateLimits   bool                    // whether calls have to keep Slack's pace
	recentCalls  map[string][]time.Time  // when calls were let through, by what they are paced by
	version      uint64
	changed      chan struct{} // closed and replaced at every change
}

func newWorkspace(now func() time.Time, people []*person, channels []*channel) *workspace {
	w := &workspace{
		now:          now,
		epoch:        now().UnixNano(),
		channels:     channels,
		responseURLs: map[string]*responseURL{},
		triggers:     map[string]*trigger{},
		stacks:       map[string][]*modal{},
		offered:      map[[3]string][]object{},
		faults:       map[string][]fault{},
		recentCalls:  map[string][]time.Time{},
		changed:      make(chan struct{}),
	}
	w.people.Store(&people)
	return w
}

// newTS makes a timestamp that no other has. The caller holds the lock.
func (w *workspace) newTS() string {
	w.lastTS = max(w.now().UnixMicro(), w.lastTS+1)
	return timestamp(w.lastTS)
}

// timestamp formats microseconds the way Slack does.
func timestamp(micros int64) string { return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6) }

// notifyWatchers tells everybody who watches that something changed. The caller holds
// the lock.
func (w *workspace) notifyWatchers() {
	w.version++
	close(w.changed)
	w.changed = make(chan struct{})
}

// watch returns the version and a channel that is closed when it is outdated.
func (w *workspace) watch() (version uint64, changed <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.version, w.changed
}

// addMessage stores a message under a timestamp of its own and returns that.
func (w *workspace) addMessage(m Message) Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	m.TS = w.newTS()
	m.Blocks = w.withIDs(m.Blocks)
	w.addEntry(&entry{ts: m.TS, message: &m})
	return m
}

// addCommand stores a command that was just sent.
func (w *workspace) addCommand(channelID, userID, line string) *invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := &invocation{channelID: channelID, userID: userID, text: line, pending: true}
	w.addEntry(&entry{ts: w.newTS(), command: i})
	return i
}

// finishCommand notes what became of a command.
func (w *workspace) finishCommand(i *invocation, took time.Duration, problem string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i.pending, i.took, i.problem = false, took, problem
	w.notifyWatchers()
}

// addEntry appends to the timeline and forgets the oldest of a channel in which too much
// has been said. The caller holds the lock.
func (w *workspace) addEntry(e *entry) {
	w.timeline = append(w.timeline, e)
	oldest, count := -1, 0
	for i, other := range w.timeline {
		if other.channelID() != e.channelID() {
			continue
		}
		if count++; oldest < 0 {
			oldest = i
		}
	}
	if count > maxEntries {
		w.timeline = slices.Delete(w.timeline, oldest, oldest+1)
	}
	w.notifyWatchers()
}

func (e *entry) channelID() string {
	if e.message != nil {
		return e.message.ChannelID
	}
	return e.command.channelID
}

// updateMessage lets f edit a message in place; it reports whether there is one and f
// took it.
func (w *workspace) updateMessage(channelID, ts string, f func(*Message) bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := w.messageEntry(channelID, ts)
	if e == nil {
		return false
	}
	copied := *e.message
	if !f(&copied) {
		return false
	}
	copied.Blocks = w.withIDs(copied.Blocks)
	e.message = &copied
	w.notifyWatchers()
	return true
}

// messageEntry finds a message's place in the timeline, or nil. The caller holds the lock.
func (w *workspace) messageEntry(channelID, ts string) *entry {
	for _, e := range w.timeline {
		if e.message != nil && e.message.TS == ts && e.message.ChannelID == channelID {
			return e
		}
	}
	return nil
}

// deleteMessage deletes a message; it reports whether there was one.
func (w *workspace) deleteMessage(channelID, ts string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, e := range w.timeline {
		if e.message != nil && e.message.TS == ts && e.message.ChannelID == channelID {
			w.timeline = append(w.timeline[:i:i], w.timeline[i+1:]...)
			w.notifyWatchers()
			return true
		}
	}
	return false
}

// visibleMessage returns a message that the viewer can see.
func (w *workspace) visibleMessage(viewerID, ts string) (Message, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.timeline {
		if e.message != nil && e.message.TS == ts && e.message.visibleTo(viewerID) {
			return *e.message, true
		}
	}
	return Message{}, false
}

// visibleEntries returns copies of what a viewer sees in a channel, oldest first.
func (w *workspace) visibleEntries(channelID, viewerID string) (entries []entry, version uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.timeline {
		switch {
		case e.message != nil && e.message.ChannelID == channelID && e.message.visibleTo(viewerID):
			m := *e.message
			shown := entry{ts: e.ts, message: &m}
			if own := e.values[viewerID]; len(own) > 0 {
				shown.values = map[string]values{viewerID: own.clone()}
			}
			entries = append(entries, shown)
		case e.command != nil && e.command.channelID == channelID && e.command.userID == viewerID:
			i := *e.command
			entries = append(entries, entry{ts: e.ts, command: &i})
		}
	}
	return entries, w.version
}

// Messages returns what a viewer can read in a channel, oldest first: everybody's
// messages and the ephemeral ones that only the viewer sees. What is private can
// be read by its members alone.
func (s *Server) Messages(channelID, viewerID string) []Message {
	if c := s.workspace.channel(channelID); c == nil || (c.kind != Public && !c.has(viewerID)) {
		return nil
	}
	entries, _ := s.workspace.visibleEntries(channelID, viewerID)
	var all []Message
	for _, e := range entries {
		if e.message != nil {
			all = append(all, *e.message)
		}
	}
	return all
}

// splitCommand splits a line into its command and the rest, the way Slack does.
func splitCommand(line string) (command, text string) {
	line = strings.TrimSpace(line)
	i := strings.IndexFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' })
	if i < 0 {
		return line, ""
	}
	return line[:i], strings.TrimSpace(line[i:])
}
