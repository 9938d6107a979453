package meeting

import (
	"context"
	"time"
)

const (
	// runningLife is how long the list of running meetings is kept: less than the time
	// between two looks for the same messages, which show what is true now.
	runningLife = 2 * time.Second
	// maxRunning bounds the running meetings that are read.
	maxRunning = maxPeople
	// unknownCount is RunningMeeting.In where the API does not say it.
	unknownCount = -1
)

// RunningList is the meetings that were running at one moment. It is shared between
// readers: nobody changes it.
type RunningList struct {
	// Meetings are those that are running and that the account sees, by id.
	Meetings map[string]RunningMeeting
	// Complete says that these are all meetings of the enterprise: what is not
	// among them was not running. The account is an administrator, and the list was
	// read to its end.
	Complete bool
	// ReadAt is when its reading began: what has happened since may be missing.
	ReadAt time.Time
}

// RunningMeeting is one meeting that is running.
type RunningMeeting struct {
	// In is how many connections are in it, -1 where the API does not say. One
	// person may have several.
	In int
	// UUID is that of this run of it, "" where the API does not say.
	UUID string
}

// Running returns the meetings that are running now. Answers are kept for 2 s, and
// all who ask at the same time share one. Errors are *Error.
func (a *Account) Running(ctx context.Context) (*RunningList, error) {
	return a.running.get(ctx, "", "", a.readRunning)
}

// readRunning reads the list of running meetings.
func (a *Account) readRunning(ctx context.Context) (*RunningList, error) {
	who, err := a.client.Identity(ctx)
	if err != nil {
		return nil, err
	}
	began := a.o.Now()
	read, err := (&list[OnlineConference, Text]{
		op: opListOnline, rules: a.rules, identify: (*OnlineConference).identify, most: maxRunning, passes: maxListPasses,
		read: func(page PageOptions) (*Page[OnlineConference], error) {
			return a.source.ListOnline(ctx, OnlineOptions{PageOptions: page, All: true})
		},
	}).collect()
	if err != nil {
		return nil, err
	}
	r := &RunningList{Meetings: make(map[string]RunningMeeting, len(read.records)), ReadAt: began}
	identified := r.take(read.records)
	r.Complete = who.Administers() && identified && read.whole()
	return r, nil
}

// identify returns what tells a running meeting from all others, and whether it has
// that.
func (c *OnlineConference) identify() (Text, bool) { return c.ID, c.ID != "" }

// take takes the meetings of the list. It reports whether each of them says which
// one it is.
func (r *RunningList) take(listed []OnlineConference) (identified bool) {
	identified = true
	for _, c := range listed {
		switch {
		case c.ID == "":
			identified = false
			continue
		case c.State == StateEnded: // since the list was made
			continue
		}
		m := RunningMeeting{In: unknownCount, UUID: c.UUID.String()}
		if c.Online != nil && *c.Online >= 0 {
			m.In = int(*c.Online)
		}
		r.Meetings[c.ID.String()] = m
	}
	return identified
}
