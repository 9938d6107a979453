package live

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// pollEvery is how often it is looked which meetings run, and pollWithEvents how
	// often while the Meeting API tells of what happens.
	pollEvery      = 30 * time.Second
	pollWithEvents = 2 * time.Minute
	// pollGap is the time between two polls of a workspace, at least.
	pollGap = 3 * time.Second
	// listLag is how long the list of running meetings may not know what an event or a
	// reading of a meeting has told. No document says it.
	listLag = time.Second
	// listTimeout bounds the reading of the list, and lookTimeout all that is asked
	// after it.
	listTimeout = 10 * time.Second
	lookTimeout = 12 * time.Second
	// maxLooks bounds the meetings that are asked for at the same time.
	maxLooks = 8
	// maxWanted is for how many groups of messages it is stored at once what they are
	// to show: others write in between.
	maxWanted = 20
)

// Names of slots. They are stored.
const (
	pollSlot   = "live_poll"   // is taken by each poll of a workspace
	eventsSlot = "live_events" // is taken for pollWithEvents after each event
)

// round is one look at the meetings that are shown in a workspace.
type round struct {
	*Updater
	ws     workspace.Workspace
	now    time.Time
	groups []Group
	start  time.Time // the first one that is ahead, zero for none
	facts  map[watch.MeetingKey]watch.Facts
	list   *meeting.RunningList // empty where it could not be read
	event  time.Time            // the last one, zero for none lately
}

// poll looks which meetings run that are shown in a workspace, and stores what their
// messages are to show. It comes back as long as any is shown, for those that are ahead
// at their start. Its errors are outcomes of a job, as queue.Worker describes them.
func (u *Updater) poll(ctx context.Context, j queue.Job) error {
	k := workspace.ParseKey(j.Key)
	r, err := u.beginPoll(ctx, k)
	if err != nil {
		return err
	}
	if r.ws, err = u.workspace(ctx, k); err != nil {
		return err
	}
	u.metrics.polls.Inc()
	r.readList(ctx)
	if err := r.loadFacts(ctx); err != nil {
		return err
	}
	after := r.look(ctx)
	if err := r.store(ctx, after); err != nil {
		return err
	}
	return r.comeBack(after)
}

// beginPoll loads what is shown, where it is time for another poll.
func (u *Updater) beginPoll(ctx context.Context, k workspace.Key) (r *round, err error) {
	err = u.inTx(ctx, func(t *txn) error {
		r = &round{Updater: u, now: t.now, list: &meeting.RunningList{}}
		slot := post.Conversation{Key: k, ChannelID: pollSlot}
		if wait, err := t.pacing().Wait(ctx, slot); err != nil || wait > 0 {
			return queue.Wait(wait, err)
		}
		if r.groups, err = t.Groups(ctx, k, t.now); err != nil {
			return err
		}
		if r.start, err = t.NextStart(ctx, k, t.now); err != nil {
			return err
		}
		if len(r.groups) == 0 {
			return r.waitForStart()
		}
		wait, err := t.pacing().TakeEvery(ctx, slot, pollGap)
		if err != nil || wait > 0 {
			return queue.Wait(wait, err)
		}
		until, err := t.SlotFreeAt(ctx, post.Conversation{Key: k, ChannelID: eventsSlot})
		if left := until.Sub(t.now); left > 0 && left <= pollWithEvents {
			r.event = until.Add(-pollWithEvents)
		}
		return err
	})
	return r, err
}

// waitForStart has a poll wait for the first start that is ahead, where there is one.
func (r *round) waitForStart() error {
	if r.start.IsZero() {
		return queue.ErrDone
	}
	return &queue.RetryAfter{After: max(r.start.Sub(r.Updater.now()), 0)}
}

// readList reads which meetings run, where any is shown of which that is not clear.
func (r *round) readList(ctx context.Context) {
	asked := false
	for _, g := range r.groups {
		asked = asked || g.OverAt.IsZero()
	}
	if !asked {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, listTimeout)
	defer cancel()
	list, err := r.ws.Meetings.Running(ctx)
	if err != nil {
		r.log.DebugContext(ctx, "running meetings not listed", slog.String("team_id", r.ws.TeamID), slog.Any("error", err))
		return
	}
	r.list = list
}

// loadFacts loads what is known of the meetings of which the list does not tell all.
func (r *round) loadFacts(ctx context.Context) error {
	var wanted []watch.MeetingKey
	for _, g := range r.groups {
		if r.needsFacts(g) {
			wanted = append(wanted, g.MeetingKey)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	return r.inTx(ctx, func(t *txn) error {
		r.facts = make(map[watch.MeetingKey]watch.Facts, len(wanted))
		for _, k := range wanted {
			f, watched, err := t.facts(ctx, k)
			if err != nil {
				return err
			}
			if watched {
				r.facts[k] = f
			}
		}
		return nil
	})
}

func (r *round) needsFacts(g Group) bool {
	if !g.OverAt.IsZero() {
		return false
	}
	return g.State.Phase == "" || !r.now.Before(watch.EndOf(g.Occurrence)) || r.mayRead(g)
}

// look returns what all groups are to show, as far as that can be found out in time.
func (r *round) look(ctx context.Context) []Group {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	after := make([]Group, len(r.groups))
	var looks errgroup.Group
	looks.SetLimit(maxLooks)
	var died atomic.Pointer[any]
	for i, g := range r.groups {
		looks.Go(func() error {
			defer func() {
				if v := recover(); v != nil {
					died.Store(&v)
				}
			}()
			after[i] = r.next(ctx, g)
			return nil
		})
	}
	_ = looks.Wait() // none fails
	if v := died.Load(); v != nil {
		panic(*v) // in the job, which fails of it
	}
	return after
}

// store stores what groups are to show, where that has changed, and has their messages
// updated.
func (r *round) store(ctx context.Context, after []Group) error {
	var changed []int
	for i, g := range after {
		if !g.same(r.groups[i]) || g.Unset && g.State.Phase != "" {
			changed = append(changed, i)
		}
	}
	for len(changed) > 0 {
		n := min(maxWanted, len(changed))
		err := r.inTx(ctx, func(t *txn) error {
			for _, i := range changed[:n] {
				if err := t.want(ctx, r.groups[i], after[i]); err != nil {
					return err
				}
			}
			return t.updateDue(ctx, r.ws.Key)
		})
		if err != nil {
			return fmt.Errorf("store what messages are to show: %w", err)
		}
		changed = changed[n:]
	}
	return nil
}

// want stores what a group is to show.
func (t *txn) want(ctx context.Context, before, after Group) error {
	if !after.Occurrence.SameTime(before.Occurrence) {
		move := []watch.Move{{From: before.Occurrence, To: after.Occurrence}}
		if err := t.MoveMessages(ctx, after.MeetingKey, move, "", t.now); err != nil {
			return err
		}
	}
	if err := t.Want(ctx, after, t.now); err != nil || !after.Final {
		return err
	}
	return t.EndShown(ctx, after)
}

// updateDue has the messages of a workspace updated that are due.
func (t *txn) updateDue(ctx context.Context, k workspace.Key) error {
	due, err := t.AnyDue(ctx, k)
	if err != nil || !due {
		return err
	}
	return t.Hasten(ctx, updateAt(k, t.now))
}

// same reports whether nothing of a group is to be stored.
func (g Group) same(h Group) bool {
	return g.State.Text() == h.State.Text() && g.State.Began.Equal(h.State.Began) && g.OverAt.Equal(h.OverAt) &&
		g.LookAt.Equal(h.LookAt) && g.Final == h.Final && g.Occurrence.SameTime(h.Occurrence)
}

// comeBack says when the next poll is.
func (r *round) comeBack(after []Group) error {
	next, waits := r.nextLook(after)
	if !waits || !r.start.IsZero() && r.start.Before(next) {
		return r.waitForStart()
	}
	return &queue.RetryAfter{After: max(next.Sub(r.Updater.now()), 0)}
}

// nextLook is when to look again at meetings that have begun, and whether there are
// any that are followed further.
func (r *round) nextLook(after []Group) (next time.Time, waits bool) {
	every := pollEvery
	if !r.event.IsZero() && r.list.Complete {
		every = pollWithEvents
		if r.list.ReadAt.Before(r.event.Add(listLag)) {
			every = pollGap
		}
	}
	sooner := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next, waits = at, true
		}
	}
	for _, g := range after {
		switch end := watch.EndOf(g.Occurrence); {
		case g.Final:
		case !g.OverAt.IsZero():
			sooner(g.LookAt)
		default:
			sooner(r.now.Add(every))
			for _, at := range [...]time.Time{end, g.LookAt} {
				if at.After(r.now) {
					sooner(at)
				}
			}
		}
	}
	return next, waits
}
