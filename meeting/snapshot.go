package meeting

import (
	"errors"
	"sync/atomic"
	"time"
)

// maxPasses is how often the list of invitees is read from its start, until it
// does not change meanwhile.
const maxPasses = 3

// lastVersion is the version of the last reading in the process.
//
//nolint:gochecknoglobals // versions are parts of keys: two accounts must never share one
var lastVersion atomic.Uint64

// Snapshot is a meeting with all its invitees as read at one moment, so that
// the pages shown from it agree with each other. It is shared between readers:
// nobody changes it.
type Snapshot struct {
	Conference *Conference
	// Participants are all invitees, in the API's order, each once.
	Participants []Participant
	// Count is how many invitees there are. It exceeds len(Participants) only
	// for a meeting with more of them than are read, which is 10,000.
	Count int
	// Version tells snapshots apart, of all accounts in the process: two with the
	// same version are the same. It changes with every reading, and when a
	// reading becomes stale.
	Version uint64
	// ReadAt is when it was read from the API.
	ReadAt time.Time
	// Stale says that the API failed just now and this is an older reading.
	Stale bool
	// Ended says that the meeting is over and this comes from the history. Its
	// conference's State is StateEnded and its UUID is that of this time that
	// it was held.
	Ended bool
	// RoomUnknown says that it is not known whether a cloud room has this meeting's
	// id as its number. Resolve finds it out.
	RoomUnknown bool
	// RoomMeeting is the id of another meeting, which is held in the cloud room
	// whose number is this meeting's id, "" where there is none.
	RoomMeeting string
}

// Over reports whether the meeting has ended for good: the reading is from the
// history, or has the state of a meeting that has ended and is no series. The
// state of a series is that of one of its occurrences.
func (s *Snapshot) Over() bool {
	return s.Ended || s.Conference.State == StateEnded && !s.Conference.Recurring()
}

// pageReader reads one page of a meeting's invitees, with the meeting.
type pageReader func(o DetailOptions) (*Detail, error)

// readAll reads a meeting and all pages of its invitees. The list may shift
// between two pages, when somebody is invited meanwhile: then it is read from
// the start again, and the last time with whatever changes come.
func readAll(read pageReader) (*Snapshot, error) {
	for range maxPasses - 1 {
		s, err := readPass(read, false)
		if !errors.Is(err, errListChanged) {
			return s, err
		}
	}
	return readPass(read, true)
}

// readPass reads the list once from its start. Unless anyhow, it gives up with
// errListChanged when the list has changed since it began.
func readPass(read pageReader, anyhow bool) (*Snapshot, error) {
	var conference Conference // a copy, so that the answer's body can go
	r, err := collect(wholeRecord[Participant], maxPeople, anyhow, func(offset int) (*ParticipantPage, error) {
		d, err := read(DetailOptions{PageOptions: PageOptions{Offset: offset, Limit: pageSize}})
		if err != nil {
			return nil, err
		}
		if offset == 0 {
			conference = d.Conference
		}
		return &d.Participants, nil
	})
	if err != nil {
		return nil, err
	}
	return &Snapshot{Conference: &conference, Participants: r.records, Count: r.total()}, nil
}
