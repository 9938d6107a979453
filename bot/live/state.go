package live

import "time"

// State is what a message shows of its meeting that changes as that goes on. It is
// stored as JSON, as it is wanted and as it was shown last. It has no link, no name
// and no secret.
type State struct {
	Phase   Phase     `json:"phase"`
	In      int       `json:"in,omitempty"`      // connections in it while it runs, Unknown where that is not known
	Invited int       `json:"invited,omitempty"` // how many are invited, 0 where that is not known
	Began   time.Time `json:"began,omitzero"`    // when it was first seen to run
	Call    string    `json:"call,omitempty"`    // Slack's id of the call block, "" without
	Record  *Record   `json:"record,omitempty"`  // once it is over
}

// Unknown is how many are in a meeting of which that is not known.
const Unknown = -1

// Record is what is told of a meeting that is over.
type Record struct {
	Began     time.Time     `json:"began,omitzero"`
	Lasted    time.Duration `json:"lasted,omitempty"`
	Came      int           `json:"came,omitempty"`      // how many came, 0 where that is not known
	Invited   int           `json:"invited,omitempty"`   // of how many invited, 0 where that is not known
	Recording bool          `json:"recording,omitempty"` // it can be played
}

// Equal reports whether a state says the same as another one.
func (s State) Equal(t State) bool {
	same := s.Phase == t.Phase && s.In == t.In && s.Invited == t.Invited && s.Call == t.Call && s.Began.Equal(t.Began)
	return same && s.Record.equal(t.Record)
}

func (r *Record) equal(s *Record) bool {
	if r == nil || s == nil {
		return r == s
	}
	return r.Began.Equal(s.Began) && r.Lasted == s.Lasted && r.Came == s.Came && r.Invited == s.Invited && r.Recording == s.Recording
}
