package live

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

const (
	// readEvery is how often a meeting is read that the list of running meetings does
	// not tell about, and readSeldom how often one that does not begin.
	readEvery  = time.Minute
	readSeldom = 5 * time.Minute
	// followFor is how long after its booked end an occurrence is followed, at
	// most, and unreadFor how long if the API cannot be asked.
	followFor = 12 * time.Hour
	unreadFor = 30 * time.Minute
	// recordFor is how long after its end it is asked how a meeting was.
	recordFor = 7 * time.Hour
)

// seen is what was found out about an occurrence that should have begun.
type seen struct {
	phase Phase // Upcoming where it does not run now, "" where that is not known
	in    int   // connections in it while it runs, or Unknown
	uuid  string
	read  bool              // the meeting was read, or how many are in it
	fresh *meeting.Snapshot // that reading, nil for none
}

// next returns what a group is to show. It is the same where nothing is known.
func (r *round) next(ctx context.Context, g Group) Group {
	if !g.OverAt.IsZero() {
		return r.record(ctx, g)
	}
	f, watched := r.facts[g.MeetingKey]
	if booked, ok := f.Occurrences.StartingAt(g.Occurrence.Start); ok {
		g.Occurrence = booked
	} else if watched && g.State.Phase == "" && g.State.Began.IsZero() && r.now.Before(watch.EndOf(g.Occurrence)) {
		g.State, g.Final = State{Phase: Void}, true
		return g
	}
	ran := g.State.Phase == meeting.Running
	s := r.see(ctx, g)
	g = g.after(s, r.now)
	switch {
	case g.State.Phase == meeting.Running:
		g.State.Invited = r.invited(ctx, g, s, !ran)
		r.syncCall(ctx, &g, s)
	case ran:
		r.endCall(ctx, g)
	}
	switch {
	case !g.OverAt.IsZero() && r.records == nil:
		g.Final = true
	case g.endedEarly() && r.records != nil && (ran || s.read || !g.LookAt.After(r.now)):
		g = r.recordSoFar(ctx, g)
	}
	return g
}

// endedEarly reports whether a meeting has ended that may be joined again until its
// booked end.
func (g Group) endedEarly() bool { return g.State.Phase == meeting.Over && g.OverAt.IsZero() }

// see finds out where an occurrence is in its life: by the list of running meetings,
// and by a reading where the list does not tell.
func (r *round) see(ctx context.Context, g Group) seen {
	o := g.Occurrence
	if r.now.After(watch.EndOf(o).Add(followFor)) {
		return seen{phase: meeting.Over}
	}
	listed, runs := r.list.Meetings[g.MeetingID]
	switch {
	case runs && laterHasBegun(r.facts[g.MeetingKey], o, r.now):
		return seen{phase: meeting.Over}
	case runs && listed.In >= 0:
		return seen{phase: meeting.Running, in: listed.In, uuid: listed.UUID}
	case runs && g.LookAt.After(r.now):
		return seen{phase: meeting.Running, in: g.State.In, uuid: listed.UUID}
	case runs:
		return seen{phase: meeting.Running, in: r.count(ctx, g), uuid: listed.UUID, read: true}
	case r.tells(g):
		return seen{phase: meeting.Upcoming}
	case !r.mayRead(g), ctx.Err() != nil: // there was no time for it
		return seen{}
	}
	return r.read(ctx, g)
}

// tells reports whether a meeting does not run that the list leaves out. A list from
// before its run was first seen says nothing of that run.
func (r *round) tells(g Group) bool {
	return r.list.Complete && (g.State.Began.IsZero() || !r.list.ReadAt.Before(g.State.Began.Add(listLag)))
}

// mayRead reports whether a meeting may be read for a group now.
func (r *round) mayRead(g Group) bool {
	if _, runs := r.list.Meetings[g.MeetingID]; runs || r.tells(g) {
		return false
	}
	left := g.LookAt.Sub(r.now)
	return left <= 0 || left > readSeldom // the clock was set back
}

// read reads a meeting that the list does not tell about.
func (r *round) read(ctx context.Context, g Group) seen {
	r.metrics.readings.Inc()
	reading := watch.Read(ctx, r.log, r.ws, g.MeetingID)
	s := seen{phase: r.phase(ctx, g, reading), read: true, fresh: reading.Fresh}
	if s.phase == meeting.Running {
		s.in = r.count(ctx, g)
	}
	return s
}

// count asks how many are in a meeting that runs.
func (r *round) count(ctx context.Context, g Group) int {
	who, err := r.ws.Meetings.Attendees(ctx, g.MeetingID)
	switch {
	case err == nil:
		return who.Count
	case meeting.KindOf(err) == meeting.Forbidden:
		return Unknown
	case g.State.Phase == meeting.Running:
		return g.State.In
	default:
		return Unknown
	}
}

// invited is how many are invited to a meeting that runs. The API is asked for that
// when it begins, at the most.
func (r *round) invited(ctx context.Context, g Group, s seen, begins bool) int {
	m, known := s.fresh, s.fresh != nil
	if !known {
		m, known = r.ws.Meetings.Peek(g.MeetingID)
	}
	if !known && begins {
		m, _ = r.ws.Meetings.Get(ctx, g.MeetingID) // without an answer it is not known
	}
	if n := Invited(m); n > 0 {
		return n
	}
	return g.State.Invited
}

// after is a group after what was found out about its occurrence.
func (g Group) after(s seen, now time.Time) Group {
	began := g.State.Began
	past := !now.Before(watch.EndOf(g.Occurrence))
	switch {
	case s.phase == "":
	case s.phase == meeting.Running:
		if began.IsZero() || g.State.Phase == meeting.Over {
			g.State.Began = now
		}
		g.State.Phase, g.State.In = meeting.Running, s.in
	case past:
		g.State.Phase, g.State.In, g.OverAt = meeting.Over, 0, now
		g.LookAt = now.Add(pollGap)
		return g
	case s.phase == meeting.Over || !began.IsZero(): // it may be joined again until its booked end
		g.State.Phase, g.State.In = meeting.Over, 0
	}
	if s.read {
		g.LookAt = now.Add(g.untilRead(now))
	}
	return g
}

// untilRead is the time to the next reading: ever longer for a meeting that has not
// begun, and at its booked end.
func (g Group) untilRead(now time.Time) time.Duration {
	wait := readEvery
	if g.State.Began.IsZero() {
		wait = min(max(now.Sub(g.Occurrence.Start), readEvery), readSeldom)
	}
	if left := watch.EndOf(g.Occurrence).Sub(now); left > 0 {
		wait = min(wait, left)
	}
	return wait
}

// record asks how a meeting was that is over.
func (r *round) record(ctx context.Context, g Group) Group {
	if g.LookAt.After(r.now) {
		return g
	}
	if r.records == nil || r.now.Sub(g.OverAt) > recordFor {
		g.Final = true
		return g
	}
	var next time.Duration
	g.State.Record, next = r.recordOf(ctx, g)
	g.Final, g.LookAt = next <= 0, r.now.Add(next)
	return g
}

// recordSoFar asks how a meeting was that has ended early. It may go on.
func (r *round) recordSoFar(ctx context.Context, g Group) Group {
	var next time.Duration
	g.State.Record, next = r.recordOf(ctx, g)
	end := watch.EndOf(g.Occurrence)
	if next > 0 {
		end = r.now.Add(min(next, end.Sub(r.now)))
	}
	if !g.LookAt.After(r.now) || end.Before(g.LookAt) {
		g.LookAt = end
	}
	return g
}

// recordOf asks how a meeting was, and when to ask again, 0 for never. What is known of
// it stays.
func (r *round) recordOf(ctx context.Context, g Group) (*Record, time.Duration) {
	known := g.State.Record
	if known == nil && g.State.Invited > 0 {
		known = &Record{Invited: g.State.Invited}
	}
	rec, next, err := r.records.Record(ctx, r.ws, g.MeetingID, g.ran(), known)
	if err != nil {
		r.log.DebugContext(ctx, "a meeting's record is not known yet", slog.String("meeting_id", g.MeetingID), slog.Any("error", err))
	}
	if rec == nil || *rec == (Record{Invited: rec.Invited}) {
		rec = g.State.Record
	}
	return rec, next
}

// ran is when a meeting was seen to run, as far as that is known.
func (g Group) ran() Span {
	ran := Span{First: g.Occurrence.Start, Last: cmp.Or(g.State.Began, g.Occurrence.Start)}
	if ran.First.IsZero() || ran.Last.Before(ran.First) {
		ran.First = ran.Last
	}
	if rec := g.State.Record; rec != nil && !rec.Began.IsZero() && rec.Began.Before(ran.First) {
		ran.First = rec.Began
	}
	return ran
}

// syncCall keeps the call of a run as the run is.
func (r *round) syncCall(ctx context.Context, g *Group, s seen) {
	if r.calls == nil {
		return
	}
	id, err := r.calls.Sync(ctx, r.ws, Run{MeetingID: g.MeetingID, UUID: s.uuid, Began: g.State.Began, In: g.State.In})
	if err != nil {
		r.log.WarnContext(ctx, "a call is not kept as its meeting is", slog.String("meeting_id", g.MeetingID), slog.Any("error", err))
		return
	}
	g.State.Call = id
}

// endCall ends the call of a run.
func (r *round) endCall(ctx context.Context, g Group) {
	if r.calls == nil {
		return
	}
	if err := r.calls.End(ctx, r.ws.Key, g.MeetingID, r.now); err != nil {
		r.log.WarnContext(ctx, "a call is not ended with its meeting", slog.String("meeting_id", g.MeetingID), slog.Any("error", err))
	}
}
