package bot

import (
	"context"
	"fmt"

	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// readMode is how a meeting is read that a question names.
type readMode byte

const (
	readNothing readMode = iota // the route names no meeting, or the handler reads what it needs
	readAny                     // a reading from memory will do
	readAnew                    // read now; one that has ended is found in the history
	readListed                  // read now, and only if it is running or to come
)

// readMeeting reads the meeting that is asked for, unless it has been read. It
// reports false when there is none that the person may see, and they have been
// told why; the error is for the operator.
func (b *Bot) readMeeting(ctx context.Context, r *Request, how readMode) (bool, error) {
	id := r.Args.Page.ID
	if how == readAny && r.Meeting == nil {
		r.Meeting = r.peek(id)
	}
	if r.Meeting != nil && r.askRoomFirst(r.Meeting) {
		r.Meeting = nil
	}
	if r.Meeting == nil {
		m, err := retry(ctx, r, func(ctx context.Context) (*meeting.Snapshot, error) {
			return how.read(ctx, r.Workspace.Meetings, id)
		})
		if err != nil {
			return false, b.refuse(ctx, r, id, fmt.Errorf("look up meeting %s: %w", id, err))
		}
		r.Meeting = m
	}
	if asked, err := b.askWhich(ctx, r); asked {
		return false, err
	}
	if why := r.deniedMeeting(); why != "" {
		return false, r.Reply(ctx, view.MeetingSentence(r.Localizer, denialKey(why), id))
	}
	return true, nil
}

// read asks the meeting account once.
func (how readMode) read(ctx context.Context, account workspace.Meetings, id string) (*meeting.Snapshot, error) {
	if how == readAny {
		return account.Resolve(ctx, id)
	}
	m, err := account.Refresh(ctx, id)
	if how == readAnew && meeting.KindOf(err) == meeting.NotFound {
		return account.Resolve(ctx, id)
	}
	return m, err
}
