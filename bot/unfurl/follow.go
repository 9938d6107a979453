package unfurl

import (
	"context"
	"errors"
	"fmt"

	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
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
		Kind: liveKind, Ref: closed, Shown: f.content.State,
		Facts: watch.Facts{Subject: f.content.Subject, Number: f.meetingID},
	}
	begun := f.content.Occurrence.Begun(f.content.Now)
	return t.inTx(ctx, func(tx watch.Tx) error {
		if !begun && len(watch.FactsOf(f.meetingID, f.content.Meeting).Occurrences) > 0 {
			if _, err := t.watcher.Begin(ctx, tx, message.Meeting(), f.content.Meeting); err != nil {
				return err
			}
		}
		return t.live.Add(ctx, tx, message)
	})
}

// handOver ends a job by which a program of the previous version has updated what is
// shown under a link: package live does so by now.
func (e *Engine) handOver(ctx context.Context, j queue.Job) error {
	err := e.live.HandOver(ctx, j.Key)
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
