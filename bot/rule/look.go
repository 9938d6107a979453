package rule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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
	FindByRules queue.Kind = "rule_find"   // a workspace's ids: "E1/T1"
	SweepRules  queue.Kind = "sweep_rules" // ""
)

// Priorities of jobs: what is posted at a time goes first.
const (
	priorityFind  = 3
	prioritySweep = 4
)

const (
	// findTimeout bounds one job, and pause is the time until the next one goes on
	// with what is left.
	findTimeout = 20 * time.Second
	pause       = 2 * time.Second
	// maxFailed is how many meetings may fail until the others are left to the next job.
	maxFailed = 5
	// seenEvery is how often it is noted that a skipped meeting still comes, and
	// skipRetention how long it may be unseen.
	seenEvery     = 7 * 24 * time.Hour
	skipRetention = 90 * 24 * time.Hour
	// sweepEvery is how often old skips are deleted and lost jobs are made up for.
	sweepEvery = time.Hour
)

// Register makes the engine do its jobs.
func (e *Engine) Register(jobs *queue.Registry, r Reminders) {
	e.reminders = r
	jobs.Register(FindByRules, queue.WorkerFunc(e.find))
	jobs.Register(SweepRules, queue.WorkerFunc(e.sweep))
	jobs.Repeat(sweepEvery, queue.Job{Kind: SweepRules, Priority: prioritySweep})
}

// lookJob looks at once which meetings of a workspace match its rules.
func (e *Engine) lookJob(k workspace.Key) queue.Job {
	return queue.Job{Kind: FindByRules, Key: jobKey(k), At: e.now(), Priority: priorityFind}
}

// find looks which meetings match the rules of a workspace, and has conversations
// reminded of these and no others. It comes back as long as there are rules.
func (e *Engine) find(ctx context.Context, j queue.Job) error {
	k := workspace.Key{}
	k.EnterpriseID, k.TeamID, _ = strings.Cut(j.Key, "/")
	rules, err := e.rulesOf(ctx, k)
	if err != nil {
		return err
	}
	ws, err := e.workspaces.Get(ctx, k)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return nil // what is of it is deleted
	case err != nil:
		return fmt.Errorf("find a workspace: %w", err)
	}
	if len(rules) == 0 {
		return e.endOrphans(ctx, k)
	}
	within, cancel := context.WithTimeout(ctx, findTimeout)
	defer cancel()
	more, err := e.look(within, ws, rules)
	if err != nil && within.Err() == nil { // the next list is soon enough
		e.log.LogAttrs(ctx, slog.LevelWarn, "the meetings that rules follow are not known", outagelog.Of("meeting_api"),
			slog.String("team_id", k.TeamID), slog.Any("error", err))
	}
	if more || within.Err() != nil && ctx.Err() == nil {
		return &queue.RetryAfter{After: pause}
	}
	now := e.now()
	return &queue.RetryAfter{After: now.Truncate(agenda.ListEvery).Add(agenda.ListEvery).Sub(now)}
}

func (e *Engine) rulesOf(ctx context.Context, k workspace.Key) (rules []Rule, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		rules, err = tx.RulesOf(ctx, k)
		return err
	})
	return rules, err
}

// endOrphans deletes what rules made that have been stopped since: a job that looked at
// that moment may have stored some.
func (e *Engine) endOrphans(ctx context.Context, k workspace.Key) error {
	all, err := e.reminders.RuleSubscriptions(ctx, k)
	if err != nil || len(all) == 0 {
		return err
	}
	return e.store.InTx(ctx, func(tx Tx) error {
		for _, s := range all {
			if err := e.reminders.EndRule(ctx, tx, s.RuleID); err != nil {
				return err
			}
		}
		return nil
	})
}

// look reads the list of meetings, and has subscriptions made and ended. It reports
// whether some of it is left.
func (e *Engine) look(ctx context.Context, ws workspace.Workspace, rules []Rule) (more bool, err error) {
	setters, err := e.setters(ctx, ws, rules)
	if err != nil {
		return false, err
	}
	made, err := e.reminders.RuleSubscriptions(ctx, ws.Key)
	if err != nil {
		return false, err
	}
	skips, err := e.skipsIn(ctx, ws.Key)
	if err != nil {
		return false, err
	}
	a := e.agendas.Of(ws.Meetings)
	a.Lock()
	defer a.Unlock()
	l, err := a.List(ctx)
	if err != nil {
		return false, err
	}
	f := newFound(e.now(), l, rules, setters, skips)
	more, err = a.ReadInvited(ctx, f.unclear())
	if more || err != nil {
		f.partial = true
	}
	f.match(a)
	return more, errors.Join(err, e.reconcile(ctx, ws.Key, a, f, made))
}

// reconcile has subscriptions made and ended for what was found, and notes how much that
// is.
func (e *Engine) reconcile(ctx context.Context, k workspace.Key, a *agenda.Agenda, f *found, made []reminder.Subscription) error {
	var failed []error
	by := map[string][]reminder.Subscription{}
	for _, s := range made {
		by[s.MeetingID] = append(by[s.MeetingID], s)
	}
	for _, c := range f.coming {
		id := c.ID.String()
		want := f.wanted(id)
		if want.SatisfiedBy(by[id]) {
			continue
		}
		read := func(ctx context.Context) (*meeting.Snapshot, error) { return a.Meetings.Get(ctx, id) }
		err := e.reminders.SetAutomatic(ctx, watch.MeetingKey{Key: k, MeetingID: id}, want, read)
		if kind := meeting.KindOf(err); kind == meeting.NotFound || kind == meeting.Forbidden || kind == meeting.Invalid {
			continue // it was cancelled meanwhile, or the account may not read it
		}
		if err != nil {
			failed = append(failed, err)
		}
		if len(failed) > maxFailed || ctx.Err() != nil {
			break
		}
	}
	return errors.Join(append(failed, e.note(ctx, f))...)
}

// note stores how many meetings match each rule, and which of those that were skipped
// still come.
func (e *Engine) note(ctx context.Context, f *found) error {
	var seen []Skip
	for s, at := range f.skips {
		if f.now.Sub(at) > seenEvery && f.listed[s.MeetingID] {
			s.SeenAt = f.now
			seen = append(seen, s)
		}
	}
	changed := f.counted()
	if len(seen)+len(changed) == 0 {
		return nil
	}
	return e.store.InTx(ctx, func(tx Tx) error {
		for _, s := range seen {
			if err := tx.PutRuleSkip(ctx, s); err != nil {
				return err
			}
		}
		for _, c := range changed {
			r, err := tx.LockRule(ctx, c.ID)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			r.Matched = c.Matched
			if err := tx.ChangeRule(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// skipsIn reads which meetings are not wanted in a workspace, and when they were last
// seen to come.
func (e *Engine) skipsIn(ctx context.Context, k workspace.Key) (map[Skip]time.Time, error) {
	skips := map[Skip]time.Time{}
	err := e.store.Read(ctx, func(tx Tx) error {
		all, err := tx.RuleSkipsIn(ctx, k)
		for _, s := range all {
			at := s.SeenAt
			s.SeenAt = time.Time{}
			skips[s] = at
		}
		return err
	})
	return skips, err
}

// sweep deletes old skips, and sees to it that each workspace with rules has a job.
func (e *Engine) sweep(ctx context.Context, _ queue.Job) error {
	return e.store.InTx(ctx, func(tx Tx) error {
		if err := tx.DeleteRuleSkips(ctx, e.now().Add(-skipRetention)); err != nil {
			return err
		}
		all, err := tx.WorkspacesWithRules(ctx)
		if err != nil {
			return err
		}
		var jobs []queue.Job
		for _, k := range all {
			jobs = append(jobs, e.lookJob(k))
		}
		return tx.Enqueue(ctx, jobs...)
	})
}
