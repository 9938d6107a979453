package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/share"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

// Shares has cards follow their meeting that people share with a channel.
type Shares interface {
	// Follow has a card follow its meeting from now on.
	Follow(ctx context.Context, c share.Card) error
}

var _ Shares = (*share.Engine)(nil)

// share shows the card of a meeting to everybody in the channel, in the workspace's
// language and without what only the person who shares it may see.
func (b *Bot) share(ctx context.Context, r *Request) error {
	note, err := b.shareCard(ctx, r)
	if note.Text == "" {
		return err
	}
	return errors.Join(err, r.Reply(ctx, note))
}

// askToShare asks whether the card is to go to everybody: an entry of a menu is
// picked by accident, and what is in a channel stays there.
func (b *Bot) askToShare(ctx context.Context, r *Request) error {
	f := view.ShareFacts{PageRef: r.Args.Page, Subject: r.Meeting.Conference.Subject.String(), Number: r.Meeting.Conference.Number()}
	if c := r.conversation(); !c.Private() {
		f.Channel = c.ChannelID
	}
	return r.Reply(ctx, view.ShareQuestion(r.Localizer, f))
}

// shareAsked shares the card that was asked about, and says so in place of the
// question.
func (b *Bot) shareAsked(ctx context.Context, r *Request) error {
	note, err := b.shareCard(ctx, r)
	switch {
	case note.Text != "":
		return errors.Join(err, r.Replace(ctx, note))
	case err != nil:
		return err
	}
	return r.Replace(ctx, view.Sentence(r.Localizer, text.Shared))
}

// declineToShare takes the question away.
func (b *Bot) declineToShare(ctx context.Context, r *Request) error {
	return r.Replace(ctx, view.Sentence(r.Localizer, text.ShareDeclined))
}

// shareCard shows the card of a meeting to everybody. Where the bot can post, it is a
// message of the bot's own, which follows the meeting. Elsewhere it is an answer to the
// person who asks, which the bot cannot change by itself: a snapshot. The note tells that
// person what else they should know, "" for nothing.
func (b *Bot) shareCard(ctx context.Context, r *Request) (note view.Message, err error) {
	if !r.hasMessages() {
		return note, b.show(ctx, r, ownMessage) // there is no channel
	}
	f, ok := r.sharedFacts(ctx)
	if !ok {
		return view.MeetingSentence(r.Localizer, text.SeriesGone, r.Args.Page.ID), nil
	}
	f.By, f.ByName = r.UserID, meeting.Name(r.Person.Name)
	f.Snapshot = f.Occurrence.Start.IsZero() // nobody knows when to look again
	if !r.alone() {
		at, err := post.AsMember(ctx, r.Workspace.Slack, r.ChannelID, r.Thread, post.Message(view.Shared(r.channelLocalizer(), f)))
		refused, _ := errors.AsType[*post.Error](err)
		switch {
		case err == nil:
			b.followShared(ctx, r, f, at)
			return note, nil
		case refused != nil && refused.Unconfirmed: // it may be there: a second card would be one too many
			return view.Sentence(r.Localizer, text.ShareUnsure), fmt.Errorf("share a meeting: %w", err)
		}
	}
	f.Snapshot = true
	return note, r.showShared(ctx, f, inChannel)
}

// followShared has a card follow its meeting. Where that cannot be stored, the card
// becomes a snapshot.
func (b *Bot) followShared(ctx context.Context, r *Request, f view.SharedFacts, at post.Posted) {
	if f.Snapshot {
		return
	}
	err := b.o.Shares.Follow(ctx, share.Card{
		Key: r.Key, Posted: at, UserID: r.UserID, Meeting: f.Meeting, Occurrence: f.Occurrence,
		State: live.State{Phase: f.Meeting.Phase(f.Occurrence, f.Live.Now), In: f.Live.In, Invited: f.Live.Invited},
	})
	if err == nil {
		return
	}
	f.Snapshot = true
	card := post.Message(view.Shared(r.channelLocalizer(), f))
	b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a shared card does not follow its meeting", outagelog.Of("database"),
		slog.String("meeting_id", f.MeetingID), slog.Any("error", errors.Join(err, post.Update(ctx, r.Workspace.Slack, at, card))))
}

// refreshShared shows in place of a snapshot, to everybody, what is known now.
func (b *Bot) refreshShared(ctx context.Context, r *Request) error {
	f, _ := r.sharedFacts(ctx)
	f.By, f.ByName = r.Args.SharedBy, meeting.Name(r.Workspace.Reader(ctx, r.Args.SharedBy).Name)
	f.Snapshot = true
	return r.showShared(ctx, f, inChannelPlace)
}

// showShared shows a card to everybody, as an answer.
func (r *Request) showShared(ctx context.Context, f view.SharedFacts, p placement) error {
	reply, err := newReply(view.Shared(r.channelLocalizer(), f), p)
	if err != nil {
		return err
	}
	return r.deliver(ctx, reply)
}

// sharedFacts are those of the meeting that is shared, as it stands now. It reports
// false where the date that is asked for is none of the series any more.
func (r *Request) sharedFacts(ctx context.Context) (f view.SharedFacts, ok bool) {
	now, m := r.bot.o.Now(), r.Meeting
	f = view.SharedFacts{
		MeetingID: cmp.Or(m.Conference.ID.String(), r.Args.Page.ID), Meeting: m, Remindable: !m.NextStart(now).IsZero(),
		Live: view.LiveFacts{In: live.Unknown, Invited: m.Count, Now: now},
	}
	f.Occurrence, ok = sharedDate(m, r.Args.Page.Start, now)
	if m.Conference.Recurring() && !m.Over() && !f.Occurrence.Start.IsZero() {
		f.Start = f.Occurrence.Start.Unix() // what is next will be another date
	}
	switch p := m.Phase(f.Occurrence, now); {
	case ok:
		f.Live.Phase = phase(p)
	case f.Occurrence.Begun(now):
		f.Live.Phase = view.PhaseOver
	default:
		f.Live.Phase = view.PhaseVoid
	}
	if f.Live.Phase == view.PhaseRunning {
		f.Live.In = r.connections(ctx, f.MeetingID)
	}
	return f, ok
}

// sharedDate is the date of a meeting that starts at a time in Unix seconds, or else the
// one that runs or is next. It reports false where the meeting has none at that time.
func sharedDate(m *meeting.Snapshot, start int64, now time.Time) (o meeting.Occurrence, ok bool) {
	switch {
	case m.Over():
		return m.Conference.Booked(), true
	case start == 0:
		return m.Conference.Current(now), true
	}
	if o, ok = m.Conference.Series().StartingAt(time.Unix(start, 0)); ok {
		return o, true
	}
	return meeting.Occurrence{Start: time.Unix(start, 0)}, false
}

// connections returns how many are in a running meeting, live.Unknown where that is not
// told soon.
func (r *Request) connections(ctx context.Context, id string) int {
	list, err := r.attendees(ctx, id)
	if err != nil || list == nil {
		return live.Unknown
	}
	return list.Count
}
