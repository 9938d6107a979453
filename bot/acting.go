package bot

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/watch"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

// Watched tells those who follow a meeting of what is done to it here. Errors mean
// that this could not be stored.
type Watched interface {
	// Changed has the followers of a meeting hear of what was changed. m is a reading
	// from after that, nil for none, and renamed is zero where the subject stays.
	Changed(ctx context.Context, k watch.MeetingKey, m *meeting.Snapshot, renamed watch.Rename) error
	// Cancelled has them hear that it was cancelled as a whole.
	Cancelled(ctx context.Context, k watch.MeetingKey) error
}

var _ Watched = (*watch.Watcher)(nil)

// actFacts are the facts of the meeting that somebody wants to change or cancel.
func (r *Request) actFacts() view.Facts {
	f := r.facts()
	f.PageRef = view.PageRef{ID: cmp.Or(r.Meeting.Conference.ID.String(), f.ID), Page: 1, Start: f.Start}
	return f
}

// meetingKey is the meeting that was read, as those know it who follow it.
func (r *Request) meetingKey() watch.MeetingKey {
	return watch.MeetingKey{Key: r.Key, MeetingID: cmp.Or(r.Meeting.Conference.ID.String(), r.Args.Page.ID)}
}

// mayAct reports whether somebody may change or cancel the meeting that was read, and
// whether there is anything left to change. Whoever may not is told why.
func (b *Bot) mayAct(ctx context.Context, r *Request, who person.Person) (bool, error) {
	if why := r.Workspace.Policy.Change(r.Meeting, who, r.meetingUser()); why != "" {
		return false, r.refuseToAct(ctx, why)
	}
	if sentence := r.unchangeable(); sentence != "" {
		return false, r.Reply(ctx, r.actSentence(sentence))
	}
	return true, nil
}

// mayActNow is mayAct by what Slack and the Meeting API say at this moment.
func (b *Bot) mayActNow(ctx context.Context, r *Request) (bool, error) {
	if r.Meeting.Stale {
		return false, r.Reply(ctx, r.notice(text.ActBusy).WithAgain(r.Localizer, r.again()))
	}
	return b.mayAct(ctx, r, r.freshPerson(ctx))
}

// refuseToAct tells somebody that they may not change or cancel a meeting.
func (r *Request) refuseToAct(ctx context.Context, why access.Denial) error {
	return r.Reply(ctx, r.denial(ctx, why))
}

// denial is why somebody may not change or cancel a meeting, as they read it.
func (r *Request) denial(ctx context.Context, why access.Denial) view.Message {
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, "acting on a meeting refused", append(r.auditAttrs(), slog.String("reason", string(why)))...)
	id := r.actFacts().ID
	switch why {
	case access.Unknown:
		return r.unknown(text.LaterIdentity)
	default:
	}
	f := view.NotHostFacts{
		Sentence: text.ActNotHost, Number: id, Command: r.command(),
		Link:   r.bot.o.Links.Ready() && r.Person.AccountType == person.Member && !r.meetingUser().Linked(),
		Forget: r.route == r.bot.routes.words[wordCancel],
	}
	if why == access.Unclear {
		f.Sentence = text.ActHostUnclear
	}
	return view.NotHost(r.Localizer, f)
}

// unchangeable says why there is nothing to change or cancel, "" where there is.
func (r *Request) unchangeable() text.Key {
	m, now, start := r.Meeting, r.bot.o.Now(), r.Args.Page.Start
	series := m.Conference.Series()
	switch {
	case m.Over():
		return text.ActOver
	case bool(m.Conference.Webinar):
		return text.ActWebinar
	case m.Conference.State == meeting.StateRunning && len(series) == 0:
		return text.ActStarted
	case len(series) > 0 && start != 0 && !occurs(m, start):
		return text.SeriesGone
	case len(series) > 0 && len(series.Coming(now)) == 0:
		return text.ActOver
	}
	return ""
}

// actSentence is one sentence about the meeting. To one that has started there is a
// button that ends it.
func (r *Request) actSentence(sentence text.Key) view.Message {
	if sentence == text.ActStarted {
		return view.Started(r.Localizer, r.actFacts())
	}
	return view.ActSentence(r.Localizer, sentence, r.actFacts())
}

// date is the date of a series that is named, and false where all of the meeting is.
func (r *Request) date() (meeting.Occurrence, bool) {
	if r.Args.Page.Start == 0 || r.Meeting == nil {
		return meeting.Occurrence{}, false
	}
	return r.Meeting.Conference.Series().StartingAt(time.Unix(r.Args.Page.Start, 0))
}

// act has the person themselves act where they are linked, else the bot's account. It
// acts twice only where the API says that it did nothing.
func (r *Request) act(do func(*meeting.Actor) error) error {
	user := r.meetingUser()
	err := do(r.Workspace.Meetings.As(user.UserID))
	if !user.Linked() {
		return err
	}
	switch meeting.KindOf(err) {
	case meeting.Forbidden, meeting.PersonRefused: // a host who has not booked it, or cannot sign in: nothing was done
		return do(r.Workspace.Meetings.As(""))
	default:
		return err
	}
}

// auditAttrs say who does what to which meeting.
func (r *Request) auditAttrs() []slog.Attr {
	return []slog.Attr{
		slog.String("enterprise_id", r.EnterpriseID), slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID),
		slog.String("meeting_id", r.meetingKey().MeetingID), slog.Bool("one_date", r.Args.Page.Start != 0),
		slog.String("request_id", r.RequestID),
	}
}

// audit logs what was done, or tried, to a meeting.
func (r *Request) audit(ctx context.Context, what string, err error) {
	outcome := "done"
	switch {
	case meeting.IsUncertain(err):
		outcome = "unknown"
	case err != nil:
		outcome = "refused"
	}
	attrs := append(r.auditAttrs(), slog.Bool("linked", r.meetingUser().Linked()), slog.String("outcome", outcome))
	if err != nil {
		attrs = append(attrs, slog.Any("error", err))
	}
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, what, attrs...) //nolint:sloglint // each caller has a constant of its own
}

// followers counts the conversations that are told of what becomes of the meeting, -1
// where that cannot be told.
func (r *Request) followers(ctx context.Context) int {
	n, err := r.bot.o.Reminders.CountTo(ctx, r.meetingKey())
	if err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "it is not known who follows a meeting", outagelog.Of("database"), slog.Any("error", err))
		return -1
	}
	return n
}

// tellFollowers has those hear of it who follow a meeting, and the person's Home tab
// shown anew. Where that cannot be stored, they hear of it when the meeting is read
// for the next time.
func (r *Request) tellFollowers(ctx context.Context, tell func(Watched, watch.MeetingKey) error) {
	if err := tell(r.bot.o.Watched, r.meetingKey()); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "those who follow a meeting hear of a change later",
			outagelog.Of("database"), slog.String("meeting_id", r.meetingKey().MeetingID), slog.Any("error", err))
	}
	if err := r.bot.o.Home.Changed(ctx, r.Key, r.UserID); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a Home tab shows what was before", outagelog.Of("database"), slog.Any("error", err))
	}
}
