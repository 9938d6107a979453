package unfurl

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// tryTimeout bounds one try to show the links of a message.
const tryTimeout = 15 * time.Second

// ackPause is how long Slack has to read that an event was acknowledged.
const ackPause = 250 * time.Millisecond

// found is a link with what is to be shown of its meeting.
type found struct {
	link
	content Content
}

// try is one try to show the links of a message.
type try struct {
	*Engine
	ws     workspace.Workspace
	m      Message
	number int // from 1
	shown  []found
	later  []string      // links that may be shown later
	wait   time.Duration // for which Slack asks until then, 0 when it does not say
}

// Unfurl shows what is behind the links of a message, as far as whoever posted it
// may look that up. What cannot be shown for now is tried again for some minutes;
// nobody reads of what cannot be shown at all. While nothing can be stored, nothing is
// tried again or followed.
func (e *Engine) Unfurl(ctx context.Context, ws workspace.Workspace, m Message) {
	m.Begun = e.now()
	if err := e.attempt(ctx, ws, m, 1); err != nil {
		e.outage.Do(func() {
			e.log.LogAttrs(ctx, slog.LevelWarn, "links are not followed", slog.String("team_id", m.TeamID), slog.Any("error", err))
		})
	}
}

// attempt shows what can be shown now, and stores what is left to do.
func (e *Engine) attempt(ctx context.Context, ws workspace.Workspace, m Message, number int) error {
	t := &try{Engine: e, ws: ws, m: m, number: number}
	trying, cancel := context.WithTimeout(ctx, tryTimeout)
	defer cancel()
	t.run(trying)
	return errors.Join(t.track(ctx), t.putOff(ctx))
}

// run shows the links that can be shown now.
func (t *try) run(ctx context.Context) {
	links := t.links(t.m)
	t.metrics.count(noMeeting, len(t.m.URLs)-len(links))
	if len(links) == 0 {
		return
	}
	who := t.ws.Person(ctx, t.m.UserID)
	var all []found
	for _, l := range links {
		if why := t.denial(who); why != "" {
			t.drop(ctx, denied, l, why)
		} else if who.AccountType == person.Unknown {
			t.putBack(l)
		} else if c, ok := t.find(ctx, who, l); ok {
			all = append(all, found{l, c})
		}
	}
	if len(all) > 0 {
		t.show(ctx, all)
	}
}

// denial says why nothing is shown that somebody posts, "" where something is, or
// may be once Slack has said who they are. Everybody in the conversation sees it, so
// guests and people of other organisations show nothing, whatever they may look up.
func (t *try) denial(who person.Person) string {
	switch who.AccountType {
	case person.Unknown:
		return ""
	case person.Member:
		return string(t.ws.Policy.Person(who))
	case person.Guest, person.External, person.Bot, person.Deactivated, person.Unseen:
	}
	return string(who.AccountType)
}

// find reads the meeting of a link. It reports false where nothing of it is shown.
func (t *try) find(ctx context.Context, who person.Person, l link) (Content, bool) {
	s, err := t.ws.Meetings.Get(meeting.WithOneTry(meeting.WithAllowance(ctx)), l.meetingID)
	if err == nil {
		if why := t.ws.Policy.Meeting(s, who, t.ws.MeetingUser(who.UserID)); why != "" {
			t.drop(ctx, denied, l, string(why))
			return Content{}, false
		}
		return t.content(l, s), true
	}
	refusal, ok := errors.AsType[*meeting.Error](err)
	switch {
	case !ok || refusal.Retryable():
		t.putBack(l)
	case refusal.Kind == meeting.NotFound:
		t.drop(ctx, noMeeting, l, string(refusal.Kind))
	default:
		t.drop(ctx, failed, l, string(refusal.Kind))
	}
	return Content{}, false
}

// content is what is shown of a reading: the date that runs or is next.
func (t *try) content(l link, s *meeting.Snapshot) Content {
	now := t.now()
	o := s.Conference.Current(now)
	c := Content{
		MeetingID: l.meetingID, Subject: s.Conference.Subject.String(), Meeting: s, Occurrence: o,
		State: live.State{Phase: s.Phase(o, now), In: live.Unknown, Invited: live.Invited(s)}, Bare: t.m.Bare, Now: now,
	}
	if s.Over() {
		c.State.Phase = meeting.Over
	}
	return c
}

// show shows what was found.
func (t *try) show(ctx context.Context, all []found) {
	cards := make(map[string]post.Message, len(all))
	for _, f := range all {
		cards[f.url] = t.renderer.Render(t.ws, f.content)
	}
	err := t.unfurl(ctx, cards)
	if isTooEarly(err) && t.number == 1 {
		sleep(ctx, ackPause)
		err = t.unfurl(ctx, cards)
	}
	if err == nil {
		t.metrics.count(shown, len(all))
		t.shown = all
		return
	}
	refusal, ok := errors.AsType[*post.Error](err)
	lasting := ok && refusal.Reason != "" && refusal.Reason != post.NoLink // it may be too early for Slack
	if ok {
		t.wait = max(refusal.RetryAfter, 0) // Slack's number may overflow
	}
	for _, f := range all {
		if lasting {
			t.drop(ctx, failed, f.link, string(refusal.Reason))
		} else {
			t.putBack(f.link)
		}
	}
}

// isTooEarly reports whether Slack may just not have read yet that its event was
// acknowledged: what is in memory is shown faster than that.
func isTooEarly(err error) bool {
	refusal, ok := errors.AsType[*post.Error](err)
	return ok && refusal.Reason == post.NoLink
}

// sleep waits, at most until ctx ends.
func sleep(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// unfurl has Slack show messages under the links.
func (t *try) unfurl(ctx context.Context, cards map[string]post.Message) error {
	if t.m.UnfurlID != "" {
		return post.UnfurlDraft(ctx, t.ws.Jobs, t.m.UnfurlID, cards)
	}
	return post.Unfurl(ctx, t.ws.Jobs, t.m.posted(), cards)
}

// putBack has a link shown later.
func (t *try) putBack(l link) {
	t.metrics.count(deferred, 1)
	t.later = append(t.later, l.url)
}

// drop counts a link that is not shown, and says at debug level why.
func (t *try) drop(ctx context.Context, o outcome, l link, why string) {
	t.metrics.count(o, 1)
	t.log.LogAttrs(ctx, slog.LevelDebug, "link not unfurled",
		slog.String("team_id", t.m.TeamID), slog.String("channel_id", t.m.ChannelID), slog.String("user_id", t.m.UserID),
		slog.String("meeting_id", l.meetingID), slog.String("outcome", string(o)), slog.String("reason", why))
}
