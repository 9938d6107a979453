package remindertest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// API is the meeting account of a World, which counts what it is asked.
type API struct {
	workspace.Meetings
	Known     map[string]*meeting.Snapshot // by id
	Down      bool                         // it does not answer
	Cut       int                          // how many meetings a list has at the most, 0 for all
	Meanwhile func()                       // what happens while it is listed the next time
	Lists     int                          // how many times it was listed

	w     *World
	mu    sync.Mutex
	reads int
}

func newAPI(w *World) *API { return &API{w: w, Known: map[string]*meeting.Snapshot{}} }

// Reads is how many times a meeting was read.
func (a *API) Reads() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.reads
}

// Book books a meeting of an hour with people, at an Hour.
func (a *API) Book(id, subject, start string, people ...string) {
	a.BookAt(id, subject, Hour(start), people...)
}

// BookAt books a meeting of an hour with people.
func (a *API) BookAt(id, subject string, start time.Time, people ...string) {
	wire := func(t time.Time) meeting.Text { return meeting.Text(t.UTC().Format("2006-01-02 15:04")) }
	m := &meeting.Snapshot{Conference: &meeting.Conference{
		ID: meeting.Text(id), Subject: meeting.Text(subject), Kind: meeting.KindBooked, State: meeting.StateScheduled,
		StartTime: wire(start), EndTime: wire(start.Add(time.Hour)),
	}}
	for _, p := range people {
		m.Participants = append(m.Participants, meeting.Participant{Email: meeting.Text(emailOf(p))})
	}
	m.Count = len(m.Participants)
	a.Known[id] = m
}

// over reports whether a meeting has ended.
func (a *API) over(m *meeting.Snapshot) bool {
	end, ok := m.Conference.End()
	return ok && !a.w.Clock.Before(end)
}

// ListAll lists the meetings that are not over, the earliest first.
func (a *API) ListAll(context.Context) (*meeting.Listing, error) {
	a.Lists++
	if do := a.Meanwhile; do != nil {
		a.Meanwhile = nil
		do()
	}
	if a.Down {
		return nil, &meeting.Error{Op: "list", Kind: meeting.Unavailable, Status: 503}
	}
	l := &meeting.Listing{ReadAt: a.w.Clock}
	for _, m := range a.Known {
		if !a.over(m) {
			l.Conferences = append(l.Conferences, m.Conference)
		}
	}
	slices.SortFunc(l.Conferences, func(x, y *meeting.Conference) int {
		return cmp.Or(strings.Compare(x.StartTime.String(), y.StartTime.String()), strings.Compare(x.ID.String(), y.ID.String()))
	})
	l.Count = len(l.Conferences)
	if a.Cut > 0 {
		l.Conferences = l.Conferences[:min(a.Cut, l.Count)]
	}
	return l, nil
}

// Get reads a meeting that is not over.
func (a *API) Get(_ context.Context, id string) (*meeting.Snapshot, error) {
	a.mu.Lock()
	a.reads++
	a.mu.Unlock()
	m := a.Known[id]
	switch {
	case a.Down:
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.Unavailable, Status: 503}
	case m == nil || a.over(m):
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.NotFound, Status: 400}
	}
	fresh := *m
	fresh.ReadAt = a.w.Clock
	return &fresh, nil
}

// Refresh is Get.
func (a *API) Refresh(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return a.Get(ctx, id)
}

// RefreshDue is Get.
func (a *API) RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return a.Get(ctx, id)
}

// Running tells nothing of who is in a meeting.
func (a *API) Running(context.Context) (*meeting.RunningList, error) {
	return nil, &meeting.Error{Op: "list running meetings", Kind: meeting.Forbidden}
}

// Held knows no meeting that was held.
func (a *API) Held(context.Context, string, time.Time) (bool, error) { return false, nil }
