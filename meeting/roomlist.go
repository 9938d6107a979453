package meeting

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// roomListLife is how long the list of meetings tells which are held in cloud
	// rooms. It is read anew behind those who ask when half of that is over.
	roomListLife = time.Minute
	// longListLife is how long it is remembered that there are more meetings than are
	// read, so that each number is searched for.
	longListLife = 10 * time.Minute
	// failedListLife is how long the API is not asked again after it has failed.
	failedListLife = 30 * time.Second
)

// roomList is what one reading of the meetings that are running or to come tells of
// cloud rooms, for everybody who asks for a number.
type roomList struct {
	meetings []*Conference     // all that are listed
	others   map[string]string // number of a room → id of the meeting in it, which is another one
	complete bool              // these are all of the account's meetings
	err      error             // why nothing was read
	readAt   time.Time
	life     time.Duration

	renewed atomic.Bool // it is being read anew, or was
}

// newRoomList returns what a listing tells, or that there is none.
func newRoomList(l *Listing, err error, now time.Time) *roomList {
	r := &roomList{readAt: now, life: roomListLife, complete: true}
	switch {
	case err != nil && !foundNothing(err):
		r.err, r.complete, r.life = err, false, failedListLife
		return r
	case err != nil:
		return r // an account that may not list has no rooms either
	}
	r.meetings, r.others = l.Conferences, make(map[string]string)
	if l.Count > len(l.Conferences) {
		r.meetings, r.complete, r.life = nil, false, longListLife
		return r
	}
	inRoom := make(map[string][]*Conference)
	for _, m := range l.Conferences {
		if number := m.RoomNumber.String(); number != "" {
			inRoom[number] = append(inRoom[number], m)
		}
	}
	for number, list := range inRoom {
		r.others[number] = otherIn(list, number, now)
	}
	return r
}

// otherIn returns the id of the meeting that is held in the room of a number and has
// another id, "" for none.
func otherIn(list []*Conference, number string, now time.Time) string {
	for _, m := range byRank(list, number, now) {
		if m.ID.String() != number {
			return m.ID.String()
		}
	}
	return ""
}

// fresh reports whether the list is young enough.
func (r *roomList) fresh(now time.Time) bool {
	return r != nil && lasts(now, r.readAt.Add(r.life), r.life)
}

// roomLists keeps the last roomList.
type roomLists struct {
	read func(context.Context) (*Listing, error)
	now  func() time.Time
	last atomic.Pointer[roomList]

	mu     sync.Mutex
	asking *roomQuestion // nil unless the API is being asked
}

// roomQuestion is one reading of the list.
type roomQuestion struct {
	slow context.Context //nolint:containedctx // ends when nobody waits for the answer any longer
	done chan struct{}
}

// fresh returns the list in memory, nil where there is none that is young enough.
func (r *roomLists) fresh() *roomList {
	if l := r.last.Load(); l.fresh(r.now()) {
		return l
	}
	return nil
}

// askAgain is ask where the API has told before: only then is it asked before it is
// known whether it answers at all.
func (r *roomLists) askAgain(ctx context.Context) {
	if l := r.last.Load(); l != nil && l.err == nil {
		r.ask(ctx)
	}
}

// ask has the list read if there is none, or none for much longer. It does not wait.
func (r *roomLists) ask(ctx context.Context) {
	now := r.now()
	if l := r.last.Load(); l.fresh(now) && (l.readAt.Add(l.life).Sub(now) > l.life/2 || !l.renewed.CompareAndSwap(false, true)) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asking != nil {
		return
	}
	slow, stop := context.WithTimeoutCause(context.WithoutCancel(ctx), roomTimeout, errRoomSlow)
	q := &roomQuestion{slow: slow, done: make(chan struct{})}
	r.asking = q
	go func() {
		defer stop()
		l, err := r.read(ctx)
		r.keep(newRoomList(l, err, r.now()))
		r.mu.Lock()
		r.asking = nil
		r.mu.Unlock()
		close(q.done)
	}()
}

// keep keeps a list. After a failure, an older list that is still good stays.
func (r *roomLists) keep(l *roomList) {
	if l.err == nil || r.fresh() == nil {
		r.last.Store(l)
	}
}

// wait returns the list, waiting for it if it is being read, but not long. It is nil
// where the API does not tell, or not soon.
func (r *roomLists) wait(ctx context.Context) *roomList {
	if l := r.fresh(); l != nil {
		return l
	}
	r.mu.Lock()
	q := r.asking
	r.mu.Unlock()
	if q != nil {
		select {
		case <-q.done:
		case <-q.slow.Done():
		case <-ctx.Done():
		}
	}
	return r.fresh()
}
