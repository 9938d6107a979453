package live

import (
	"encoding/json"
	"fmt"
	"time"

	"meetingbot/meeting"
)

// Phase is where an occurrence is in its life. Its text is stored.
type Phase = meeting.Phase

// Void is the phase of an occurrence that does not take place at its time any
// more: it was moved or cancelled.
const Void Phase = "void"

// outdated is what programs of the previous version stored in place of the phase of a
// message whose occurrence has changed.
const outdated Phase = "outdated"

// Unknown is how many are in a meeting of which that is not known.
const Unknown = -1

// State is what a message shows of its meeting that changes as that goes on. It has
// no link, no name and no secret. As JSON it is what a message shows: two that are
// written alike look alike.
type State struct {
	Phase   Phase     `json:"phase"`
	In      int       `json:"in,omitempty"`      // connections in it while it runs, Unknown where that is not known
	Invited int       `json:"invited,omitempty"` // how many are invited, 0 where that is not known
	Began   time.Time `json:"-"`                 // when its last run was first seen
	Call    string    `json:"call,omitempty"`    // Slack's id of the call block, "" without
	Record  *Record   `json:"record,omitempty"`  // once it is over
}

// Record is what is told of a meeting that is over.
type Record struct {
	Began     time.Time     `json:"began,omitzero"`
	Lasted    time.Duration `json:"lasted,omitempty"`
	Came      int           `json:"came,omitempty"`      // how many came, 0 where that is not known
	Invited   int           `json:"invited,omitempty"`   // of how many invited, 0 where that is not known
	Recording bool          `json:"recording,omitempty"` // it can be played
}

// Text is the state as it is stored, "" for none. Began is stored beside it.
func (s State) Text() string {
	if s.Phase == "" {
		return ""
	}
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // texts, numbers and times can be written
	}
	return string(raw)
}

// ParseState reads what Text wrote.
func ParseState(text string) (s State, err error) {
	if text == "" {
		return State{}, nil
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return State{}, fmt.Errorf("read the state of a live message: %w", err)
	}
	return s, nil
}

// Invited is how many are invited to a meeting by a reading, 0 where that is not known.
func Invited(m *meeting.Snapshot) int {
	if m == nil {
		return 0
	}
	return m.Count
}

// isLast reports whether nothing follows a phase.
func isLast(p Phase) bool { return p == meeting.Over || p == Void }

// Rank says in what order messages are updated: the lowest first. It is stored.
type Rank int

// The ranks.
const (
	NotDue  Rank = iota
	Ended        // the meeting has ended, or does not take place
	Changed      // it has started, or was moved
	Counts       // its phase is the same
)

// RankOf is the rank of an update to a state, from what a message shows.
func RankOf(wanted, shown State) Rank {
	switch {
	case wanted.Phase == "" || wanted.Text() == shown.Text():
		return NotDue
	case wanted.Phase == shown.Phase:
		return Counts
	default:
		return wanted.Rank()
	}
}

// Rank is that of an update to another phase.
func (s State) Rank() Rank {
	if isLast(s.Phase) {
		return Ended
	}
	return Changed
}
