package unfurl

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// readAhead is how long before its start a meeting is read again and again
	// because a link to it is shown. One that is moved before is noticed then.
	readAhead = 7 * 24 * time.Hour
	// checkRunning is how soon a meeting is asked for that runs when its link is
	// posted.
	checkRunning = 5 * time.Minute
)

// sealedLink is what a live message keeps of its link, sealed.
type sealedLink struct {
	URL    string
	UserID string // who posted it
	Bare   bool
}

// track has what is shown follow its meeting. A message that is still written
// follows none.
func (t *try) track(ctx context.Context) error {
	if t.m.UnfurlID != "" {
		return nil
	}
	for _, f := range t.shown {
		if f.content.State.Phase == meeting.Over || f.content.Occurrence.Start.IsZero() {
			continue
		}
		if err := t.followMeeting(ctx, f); err != nil {
			return fmt.Errorf("follow meeting %s: %w", f.meetingID, err)
		}
	}
	return nil
}

// followMeeting stores that a link follows its meeting.
func (t *try) followMeeting(ctx context.Context, f found) error {
	m := t.m
	id := t.seal.ID("link", m.EnterpriseID, m.TeamID, m.ChannelID, m.TS, f.url)
	closed, err := t.seal.Close(id, sealedLink{URL: f.url, UserID: m.UserID, Bare: m.Bare})
	if err != nil {
		return err
	}
	message := live.Message{
		ID: id, Key: m.Key, Posted: m.posted(), MeetingID: f.meetingID, Occurrence: f.content.Occurrence,
		Kind: liveKind, Ref: closed, Shown: f.content.State.Phase,
		Facts: watch.Facts{Subject: f.content.Subject, Number: f.meetingID},
	}
	job := queue.Job{Kind: Follow, Key: id, At: f.content.Occurrence.Start, Priority: priorityFollow}
	begun := f.content.Occurrence.Begun(f.content.Now)
	if begun {
		job.At = f.content.Now.Add(checkRunning)
	}
	return t.inTx(ctx, func(tx watch.Tx) error {
		if !begun && len(watch.FactsOf(f.meetingID, f.content.Meeting).Occurrences) > 0 {
			if _, err := t.watcher.Begin(ctx, tx, message.Meeting(), f.content.Meeting); err != nil {
				return err
			}
		}
		if err := t.live.Add(ctx, tx, message); err != nil {
			return err
		}
		return tx.Hasten(ctx, job)
	})
}

// follow updates what is shown under a link.
func (e *Engine) follow(ctx context.Context, j queue.Job) error {
	err := e.live.Follow(ctx, j.Key, updater{e})
	if errors.Is(err, live.ErrNotFound) {
		return queue.ErrDone
	}
	return err
}

// updater updates what is shown under links.
type updater struct{ e *Engine }

var _ live.Renderer = updater{}

// errNoAccess says that whoever posted a link may not look its meeting up any more.
var errNoAccess = errors.New("whoever posted the link has lost access")

// Update shows under a link what is known now. It does so as long as the one who
// posted it may look the meeting up.
func (u updater) Update(ctx context.Context, ws workspace.Workspace, v live.View) error {
	var l sealedLink
	if err := u.e.seal.Open(v.Message.ID, v.Message.Ref, &l); err != nil {
		return &post.Error{Reason: post.MessageGone, Err: err}
	}
	if !mayStill(ws, ws.Person(ctx, l.UserID), v.Meeting) {
		return &post.Error{Reason: post.MessageGone, Err: errNoAccess}
	}
	card := u.e.renderer.Render(ws, Content{
		MeetingID: v.Message.MeetingID, Subject: v.Facts.Subject, Meeting: v.Meeting,
		Occurrence: v.Message.Occurrence, State: v.State, Bare: l.Bare, Now: v.Now,
	})
	return post.Unfurl(ctx, ws.Jobs, v.Message.Posted, map[string]post.Message{l.URL: card})
}

// mayStill reports whether somebody who had a meeting shown may still look it up.
// They may while Slack cannot say who they are.
func mayStill(ws workspace.Workspace, who person.Person, m *meeting.Snapshot) bool {
	return (who.AccountType == person.Member || who.AccountType == person.Unknown) && ws.Policy.Reminded(m, who, ws.MeetingUser(who.UserID))
}

// sweep gives another job to links whose meeting began a while ago and that have none.
func (e *Engine) sweep(ctx context.Context, _ queue.Job) error {
	return e.store.InTx(ctx, func(tx watch.Tx) error {
		started, err := e.live.Started(ctx, tx, liveKind, e.now().Add(-sweepEvery), maxSwept)
		if err != nil {
			return err
		}
		return tx.Enqueue(ctx, e.jobs(started)...)
	})
}

// jobs are those that update links now.
func (e *Engine) jobs(ids []string) []queue.Job {
	all := make([]queue.Job, 0, len(ids))
	for _, id := range ids {
		all = append(all, queue.Job{Kind: Follow, Key: id, At: e.now(), Priority: priorityFollow})
	}
	return all
}

// follower follows the meetings that links are shown to.
type follower struct{ e *Engine }

var _ watch.Follower = follower{}

// Interest is to have a meeting read while a date is near that is shown.
func (f follower) Interest(ctx context.Context, tx queue.Queue, k watch.MeetingKey) (watch.Interest, error) {
	next, err := f.e.live.NextStart(ctx, tx, liveKind, k)
	switch {
	case err != nil || next.IsZero():
		return watch.Ignores, err
	case next.Sub(f.e.now()) > readAhead:
		return watch.Remembers, nil
	default:
		return watch.Follows, nil
	}
}

// MeetingChanged has the links updated that show a date which has changed.
func (f follower) MeetingChanged(ctx context.Context, tx queue.Queue, c watch.Change) error {
	outdated, err := f.e.live.Change(ctx, tx, liveKind, c)
	if err != nil {
		return err
	}
	for _, j := range f.e.jobs(outdated) {
		if err := tx.Hasten(ctx, j); err != nil {
			return err
		}
	}
	return nil
}

// MeetingRead does nothing: what is shown is updated when it changes.
func (follower) MeetingRead(context.Context, queue.Queue, watch.Watch) error { return nil }
