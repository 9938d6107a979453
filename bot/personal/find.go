package personal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/agenda"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

// The kinds of jobs, and what their keys are. Their texts are stored.
const (
	FindMeetings queue.Kind = "personal_find"   // ""
	SyncAccount  queue.Kind = "personal_sync"   // the ids of one of the workspaces with the account: "E1/T1"
	PostDigest   queue.Kind = "personal_digest" // an Owner's String
	SweepSkips   queue.Kind = "sweep_personal"  // ""
)

// Priorities of jobs: what is posted at a time goes first.
const (
	priorityDigest = 2
	prioritySync   = 3
	prioritySweep  = 4
)

const (
	// gather is how long a change of settings waits for others, so that they are
	// followed together.
	gather = 15 * time.Second
	// ahead is how long before the first reminder of a meeting it is followed, so that
	// its people are told when it moves.
	ahead = 24 * time.Hour
	// syncTimeout bounds one job, and pause is the time until the next one goes on
	// with what is left.
	syncTimeout = 20 * time.Second
	pause       = 2 * time.Second
	// maxLookedUp bounds how many people a job asks Slack about.
	maxLookedUp = 50
	// seenEvery is how often it is noted that a skipped meeting still comes, and
	// skipRetention how long it may be unseen.
	seenEvery     = 7 * 24 * time.Hour
	skipRetention = 90 * 24 * time.Hour
	// sweepEvery is how often old skips are deleted and lost jobs are made up for.
	sweepEvery = 6 * time.Hour
)

// Reminders has people reminded of meetings.
type Reminders interface {
	// SetAutomatic has those people and no others reminded of a meeting
	// automatically. read is called where something is to be changed.
	SetAutomatic(
		ctx context.Context, k watch.MeetingKey, want reminder.Automatic, read func(context.Context) (*meeting.Snapshot, error),
	) error
	// EndAutomatic ends that for a person, within a transaction.
	EndAutomatic(ctx context.Context, tx queue.Queue, k workspace.Key, userID string) error
}

var (
	_ Reminders      = (*reminder.Engine)(nil)
	_ reminder.Stops = (*Engine)(nil)
)

// Register makes the engine do its jobs.
func (e *Engine) Register(jobs *queue.Registry, r Reminders, n Notifier) {
	e.reminders, e.notifier = r, n
	jobs.Register(FindMeetings, queue.WorkerFunc(e.find))
	jobs.Register(SyncAccount, queue.WorkerFunc(e.sync))
	jobs.Register(PostDigest, queue.WorkerFunc(e.postDigest))
	jobs.Register(TellEnded, queue.WorkerFunc(e.tellEnded))
	jobs.Register(SweepSkips, queue.WorkerFunc(e.sweep))
	jobs.Repeat(sweepEvery, queue.Job{Kind: SweepSkips, Priority: prioritySweep})
}

// findJob looks for meetings soon, together with what else is changed meanwhile.
func (e *Engine) findJob() queue.Job {
	return queue.Job{Kind: FindMeetings, At: e.now().Truncate(gather).Add(gather), Priority: prioritySync}
}

// find queues a job for each meeting account whose people want to be reminded, and
// comes back as long as there are any.
func (e *Engine) find(ctx context.Context, _ queue.Job) error {
	leaders, err := e.leaders(ctx)
	if err != nil || len(leaders) == 0 {
		return err
	}
	now := e.now()
	err = e.store.InTx(ctx, func(tx Tx) error {
		var jobs []queue.Job
		for _, k := range leaders {
			jobs = append(jobs, queue.Job{Kind: SyncAccount, Key: k.EnterpriseID + "/" + k.TeamID, At: now, Priority: prioritySync})
		}
		return tx.Enqueue(ctx, jobs...)
	})
	if err != nil {
		return fmt.Errorf("queue the lists of meetings: %w", err)
	}
	return &queue.RetryAfter{After: now.Truncate(agenda.ListEvery).Add(agenda.ListEvery).Sub(now)}
}

// leaders returns one workspace for each account whose people want to be reminded: the
// first one.
func (e *Engine) leaders(ctx context.Context) (leaders []workspace.Key, err error) {
	people, err := e.reminded(ctx)
	if err != nil {
		return nil, err
	}
	led := map[workspace.Meetings]bool{}
	for _, group := range byWorkspace(people) {
		ws, err := e.workspaces.Get(ctx, group[0].Key)
		switch {
		case errors.Is(err, workspace.ErrUnknown):
		case err != nil:
			return nil, fmt.Errorf("find workspace %s: %w", group[0].TeamID, err)
		case !led[ws.Meetings]:
			led[ws.Meetings] = true
			leaders = append(leaders, group[0].Key)
		}
	}
	return leaders, nil
}

// reminded lists everybody who wants to be reminded.
func (e *Engine) reminded(ctx context.Context) (people []Decided, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		people, err = tx.RemindedPeople(ctx)
		return err
	})
	return people, err
}

// byWorkspace groups people, who are in order of their keys.
func byWorkspace(people []Decided) (groups [][]Decided) {
	for _, d := range people {
		if n := len(groups); n > 0 && groups[n-1][0].Key == d.Key {
			groups[n-1] = append(groups[n-1], d)
			continue
		}
		groups = append(groups, []Decided{d})
	}
	return groups
}

// sync reads the meetings of one account once, and has everybody reminded who is
// invited, in all workspaces that use it. What is left is done by the next job.
func (e *Engine) sync(ctx context.Context, j queue.Job) error {
	enterprise, id, _ := strings.Cut(j.Key, "/")
	leader, err := e.workspaces.Get(ctx, workspace.Key{EnterpriseID: enterprise, TeamID: id})
	if err != nil {
		return unlessUnknown(err)
	}
	ctx, cancel := context.WithTimeout(ctx, syncTimeout)
	defer cancel()
	teams, more, err := e.teams(ctx, leader.Meetings)
	if err != nil || len(teams) == 0 {
		return err
	}
	unread, err := e.syncTeams(ctx, e.agendas.Of(leader.Meetings), teams)
	switch {
	case err != nil && ctx.Err() == nil: // the next list is soon enough
		e.log.LogAttrs(ctx, slog.LevelWarn, "people's own meetings are not known", outagelog.Of("meeting_api"),
			slog.String("team_id", leader.TeamID), slog.Any("error", err))
		return nil
	case more || unread || ctx.Err() != nil:
		return &queue.RetryAfter{After: pause}
	}
	return nil
}

// unlessUnknown is an error that the workspace could not be found with, nil where the
// app was removed.
func unlessUnknown(err error) error {
	if errors.Is(err, workspace.ErrUnknown) {
		return nil
	}
	return fmt.Errorf("find a workspace: %w", err)
}

// syncTeams has those reminded who are invited to the meetings that come. It reports
// whether some meetings are still to be read.
func (e *Engine) syncTeams(ctx context.Context, a *agenda.Agenda, teams []team) (unread bool, err error) {
	a.Lock()
	defer a.Unlock()
	l, err := a.List(ctx)
	if err != nil {
		return false, err
	}
	coming := comingWithin(l, e.now(), ahead+longestLead(teams))
	if err := e.markSeen(ctx, l, teams); err != nil {
		return false, err
	}
	unread, err = a.ReadInvited(ctx, coming)
	for _, c := range coming {
		known, ok := a.Invited(c.ID.String())
		if !ok {
			continue
		}
		for _, t := range teams {
			if reconcileErr := e.reconcile(ctx, a, known, c.ID.String(), t); reconcileErr != nil {
				return unread, errors.Join(err, reconcileErr)
			}
		}
	}
	return unread, err
}

// comingWithin returns the meetings that start within a time, the first ones first.
func comingWithin(l *meeting.Listing, now time.Time, within time.Duration) []*meeting.Conference {
	var coming []*meeting.Conference
	for _, c := range l.Conferences {
		if next := c.NextStart(now); !next.IsZero() && next.Sub(now) <= within {
			coming = append(coming, c)
		}
	}
	slices.SortStableFunc(coming, func(a, b *meeting.Conference) int { return a.NextStart(now).Compare(b.NextStart(now)) })
	return coming
}

func longestLead(teams []team) (longest time.Duration) {
	for _, t := range teams {
		for _, m := range t.members {
			longest = max(longest, m.Leads[0])
		}
	}
	return longest
}

// reconcile has those of a workspace reminded of a meeting who are invited, unless
// nothing is to be changed since that was done last.
func (e *Engine) reconcile(ctx context.Context, a *agenda.Agenda, known *agenda.Invited, id string, t team) error {
	want := reminder.Automatic{Want: map[string]reminder.Wanted{}, Keep: map[string]bool{}}
	var digest strings.Builder
	for _, m := range t.members {
		switch {
		case t.skips[Skip{Owner: m.Owner, MeetingID: id}]:
		case m.unknown:
			want.Keep[m.Decided.UserID] = true
			fmt.Fprintf(&digest, "%s? ", m.Decided.UserID)
		case known.Has(m.Person, m.user):
			want.Want[m.Decided.UserID] = reminder.Wanted{Leads: m.Leads, SetBy: m.Decided.UserID}
			fmt.Fprintf(&digest, "%s %v %d ", m.Decided.UserID, m.Leads, m.ChangedAt.UnixMilli())
		}
	}
	if last, ok := known.Reconciled[t.Key]; ok && last == digest.String() {
		return nil
	}
	k := watch.MeetingKey{Key: t.Key, MeetingID: id}
	err := e.reminders.SetAutomatic(ctx, k, want, func(ctx context.Context) (*meeting.Snapshot, error) { return a.Meetings.Get(ctx, id) })
	if err != nil {
		return err
	}
	known.Reconciled[t.Key] = digest.String()
	return nil
}
