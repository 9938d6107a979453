package playground

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// most bounds what the workspace remembers of a channel: the page is for trying
// things out, not an archive.
const most = 1000

// entry is one line of the timeline: either a message or what became of a
// command that somebody typed.
type entry struct {
	ts      string
	message *Message
	typed   *invocation
	touched map[string]values // what people put into the message's elements
}

// invocation is a slash command as the person who typed it sees it.
type invocation struct {
	channelID, userID, line string
	pending                 bool
	took                    time.Duration
	trouble                 string
}

// workspace is everything that the make-believe Slack remembers.
type workspace struct {
	now    func() time.Time
	people []*person
	epoch  int64 // tells the states of this process from those of another

	mu       sync.Mutex
	channels []*channel
	last     int64 // the newest timestamp, in microseconds
	ids      int   // how many ids have been made
	timeline []*entry
	answers  map[string]*answerURL  // by path
	triggers map[string]*trigger    // by trigger_id
	stacks   map[string][]*modal    // open views by user id, the one on top last
	offered  map[[3]string][]object // what external selects offered last, by offerKey
	calls    []Call                 // the newest last
	faults   map[string][]fault     // what is to go wrong, by method
	limited  bool                   // whether calls have to keep Slack's pace
	paces    map[string][]time.Time // when calls were let through, by what they are paced by
	version  uint64
	changed  chan struct{} // closed and replaced at every change
}

func newWorkspace(now func() time.Time, people []*person, channels []*channel) *workspace {
	return &workspace{
		now:      now,
		epoch:    now().UnixNano(),
		people:   people,
		channels: channels,
		answers:  map[string]*answerURL{},
		triggers: map[string]*trigger{},
		stacks:   map[string][]*modal{},
		offered:  map[[3]string][]object{},
		faults:   map[string][]fault{},
		paces:    map[string][]time.Time{},
		changed:  make(chan struct{}),
	}
}

// stamp makes a timestamp that no other has. The caller holds the lock.
func (w *workspace) stamp() string {
	w.last = max(w.now().UnixMicro(), w.last+1)
	return timestamp(w.last)
}

// timestamp formats microseconds the way Slack does.
func timestamp(micros int64) string { return fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6) }

// touch tells everybody who watches that something changed. The caller holds
// the lock.
func (w *workspace) touch() {
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

// post stores a message under a timestamp of its own and returns that.
func (w *workspace) post(m Message) Message {
	w.mu.Lock()
	defer w.mu.Unlock()
	m.TS = w.stamp()
	m.Blocks = w.identify(m.Blocks)
	w.add(&entry{ts: m.TS, message: &m})
	return m
}

// begin stores a command that was just sent.
func (w *workspace) begin(channelID, userID, line string) *invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := &invocation{channelID: channelID, userID: userID, line: line, pending: true}
	w.add(&entry{ts: w.stamp(), typed: i})
	return i
}

// end notes what became of a command.
func (w *workspace) end(i *invocation, took time.Duration, trouble string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i.pending, i.took, i.trouble = false, took, trouble
	w.touch()
}

// add appends to the timeline and forgets the oldest of a channel in which too much
// has been said. The caller holds the lock.
func (w *workspace) add(e *entry) {
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
	if count > most {
		w.timeline = slices.Delete(w.timeline, oldest, oldest+1)
	}
	w.touch()
}

func (e *entry) channelID() string {
	if e.message != nil {
		return e.message.ChannelID
	}
	return e.typed.channelID
}

// change lets f edit a message in place; it reports whether there is one and f
// took it.
func (w *workspace) change(channelID, ts string, f func(*Message) bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	e := w.entry(channelID, ts)
	if e == nil {
		return false
	}
	copied := *e.message
	if !f(&copied) {
		return false
	}
	copied.Blocks = w.identify(copied.Blocks)
	e.message = &copied
	w.touch()
	return true
}

// entry finds a message's place in the timeline, or nil. The caller holds the lock.
func (w *workspace) entry(channelID, ts string) *entry {
	for _, e := range w.timeline {
		if e.message != nil && e.message.TS == ts && e.message.ChannelID == channelID {
			return e
		}
	}
	return nil
}

// remove deletes a message; it reports whether there was one.
func (w *workspace) remove(channelID, ts string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, e := range w.timeline {
		if e.message != nil && e.message.TS == ts && e.message.ChannelID == channelID {
			w.timeline = append(w.timeline[:i:i], w.timeline[i+1:]...)
			w.touch()
			return true
		}
	}
	return false
}

// message returns a message that the viewer can see.
func (w *workspace) message(viewerID, ts string) (Message, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.timeline {
		if e.message != nil && e.message.TS == ts && e.message.visibleTo(viewerID) {
			return *e.message, true
		}
	}
	return Message{}, false
}

// read returns copies of what a viewer sees in a channel, oldest first.
func (w *workspace) read(channelID, viewerID string) (entries []entry, version uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.timeline {
		switch {
		case e.message != nil && e.message.ChannelID == channelID && e.message.visibleTo(viewerID):
			m := *e.message
			own := e.touched[viewerID].copied()
			entries = append(entries, entry{ts: e.ts, message: &m, touched: map[string]values{viewerID: own}})
		case e.typed != nil && e.typed.channelID == channelID && e.typed.userID == viewerID:
			i := *e.typed
			entries = append(entries, entry{ts: e.ts, typed: &i})
		}
	}
	return entries, w.version
}

// Messages returns what a viewer can read in a channel, oldest first: everybody's
// messages and the ephemeral ones that only the viewer sees. What is private can
// be read by its members alone.
func (s *Server) Messages(channelID, viewerID string) []Message {
	if c := s.space.channel(channelID); c == nil || (c.kind != Public && !c.has(viewerID)) {
		return nil
	}
	entries, _ := s.space.read(channelID, viewerID)
	var all []Message
	for _, e := range entries {
		if e.message != nil {
			all = append(all, *e.message)
		}
	}
	return all
}

// cutCommand splits a line into its command and the rest, the way Slack does.
func cutCommand(line string) (command, text string) {
	line = strings.TrimSpace(line)
	i := strings.IndexFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' })
	if i < 0 {
		return line, ""
	}
	return line[:i], strings.TrimSpace(line[i:])
}
