package meeting

import (
	"net/http"
	"sync/atomic"
	"time"
)

const (
	// maxPasses is how often the list of invitees is read from its start, until it
	// does not change meanwhile.
	maxPasses = 3
	// maxListPasses is that of other lists.
	maxListPasses = 2
)

// lastVersion is the version of the last reading in the process.
//
//nolint:gochecknoglobals // versions are parts of keys: two accounts must never share one
var lastVersion atomic.Uint64

// Snapshot is a meeting with all its invitees as read at one moment, so that
// the pages shown from it agree with each other. It is shared between readers:
// nobody changes it.
type Snapshot struct {
	// Conference lacks what nobody needs beside Participants: the first invitees
	// once more, and the layout of the picture.
	Conference *Conference
	// Participants are all invitees, in the API's order, each once.
	Participants []Participant
	// Count is how many invitees there are. It exceeds len(Participants) where
	// there are more than are read, which is 10,000, or than the API lists.
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

// detailReader reads a meeting and one page of its invitees.
type detailReader func(o DetailOptions) (*Detail, error)

// readAll reads a meeting and all pages of its invitees, with the call op.
func readAll(op string, rules *pageRules, read detailReader) (*Snapshot, error) {
	return readInvitees(op, rules, "", read)
}

// readInvitees reads a meeting and all pages of those of its invitees whom the API
// finds by the search, all of them for "".
func readInvitees(op string, rules *pageRules, search string, read detailReader) (*Snapshot, error) {
	var conference Conference // a copy, so that the first page can go
	l := list[Participant, [4]Text]{
		op: op, rules: rules, identify: (*Participant).identify, most: maxPeople, passes: maxPasses,
		read: func(page PageOptions) (*ParticipantPage, error) {
			page.SearchKey = search
			d, err := read(DetailOptions{PageOptions: page})
			if err != nil {
				return nil, err
			}
			if search != "" && !d.Listed {
				return nil, &Error{Op: op, Kind: Garbled, Status: http.StatusOK, RequestID: d.RequestID, Err: errNoList}
			}
			if page.Offset == 0 {
				conference = d.Conference
				conference.PartAttendees, conference.Picture = nil, nil
			}
			return &d.Participants, nil
		},
	}
	r, err := l.collect()
	if err != nil {
		return nil, err
	}
	return &Snapshot{Conference: &conference, Participants: r.records, Count: r.total()}, nil
}

// identify returns what tells an invitee from all others, and whether there is any
// of it. Two of one name are two.
func (p *Participant) identify() ([4]Text, bool) {
	key := [4]Text{p.ID, p.Account, p.Email, p.SMS}
	return key, key != [4]Text{}
}
