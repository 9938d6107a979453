package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"meetingbot/bot/reminder"
	"meetingbot/bot/view"
)

// undoRef is what the button carries that turns a subscription back on. It is sealed
// for the person who stopped it: what was stopped is stored nowhere.
func (r *Request) undoRef(s reminder.Subscription, page int) string {
	ref := view.UndoRef{
		ChannelID: s.ChannelID, MeetingID: s.MeetingID, Leads: s.Leads, Late: s.Late, Overrun: s.Overrun, SetBy: s.SetBy, Page: page,
	}
	return r.bot.seal.close(r.holder(view.ActionReminderUndo), ref.String(), r.bot.o.Now().Add(metadataLife))
}

// parseUndo reads what an undo button carries. Reminders of another conversation
// than this one, or than that with the person alone, are not turned back on here.
func parseUndo(r *Request) *route {
	value, genuine := r.bot.seal.open(r.holder(view.ActionReminderUndo), r.Action.Value, r.bot.o.Now())
	undo, ok := view.ParseUndoRef(value)
	if !genuine || !ok || !r.mayUndo(undo) {
		return replies(stale)
	}
	r.Args.Page = view.PageRef{ID: undo.MeetingID, Page: undo.Page}
	r.Args.ChannelID, r.Args.Leads, r.Args.SetBy = undo.ChannelID, undo.Leads, undo.SetBy
	r.Args.Late, r.Args.Overrun = undo.Late, undo.Overrun
	return nil
}

// mayUndo reports whether reminders may be turned back on where the button was pressed:
// those of the conversation and of the person alone, and in a modal, which the Home
// tab opened, those that the person had set up.
func (r *Request) mayUndo(undo view.UndoRef) bool {
	to := r.conversationIn(undo.ChannelID)
	return to == r.conversation() || to == r.private() || r.Surface == SurfaceModal && undo.SetBy == r.UserID
}

// undoStop sets up again what was stopped: the same reminders, of the one who had
// set them up. Those that somebody has set up since stay as they are.
func (b *Bot) undoStop(ctx context.Context, r *Request) error {
	c := r.conversationIn(r.Args.ChannelID)
	id := cmp.Or(r.Meeting.Conference.ID.String(), r.Args.Page.ID)
	standing, err := b.o.Reminders.Find(ctx, c, id)
	if err == nil {
		return r.Replace(ctx, view.StoodAgain(r.reader(), statusFacts(standing)))
	}
	if !errors.Is(err, reminder.ErrNotFound) {
		return r.fail(ctx, fmt.Errorf("find reminders of meeting %s: %w", id, err))
	}
	set, err := b.subscribe(ctx, r, c)
	switch {
	case err != nil:
		return r.fail(ctx, err)
	case !set.stands:
		return r.Reply(ctx, set.Message)
	}
	if !c.Private() && r.Args.SetBy != r.UserID { // the channel was told that they had been stopped
		b.posted(ctx, r, c.ChannelID, view.BackOn(r.channelLocalizer(), r.UserID, set.facts.ReminderFacts))
	}
	if r.Args.Page.Page == 0 {
		return r.Replace(ctx, set.Message)
	}
	return b.showReminders(ctx, r, view.ReminderListFacts{Page: r.Args.Page.Page, Note: set.facts.Note(r.reader())}, r.inPlace())
}
