package personal

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

const (
	// digestLate is how late a digest is still of use.
	digestLate = 6 * time.Hour
	// digestLook is how often it is looked at least when a digest is due: its person
	// may have moved to another time zone.
	digestLook = 6 * time.Hour
	// digestRetry is when a digest is tried again that could not be made or posted.
	digestRetry = time.Minute
	// whoRetry is when it is asked again who somebody is.
	whoRetry = 5 * time.Minute
	// postTimeout bounds one message to Slack.
	postTimeout = 10 * time.Second
)

// Notifier posts in Slack. Its errors are *post.Error; of any other it is not known
// whether something was posted.
type Notifier interface {
	// PostDigest posts the digest of a person's day.
	PostDigest(ctx context.Context, ws workspace.Workspace, d Digest) (post.Posted, error)
	// PostEnded tells a person that they are told nothing any more, since they may
	// look up nothing.
	PostEnded(ctx context.Context, ws workspace.Workspace, who Owner) error
}

// Digest is a person's day.
type Digest struct {
	Owner
	Person   person.Person
	Meetings []*meeting.Conference // that run or come today, at least one
	Now      time.Time
}

// nextDigest is when somebody's next digest is due, who gets one: on the first working
// day without one whose time is not long past.
func (e *Engine) nextDigest(d Decided, zone *time.Location) time.Time {
	local := e.now().In(zone)
	for day := 0; ; day++ {
		noon := time.Date(local.Year(), local.Month(), local.Day()+day, 12, 0, 0, 0, zone)
		due := d.Digest.On(noon)
		if isWorkingDay(noon) && noon.Format(time.DateOnly) > d.DigestDay && local.Before(lastCall(due)) {
			return due
		}
	}
}

// lastCall is until when a digest is posted: on its own day, and not too late.
func lastCall(due time.Time) time.Time {
	next := time.Date(due.Year(), due.Month(), due.Day()+1, 0, 0, 0, 0, due.Location())
	if late := due.Add(digestLate); late.Before(next) {
		return late
	}
	return next
}

func isWorkingDay(t time.Time) bool {
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

// postDigest posts somebody's digest once a working day, and comes back for the next.
func (e *Engine) postDigest(ctx context.Context, j queue.Job) error {
	who, err := parseOwner(j.Key)
	if err != nil {
		return &queue.Discard{Err: err}
	}
	d, err := e.decided(ctx, who)
	if err != nil || d.Digest == "" {
		return err
	}
	ws, err := e.workspaces.Get(ctx, who.Key)
	if err != nil {
		return unlessUnknown(err)
	}
	m := member{Decided: d, Person: ws.Person(ctx, who.UserID), user: ws.MeetingUser(who.UserID)}
	switch why := ws.Policy.Person(m.Person); why {
	case "":
	case access.Unknown, access.Unseen:
		return &queue.RetryAfter{After: whoRetry}
	default:
		return e.turnOff(ctx, who, why)
	}
	if wait := e.nextDigest(d, zoneOr(m.Zone)).Sub(e.now()); wait > 0 {
		return &queue.RetryAfter{After: min(wait, digestLook)}
	}
	m.day = e.now().In(zoneOr(m.Zone)).Format(time.DateOnly)
	return e.makeDigest(ctx, ws, m)
}

// decided returns what somebody decided, nothing where they decided nothing.
func (e *Engine) decided(ctx context.Context, who Owner) (d Decided, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		d, err = tx.GetPersonal(ctx, who)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return Decided{}, nil
	}
	return d, err
}

// makeDigest posts a digest that is due. A day without meetings has none.
func (e *Engine) makeDigest(ctx context.Context, ws workspace.Workspace, m member) error {
	meetings, err := e.today(ctx, ws, m)
	if err != nil {
		e.log.LogAttrs(ctx, slog.LevelWarn, "a digest waits for the meetings", outagelog.Of("meeting_api"),
			slog.String("team_id", m.Decided.TeamID), slog.Any("error", err))
		return &queue.RetryAfter{After: digestRetry}
	}
	if len(meetings) == 0 {
		return e.endDigest(ctx, m)
	}
	posts, err := e.claimDigest(ctx, m)
	if err != nil {
		return err
	}
	posting, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	_, err = e.notifier.PostDigest(posting, ws, Digest{Owner: m.Owner, Person: m.Person, Meetings: meetings, Now: e.now()})
	if err == nil {
		return queue.Note(ctx, func(ctx context.Context) error { return e.endDigest(ctx, m) })
	}
	return queue.NoteOnce(ctx, func(ctx context.Context) error { return e.onDigestError(ctx, m, posts, err) })
}

// today returns the meetings of a person that run or come today.
func (e *Engine) today(ctx context.Context, ws workspace.Workspace, who member) (mine []*meeting.Conference, err error) {
	ctx, cancel := context.WithTimeout(ctx, syncTimeout)
	defer cancel()
	a := e.agendas.Of(ws.Meetings)
	a.Lock()
	defer a.Unlock()
	l, err := a.List(ctx)
	if err != nil {
		return nil, err
	}
	var all []*meeting.Conference
	for _, c := range l.Conferences {
		if isToday(c, e.now().In(zoneOr(who.Zone))) {
			all = append(all, c)
		}
	}
	for more := true; more; {
		if more, err = a.ReadInvited(ctx, all); err != nil {
			return nil, err
		}
	}
	for _, c := range all {
		if known, ok := a.Invited(c.ID.String()); ok && known.Has(who.Person, who.user) {
			mine = append(mine, c)
		}
	}
	return mine, nil
}

// isToday reports whether a meeting runs now, or a start of it comes today, where now is.
func isToday(c *meeting.Conference, now time.Time) bool {
	if c.State == meeting.StateRunning {
		return true
	}
	tomorrow := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	for _, o := range append(c.Series(), c.Current(now)) {
		if !o.Start.IsZero() && o.Start.Before(tomorrow) && o.Last().After(now) {
			return true
		}
	}
	return false
}

// digestID is that of a digest among what is posted.
func digestID(d Decided, day string) string { return "digest " + d.String() + " " + day }

// claimDigest takes the slot of the person's conversation and counts the post before it
// is made. One that may have been posted as often as it may be counts as posted.
func (e *Engine) claimDigest(ctx context.Context, m member) (posts int, err error) {
	err = e.inTx(ctx, func(tx Tx) error {
		d, err := tx.LockPersonal(ctx, m.Owner)
		if err != nil {
			return err
		}
		if d.Digest == "" || d.DigestDay >= m.day {
			return queue.Wait(pause, e.forgetUndecided(ctx, tx, d)) // it was changed or posted meanwhile
		}
		pacing := post.Pacing{Slots: tx, Now: e.now()}
		if wait, err := pacing.Take(ctx, m.conversation()); err != nil || wait > 0 {
			return queue.Wait(wait, err)
		}
		if posts, err = tx.BeginPost(ctx, digestID(d, m.day), e.now()); err != nil || posts <= post.MaxPosts {
			return err
		}
		return e.noteDigest(ctx, tx, m)
	})
	return posts, err
}

// inTx runs do in one transaction. Outcomes of jobs are returned after it has been
// committed.
func (e *Engine) inTx(ctx context.Context, do func(Tx) error) error {
	return queue.InTx(ctx, e.store.InTx, do)
}

func (m member) conversation() post.Conversation {
	return post.Conversation{Key: m.Key, ChannelID: m.Decided.UserID}
}

// endDigest notes that there is nothing left to do for today's digest.
func (e *Engine) endDigest(ctx context.Context, m member) error {
	return e.inTx(ctx, func(tx Tx) error { return e.noteDigest(ctx, tx, m) })
}

// noteDigest is endDigest within a transaction. It returns when to come back.
func (e *Engine) noteDigest(ctx context.Context, tx Tx, m member) error {
	d, err := tx.LockPersonal(ctx, m.Owner)
	if err != nil {
		return err
	}
	d.DigestDay = m.day
	if err := tx.ForgetPosts(ctx, digestID(d, d.DigestDay)); err != nil {
		return err
	}
	if err := tx.PutPersonal(ctx, d); err != nil {
		return err
	}
	if d.Digest == "" {
		return queue.ErrDone
	}
	return &queue.RetryAfter{After: min(e.nextDigest(d, zoneOr(m.Zone)).Sub(e.now()), digestLook)}
}

// onDigestError decides what becomes of a digest that Slack did not take, or did not
// say that it took. posts is how many times it may have been posted.
func (e *Engine) onDigestError(ctx context.Context, m member, posts int, cause error) error {
	r, ok := errors.AsType[*post.Error](cause)
	if !ok {
		r = &post.Error{Unconfirmed: true, Err: cause}
	}
	e.log.LogAttrs(ctx, slog.LevelWarn, "a digest was not taken by Slack for now", outagelog.Of("slack_posts"),
		slog.String("team_id", m.Decided.TeamID), slog.String("user_id", m.Decided.UserID), slog.Any("error", r))
	return e.inTx(ctx, func(tx Tx) error {
		if r.Unconfirmed {
			if posts >= post.MaxPosts {
				return e.noteDigest(ctx, tx, m)
			}
			return &queue.RetryAfter{After: pause}
		}
		if err := tx.RevokePost(ctx, digestID(m.Decided, m.day)); err != nil {
			return err
		}
		if r.RetryAfter > 0 {
			pacing := post.Pacing{Slots: tx, Now: e.now()}
			wait, err := pacing.ApplyRetryAfter(ctx, m.conversation(), r)
			return queue.Wait(max(wait, pause), err)
		}
		return &queue.RetryAfter{After: digestRetry}
	})
}
