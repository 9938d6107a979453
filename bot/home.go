package bot

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/home"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

// Home keeps the Home tabs of people up to date. Errors mean that the change could
// not be stored.
type Home interface {
	// Opened notes that somebody looks at their Home tab, and has it shown as things
	// stand. hash is that of what Slack shows them, "" for nothing.
	Opened(ctx context.Context, k workspace.Key, userID, hash string) error
	// Changed has the Home tab of a person shown anew.
	Changed(ctx context.Context, k workspace.Key, userID string) error
	// WorkspaceChanged has those of a whole workspace shown anew.
	WorkspaceChanged(ctx context.Context, k workspace.Key) error
}

var (
	_ Home          = (*home.Engine)(nil)
	_ home.Renderer = (*Bot)(nil)
)

const (
	// dayTimeout is how long a Home tab waits for the meeting account.
	dayTimeout = 12 * time.Second
	// lookAgain is when a Home tab is tried again that lacks something.
	lookAgain = time.Minute
	// maxDays bounds how many days are remembered, and dayLife for how long each may
	// stand in while the API fails.
	maxDays = 1000
	dayLife = 30 * time.Minute
)

// openHome has somebody's Home tab shown, who looks at it. Where that cannot be
// stored, it is shown once.
func (b *Bot) openHome(ctx context.Context, ws workspace.Workspace, userID, hash string) error {
	err := b.o.Home.Opened(ctx, ws.Key, userID, hash)
	if err == nil {
		return nil
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a Home tab is shown once and not followed", outagelog.Of("database"),
		slog.String("team_id", ws.TeamID), slog.String("user_id", userID), slog.Any("error", err))
	shown, err := b.Render(ctx, ws, userID)
	if err != nil {
		return err
	}
	if _, err = post.PublishHome(ctx, ws.Slack, userID, "", shown.View); errors.Is(err, post.ErrNoHome) {
		return nil
	}
	return err
}

// refreshHome shows the Home tab anew on which the button was pressed.
func (b *Bot) refreshHome(ctx context.Context, r *Request) error {
	if r.Surface != SurfaceHome {
		return r.Reply(ctx, stale(r))
	}
	return b.openHome(ctx, r.Workspace, r.UserID, r.View.Hash)
}

// Render returns what the Home tab of a person shows now. What cannot be read is
// said there.
func (b *Bot) Render(ctx context.Context, ws workspace.Workspace, userID string) (home.Rendered, error) {
	r := &Request{
		Question:  Question{Origin: Origin{Key: ws.Key, UserID: userID}, Kind: KindHomeOpened, Surface: SurfaceHome},
		Workspace: ws, bot: b, begun: b.o.Now(),
	}
	r.know(ws.Person(ctx, userID))
	f := view.HomeFacts{Version: b.o.Version}
	var changes time.Time
	switch why := r.denied(); why {
	case "":
		f.Settings = true
		f.Link = r.linkFacts()
		changes = r.readHome(ctx, &f)
	case access.Unknown:
		f.Unknown, changes = true, b.o.Now().Add(lookAgain)
	default:
		f.Refusal = denialKey(why)
	}
	return home.Rendered{View: view.Home(r.reader(), r.command(), f), ChangesAt: changes}, nil
}

// readHome reads what a Home tab shows, and returns when it is worth looking again.
func (r *Request) readHome(ctx context.Context, f *view.HomeFacts) time.Time {
	r.readHomeReminders(ctx, f)
	r.readHomeDay(ctx, f)
	if f.Trouble != "" || f.RemindersUnread {
		return r.bot.o.Now().Add(lookAgain)
	}
	return f.Day.ChangesAt()
}

// readHomeReminders reads the reminders that a person has set up, wherever they are
// sent.
func (r *Request) readHomeReminders(ctx context.Context, f *view.HomeFacts) {
	rules, err := r.bot.o.Rules.ListSetBy(ctx, r.Key, r.UserID)
	shown := rules[:min(len(rules), view.MaxHomeReminders)]
	all, total, listErr := r.bot.o.Reminders.ListSetBy(ctx, r.Key, r.UserID, 0, view.MaxHomeReminders-len(shown))
	if err = errors.Join(err, listErr); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a Home tab lacks reminders", outagelog.Of("database"), slog.Any("error", err))
	}
	f.RemindersTotal, f.RemindersUnread = len(rules)+total, err != nil
	for _, s := range shown {
		f.Rules = append(f.Rules, ruleFacts(s))
	}
	f.OwnLeads = r.ownLeads(ctx)
	for _, s := range all {
		f.Reminders = append(f.Reminders, statusFacts(s))
	}
}

// ownLeads is how long before each of their meetings the person who asks is reminded,
// nothing where they are not or that cannot be read.
func (r *Request) ownLeads(ctx context.Context) []time.Duration {
	s, err := r.bot.o.Personal.Get(ctx, r.Key, r.UserID)
	if err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "what a person chose is not shown", outagelog.Of("database"), slog.Any("error", err))
	}
	return s.Leads
}

// readHomeDay reads a person's meetings. While the API fails, what was read last
// stands in for a while.
func (r *Request) readHomeDay(ctx context.Context, f *view.HomeFacts) {
	if r.Person.Email == "" {
		f.Trouble = text.ListUnverified
		return
	}
	ctx, cancel := context.WithTimeoutCause(meeting.WithAllowance(ctx), dayTimeout, errGaveUp)
	defer cancel()
	day, err := r.readDay(ctx)
	name := home.Viewer{Key: r.Key, UserID: r.UserID}.String()
	if err == nil {
		day.Lasting = true
		f.Day = &day
		r.bot.days.Put(name, day, dayLife)
		return
	}
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a Home tab lacks meetings", outagelog.Of("meeting_api"),
		slog.String("team_id", r.TeamID), slog.Any("error", err))
	f.Trouble = homeTrouble(kindOf(err))
	if last, ok := r.bot.days.Get(name); ok && f.Trouble == text.HomeNoAnswer {
		f.ReadAt, last.Now = last.Now, r.bot.o.Now()
		f.Day = &last
	}
}

// homeTrouble says on a Home tab why there are no meetings.
func homeTrouble(kind meeting.Kind) text.Key {
	switch {
	case kind == meeting.NotFound || kind == meeting.Forbidden || kind == meeting.Invalid:
		return text.ListForbidden
	case mayPass(kind):
		return text.HomeNoAnswer
	default:
		return reasonFor(kind, false, false)
	}
}
