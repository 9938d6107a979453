package playground

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// maxEntries limits the entries that are kept of a channel.
const maxEntries = 1000

// entry is a message or a command in the timeline.
type entry struct {
	ts      string
	message *Message          // nil for a command
	command *invocation       // nil for a message
	values  map[string]values // the values of the message's elements, by user id
}

// invocation is a slash command that a person sent, and its result.
type invocation struct {
	channelID, userID, text string
	pending                 bool
	took                    time.Duration
	problem                 string
}

// workspace is the state of the simulated Slack.
type workspace struct {
	teamID string
	now    func() time.Time
	people atomic.Pointer[[]*person]
	epoch  int64 // start time, to distinguish versions of different processes

	mu             sync.Mutex
	app            installation
	channels       []*channel
	lastTS         int64 // the newest timestamp, in microseconds
	lastID         int   // the newest number in an id
	timeline       []*entry
	responseURLs   map[string]*responseURL  // by path
	triggers       map[string]*trigger      // by trigger_id
	stacks         map[string][]*modal      // open views by user id, the topmost last
	homes          map[string]*modal        // Home tabs by user id
	offered        map[[3]string][]object   // options of external selects, by offeredKey
	calls          []Call                   // the newest last
	faults         map[string][]fault       // failures to come, by method
	slow           map[string]time.Duration // how much longer calls take, by method
	unacknowledged map[string]bool          // messages whose links the app has not acknowledged, by channel and timestamp or unfurl_id
	uploads        map[string]*upload       // files that are not shared yet, by id
	drafts         map[string]draft         // messages with links that are still written, by person and channel
	liveCalls      []*LiveCall              // Slack's own calls, oldest first
	rateLimits     bool                     // whether Slack's rate limits apply
	recentCalls    map[string][]time.Time   // times of calls in the current period, by key of the limit
	version        uint64
	changed        chan struct{} // closed and replaced at every change
}

func newWorkspace(teamID string, now func() time.Time, people []*person, channels []*channel) *workspace {
	w := &workspace{
		teamID:         teamID,
		now:            now,
		epoch:          now().UnixNano(),
		channels:       channels,
		app:            installation{tokens: map[string]*token{}},
		responseURLs:   map[string]*responseURL{},
		triggers:       map[string]*trigger{},
		stacks:         map[string][]*modal{},
		homes:          map[string]*modal{},
		offered:        map[[3]string][]object{},
		faults:         map[string][]fault{},
		slow:           map[string]time.Duration{},
		recentCalls:    map[string][]time.Time{},
		changed:        make(chan struct{}),
		unacknowledged: map[string]bool{},
		drafts:         map[string]draft{},
		uploads:        map[string]*upload{},
	}
	w.people.Store(&people)
	return w
}

// newTS returns a new unique timestamp. The caller holds the lock.
func (w *workspace) newTS() string {
	w.lastTS = max(w.now().UnixMicro(), w.lastTS+1)
	return timestamp(w.lastTS)
}

// timestamp formats microseconds since 1970 like Slack's timestamps.
func timestamp(micros int64) string { return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6) }

// notifyWatchers tells all watchers that something changed. The caller holds the
// lock.
func (w *workspace) notifyWatchers() {
	w.version++
	close(w.changed)
	w.changed = make(chan struct{})
}

// watch returns the current version, and a channel that is closed at the next
// change.
func (w *workspace) watch() (version uint64, changed <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.version, w.changed
}

// addMessage stores a message with a new timestamp and returns it.
func (w *workspace) addMessage(m Message) Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	m.TS, m.TeamID = w.newTS(), w.teamID
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

// finishCommand stores the result of a command.
func (w *workspace) finishCommand(i *invocation, took time.Duration, problem string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i.pending, i.took, i.problem = false, took, problem
	w.notifyWatchers()
}

// addEntry appends to the timeline, and drops the oldest entry of a full channel.
// The caller holds the lock.
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

// updateMessage lets f change a message. It reports whether the message exists and f
// returned true.
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

// messageEntry returns the entry of a message, or nil. The caller holds the lock.
func (w *workspace) messageEntry(channelID, ts string) *entry {
	for _, e := range w.timeline {
		if e.message != nil && e.message.TS == ts && e.message.ChannelID == channelID {
			return e
		}
	}
	return nil
}

// deleteMessage deletes a message. It reports whether there was one.
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

// visibleEntries returns copies of a channel's entries that a viewer can see, oldest
// first.
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

// Messages returns the messages of a channel that a viewer can see, oldest first,
// including ephemeral messages to the viewer; their calls are as they are by now. It returns nil for a private channel
// that the viewer is not in.
func (s *Server) Messages(channelID, viewerID string) []Message {
	if c := s.workspace.channel(channelID); c == nil || (c.kind != Public && !c.has(viewerID)) {
		return nil
	}
	entries, _ := s.workspace.visibleEntries(channelID, viewerID)
	var all []Message
	for _, e := range entries {
		if e.message != nil {
			m := *e.message
			m.Blocks, m.Attachments = s.workspace.withCalls(m.Blocks, viewerID), s.workspace.withUnfurledCalls(&m, viewerID)
			all = append(all, m)
		}
	}
	return all
}

// splitCommand splits a line into the command and its text, as Slack does.
func splitCommand(line string) (command, text string) {
	line = strings.TrimSpace(line)
	i := strings.IndexFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' })
	if i < 0 {
		return line, ""
	}
	return line[:i], strings.TrimSpace(line[i:])
}
